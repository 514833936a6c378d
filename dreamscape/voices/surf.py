"""Surf: waves that gather, break and run out over the stones, each different."""

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, pan_gains, sample_count, sample_times
from dreamscape.synthesis.overlap_add import BEFORE, OverlapAdd, band_gain, noise, window
from dreamscape.synthesis.voice import BLOCK, RATE, Samples
from dreamscape.voices.bubbles import bubble

_SIZE = 4 * BLOCK
_LASTS = 16.0  # s, after which a wave cannot be heard any more
_BREAKS = 3.0  # s of a wave's age, when it breaks
_CRASH = 0.02, 0.06  # s, in which the crash rises
_FOAM = 2.8  # s, in which the foam falls to pieces
_POPS = 420.0  # bubbles of foam that burst in that time
_MONO = 240.0  # Hz, below which both ears hear the same, as in any open place


@lru_cache(maxsize=1)
def _bands() -> F64:
    """The spectra of roar, break and hiss, `(3, bins)`; their skirts fall like the sea's, pink to brown."""
    roar, spill = band_gain(_SIZE, 38.0, 160.0, 3.0), band_gain(_SIZE, 250.0, 1800.0, 2.4)
    hiss = band_gain(_SIZE, 2200.0, 9000.0, 3.4)
    tilt = np.maximum(np.fft.rfftfreq(_SIZE, 1.0 / RATE), 20.0) ** -0.5
    return np.stack([roar * tilt * 24.0, spill * tilt * 26.0, hiss * tilt * 30.0])


# Of each band: sharpness of its rise, s until its peak, s of delay, loudness.
_SHAPES = ((2.2, 2.6, 0.0, 1.0), (2.6, 2.0, 1.6, 0.8), (1.8, 2.7, 2.6, 0.42))
_ASIDE = 0.15, 1.0, 1.0  # of each band: how far to a side it is heard


