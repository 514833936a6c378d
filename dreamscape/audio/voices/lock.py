"""A lock: a key that enters it, wards that give one by one, and the bolt."""

from dataclasses import dataclass

import numpy as np

from dreamscape.audio.synthesis.envelope import fades, finish, lean, samples, seconds
from dreamscape.audio.synthesis.modal import ring
from dreamscape.audio.synthesis.voice import Samples
from dreamscape.rng import Streams

# Of a ward that gives: modes of a small plate of metal, Hz, and of the bolt: of the leaf that it strikes.
_WARD = np.array([1470.0, 2310.0, 3680.0, 5120.0, 7400.0])
_BOLT = np.array([74.0, 131.0, 205.0, 318.0, 540.0, 910.0])


@dataclass(frozen=True)
class LockTurning:
    """A key that turns; stereo.

    Wards click as the key passes them, each a few modes of metal struck twice a few milliseconds apart (it gives, and
    falls back); then the bolt goes home: modes of a heavy leaf, and a little of the metal.
    Source: `modal.py`; Gaver 1993, "How do we hear in the world?" (impacts as modes by material).

    Args:
        streams: of the dream.
        wards: when each gives, s.
        bolt: when the bolt strikes, s.
    """

    streams: Streams
    wards: tuple[float, ...] = (0.1, 0.5, 0.8)
    bolt: float = 1.2

    def render(self) -> Samples:
        """`(n, 2) float32`, a second longer than the bolt is late."""
        random = self.streams.at("voice lock")
        total = np.zeros((samples(self.bolt + 1.2), 2))
        for at in self.wards:
            side, loud = random.uniform(-0.25, 0.25), random.uniform(0.3, 0.6)
            modes = _WARD * (1.0 + 0.08 * random.standard_normal(len(_WARD)))
            count = samples(0.25)
            click = ring(modes, 0.16 * (1500.0 / modes) ** 0.5, np.array([1.0, 0.8, 0.6, 0.4, 0.2]), count)
            click *= fades(count, 0.0004, 0.08)
            for late, part in ((0.0, 1.0), (random.uniform(0.008, 0.02), 0.55)):
                begin = samples(at + late)
                total[begin : begin + count] += loud * part * click[:, None] * lean(side)
        count = samples(1.1)
        thud = ring(_BOLT, 0.7 * (100.0 / _BOLT) ** 0.4, np.array([1.6, 1.3, 1.0, 0.7, 0.4, 0.3]), count)
        dust = random.standard_normal((count, 2)) * np.exp(-seconds(count) / 0.012)[:, None]
        begin = samples(self.bolt)
        body = (thud * fades(count, 0.0008, 0.5))[:, None] + 0.2 * dust * fades(count, 0.001, 0.2)[:, None]
        total[begin : begin + count] += body[: len(total) - begin]
        return finish(total, 0.001, 0.3, 0.8)
