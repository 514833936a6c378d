"""MPRIS: media keys and the desktop's own display of what plays, by the session bus (MPRIS 2.2 of freedesktop.org)."""

import os
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from dreamscape.clock import now_ns
from dreamscape.live.controls.mpris_interfaces import INTROSPECTION
from dreamscape.live.controls.session_bus import PATH, PLAYER, PLAYERS, PROPERTIES, SessionBus

if TYPE_CHECKING:
    from dbus_fast import Message, Variant
    from dbus_fast.aio import MessageBus

NAME = f"{PLAYERS}.dreamscape"
JUMP = 0.7  # s between where the song is and where it should be, from which on it has jumped
Command = tuple[str, float]


@dataclass(frozen=True, slots=True)
class PlayerState:
    """What is told of a player.

    Attributes:
        title, artist, album: of the song.
        address: of its file, `file:///…`.
        track: a number that no other song of the session has.
        seconds: how long it is; 0 if that is not known.
        position: how far it has come, s.
        is_playing: whether it plays, or is paused.
        volume: 0 to 1.
        has_others: whether there are other songs.
    """

    title: str
    artist: str
    album: str
    address: str
    track: int
    seconds: float
    position: float
    is_playing: bool
    volume: float
    has_others: bool


class Mpris(SessionBus):
    """Offers a player on the session bus."""

    def __init__(self) -> None:
        self._state: PlayerState | None = None
        self._at = 0  # ns, when that was told
        self._commands: SimpleQueue[Command] = SimpleQueue()
        self._name = NAME
        super().__init__()

    def update(self, state: PlayerState) -> None:
        """Take in the state, once a frame; listeners are told what has changed."""
        now, before, expected = now_ns(), self._state, self._position()
        self._state, self._at = state, now
        if before is None or not self.bus:
            return
        jumped = before.track == state.track and abs(expected - state.position) > JUMP
        if replace(before, position=state.position) != state:
            self.tell(lambda: self._announce(before, state))
        if jumped:
            self.tell(lambda: self._signal(PLAYER, "Seeked", "x", [_micro(state.position)]))

    def commands(self) -> list[Command]:
        """What was asked for since the last call: a name, and a number where it takes one."""
        asked = list[Command]()
        while True:
            try:
                asked.append(self._commands.get_nowait())
            except Empty:
                return asked

    async def begin(self, bus: "MessageBus") -> None:
        """As of `SessionBus`."""
        from dbus_fast import NameFlag, RequestNameReply

        bus.add_message_handler(self._answer)
        for name in (NAME, f"{NAME}.instance{os.getpid()}"):
            self._name = name
            if await bus.request_name(name, NameFlag.DO_NOT_QUEUE) == RequestNameReply.PRIMARY_OWNER:
                return

    def _position(self) -> float:
        """Where the song is by now, s."""
        if self._state is None:
            return 0.0
        return self._state.position + (now_ns() - self._at) * 1e-9 * self._state.is_playing

    def _announce(self, before: PlayerState, state: PlayerState) -> None:
        """Tell listeners which properties have changed."""
        old, new = _player(before, 0.0), _player(state, 0.0)
        changed = {name: value for name, value in new.items() if old[name] != value}
        if changed:
            self._signal(PROPERTIES, "PropertiesChanged", "sa{sv}as", [PLAYER, changed, []])

    def _signal(self, interface: str, member: str, signature: str, body: list[Any]) -> None:
        from dbus_fast import Message

        if self.bus:
            self.bus.send(Message.new_signal(PATH, interface, member, signature, body))

    def _answer(self, message: "Message") -> "Message | None":
        """The answer to a call; None to calls of other things."""
        from dbus_fast import ErrorType, Message, MessageType

        if message.message_type is not MessageType.METHOD_CALL or message.path != PATH:
            return None
        if message.member == "Introspect":
            return Message.new_method_return(message, "s", [INTROSPECTION])
        if message.interface not in (PLAYERS, PLAYER, PROPERTIES):
            return None
        try:
            if message.interface == PROPERTIES:
                return self._property(message)
            self._commands.put(self._command(message))
            return Message.new_method_return(message)
        except (LookupError, TypeError, ValueError):  # anybody may call with anything
            return Message.new_error(message, ErrorType.UNKNOWN_METHOD, f"{message.member}: not known here")

    def _properties(self, interface: str) -> "dict[str, Variant]":
        if interface == PLAYERS:
            return _root()
        if interface == PLAYER and self._state:
            return _player(self._state, self._position())
        raise LookupError(interface)

    def _property(self, message: "Message") -> "Message":
        from dbus_fast import Message

        interface, *rest = message.body
        match message.member:
            case "GetAll":
                return Message.new_method_return(message, "a{sv}", [self._properties(interface)])
            case "Get":
                return Message.new_method_return(message, "v", [self._properties(interface)[rest[0]]])
            case "Set":
                if rest[0] == "Volume":
                    self._commands.put(("Volume", float(rest[1].value)))
                return Message.new_method_return(message)
        raise LookupError(message.member)

    def _command(self, message: "Message") -> Command:
        """What a call asks for."""
        match message.member:
            case "Next" | "Previous" | "Pause" | "Play" | "PlayPause" | "Stop" | "Quit" | "Raise" as plain:
                return plain, 0.0
            case "Seek":
                return "Seek", message.body[0] / 1e6
            case "SetPosition":
                track, position = message.body
                now = self._state and track == _track(self._state)
                return ("SetPosition", position / 1e6) if now else ("Raise", 0.0)  # of a song that has gone: nothing
        raise LookupError(message.member)


def _root() -> "dict[str, Variant]":
    """The properties of the program."""
    from dbus_fast import Variant

    return {
        "CanQuit": Variant("b", True),
        "CanRaise": Variant("b", False),
        "HasTrackList": Variant("b", False),
        "Identity": Variant("s", "Dreamscape"),
        "DesktopEntry": Variant("s", "dreamscape"),
        "SupportedUriSchemes": Variant("as", []),
        "SupportedMimeTypes": Variant("as", []),
    }


def _player(state: PlayerState, position: float) -> "dict[str, Variant]":
    """The properties of the player."""
    from dbus_fast import Variant

    song = {
        "mpris:trackid": Variant("o", _track(state)),
        "xesam:title": Variant("s", state.title),
        "xesam:url": Variant("s", state.address),
        **({"mpris:length": Variant("x", _micro(state.seconds))} if state.seconds else {}),
        **({"xesam:artist": Variant("as", [state.artist])} if state.artist else {}),
        **({"xesam:album": Variant("s", state.album)} if state.album else {}),
    }
    return {
        "PlaybackStatus": Variant("s", "Playing" if state.is_playing else "Paused"),
        "Rate": Variant("d", 1.0),
        "MinimumRate": Variant("d", 1.0),
        "MaximumRate": Variant("d", 1.0),
        "Metadata": Variant("a{sv}", song),
        "Volume": Variant("d", state.volume),
        "Position": Variant("x", _micro(position)),
        "CanGoNext": Variant("b", state.has_others),
        "CanGoPrevious": Variant("b", True),
        "CanPlay": Variant("b", True),
        "CanPause": Variant("b", True),
        "CanSeek": Variant("b", state.seconds > 0.0),
        "CanControl": Variant("b", True),
    }


def _track(state: PlayerState) -> str:
    return f"/org/dreamscape/track/{state.track}"


def _micro(seconds: float) -> int:
    return round(seconds * 1_000_000)
