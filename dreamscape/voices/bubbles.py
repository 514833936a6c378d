"""Bubbles of air in water: each a note that rises as it dies away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, pan_gains, sample_count, sample_times
from dreamscape.synthesis.grains import Grains


def minnaert(radius: float) -> float:
    """The frequency of a bubble of `radius` metres in water near the surface, Hz: 3.26 / r."""
    return 3.26 / radius


@dataclass(frozen=True)
class Bubbles(Grains):
    """Bubbles, alone and in small strings; stereo, an rms of about 0.1.

    A bubble sounds at 3.26 / r Hz, decays at a rate of 0.13 / r + 0.0072 r^-1.5 per second, and rises in pitch as it
    nears the surface, by its damping times a tenth. Small ones are many and soft. A third of them come in strings of
    two to six, each a little smaller than the one before.
    Source: Minnaert 1933; van den Doel 2005, "Physically based models for liquid sounds".

    Args:
        streams: of the dream.
        rate: bubbles a second, 0.5 to 60.
        largest, smallest: radii in metres, 0.3 mm to 12 mm.
    """

    HOP: ClassVar[int] = 32
    SPAN: ClassVar[int] = 64
    NAME: ClassVar[str] = "voice bubbles"

    streams: Streams
    rate: float = 14.0
    largest: float = 0.006
    smallest: float = 0.0008

    def grains(self, random: np.random.Generator, cell: int) -> Iterator[tuple[float, NDArray[np.floating]]]:
        """The bubbles of 0.7 s."""
        for _ in range(random.poisson(self.rate * 0.683 * 0.55)):
            begin, pan = random.random(), random.uniform(-0.9, 0.9)
            radius = self.largest * (self.smallest / self.largest) ** (random.random() ** 0.7)
            far = random.uniform(0.25, 1.0)
            for _ in range(random.integers(2, 7) if random.random() < 0.34 else 1):
                yield begin, far * bubble(random, radius) * pan_gains(pan)
                begin += random.uniform(0.05, 0.13)
                radius *= random.uniform(0.82, 0.98)
                if begin >= 1.0:
                    break


def bubble(random: np.random.Generator, radius: float) -> F64:
    """One bubble of `radius` metres, `(n, 1)`."""
    damping = 0.13 / radius + 0.0072 * radius**-1.5
    t = sample_times(sample_count(min(6.0 / damping + 0.01, 0.5)))
    phase = minnaert(radius) * (t + 0.5 * random.uniform(0.05, 0.12) * damping * t * t)
    loud = 1.5 * (radius / 0.006) ** 0.8
    shape = fades(len(t), 0.0025, 0.3 * len(t) / 48_000)
    return np.asarray(loud * shape * np.exp(-damping * t) * np.sin(2.0 * np.pi * phase))[:, None]
