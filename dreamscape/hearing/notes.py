"""Notes that begin softly: tones that were not there a moment ago, however slowly they come.

A flute or a pad rises in the few narrow bands of its partials alone, over some tenths of a second. So each band is
measured against the loudest that it and its neighbours were in a whole turn of a vibrato, which then is no rise (Böck
and Widmer, Maximum filter vibrato suppression for onset detection, 2013), and the few that rise most count. Everything
looks back only.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio.voice import RATE, SAMPLES_PER_TICK
from dreamscape.hearing.spectrum import HANN, QUIET, window

F64 = NDArray[np.float64]
WINDOW = 4096  # samples, 85 ms: long enough to part two notes a tone apart
LOWEST, HIGHEST = 80.0, 8000.0  # Hz, where notes and their partials lie
WIDTH = 2.0 ** (1.0 / 24.0)  # of a band, from edge to edge, where a bin is narrower: a quarter tone
AGO = 7  # frames, in which a slow note rises well
TURN = 14  # frames before these, a whole turn of a vibrato of 5 Hz
FEW = 4  # bands that rise most
MANY = 0.8  # of the bands: what all but a fifth rise by is a gust or a swell, and no note
FLOOR = 1e-3  # of the loudest band of late: what rises from less than 30 dB below it counts less
FORGETS = 0.5 ** (1.0 / (60 * 4))  # a frame: what was loudest counts half after 4 s
MEMORY = 120  # frames that tell what the sound does all the time: a murmur hardly rests, notes do
RESTS = 0.4  # of them, in which it does least
EVERY = 6  # frames from one look at them to the next
LEAST = 4.5  # dB of rise: less is the grain of a steady sound
ABOVE = 3.0  # times the rise at rest
FALLEN = 0.5  # of what is needed: below it, the next note may begin
APART = 12  # frames from an onset of any kind to a soft one
FULL = 20.0  # dB of rise: as strong as an onset can be


def _bands() -> NDArray[np.intp]:
    """The first bins of the bands, and the one after the last."""
    at, edges = LOWEST * WINDOW / RATE, list[int]()
    while at < HIGHEST * WINDOW / RATE:
        edges.append(round(at))
        at = max(at * WIDTH, edges[-1] + 1.0)
    return np.array(edges)


class Notes:
    """Takes in samples, and tells of the notes that begin."""

    def __init__(self) -> None:
        self._window = window(WINDOW, *HANN)
        self._scale = 4.0 / (self._window.sum() ** 2)
        self._edges = _bands()
        self._last = np.zeros(WINDOW)
        self._before = np.full((AGO + TURN, len(self._edges) - 1), QUIET)  # the newest last
        self._loudest = QUIET
        self._rises = deque([0.0], MEMORY)
        self._least, self._count = LEAST, 0
        self._since, self._ready = 0, True

    def begins(self, samples: F64, struck: bool) -> float:
        """How strongly a note begins in the frame that ends with these samples, 0 to 1.

        Args:
            samples: mono, `(SAMPLES_PER_TICK,)`.
            struck: whether an onset was told already, which is this note's own.
        """
        rise = self._rise(samples)
        self._rises.append(rise)
        self._count += 1
        if self._count % EVERY == 0:
            self._least = LEAST + ABOVE * float(np.quantile(self._rises, RESTS))
        self._since += 1
        self._ready = self._ready or rise < FALLEN * self._least
        begins = self._ready and self._since > APART and rise > self._least and not struck
        if begins or struck:
            self._since, self._ready = 0, False
        return min(rise / FULL, 1.0) if begins else 0.0

    def _rise(self, samples: F64) -> float:
        """Decibels by which the few bands rise above the many."""
        self._last[:-SAMPLES_PER_TICK] = self._last[SAMPLES_PER_TICK:]
        self._last[-SAMPLES_PER_TICK:] = samples
        power = np.abs(np.fft.rfft(self._last * self._window)[: self._edges[-1]]) ** 2 * self._scale
        now = np.add.reduceat(power, self._edges[:-1])
        self._loudest = max(float(now.max()), self._loudest * FORGETS, QUIET)
        floor = QUIET + FLOOR * self._loudest
        was = self._before[:TURN].max(axis=0)
        was[1:-1] = np.maximum(np.maximum(was[:-2], was[1:-1]), was[2:])
        self._before[:-1] = self._before[1:]
        self._before[-1] = now
        rise = np.sort(np.maximum(10.0 * np.log10((now + floor) / (was + floor)), 0.0))
        return float(rise[-FEW:].mean() - rise[int(MANY * len(rise))])
