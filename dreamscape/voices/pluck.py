"""A plucked thread: a golden string whose pitch follows its tension."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, finish, sample_count
from dreamscape.synthesis.modal import ring
from dreamscape.synthesis.tuning import OPEN, nearest
from dreamscape.synthesis.voice import Samples

PARTIALS = 24
STIFFNESS = 4e-4  # of the string: partial k lies sqrt(1 + STIFFNESS k^2) above its harmonic
_SLACK, _TAUT = 73.0, 590.0  # Hz, of a thread of 10 m without and with full tension


def string_pitch(tension: float, length: float, degrees: tuple[int, ...] = OPEN) -> float:
    """The pitch of a thread, Hz: it rises with the root of `tension` (0 slack to 1) and falls slowly with `length` (m).

    It is the nearest note of the scale `degrees` (semitones above D, see `tuning`), so that threads agree with each
    other. Real strings are inverse to their length: threads of one to hundreds of metres would not all be audible.
    """
    free = (_SLACK + (_TAUT - _SLACK) * np.sqrt(np.clip(tension, 0.0, 1.0))) * (10.0 / max(length, 0.5)) ** 0.25
    return nearest(float(np.clip(free, 65.0, 1200.0)), degrees)


@dataclass(frozen=True)
class PluckedString:
    """One note of a thread; stereo.

    Twenty-four partials, k f sqrt(1 + 4e-4 k^2): sharper than harmonic, as on a stiff string. The level of each follows
    from the point of plucking (none with a node there) and its strength; each has two polarisations, a little apart in
    pitch, of which one decays sooner: a bright beginning, a long and beating end.
    Source: Jaffe and Smith 1983; Weinreich 1977, "Coupled piano strings" (the two stages of decay).

    Args:
        streams: of the dream.
        number: of the pluck.
        pitch: Hz, 40 to 2,000.
        strength: 0 (a touch: dark) to 1 (torn: bright).
        where: 0 root to 1 tip.
    """

    streams: Streams
    number: int = 0
    pitch: float = 220.0
    strength: float = 0.5
    where: float = 0.5

    def render(self) -> Samples:
        """`(n, 2) float32`, 1 to 5 s."""
        random = self.streams.at("voice pluck", self.number)
        k = np.arange(1, PARTIALS + 1)
        position = 0.09 + 0.82 * float(np.clip(self.where, 0.0, 1.0)) + 0.01 * random.standard_normal()
        partial = k * self.pitch * np.sqrt(1.0 + STIFFNESS * k**2)
        share = np.abs(np.sin(np.pi * k * position)) / k * np.exp(-partial / (900.0 + 4600.0 * self.strength))
        longest = 4.2 * (220.0 / self.pitch) ** 0.45
        lasts = longest / (1.0 + (partial / 1500.0) ** 1.1)
        apart = 1.0 + 0.0004 * random.uniform(0.4, 1.0, PARTIALS)
        frequency = np.concatenate([partial, partial * apart])
        pan = random.uniform(0.35, 0.65, PARTIALS)
        ears = np.stack([np.concatenate([pan, 1.0 - pan]), np.concatenate([1.0 - pan, pan])], axis=1)
        gains = np.concatenate([share, 0.45 * share])[:, None] * ears
        count = sample_count(min(1.0 * longest, 5.0))
        sound = ring(frequency, np.concatenate([0.45 * lasts, lasts]), gains, count)
        sound *= fades(count, 0.004 - 0.003 * self.strength, 0.0)[:, None]
        return finish(sound, 0.0008, 0.3 * count / 48_000, 0.8)
