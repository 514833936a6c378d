"""Strokes: onsets in many bands at once, as of a drum, a click or a plucked string.

The flux is how much louder each band is than it and its neighbours were shortly before (SuperFlux: Böck and Widmer,
Maximum filter vibrato suppression for onset detection, 2013), relative to the band's own loudest of late, so that a
hi-hat counts beside a drum (Stowell and Plumbley, Adaptive whitening for improved real-time audio onset detection,
2007). Its mean over the bands is compared with what is usual of late (Dixon, Onset detection revisited, 2006). Only
past samples are used.
"""

from collections import deque

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.spectrum import HANN, QUIET, Power, narrow_bands

WINDOW = 1024  # samples, 21 ms: no longer than a stroke takes to begin
LAG = 2  # frames before, whose loudest level a band is compared with
OWN = 1e-2  # of a band's own loudest of late: what rises from less than 20 dB below it counts less
ALL = 1e-5  # of the loudest band of late
FORGETS = 0.5 ** (1.0 / (4 * TICKS_PER_SECOND))  # a frame: the loudest level decays by half in 4 s
MEMORY = 120  # loud frames that show how a sound usually varies
LOUD = 1e-3  # of the loudest of late; the least level of these frames
AFTER = 4  # frames after a stroke that still belong to it
EVERY = 6  # frames between two looks at them
MOST = 0.9  # fraction of them whose flux is at most the usual
LEAST = 1.5  # dB of flux: less is the grain of a steady sound
ABOVE = 4.0  # times the usual flux
PRIOR = 0.2  # dB, the usual flux that is assumed at the start
APART = 5  # frames between two strokes
FULL = 10.0  # dB of flux of a stroke of strength 1


class Strokes:
    """Detects strokes.

    Attributes:
        usual: dB, the flux that 9 of 10 loud frames of late stay below, apart from strokes.
        rises: dB, `(NARROW,)`: how much louder each band is in this frame than shortly before.
    """

    def __init__(self) -> None:
        self._power = Power(WINDOW, *HANN)
        self._bands = narrow_bands(WINDOW)
        self._before = np.full((LAG, len(self._bands)), QUIET)
        self._loudest = np.full(len(self._bands), QUIET)
        self._usual = deque([PRIOR] * (MEMORY // 2), MEMORY)
        self.usual = PRIOR
        self.rises = np.zeros(len(self._bands))
        self._since, self._count = APART, 0

    def strength(self, samples: F64) -> float:
        """The strength of a stroke in the frame that ends with these samples, mono; 0 to 1, 0 for none."""
        now = self._bands @ self._power.of(samples)
        self._compare(now)
        flux = float(self.rises.mean())
        self._count += 1
        if self._count % EVERY == 0:
            self.usual = float(np.quantile(self._usual, MOST))
        self._since += 1
        begins = flux > LEAST + ABOVE * self.usual and self._since > APART
        if begins:
            self._since = 0
        if self._since > AFTER and now.max() > LOUD * self._loudest.max():
            self._usual.append(flux)
        return min(flux / FULL, 1.0) if begins else 0.0

    def _compare(self, now: F64) -> None:
        """Find the decibels by which the bands are louder than shortly before."""
        self._loudest = np.maximum(np.maximum(now, self._loudest * FORGETS), QUIET)
        floor = QUIET + np.maximum(OWN * self._loudest, ALL * self._loudest.max())
        before = self._before.max(axis=0)
        before[1:-1] = np.maximum(np.maximum(before[:-2], before[1:-1]), before[2:])
        self._before[:-1] = self._before[1:]
        self._before[-1] = now
        self.rises = np.maximum(10.0 * np.log10((now + floor) / (before + floor)), 0.0)
