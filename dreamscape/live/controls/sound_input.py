"""Sound input: a session hears a microphone, or a song in a file."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Event, Heard
from dreamscape.hearing.beat import BeatSource
from dreamscape.hearing.listener import Listener
from dreamscape.synthesis.voice import SAMPLES_PER_TICK, Samples

if TYPE_CHECKING:
    from dreamscape.hearing.song import Song

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

    Args:
        source: the microphone.
        beat: tells the beat; None to track it.
    """

    name = "hearing"

    def __init__(self, source: SampleStream, beat: BeatSource | None = None) -> None:
        self._source, self._listener = source, Listener(beat=beat)
        self._last: Heard | None = None
        self._status = source.status()

    def status_change(self) -> str:
        """A message, once each time the source is lost, comes back or changes; else empty."""
        before, self._status = self._status, self._source.status()
        if self._status == before:
            return ""
        lost = self._source.lost
        return f"{lost}; listening again once it is back" if lost else f"listening to {self._status}"

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As in `InputSource`: one event for each tick's worth of sound; any surplus goes to the last tick."""
        for number, heard in enumerate(self._listener.hear(self._source.take())):
            self._last = replace(heard, tick=min(first + number, last))
            yield self._last

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