@dataclass(frozen=True)
class Surf(OverlapAdd):
    """The sea at the foot of the cliff; stereo, an rms of about 0.1.

    Every wave is three bands of noise under gamma envelopes, one after the other: the roar of the swell (below 160 Hz),
    the break (250 to 1,800 Hz), the hiss of the backwash (2,200 to 9,000 Hz, with a flicker of foam). When it falls
    over it crashes: within some hundredths of a second all from 300 to 5,000 Hz is there, and foam bursts after it,
    bubble by bubble. Each wave comes from its own side and moves along the shore. A higher swell is louder, most of all
    where it breaks, and its waves are further apart.
    Source: Farnell 2010, "Designing Sound", chapter on water; bubbles: `bubbles.py`.

    Args:
        streams: of the dream.
        period: mean seconds between waves of 1 m, 3 to 20; each is up to a quarter early or late.
        closeness: 0 far out (roar only) to 1 at the water's edge (all the hiss).
        height: of the swell, 0.1 to 4 m.
    """

    HOP: ClassVar[int] = 2
    SPAN: ClassVar[int] = 4

    streams: Streams
    period: float = 7.0
    closeness: float = 0.5
    height: float = 1.0

    def frame(self, number: int) -> F64:
        """85 ms of noise, shaped by the waves of that moment."""
        now = (number + 1) * self.HOP * BLOCK / RATE
        high = self.height ** np.array([0.5, 0.7, 0.6])
        near = high * [1.0, 0.25 + 0.75 * self.closeness, 0.05 + 0.95 * self.closeness]
        power = np.array([[0.05, 0.05], [0.012, 0.012], [0.004, 0.004]])  # never quite still
        for which in self._waves(now):
            power += self._wave(which, now)
        random = self.streams.at("voice surf", number + BEFORE)
        flicker = np.exp(0.30 * random.standard_normal(2) - 0.09)
        gains = np.sqrt(power) * near[:, None]
        gains[2] *= flicker
        return 0.5 * window(_SIZE) * noise(random, _SIZE, _bands().T @ gains, _width(_SIZE))

    def block(self, number: int) -> Samples:
        """What goes on, and the crashes that fall into this block."""
        sound = super().block(number)
        if not self.closeness:
            return sound
        for which in self._waves((number + 1) * BLOCK / RATE):
            begin = number * BLOCK - round((self._time(which) + _BREAKS) * RATE)
            crash = _crash(self, which) if -BLOCK < begin < round(_FOAM * RATE) else sound[:0]
            piece = crash[max(begin, 0) : max(begin + BLOCK, 0)]
            at = max(-begin, 0)
            sound[at : at + len(piece)] += piece
        return sound

    @property
    def _every(self) -> float:
        """Mean seconds between waves: long swells are high ones."""
        return float(self.period * self.height**0.25)

    def _waves(self, now: float) -> range:
        """The numbers of the waves that may be heard at `now` seconds."""
        return range(int((now - _LASTS) // self._every) - 1, int(now // self._every) + 2)

    def _ways(self, which: int) -> list[float]:
        """How early wave number `which` comes, how loud, from where, which way and how slowly, each -1 to 1."""
        ways: list[float] = self.streams.at("voice surf waves", which + BEFORE).uniform(-1.0, 1.0, 5).tolist()
        return ways

    def _time(self, which: int) -> float:
        """When wave number `which` begins, s."""
        return (which + 0.25 * self._ways(which)[0]) * self._every

    def _wave(self, which: int, now: float) -> F64:
        """The power of wave number `which` at `now` seconds in each band and ear, `(3, 2)`."""
        _, loud, side, run, slow = self._ways(which)
        age = now - self._time(which)
        power = np.zeros((3, 2))
        for row, aside, (sharp, peak, late, gain) in zip(power, _ASIDE, _SHAPES, strict=True):
            x = (age - late) / (peak * (1.0 + 0.2 * slow))
            if x > 0.0:
                level = gain * (0.7 + 0.3 * loud) * (x * np.exp(1.0 - x)) ** sharp
                row += (level * pan_gains(aside * np.clip(0.7 * side + 0.12 * run * age, -1.0, 1.0))) ** 2
        return power


@lru_cache(maxsize=2)
def _width(size: int) -> F64:
    """How different the ears are at each frequency of `noise`: not at all below _MONO."""
    f = np.fft.rfftfreq(size, 1.0 / RATE)
    return np.asarray(0.85 / (1.0 + (_MONO / np.maximum(f, 1.0)) ** 6))


@lru_cache(maxsize=8)
def _crash(surf: Surf, which: int) -> Samples:
    """The crash of wave number `which`, `(n, 2)`: a burst of noise, and the foam's bubbles."""
    random = surf.streams.at("voice surf crash", which + BEFORE)
    _, loud, side, _, _ = surf._ways(which)
    t = sample_times(sample_count(_FOAM))
    rise, size = random.uniform(*_CRASH), 1 << (len(t) - 1).bit_length()
    envelope = np.minimum(t / rise, 1.0) ** 1.5 * np.exp(-np.maximum(t - rise, 0.0) / random.uniform(0.25, 0.5))
    burst = noise(random, size, band_gain(size, 320.0, 3200.0, 2.6), 0.7)[: len(t)] * envelope[:, None]
    foam = np.zeros((len(t), 2))
    begins = np.sort(random.gamma(1.6, 0.28 * _FOAM, random.poisson(_POPS)))
    for begin, radius in zip(begins, 0.0025 * random.random(len(begins)) ** 1.5 + 0.0005, strict=True):
        pop = bubble(random, radius) * pan_gains(random.uniform(-0.7, 0.7))
        at = sample_count(begin)
        foam[at : at + len(pop)] += pop[: max(len(foam) - at, 0)]
    level = surf.closeness * surf.height**0.8 * (0.7 + 0.3 * loud)
    ears = np.sqrt(2.0) * pan_gains(0.6 * side)
    sound = level * (0.34 * burst + 0.3 * foam) * ears
    return np.asarray(sound * fades(len(t), 0.0, 0.5)[:, None], np.float32)
