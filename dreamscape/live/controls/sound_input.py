"""Sound input: a session hears a microphone, or a song in a file."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Event, Heard
from dreamscape.hearing.beat import BeatSource
from dreamscape.hearing.listener import Listener
from dreamscape.hearing.spectrum import HOP
from dreamscape.synthesis.voice import SAMPLES_PER_TICK, Samples

if TYPE_CHECKING:
    from dreamscape.hearing.song import Song

LOOKS = 2 * TICKS_PER_SECOND  # frames after which ticks are shifted, if that helps
SPARE = 64  # samples, 1.3 ms, that may wait in every frame
RECENT = TICKS_PER_SECOND // 4  # ticks in which what was heard last still holds
NOTED = 0.1  # of a band's level: a lesser rise can wait for its tick
BEFORE = 10 * TICKS_PER_SECOND  # ticks that are analysed before a jump's target, so that the beat is known there


class SampleStream(Protocol):
    """A live source of samples."""

    def take(self) -> Samples:
        """The samples since the last call, `(n, channels) float32` at 48 kHz."""

    def status(self) -> str:
        """A few words for the user: what it hears."""

    @property
    def lost(self) -> str:
        """What is wrong with the source; empty if nothing is."""

    def close(self) -> None:
        """Close it."""


class SoundInput:
    """Listens to a microphone.

    A frame hears the ticks of sound that are over, so up to a tick of the latest sound would wait for the next frame.
    Where frames are even, ticks are shifted so that they end just before them. What has just begun to sound is told as
    loud already as its first milliseconds are, though they wait for the others of their tick. What begins while a frame
    is drawn can be asked for (`low_since`), and is told with the next.

    Args:
        source: the microphone.
        beat: tells the beat; None to track it.
    """

    name = "hearing"

    def __init__(self, source: SampleStream, beat: BeatSource | None = None) -> None:
        self._source, self._listener = source, Listener(beat=beat)
        self._last: Heard | None = None
        self._early = list[Heard]()  # heard since the last events, and not told yet
        self._status = source.status()
        self._waits = list[int]()  # samples that waited in each of the last frames

    def status_change(self) -> str:
        """A message, once each time the source is lost, comes back or changes; else empty."""
        before, self._status = self._status, self._source.status()
        if self._status == before:
            return ""
        lost = self._source.lost
        return f"{lost}; listening again once it is back" if lost else f"listening to {self._status}"

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As in `InputSource`: one event for each tick's worth of sound; any surplus goes to the last tick."""
        events, self._early = [*self._early, *self._listener.hear(self._source.take())], []
        self._catch_up()
        for heard in events[:-1]:
            yield replace(heard, tick=min(first, last))
            first += 1
        if latest := self._latest(events, min(first, last)):
            self._last = latest
            yield latest

    def low_since(self) -> float:
        """How loud the low band has become since the last events, 0 to 1, of those that the next ones will tell."""
        self._early += self._listener.hear(self._source.take())
        return max([self._listener.attacked()[0], *(heard.low for heard in self._early)])

    def _latest(self, events: list[Heard], tick: int) -> Heard | None:
        """The last event at a tick, with what has begun since; without events that alone, None if nothing has."""
        heard = events[-1] if events else self._last
        if heard is None or not (events or 0 <= tick - heard.tick < RECENT):
            return None
        bands = heard.low, heard.middle, heard.high
        low, middle, high = (max(pair) for pair in zip(bands, self._listener.attacked(), strict=True))
        if not events and max(low - bands[0], middle - bands[1], high - bands[2]) < NOTED:
            return None
        raised = replace(heard, tick=tick, low=low, middle=middle, high=high)
        if events:
            return raised
        phase = (heard.phase + (tick - heard.tick) * heard.bpm / (60.0 * TICKS_PER_SECOND)) % 1.0
        return replace(raised, onset=0.0, phase=phase, detail=b"")  # strokes and all else were told

    def _catch_up(self) -> None:
        """Now and then, shift the ends of ticks to just before frames, by what waits in each frame."""
        self._waits.append(self._listener.waiting)
        if len(self._waits) == LOOKS:
            waits, self._waits = np.unique(self._waits), []
            gaps = np.diff(waits, prepend=waits[-1] - HOP)
            least = int(waits[gaps.argmax()])  # where they begin, on a circle: after the widest gap
            if gaps.max() > HOP // 4 and least > 3 * SPARE:
                self._listener.catch_up(least - SPARE)

    def jump(self, tick: int) -> None:
        """As in `InputSource`."""

    def status(self) -> str:
        """As in `InputSource`."""
        return f"{self._source.status()}   {describe_beat(self._last)}"

    def close(self) -> None:
        """As in `InputSource`."""
        self._source.close()


class SongInput:
    """Listens to a song that starts at a tick of the dream, in time with it.

    Args:
        song: the song.
        start: the tick at which the song starts.
    """

    name = "song"

    def __init__(self, song: "Song", start: int) -> None:
        self._song, self._start = song, start
        self._last: Heard | None = None
        self.jump(start)

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As in `InputSource`."""
        if last <= self._listener.tick:
            return
        for heard in self._hear(last):
            if first <= heard.tick:
                self._last = heard
                yield heard

    def jump(self, tick: int) -> None:
        """As in `InputSource`."""
        self._listener = Listener(max(self._start, tick - BEFORE))

    def status(self) -> str:
        """As in `InputSource`."""
        damaged = f"damaged at {self._song.damaged:.1f} s   " if self._song.damaged is not None else ""
        return f"{self._song.title}   {damaged}{describe_beat(self._last)}"

    def close(self) -> None:
        """As in `InputSource`."""
        self._song.close()

    def _hear(self, last: int) -> list[Heard]:
        first = self._listener.tick
        return self._listener.hear(
            self._song.read((first - self._start) * SAMPLES_PER_TICK, (last - first) * SAMPLES_PER_TICK)
        )


def describe_beat(heard: Heard | None) -> str:
    """The tempo that is heard, in a few words."""
    return f"{heard.bpm:.0f} a minute" if heard and heard.bpm else "no beat"
