"""A drop that falls into water: the air that it traps rings."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, finish, pan_gains, sample_count
from dreamscape.synthesis.voice import RATE, Samples
from dreamscape.voices.bubbles import bubble

_LASTS = 1.2  # s


@dataclass(frozen=True)
class Drop:
    """One drop and the bubbles after it; stereo.

    A bubble of the given pitch, and three to five smaller ones a few hundredths of a second apart, each softer.
    Source: `bubbles.py`.

    Args:
        streams: of the dream.
        number: of the drop.
        pitch: Hz of its largest bubble, 250 to 4,000.
    """

    streams: Streams
    number: int = 0
    pitch: float = 600.0

    def render(self) -> Samples:
        """`(n, 2) float32`, 1.2 s."""
        random = self.streams.at("voice drop", self.number)
        count = sample_count(_LASTS)
        sound = np.zeros((count, 2))
        radius, begin, loud = 3.26 / self.pitch, 0.0, 1.0
        for _ in range(random.integers(4, 7)):
            one = loud * bubble(random, radius) * pan_gains(random.uniform(-0.4, 0.4))
            start = round(begin * RATE)
            length = min(len(one), count - start)
            sound[start : start + length] += one[:length]
            begin += random.uniform(0.03, 0.11)
            radius *= random.uniform(0.68, 0.9)
            loud *= 0.66
        return finish(sound * fades(count, 0.001, 0.2)[:, None], 0.001, 0.2, 0.7)
