"""Surf: waves that gather, break and run out over the stones, each different."""

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import pan_gains
from dreamscape.synthesis.overlap_add import BEFORE, OverlapAdd, band_gain, noise, window
from dreamscape.synthesis.voice import BLOCK, RATE

_SIZE = 4 * BLOCK
_LASTS = 16.0  # s, after which a wave cannot be heard any more


@lru_cache(maxsize=1)
def _bands() -> F64:
    """The spectra of roar, break and hiss, `(3, bins)`; their skirts fall like the sea's, pink to brown."""
    roar, spill = band_gain(_SIZE, 38.0, 160.0, 3.0), band_gain(_SIZE, 250.0, 1800.0, 2.4)
    hiss = band_gain(_SIZE, 2200.0, 9000.0, 3.4)
    tilt = np.maximum(np.fft.rfftfreq(_SIZE, 1.0 / RATE), 20.0) ** -0.5
    return np.stack([roar * tilt * 24.0, spill * tilt * 26.0, hiss * tilt * 30.0])


# Of each band: sharpness of its rise, s until its peak, s of delay, loudness.
_SHAPES = ((2.2, 2.6, 0.0, 1.0), (2.6, 2.0, 1.6, 0.8), (1.8, 2.7, 2.6, 0.42))


@dataclass(frozen=True)
class Surf(OverlapAdd):
    """The sea at the foot of the cliff; stereo, an rms of about 0.1.

    Every wave is three bands of noise under gamma envelopes, one after the other: the roar of the swell (below 160 Hz),
    the break (250 to 1,800 Hz), the hiss of the backwash (2,200 to 9,000 Hz, with a flicker of foam). Each wave comes
    from its own side and moves along the shore.
    Source: Farnell 2010, "Designing Sound", chapter on water; envelopes after the literature, see docs/sound.md.

    Args:
        streams: of the dream.
        period: mean seconds between waves, 3 to 20; each is up to a quarter early or late.
        closeness: 0 far out (roar only) to 1 at the water's edge (all the hiss).
    """

    HOP: ClassVar[int] = 2
    SPAN: ClassVar[int] = 4

    streams: Streams
    period: float = 7.0
    closeness: float = 0.5

    def frame(self, number: int) -> F64:
        """85 ms of noise, shaped by the waves of that moment."""
        now = (number + 1) * self.HOP * BLOCK / RATE
        near = np.array([1.0, 0.25 + 0.75 * self.closeness, 0.05 + 0.95 * self.closeness])
        power = np.array([[0.05, 0.05], [0.012, 0.012], [0.004, 0.004]])  # never quite still
        for which in range(int((now - _LASTS) // self.period) - 1, int(now // self.period) + 2):
            power += self._wave(which, now)
        random = self.streams.at("voice surf", number + BEFORE)
        flicker = np.exp(0.30 * random.standard_normal(2) - 0.09)
        gains = np.sqrt(power) * near[:, None]
        gains[2] *= flicker
        return 0.5 * window(_SIZE) * noise(random, _SIZE, _bands().T @ gains, 0.85)

    def _wave(self, which: int, now: float) -> F64:
        """The power of wave number `which` at `now` seconds in each band and ear, `(3, 2)`."""
        random = self.streams.at("voice surf waves", which + BEFORE)
        early, loud, side, run, slow = random.uniform(-1.0, 1.0, 5)
        age = now - (which + 0.25 * early) * self.period
        power = np.zeros((3, 2))
        for row, (sharp, peak, late, gain) in zip(power, _SHAPES, strict=True):
            x = (age - late) / (peak * (1.0 + 0.2 * slow))
            if x > 0.0:
                level = gain * (0.7 + 0.3 * loud) * (x * np.exp(1.0 - x)) ** sharp
                row += (level * pan_gains(np.clip(0.7 * side + 0.12 * run * age, -1.0, 1.0))) ** 2
        return power
