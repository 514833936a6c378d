"""Glitter: the sparks that a striking hand gives off."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, finish, pan_gains, sample_count, sample_times
from dreamscape.synthesis.tuning import OPEN, nearest
from dreamscape.synthesis.voice import RATE, Samples

_SPARKS = 18
_LASTS = 0.9  # s
_HIGH = 2600.0, 7800.0  # Hz, notes of the sparks: above everything else in the dream


@dataclass(frozen=True)
class Glitter:
    """A handful of tiny glass grains, dense at first, each softer and higher or lower than the last; stereo.

    A grain is a note of the scale and its octave-and-a-bit, 2.76 times as high, as of a bar; it rings for 30 to 110 ms.
    They come as sparks do: most at once, at times whose distances grow.

    Args:
        streams: of the dream.
        number: of the strike.
    """

    streams: Streams
    number: int = 0

    def render(self) -> Samples:
        """`(n, 2) float32`, 0.9 s."""
        random = self.streams.at("voice glitter", self.number)
        sound = np.zeros((sample_count(_LASTS), 2))
        times = 0.52 * (np.arange(_SPARKS) / _SPARKS) ** 1.7 + random.uniform(0.0, 0.012, _SPARKS)
        for order, begin in enumerate(times):
            hz = nearest(float(random.uniform(*_HIGH)), OPEN)
            rings = float(random.uniform(0.03, 0.11))
            t = sample_times(sample_count(5.0 * rings))
            grain = np.exp(-t / rings) * (np.sin(2.0 * np.pi * hz * t) + 0.25 * np.sin(2.0 * np.pi * 2.757 * hz * t))
            grain *= fades(len(t), 0.0008, 0.2 * rings) * 0.9**order * random.uniform(0.4, 1.0)
            start = round(begin * RATE)
            length = min(len(grain), len(sound) - start)
            sound[start : start + length] += grain[:length, None] * pan_gains(random.uniform(-0.7, 0.7))
        return finish(sound, 0.0005, 0.2, 0.7)
