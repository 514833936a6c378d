"""A melting stone: it rings like a bowl, and its tone softens until it flows."""

from dataclasses import dataclass

import numpy as np

from dreamscape.easing import smoothstep
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import finish, sample_count, sample_times
from dreamscape.synthesis.pad import choir
from dreamscape.synthesis.tuning import note
from dreamscape.synthesis.voice import Samples

# Modes of a thick bowl, relative to the lowest: bending with 2, 3, 4, ... nodes (k (k^2 - 1) / (k^2 + 1)^1/2).
RATIOS = np.array([k * (k * k - 1) / np.sqrt(k * k + 1) for k in (2, 3, 4, 5, 6)]) / (6.0 / np.sqrt(5.0))


@dataclass(frozen=True)
class StoneTone:
    """One stone, from its first ring until it has melted; stereo.

    The modes of a rubbed bowl swell up, hard and narrow; as it melts, each widens from a cent to a quarter tone, and
    octaves and fifths of the lowest note take over: glass becomes a choir.
    Source: Rossing 1994, "Acoustics of the glass armonica" (rings that are rubbed); `pad.py`.

    Args:
        streams: of the dream.
        pitch: Hz of the lowest mode, 100 to 800.
        seconds: from the first ring to the end, 3 to 20.
    """

    streams: Streams
    pitch: float = note(12.0)
    seconds: float = 9.0

    def render(self) -> Samples:
        """`(n, 2) float32`, `sample_times` long."""
        random = self.streams.at("voice stone")
        count = sample_count(self.seconds)
        size = 1 << (count - 1).bit_length()
        x = sample_times(count)[:, None] / self.seconds
        hard = self.pitch * RATIOS
        flowing = self.pitch * np.array([1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0])
        rung = choir(random, size, hard, np.array([1.0, 0.55, 0.35, 0.2, 0.1]), 1.0, 0.4)[:count]
        soft = choir(random, size, hard, np.array([0.8, 0.5, 0.35, 0.22, 0.12]), 25.0, 0.8)[:count]
        light = choir(random, size, flowing, 0.8 / np.arange(1.0, 8.0) ** 0.8, 8.0, 0.9)[:count]
        sound = smoothstep(x / 0.25) * (1.0 - smoothstep((x - 0.25) / 0.3)) * rung
        sound += smoothstep((x - 0.2) / 0.25) * (1.0 - smoothstep((x - 0.5) / 0.4)) * soft
        sound += smoothstep((x - 0.35) / 0.4) * light
        return finish(sound, 0.4, 0.3 * self.seconds, 0.7)
