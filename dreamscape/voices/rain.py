"""Rain: a hiss that gusts, and the drops that fall near enough to be told apart."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, pan_gains, sample_count, sample_times
from dreamscape.synthesis.grains import Grains
from dreamscape.synthesis.overlap_add import BEFORE, band_gain, noise, window
from dreamscape.synthesis.voice import BLOCK, RATE
from dreamscape.voices.bubbles import bubble

_SIZE = 8 * BLOCK
_GUST = 2.6  # s between one strength of the rain and the next, with all between
_GUSTS = 0.32  # of its logarithm's spread
_NEAR = 70.0  # drops/s that are told apart where it rains once over


@lru_cache(maxsize=4)
def _hiss(water: float) -> F64:
    """The spectrum of the drops that are too many to be told apart; on water, bubbles of 1 mm and less ring in them."""
    splash = band_gain(_SIZE, 900.0, 7000.0, 2.2) * np.maximum(np.fft.rfftfreq(_SIZE, 1.0 / RATE), 300.0) ** -0.5
    ring = band_gain(_SIZE, 3000.0, 14_000.0, 5.0) * 0.012
    return np.asarray(24.0 * (splash * (1.0 - 0.5 * water) + ring * water))


@dataclass(frozen=True)
class Rain(Grains):
    """Rain around the listener; stereo, an rms of about 0.1 where it rains once over.

    Of drops without number only their noise is heard: 900 to 7,000 Hz from hard ground, and from water the ring of
    small bubbles too, which is brightest around 14,000 Hz and falls below 3,000. Gusts make it swell and sink. Those
    that fall within some metres are heard one by one: a tick of some milliseconds on stone, and where water stands the
    note of the bubble that the drop takes down. More rain is louder, with larger drops.
    Source: Farnell 2010, "Designing Sound", chapter on rain; Pumphrey and Crum 1989, on the bubbles of drops.

    Args:
        streams: of the dream.
        amount: how much falls, 0 to 2; 1 is a steady rain.
        water: how much of the ground is water, 0 to 1.
    """

    HOP: ClassVar[int] = 4
    SPAN: ClassVar[int] = 8
    NAME: ClassVar[str] = "voice rain"

    streams: Streams
    amount: float = 1.0
    water: float = 0.4

    def frame(self, number: int) -> NDArray[np.floating]:
        """170 ms of noise, as strong as that moment's gust, and the near drops of its first half."""
        random = self.streams.at("voice rain noise", number + BEFORE)
        level = 0.28 * self.amount**0.75 * self._gust(number)
        hiss = level * window(_SIZE) * noise(random, _SIZE, _hiss(self.water), 0.9)
        return np.asarray(hiss + super().frame(number))

    def _gust(self, number: int) -> float:
        """How strong the rain is in a frame; about 1."""
        whole, part = divmod((number + BEFORE) * self.HOP * BLOCK / RATE / _GUST, 1.0)
        a, b = (self.streams.at("voice rain gusts", int(whole) + k).standard_normal() for k in (0, 1))
        return math.exp(_GUSTS * (a + (b - a) * part * part * (3.0 - 2.0 * part)))

    def grains(self, random: np.random.Generator, cell: int) -> Iterator[tuple[float, NDArray[np.floating]]]:
        """The near drops of 85 ms."""
        mean = _NEAR * self.amount * self._gust(cell) * self.HOP * BLOCK / RATE
        for _ in range(random.poisson(mean)):
            begin, ears, far = random.random(), pan_gains(random.uniform(-1.0, 1.0)), random.uniform(0.08, 1.0) ** 2
            size = self.amount**0.25 * random.uniform(0.7, 1.3)
            if random.random() < self.water:
                yield begin, 0.5 * far * bubble(random, 0.0011 * size) * ears
            else:
                yield begin, far * _tick(random, size) * ears


def _tick(random: np.random.Generator, size: float) -> F64:
    """A drop that bursts on stone, `(n, 1)`: a few milliseconds of noise, lower the larger it is."""
    lasts = 0.0022 * size
    t = sample_times(sample_count(6.0 * lasts))
    hz = random.uniform(1800.0, 4200.0) / size
    rough = np.cumsum(random.standard_normal(len(t)))
    sound = np.sin(2.0 * np.pi * hz * t + 0.06 * rough) + 0.4 * random.standard_normal(len(t))
    return np.asarray(0.16 * sound * np.exp(-t / lasts) * fades(len(t), 0.0003, 0.003))[:, None]
