"""What the menu offers of sound: what is heard, by which device; and what the dream listens to."""

import threading

from dreamscape.devices import sound_device_names
from dreamscape.errors import DreamscapeError
from dreamscape.live.controls.sound_input import SoundInput
from dreamscape.live.menu.parts import Offering
from dreamscape.live.menu.rows import Row

STEP = 0.1  # of the volume, and of the strength
STRONGEST = 2.0  # times what is heard
USUAL = "the usual one"


class HearingSection:
    """The rows of sound and of listening of one session.

    Args:
        menu: of the session.
    """

    def __init__(self, menu: Offering) -> None:
        self._session = menu.session
        self._speakers: list[str] | None = None
        self._microphones: list[str] | None = None
        self._looking: threading.Thread | None = None

    def sound_rows(self) -> list[Row]:
        """How loud, and by what."""
        self._look()
        session, sound = self._session, self._session.sound
        if sound is None:
            return [Row("No sound here", "--no-sound")]
        volume = sound.volume
        return [
            Row("Volume", f"{volume:.0%}", part=volume, slide=self._set_volume, step=self._step_volume),
            Row(
                "Sound",
                "off" if sound.muted else "on",
                do=lambda: session.mute(not sound.muted),
                step=lambda _: session.mute(not sound.muted),
            ),
            Row("Device", sound.asked or USUAL, step=self._step_device),
        ]

    def listening_rows(self) -> list[Row]:
        """To what, and how strongly it is felt."""
        self._look()
        session = self._session
        song = next((sense for sense in session.sources if sense.name == "song"), None)
        source = "nothing" if session.source is None else session.source or "the usual microphone"
        named = Row("Song", song.status()) if song else Row("Listens to", source, step=self._step_source)
        part = session.strength / STRONGEST
        return [
            named,
            Row("Strength", f"{session.strength:.0%}", part=part, slide=self._set_strength, step=self._step_strength),
        ]

    def _look(self) -> None:
        """Ask what devices there are, beside drawing: the first time takes a moment."""
        if self._looking is None:
            self._looking = threading.Thread(target=self._ask, name="sound devices", daemon=True)
            self._looking.start()

    def _ask(self) -> None:
        self._speakers, self._microphones = sound_device_names.speakers(), sound_device_names.microphones()

    def _set_volume(self, part: float) -> None:
        if self._session.sound:
            self._session.sound.volume = round(part, 2)

    def _step_volume(self, step: int) -> None:
        if self._session.sound:
            self._set_volume(min(max(self._session.sound.volume + STEP * step, 0.0), 1.0))

    def _step_device(self, step: int) -> None:
        if sound := self._session.sound:
            choices = [None, *(self._speakers or [])]
            sound.asked = _next(choices, sound.asked, step)

    def _set_strength(self, part: float) -> None:
        self._session.strength = round(STRONGEST * part, 2)

    def _step_strength(self, step: int) -> None:
        self._set_strength(min(max(self._session.strength + STEP * step, 0.0), STRONGEST) / STRONGEST)

    def _step_source(self, step: int) -> None:
        """Listen to the next source: nothing, the usual microphone, or one by its name."""
        self._listen(_next([None, "", *(self._microphones or [])], self._session.source, step))

    def _listen(self, wanted: str | None) -> None:

        session = self._session
        for sense in [sense for sense in session.sources if isinstance(sense, SoundInput)]:
            session.sources.remove(sense)
            sense.close()
        session.source = None
        if wanted is None:
            return
        try:
            session.sources.append(SoundInput(sound_device_names.source(wanted)))
        except DreamscapeError as error:
            session.hud.say(str(error).removeprefix("--listen: "))
            return
        session.source = wanted
        if session.sound and not session.sound.muted:
            session.mute(True)
            session.hud.say("listening; its own sound is muted, or it would hear itself")


def _next(choices: list[str | None], now: str | None, step: int) -> str | None:
    """The choice that stands so many steps after this one, round and round."""
    place = choices.index(now) if now in choices else 0
    return choices[(place + step) % len(choices)]
