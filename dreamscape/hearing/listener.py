"""The listener: takes in sound in pieces of any size and tells, tick by tick, what the dream hears of it."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Heard
from dreamscape.hearing.beat import Beat
from dreamscape.hearing.onsets import Onsets
from dreamscape.hearing.spectrum import HOP, Spectrum

LOUDEST = 100.0  # of full scale, +40 dB: no mix is as hot as that, so what is beyond it was never sound
LATE = 1.3  # ticks from a beat to when half of it lies in the spectrum's window; measured on clicks and drums
FINE = 256  # steps of what is told: it is kept in recordings, and must not hang on the last bit of a sum


class Listener:
    """Hears what it is given; the same sound gives the same events, whatever the pieces.

    Args:
        tick: the tick at whose end the first HOP samples are heard, less one.
    """

    def __init__(self, tick: int = 0) -> None:
        self.tick = tick
        self._spectrum, self._onsets, self._beat = Spectrum(), Onsets(), Beat()
        self._rest = np.zeros(0)
        self._was = False

    def hear(self, samples: NDArray[np.float32]) -> list[Heard]:
        """Take in the next samples, `(n,)` or `(n, channels)` at 48 kHz; one event for each tick that is complete.

        In silence there are none, but one that says that it began, and those of a beat that goes on through it.
        """
        sound = audible(samples)
        mono = sound if sound.ndim == 1 else sound.mean(axis=1)
        waiting = np.concatenate([self._rest, mono.astype(np.float64)])
        whole = len(waiting) // HOP * HOP
        self._rest = waiting[whole:]
        return [heard for piece in waiting[:whole].reshape(-1, HOP) if (heard := self._tick(piece))]

    def _tick(self, samples: NDArray[np.float64]) -> Heard | None:
        self.tick += 1
        frame = self._spectrum.frame(samples)
        self._beat.step(frame.flux)
        onset = self._onsets.begins(samples)
        period = self._beat.period
        present = frame.loud or period > 0.0
        was, self._was = self._was, present
        if not (present or was):
            return None
        bpm = 60.0 * TICKS_PER_SECOND / period if period else 0.0
        phase = (self._beat.last + LATE) / period % 1.0 if period else 0.0
        low, middle, high, onset, phase = (round(v * FINE) / FINE for v in (*frame.bands, onset, phase))
        return Heard(self.tick, low, middle, high, onset, round(bpm * FINE) / FINE, phase % 1.0)


def audible(samples: NDArray[Any]) -> NDArray[Any]:
    """Samples of any shape, with silence for what is no sound: not a number, or beyond LOUDEST."""
    return np.where(np.abs(samples) <= LOUDEST, samples, samples.dtype.type(0.0))


def score(read: Callable[[int, int], NDArray[np.float32]], start: int, stop: int) -> tuple[Heard, ...]:
    """All that is heard of a song that begins at the tick `start`, up to the tick `stop`.

    Args:
        read: gives so many samples from one on, counted from the song's beginning.
        start, stop: ticks of the dream.
    """
    listener, found = Listener(start), list[Heard]()
    for at in range(start, stop, TICKS_PER_SECOND):
        count = min(TICKS_PER_SECOND, stop - at)
        found += listener.hear(read((at - start) * HOP, count * HOP))
    return tuple(found)
