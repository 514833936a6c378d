"""What other players say that they play, by MPRIS on the session bus."""

import asyncio
from typing import TYPE_CHECKING, Any

from dreamscape.hearing.song_tags import SongTags, one_line
from dreamscape.live.controls.mpris import NAME
from dreamscape.live.controls.session_bus import PATH, PATIENCE, PLAYER, PLAYERS, PROPERTIES, SessionBus

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

BUS = "org.freedesktop.DBus"
MOST = 32  # players that are asked
SETTLES = 0.2  # s after a change, in which others often follow
RULES = (
    f"type='signal',interface='{PROPERTIES}',member='PropertiesChanged',path='{PATH}'",
    f"type='signal',sender='{BUS}',interface='{BUS}',member='NameOwnerChanged',arg0namespace='{PLAYERS}'",
)


class OtherPlayers(SessionBus):
    """Watches other players.

    Attributes:
        tags: of what one of them plays; None if none does.
    """

    def __init__(self) -> None:
        self.tags: SongTags | None = None
        self._changed: asyncio.Event | None = None
        self._watching: asyncio.Task[None] | None = None
        super().__init__()

    async def begin(self, bus: "MessageBus") -> None:
        """As of `SessionBus`."""
        self._changed = asyncio.Event()
        bus.add_message_handler(self._heard)
        for rule in RULES:
            await self._call(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", "s", [rule])
        self._watching = asyncio.ensure_future(self._watch(self._changed))

    def _heard(self, message: "Message") -> None:
        if self._changed and message.member in ("PropertiesChanged", "NameOwnerChanged"):
            self._changed.set()

    async def _watch(self, changed: asyncio.Event) -> None:
        while True:
            self.tags = await self._playing()
            await changed.wait()
            await asyncio.sleep(SETTLES)
            changed.clear()

    async def _playing(self) -> SongTags | None:
        """What the first player plays that does."""
        found = await self._call(BUS, "/org/freedesktop/DBus", BUS, "ListNames")
        names = sorted(name for name in found or () if str(name).startswith(f"{PLAYERS}.") and not _is_ours(name))
        for name in names[:MOST]:
            told = await self._call(name, PATH, PROPERTIES, "GetAll", "s", [PLAYER])
            if isinstance(told, dict) and _value(told, "PlaybackStatus") == "Playing":
                return tags_of(_value(told, "Metadata"))
        return None

    async def _call(
        self, name: str, path: str, interface: str, member: str, signature: str = "", body: list[Any] | None = None
    ) -> Any:
        """The first value of an answer; None if there is none in time."""
        from dbus_fast import Message, MessageType

        message = Message(name, path, interface, member, signature=signature, body=body or [])
        assert self.bus
        try:
            answer = await asyncio.wait_for(self.bus.call(message), PATIENCE)
        except TimeoutError:
            return None
        return answer.body[0] if answer and answer.message_type is MessageType.METHOD_RETURN and answer.body else None


def tags_of(metadata: Any) -> SongTags | None:
    """The tags of another program's metadata, whatever it says; None if it names no title."""
    if not isinstance(metadata, dict):
        return None
    title, artists, album = (_value(metadata, f"xesam:{name}") for name in ("title", "artist", "album"))
    names = artists if isinstance(artists, list) else [artists]
    artist = ", ".join(name for name in names if isinstance(name, str) and name)
    if not isinstance(title, str) or not one_line(title):
        return None
    return SongTags(one_line(title), one_line(artist), one_line(album) if isinstance(album, str) else "")


def _is_ours(name: str) -> bool:
    return name == NAME or name.startswith(f"{NAME}.")


def _value(table: Any, name: str) -> Any:
    """What a variant in a table holds."""
    return getattr(table.get(name), "value", None)
