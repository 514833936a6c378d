"""A chime: a struck bar with free ends; the laughter of the key's rungs."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, finish, sample_count, sample_times
from dreamscape.synthesis.modal import ring
from dreamscape.synthesis.voice import Samples

# Bending modes of a bar with free ends: (beta_n L)^2 over (beta_1 L)^2, where cos(x) cosh(x) = 1 at x = beta_n L.
RATIOS = np.array([4.730041, 7.853205, 10.995608, 14.137165, 17.278760]) ** 2 / 4.730041**2


def t60(hz: float) -> float:
    """Seconds in which a bar's mode of `hz` falls by 60 dB: 2.8 at 600 Hz, shorter above."""
    return float(2.8 * (600.0 / hz) ** 0.8)


@dataclass(frozen=True)
class Chime:
    """One struck tube; stereo.

    Five bending modes, 1 : 2.757 : 5.404 : 8.933 : 13.34, each doubled a fraction of a hertz apart, as in any tube that
    is not perfectly round: the two beat, one more to the left, the other to the right. The point that is struck sets
    the level of each mode, and the hardness of the mallet how many are excited. A puff of air accompanies the onset.
    Source: Fletcher and Rossing 1998, "The Physics of Musical Instruments", section 19 (bars and chimes).

    Args:
        streams: of the dream.
        number: of the note; each is struck at another point.
        pitch: Hz of the lowest mode, 100 to 6,000.
        hardness: of the mallet, 0 (felt) to 1 (metal).
    """

    streams: Streams
    number: int = 0
    pitch: float = 880.0
    hardness: float = 0.4

    def render(self) -> Samples:
        """`(n, 2) float32`, as long as the lowest mode rings."""
        random = self.streams.at("voice chime", self.number)
        count = sample_count(1.15 * t60(self.pitch))
        modes = self.pitch * RATIOS
        struck = np.abs(np.sin(np.pi * (np.arange(5) + 1.5) * random.uniform(0.40, 0.48)))
        share = (0.25 + 0.75 * struck) * np.exp(-modes / (2500.0 + 9000.0 * self.hardness)) * (1.0, 0.7, 0.5, 0.32, 0.2)
        apart = random.uniform(0.25, 0.9, 5) * (1.0 + np.arange(5))  # Hz between the two of a mode
        side = random.uniform(0.25, 0.75, 5)
        frequency = np.concatenate([modes - apart / 2.0, modes + apart / 2.0])
        lasts = np.array([t60(hz) for hz in frequency])
        ears = np.stack([np.concatenate([side, 1.0 - side]), np.concatenate([1.0 - side, side])], axis=1)
        sound = ring(frequency, lasts, np.concatenate([share, share])[:, None] * ears, count)
        contact = 0.0035 - 0.0028 * self.hardness
        sound *= fades(count, contact, 0.0)[:, None]
        t = sample_times(sample_count(0.05))
        puff = random.standard_normal((len(t), 2)) * (t / 0.008 * np.exp(1.0 - t / 0.008))[:, None]
        sound[: len(t)] += 0.012 * np.cumsum(puff - puff.mean(axis=0), axis=0) * fades(len(t), 0.004, 0.03)[:, None]
        return finish(sound, 0.001, 0.25 * count / 48_000, 0.75)
