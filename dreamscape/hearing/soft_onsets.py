"""Notes that begin softly: tones that were not there a moment ago, however slowly they come.

A flute or a pad rises in the few narrow bands of its partials alone, over some tenths of a second. So each band is
measured against the loudest that it and its neighbours were in a whole turn of a vibrato, which then is no rise (Böck
and Widmer, Maximum filter vibrato suppression for onset detection, 2013), and the few that rise most count. Everything
looks back only.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio.synthesis.voice import RATE
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.spectrum import QUIET

F64 = NDArray[np.float64]
LOWEST, HIGHEST = 80.0, 8000.0  # Hz, where notes and their partials lie
WIDTH = 2.0 ** (1.0 / 24.0)  # of a band, from edge to edge, where a bin is narrower: a quarter tone
AGO = 7  # frames, in which a slow note rises well
TURN = 14  # frames before these, a whole turn of a vibrato of 5 Hz
FEW = 4  # bands that rise most
MANY = 0.8  # of the bands: what all but a fifth rise by is a gust or a swell, and no note
FLOOR = 1e-3  # of the loudest band of late: what rises from less than 30 dB below it counts less
FORGETS = 0.5 ** (1.0 / (4 * TICKS_PER_SECOND))  # a frame: what was loudest counts half after 4 s
MEMORY = 120  # frames that tell what the sound does all the time: a murmur hardly rests, notes do
RESTS = 0.2  # of them, in which it does least
EVERY = 6  # frames from one look at them to the next
LEAST = 4.0  # dB of rise: less is the grain of a steady sound
ABOVE = 9.0  # times the rise at rest
RESTLESS = 7.0  # times what all bands together do all the time: breath and wind hardly rest
FALLEN = 0.5  # of what is needed: below it, the next note may begin
APART = 12  # frames from an onset of any kind to a soft one
FULL = 20.0  # dB of rise: as strong as an onset can be


def _bands(count: int) -> NDArray[np.intp]:
    """The first bins of the bands in the spectrum of `count` samples, and the one after the last."""
    at, edges = LOWEST * count / RATE, list[int]()
    while at < HIGHEST * count / RATE:
        edges.append(round(at))
        at = max(at * WIDTH, edges[-1] + 1.0)
    return np.array(edges)


class SoftOnsets:
    """Takes in powers, and tells of the notes that begin.

    Args:
        count: of the samples that each power is of.
    """

    def __init__(self, count: int) -> None:
        self._edges = _bands(count)
        self._before = np.full((AGO + TURN, len(self._edges) - 1), QUIET)  # the newest last
        self._loudest = QUIET
        self._rises = deque([0.0], MEMORY)
        self._least, self._count = LEAST, 0
        self._since, self._ready = 0, True

    def begins(self, power: F64, struck: bool, usual: float) -> float:
        """How strongly a note begins in one more frame, 0 to 1.

        Args:
            power: `(count // 2 + 1,)`.
            struck: whether a stroke was told of already, which is this note's own.
            usual: dB, what all bands together do all the time, as of `Strokes`.
        """
        rise = self._rise(power)
        self._rises.append(rise)
        self._count += 1
        if self._count % EVERY == 0:
            self._least = LEAST + ABOVE * float(np.quantile(self._rises, RESTS)) + RESTLESS * usual
        self._since += 1
        self._ready = self._ready or rise < FALLEN * self._least
        begins = self._ready and self._since > APART and rise > self._least and not struck
        if begins or struck:
            self._since, self._ready = 0, False
        return min(rise / FULL, 1.0) if begins else 0.0

    def _rise(self, power: F64) -> float:
        """Decibels by which the few bands rise above the many."""
        now = np.add.reduceat(power[: self._edges[-1]], self._edges[:-1])
        self._loudest = max(float(now.max()), self._loudest * FORGETS, QUIET)
        floor = QUIET + FLOOR * self._loudest
        was = self._before[:TURN].max(axis=0)
        was[1:-1] = np.maximum(np.maximum(was[:-2], was[1:-1]), was[2:])
        self._before[:-1] = self._before[1:]
        self._before[-1] = now
        rise = np.sort(np.maximum(10.0 * np.log10((now + floor) / (was + floor)), 0.0))
        return float(rise[-FEW:].mean() - rise[int(MANY * len(rise))])
