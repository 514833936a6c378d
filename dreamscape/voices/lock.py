"""A lock: wards that click one by one as the key turns, and the bolt."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, finish, pan_gains, sample_count, sample_times
from dreamscape.synthesis.modal import ring
from dreamscape.synthesis.voice import Samples

# Modes of a ward, a small metal plate, and of the leaf that the bolt strikes, Hz.
_WARD = np.array([1470.0, 2310.0, 3680.0, 5120.0, 7400.0])
_BOLT = np.array([74.0, 131.0, 205.0, 318.0, 540.0, 910.0])


@dataclass(frozen=True)
class LockTurning:
    """A key that turns; stereo.

    Wards click as the key passes them, each a few modes of metal struck twice a few milliseconds apart (it gives way
    and falls back); then the bolt shoots: modes of a heavy leaf, and a little metal.
    Source: `modal.py`; Gaver 1993, "How do we hear in the world?" (impacts as modes by material).

    Args:
        streams: of the dream.
        wards: when each clicks, s.
        bolt: when the bolt strikes, s.
    """

    streams: Streams
    wards: tuple[float, ...] = (0.1, 0.5, 0.8)
    bolt: float = 1.2

    def render(self) -> Samples:
        """`(n, 2) float32`, until 1.2 s after the bolt."""
        random = self.streams.at("voice lock")
        total = np.zeros((sample_count(self.bolt + 1.2), 2))
        for at in self.wards:
            side, loud = random.uniform(-0.25, 0.25), random.uniform(0.3, 0.6)
            modes = _WARD * (1.0 + 0.08 * random.standard_normal(len(_WARD)))
            count = sample_count(0.25)
            click = ring(modes, 0.16 * (1500.0 / modes) ** 0.5, np.array([1.0, 0.8, 0.6, 0.4, 0.2]), count)
            click *= fades(count, 0.0004, 0.08)
            for late, part in ((0.0, 1.0), (random.uniform(0.008, 0.02), 0.55)):
                begin = sample_count(at + late)
                total[begin : begin + count] += loud * part * click[:, None] * pan_gains(side)
        count = sample_count(1.1)
        thud = ring(_BOLT, 0.7 * (100.0 / _BOLT) ** 0.4, np.array([1.6, 1.3, 1.0, 0.7, 0.4, 0.3]), count)
        dust = random.standard_normal((count, 2)) * np.exp(-sample_times(count) / 0.012)[:, None]
        begin = sample_count(self.bolt)
        body = (thud * fades(count, 0.0008, 0.5))[:, None] + 0.2 * dust * fades(count, 0.001, 0.2)[:, None]
        total[begin : begin + count] += body[: len(total) - begin]
        return finish(total, 0.001, 0.3, 0.8)
