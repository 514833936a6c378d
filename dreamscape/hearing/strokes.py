"""Strokes: what begins at once, in many bands, as a drum, a click or a plucked string does.

How much louder each band is than it and its neighbours were shortly before (SuperFlux: Böck and Widmer, Maximum filter
vibrato suppression for onset detection, 2013), where each band counts by its own loudest of late, so that a hat counts
beside a drum (Stowell and Plumbley, Adaptive whitening for improved real-time audio onset detection, 2007). The mean
over the bands is measured against what it was of late (Dixon, Onset detection revisited, 2006). Everything looks back
only.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.spectrum import HANN, QUIET, Power, narrow

F64 = NDArray[np.float64]
WINDOW = 1024  # samples, 21 ms: no longer than a stroke takes to begin
LAG = 2  # frames before, the loudest of which a band is measured against
OWN = 1e-2  # of a band's own loudest of late: what rises from less than 20 dB below it counts less
ALL = 1e-5  # of the loudest band of late
FORGETS = 0.5 ** (1.0 / (4 * TICKS_PER_SECOND))  # a frame: what was loudest counts half after 4 s
MEMORY = 120  # loud frames that tell what the sound does all the time
LOUD = 1e-3  # of the loudest of late, that a frame has to be to count among them
AFTER = 4  # frames after a stroke that are still its own
EVERY = 6  # frames from one look at them to the next
MOST = 0.9  # of them do no more than what is usual
LEAST = 1.5  # dB of flux: less is the grain of a steady sound
ABOVE = 4.0  # times what is usual
PRIOR = 0.2  # dB, usual before anything is heard
APART = 5  # frames between two strokes
FULL = 10.0  # dB of flux: as strong as a stroke can be


class Strokes:
    """Takes in samples, and tells of strokes.

    Attributes:
        usual: dB, the flux that nine of ten loud frames of late stay below, strokes aside.
    """

    def __init__(self) -> None:
        self._power = Power(WINDOW, *HANN)
        self._bands = narrow(WINDOW)
        self._before = np.full((LAG, len(self._bands)), QUIET)
        self._loudest = np.full(len(self._bands), QUIET)
        self._usual = deque([PRIOR] * (MEMORY // 2), MEMORY)
        self.usual = PRIOR
        self._since, self._count = APART, 0

    def begins(self, samples: F64) -> float:
        """How strong a stroke begins in the frame that ends with these samples, mono; 0 to 1."""
        now = self._bands @ self._power.of(samples)
        flux = self._flux(now)
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

    def _flux(self, now: F64) -> float:
        """Decibels, in the mean over the bands, by which they are louder than shortly before."""
        self._loudest = np.maximum(np.maximum(now, self._loudest * FORGETS), QUIET)
        floor = QUIET + np.maximum(OWN * self._loudest, ALL * self._loudest.max())
        was = self._before.max(axis=0)
        was[1:-1] = np.maximum(np.maximum(was[:-2], was[1:-1]), was[2:])
        self._before[:-1] = self._before[1:]
        self._before[-1] = now
        return float(np.maximum(10.0 * np.log10((now + floor) / (was + floor)), 0.0).mean())
