"""Ears: what a session hears of sound from outside, through a microphone or in a file."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from dreamscape.audio.synthesis.voice import SAMPLES_PER_TICK, Samples
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Event, Heard
from dreamscape.hearing.listener import Listener

if TYPE_CHECKING:
    from dreamscape.hearing.song import Song

BEFORE = 10 * TICKS_PER_SECOND  # ticks that are heard before a jump's goal, so that the beat is known there


class SampleStream(Protocol):
    """Where sound comes from as time goes by."""

    def take(self) -> Samples:
        """The samples since the last call, `(n, channels) float32` at 48 kHz."""

    def status(self) -> str:
        """A few words for the user."""

    @property
    def lost(self) -> str:
        """What is wrong; empty if nothing is."""

    def close(self) -> None:
        """Let go of it."""


class SoundInput:
    """Hears what comes in now.

    Args:
        source: the microphone.
    """

    name = "hearing"

    def __init__(self, source: SampleStream) -> None:
        self._source, self._listener = source, Listener()
        self._last: Heard | None = None
        self._told = source.status()

    def news(self) -> str:
        """What is to be said, once, of a source that is gone, back or another one; else empty."""
        before, self._told = self._told, self._source.status()
        if self._told == before:
            return ""
        lost = self._source.lost
        return f"{lost}; listening again once it is back" if lost else f"listening to {self._told}"

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As of `Sense`: a tick's worth of sound for each tick; what is left over goes to the last one."""
        for number, heard in enumerate(self._listener.hear(self._source.take())):
            self._last = replace(heard, tick=min(first + number, last))
            yield self._last

    def go(self, tick: int) -> None:
        """As of `Sense`."""

    def status(self) -> str:
        """As of `Sense`."""
        return f"{self._source.status()}   {beat(self._last)}"

    def close(self) -> None:
        """As of `Sense`."""
        self._source.close()


class SongInput:
    """Hears a song that begins with the dream, or where the session does, in time with it.

    Args:
        song: the song.
        start: the tick at which it begins.
    """

    name = "song"

    def __init__(self, song: "Song", start: int) -> None:
        self._song, self._start = song, start
        self._last: Heard | None = None
        self.go(start)

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As of `Sense`."""
        if last <= self._listener.tick:
            return
        for heard in self._hear(last):
            if first <= heard.tick:
                self._last = heard
                yield heard

    def go(self, tick: int) -> None:
        """As of `Sense`."""
        self._listener = Listener(max(self._start, tick - BEFORE))

    def status(self) -> str:
        """As of `Sense`."""
        damaged = f"damaged at {self._song.damaged:.1f} s   " if self._song.damaged is not None else ""
        return f"{self._song.title}   {damaged}{beat(self._last)}"

    def close(self) -> None:
        """As of `Sense`."""
        self._song.close()

    def _hear(self, last: int) -> list[Heard]:
        at = self._listener.tick
        return self._listener.hear(
            self._song.read((at - self._start) * SAMPLES_PER_TICK, (last - at) * SAMPLES_PER_TICK)
        )


def felt(event: Event, strength: float) -> Event:
    """What is felt of an event where what is heard is felt more or less, `strength` times as much."""
    if not isinstance(event, Heard):
        return event
    low, middle, high, onset = (
        min(1.0, strength * part) for part in (event.low, event.middle, event.high, event.onset)
    )
    return replace(event, low=low, middle=middle, high=high, onset=onset)


def beat(heard: Heard | None) -> str:
    """What is heard, in a few words."""
    return f"{heard.bpm:.0f} a minute" if heard and heard.bpm else "no beat"
