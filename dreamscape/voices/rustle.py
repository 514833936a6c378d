"""The rustle of a secret: paper or silk, moved close to the ear."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, pan_gains, sample_count, sample_times
from dreamscape.synthesis.grains import Grains
from dreamscape.synthesis.overlap_add import band_gain

_CRACKLES = 140.0  # a second, while something is moved


@dataclass(frozen=True)
class Rustle(Grains):
    """Strokes of rustling; stereo, an rms of about 0.1.

    A stroke lasts some tenths of a second, in which many creases spring, each a click of a millisecond or two, most of
    them soft; they are heard between 1,500 and 9,000 Hz, each stroke in a band of its own.
    Source: Farnell 2010, "Designing Sound", practical "Fire" (crackles), for the statistics; van den Doel 2001.

    Args:
        streams: of the dream.
        rate: strokes a second, 0.2 to 8.
    """

    HOP: ClassVar[int] = 32
    SPAN: ClassVar[int] = 96
    NAME: ClassVar[str] = "voice rustle"

    streams: Streams
    rate: float = 1.6

    def grains(self, random: np.random.Generator, cell: int) -> Iterator[tuple[float, NDArray[np.floating]]]:
        """The strokes of 0.7 s."""
        for _ in range(random.poisson(self.rate * 0.683)):
            begin, pan, loud = random.random(), random.uniform(-0.8, 0.8), random.uniform(0.3, 1.0)
            yield begin, loud * _stroke(random)[:, None] * pan_gains(pan)


def _stroke(random: np.random.Generator) -> F64:
    """One stroke, `(n,)`."""
    count = sample_count(random.uniform(0.18, 0.7))
    springs = np.zeros(count)
    at = random.integers(0, count, random.poisson(_CRACKLES * count / 48_000) + 3)
    np.add.at(springs, at, np.minimum(random.exponential(1.0, len(at)), 2.5))
    decay = np.exp(-sample_times(sample_count(0.012)) / 0.0016)
    size = 1 << (count + len(decay)).bit_length()
    envelope = np.fft.irfft(np.fft.rfft(springs, size) * np.fft.rfft(decay, size), size)[:count]
    middle = random.uniform(2200.0, 4400.0)
    gain = band_gain(2 * (count // 2), 0.58 * middle, 1.73 * middle, 5.0)  # an octave and a half
    torn = np.fft.irfft(np.fft.rfft((0.05 + envelope) * random.standard_normal(count)) * gain, count)
    return np.asarray(0.9 * torn * fades(count, 0.3 * count / 48_000, 0.5 * count / 48_000))
