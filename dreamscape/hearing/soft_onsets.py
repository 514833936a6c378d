"""Soft onsets: notes that were not there a moment ago, however slowly they begin.

A flute or a pad rises only in the few narrow bands of its partials, over some tenths of a second. So each band is
compared with the loudest that it and its neighbours were in a full turn of a vibrato, which is then no rise (Böck and
Widmer, Maximum filter vibrato suppression for onset detection, 2013), and the few bands that rise most count. Only past
samples are used.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.spectrum import QUIET
from dreamscape.synthesis.voice import RATE

LOWEST, HIGHEST = 80.0, 8000.0  # Hz, range of notes and their partials
WIDTH = 2.0 ** (1.0 / 24.0)  # of a band, from edge to edge, where a bin is narrower: a quarter tone
AGO = 7  # frames over which a slow note rises clearly
TURN = 14  # frames before these, a full turn of a vibrato of 5 Hz
FEW = 4  # bands that rise most
MANY = 0.8  # of the bands: what all but a fifth rise by is a gust or a swell, not a note
FLOOR = 1e-3  # of the loudest band of late: what rises from less than 30 dB below it counts less
FORGETS = 0.5 ** (1.0 / (4 * TICKS_PER_SECOND))  # a frame: the loudest level decays by half in 4 s
MEMORY = 120  # frames that show how a sound usually varies: a murmur hardly rests, notes do
RESTS = 0.2  # fraction of them in which it varies least
EVERY = 6  # frames between two looks at them
LEAST = 4.0  # dB of rise: less is the grain of a steady sound
ABOVE = 9.0  # times the rise at rest
RESTLESS = 7.0  # times the usual flux of all bands together: breath and wind hardly rest
FALLEN = 0.5  # of the threshold: below it, the next note may begin
APART = 12  # frames from an onset of any kind to a soft one
FULL = 20.0  # dB of rise of an onset of strength 1


def _bands(count: int) -> NDArray[np.intp]:
    """The first bins of the bands in the spectrum of `count` samples, and the bin after the last band."""
    at, edges = LOWEST * count / RATE, list[int]()
    while at < HIGHEST * count / RATE:
        edges.append(round(at))
        at = max(at * WIDTH, edges[-1] + 1.0)
    return np.array(edges)


class SoftOnsets:
    """Detects the beginnings of soft notes.

    Args:
        count: samples that each power spectrum is taken of.
    """

    def __init__(self, count: int) -> None:
        self._edges = _bands(count)
        self._before = np.full((AGO + TURN, len(self._edges) - 1), QUIET)  # the newest last
        self._loudest = QUIET
        self._rises = deque([0.0], MEMORY)
        self._least, self._count = LEAST, 0
        self._since, self._ready = 0, True

    def strength(self, power: F64, struck: bool, usual: float) -> float:
        """The strength of a note that begins in this frame, 0 to 1, 0 for none.

        Args:
            power: `(count // 2 + 1,)`.
            struck: whether a stroke was detected already, which is this note's own.
            usual: dB, the usual flux of all bands together, as of `Strokes`.
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
        before = self._before[:TURN].max(axis=0)
        before[1:-1] = np.maximum(np.maximum(before[:-2], before[1:-1]), before[2:])
        self._before[:-1] = self._before[1:]
        self._before[-1] = now
        rise = np.sort(np.maximum(10.0 * np.log10((now + floor) / (before + floor)), 0.0))
        return float(rise[-FEW:].mean() - rise[int(MANY * len(rise))])
