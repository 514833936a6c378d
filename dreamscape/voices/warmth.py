"""Warmth: what a press is, under the note that it strikes."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import finish, sample_count, sample_times
from dreamscape.synthesis.voice import Samples

_LASTS = 1.6  # s
_RISES, _FALLS = 0.09, 0.42  # s


@dataclass(frozen=True)
class Warmth:
    """A soft low swell with breath in it, as of a palm that is laid on wood; stereo.

    Three harmonics that fall off by 12 dB an octave under a rise of a tenth of a second, each a fraction of a hertz
    apart left and right, and noise around the third, 26 dB below.

    Args:
        streams: of the dream.
        number: of the press.
        pitch: Hz, 60 to 400.
    """

    streams: Streams
    number: int = 0
    pitch: float = 110.0

    def render(self) -> Samples:
        """`(n, 2) float32`, 1.6 s."""
        random = self.streams.at("voice warmth", self.number)
        t = sample_times(sample_count(_LASTS))
        shape = (1.0 - np.exp(-t / _RISES)) ** 2 * np.exp(-t / _FALLS)
        sound = np.zeros((len(t), 2))
        for side in range(2):
            for harmonic, level in ((1, 1.0), (2, 0.25), (3, 0.11)):
                apart = float(random.uniform(-0.3, 0.3))
                sound[:, side] += level * np.sin(2.0 * np.pi * (harmonic * self.pitch + apart) * t)
            breath = np.convolve(random.standard_normal(len(t)), np.ones(24) / 24.0, "same")
            sound[:, side] += 0.22 * breath * np.sin(2.0 * np.pi * 3.0 * self.pitch * t)
        return finish(sound * shape[:, None], 0.004, 0.4, 0.7)
