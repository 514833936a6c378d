"""The listener: turns sound in pieces of any size into one event a tick."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Heard
from dreamscape.hearing import attack
from dreamscape.hearing.backbeat import CountedBeat
from dreamscape.hearing.beat import BeatSource
from dreamscape.hearing.detail import DetailAnalysis
from dreamscape.hearing.onsets import Onsets
from dreamscape.hearing.spectrum import HOP, WINDOW, Spectrum

LOUDEST = 100.0  # of full scale, +40 dB: no mix is that hot, so anything beyond it is not sound
LATE = 1.25  # ticks from a beat until half of it lies in the spectrum's window; measured on clicks and drums
AFTER = 4 * TICKS_PER_SECOND  # ticks of silence after sound of which events tell
LONGER = 200  # samples that a tick may have beside HOP: the shortest window, of 1024, still leaves none out
FINE = 256  # steps of the values: recordings keep them, and they must not depend on the last bit of a sum


class Listener:
    """Analyses the sound it is given; the same sound gives the same events, however it is cut into pieces.

    Args:
        tick: the tick before the one at whose end the first HOP samples are complete.
        beat: tells the beat; None to track it.
    """

    def __init__(self, tick: int = 0, beat: BeatSource | None = None) -> None:
        self.tick = tick
        self._spectrum, self._onsets = Spectrum(), Onsets()
        self._beat: BeatSource = beat or CountedBeat()
        self._detail = DetailAnalysis()
        self._rest = np.zeros(0)
        self._surplus = 0  # samples that the next ticks take in beside their own
        self._was_present = False
        self._quiet = AFTER  # ticks without sound

    def hear(self, samples: NDArray[np.float32]) -> list[Heard]:
        """Take in the next samples, `(n,)` or `(n, channels)` at 48 kHz; returns an event for each complete tick.

        In silence there are none, except in its first AFTER ticks, and while a beat continues through it.
        """
        sound = audible(samples)
        mono = sound if sound.ndim == 1 else sound.mean(axis=1)
        waiting = np.concatenate([self._rest, mono.astype(np.float64)])
        events = list[Heard]()
        while len(waiting) >= (count := HOP + min(self._surplus, LONGER)):
            piece, waiting = waiting[:count], waiting[count:]
            self._surplus -= count - HOP
            if heard := self._analyse(piece):
                events.append(heard)
        self._rest = waiting
        return events

    def attacked(self) -> tuple[float, float, float]:
        """How loud the three bands are at the end of all samples, those that wait too; 0 to 1, as of `attack`."""
        sound = np.concatenate([self._spectrum.samples, self._rest])[-WINDOW:]
        levels = np.maximum(self._spectrum.levels(attack.bands(sound)) - attack.LESS, 0.0)
        low, middle, high = (round(float(level) * FINE) / FINE for level in levels)
        return low, middle, high

    @property
    def waiting(self) -> int:
        """How many samples wait for the others of their tick."""
        return max(0, len(self._rest) - self._surplus)

    def catch_up(self, count: int) -> None:
        """Take in so many samples sooner: the next ticks have more of them, up to LONGER each, and none is left out."""
        self._surplus += count

    def _analyse(self, samples: NDArray[np.float64]) -> Heard | None:
        self.tick += 1
        frame = self._spectrum.frame(samples)
        onset = self._onsets.strength(samples)
        self._beat.step(frame.flux, self._onsets.drums)
        detail = self._detail.step(samples, frame, self._onsets, self._beat)
        period = self._beat.period
        self._quiet = 0 if frame.is_audible else self._quiet + 1
        present = self._quiet < AFTER or period > 0.0
        was_present, self._was_present = self._was_present, present
        if not (present or was_present):
            return None
        bpm = 60.0 * TICKS_PER_SECOND / period if period else 0.0
        phase = (self._beat.phase + LATE / period) % 1.0 if period else 0.0
        low, middle, high, onset, phase = (round(v * FINE) / FINE for v in (*frame.bands, onset, phase))
        return Heard(self.tick, low, middle, high, onset, round(bpm * FINE) / FINE, phase % 1.0, detail)


def audible(samples: NDArray[Any]) -> NDArray[Any]:
    """The samples, of any shape, with zeros for NaN and values beyond LOUDEST."""
    return np.where(np.abs(samples) <= LOUDEST, samples, samples.dtype.type(0.0))


def score(read: Callable[[int, int], NDArray[np.float32]], start: int, stop: int) -> tuple[Heard, ...]:
    """All events of a song that starts at the tick `start`, up to the tick `stop`.

    Args:
        read: gives `count` samples from a sample on, counted from the song's beginning.
        start, stop: ticks of the dream.
    """
    listener, events = Listener(start), list[Heard]()
    for tick in range(start, stop, TICKS_PER_SECOND):
        count = min(TICKS_PER_SECOND, stop - tick)
        events += listener.hear(read((tick - start) * HOP, count * HOP))
    return tuple(events)
