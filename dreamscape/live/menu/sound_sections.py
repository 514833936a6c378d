"""The menu's sections of sound: the output device and volume, and what the dream listens to."""

import threading

from dreamscape.devices import sound_device_names
from dreamscape.dream.inputs import STRONGEST
from dreamscape.errors import DreamscapeError
from dreamscape.live.controls.ableton_link import LinkInput
from dreamscape.live.controls.sound_input import SoundInput
from dreamscape.live.menu.interfaces import MenuHost
from dreamscape.live.menu.rows import Row

STEP = 0.1  # of the volume, and of the reaction
USUAL = "the usual one"


class SoundSections:
    """The rows of sound and of listening of one session.

    Args:
        menu: the session's menu.
    """

    def __init__(self, menu: MenuHost) -> None:
        self._session = menu.session
        self._speakers: list[str] | None = None
        self._microphones: list[str] | None = None
        self._lister: threading.Thread | None = None

    def sound_rows(self) -> list[Row]:
        """Volume, sound on or off, device."""
        self._list_devices()
        session, sound = self._session, self._session.sound
        if sound is None:
            return [Row("No sound", "--no-sound")]
        volume = sound.volume
        return [
            Row("Volume", f"{volume:.0%}", fraction=volume, slide=self._set_volume, step=self._step_volume),
            Row(
                "Sound",
                "off" if sound.muted else "on",
                do=lambda: session.mute(not sound.muted),
                step=lambda _: session.mute(not sound.muted),
            ),
            Row("Device", sound.wanted_device or USUAL, step=self._step_device),
        ]

    def listening_rows(self) -> list[Row]:
        """What is listened to, and how strongly the dream reacts."""
        self._list_devices()
        session = self._session
        song = next((source for source in session.sources if source.name == "song"), None)
        listens_to = "nothing" if session.listen_source is None else session.listen_source or "the usual microphone"
        first = Row("Listens to", listens_to, step=self._step_source)
        if song:
            many = session.songs is not None and session.songs.count > 1
            first = Row("Song", song.status(), step=self._step_song if many else None)
        fraction = session.reaction / STRONGEST
        return [
            first,
            Row(
                "Reaction",
                f"{session.reaction:.0%}",
                fraction=fraction,
                slide=self._set_reaction,
                step=self._step_reaction,
            ),
        ]

    def _list_devices(self) -> None:
        """List the devices in a thread: the first time takes a moment."""
        if self._lister is None:
            self._lister = threading.Thread(target=self._fetch_devices, name="sound devices", daemon=True)
            self._lister.start()

    def _fetch_devices(self) -> None:
        self._speakers, self._microphones = sound_device_names.speakers(), sound_device_names.microphones()

    def _set_volume(self, fraction: float) -> None:
        if self._session.sound:
            self._session.sound.volume = round(fraction, 2)

    def _step_volume(self, step: int) -> None:
        if self._session.sound:
            self._set_volume(min(max(self._session.sound.volume + STEP * step, 0.0), 1.0))

    def _step_device(self, step: int) -> None:
        if sound := self._session.sound:
            choices = [None, *(self._speakers or [])]
            sound.wanted_device = _next(choices, sound.wanted_device, step)

    def _set_reaction(self, fraction: float) -> None:
        self._session.reaction = round(STRONGEST * fraction, 2)

    def _step_reaction(self, step: int) -> None:
        self._set_reaction(min(max(self._session.reaction + STEP * step, 0.0), STRONGEST) / STRONGEST)

    def _step_song(self, step: int) -> None:
        if songs := self._session.songs:
            (songs.next if step > 0 else songs.previous)()

    def _step_source(self, step: int) -> None:
        """Listen to the next source: nothing, the default microphone, or a named one."""
        self._listen(_next([None, "", *(self._microphones or [])], self._session.listen_source, step))

    def _listen(self, wanted: str | None) -> None:
        session = self._session
        for source in [source for source in session.sources if isinstance(source, SoundInput)]:
            session.sources.remove(source)
            source.close()
        session.listen_source = None
        link = next((source for source in session.sources if isinstance(source, LinkInput)), None)
        if link:
            link.is_alone = True
        if wanted is None:
            return
        try:
            heard = sound_device_names.source(wanted)
            session.sources.append(SoundInput(heard, link.beat if link else None))
        except DreamscapeError as error:
            session.hud.say(str(error).removeprefix("--listen: "))
            return
        session.listen_source = wanted
        if link:
            link.is_alone = False
        if session.sound and not session.sound.muted:
            session.mute(True)
            session.hud.say("listening; its own sound is muted, or it would hear itself")


def _next(choices: list[str | None], now: str | None, step: int) -> str | None:
    """The choice `step` places after the present one, in a circle."""
    index = choices.index(now) if now in choices else 0
    return choices[(index + step) % len(choices)]
