"""A lark over a bright sea: quick high notes that hang in the air far off."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, pan_gains, sample_count
from dreamscape.synthesis.grains import Grains
from dreamscape.synthesis.voice import RATE

_LOW, _HIGH = 2_000.0, 5_600.0  # Hz, of most notes of a skylark
_NOTES = (3, 9)  # of a phrase, which repeats one or two of them
_NOTE = (0.045, 0.15)  # s, and the gap after a note is up to as long


@dataclass(frozen=True)
class Lark(Grains):
    """Phrases of a song; stereo, an rms of about 0.07.

    A phrase repeats one or two short notes, each a tone that glides up or down by as much as a sixth and trills a
    little. Source: Briefer, Osiejuk, Rybak and Aubin 2010, "Are bird song complexity and song sharing shaped by habitat
    structure?" (the skylark's syllables: 2 to 6 kHz, some hundredths to tenths of a second, 9 a second).

    Args:
        streams: of the dream.
        rate: phrases a second, 0.1 to 3.
    """

    HOP: ClassVar[int] = 32
    SPAN: ClassVar[int] = 128
    NAME: ClassVar[str] = "voice lark"

    streams: Streams
    rate: float = 0.8

    def grains(self, random: np.random.Generator, cell: int) -> Iterator[tuple[float, NDArray[np.floating]]]:
        """The phrases of 0.7 s; it stays on one side for a while."""
        side = 0.6 * np.sin(0.11 * cell)
        for _ in range(random.poisson(self.rate * 0.683)):
            begin, loud = random.random(), random.uniform(0.4, 1.0)
            yield begin, 0.5 * loud * _phrase(random)[:, None] * pan_gains(float(side))


def _phrase(random: np.random.Generator) -> F64:
    """One phrase, `(n,)`."""
    kinds = [(random.uniform(_LOW, _HIGH), random.uniform(-0.7, 0.7), random.uniform(*_NOTE)) for _ in range(2)]
    gap = random.uniform(0.3, 1.0)
    notes = [kinds[number % 2] if random.random() < 0.6 else kinds[0] for number in range(random.integers(*_NOTES))]
    parts = []
    for hz, glide, lasts in notes:
        parts += [_note(random, hz, glide, lasts), np.zeros(sample_count(gap * lasts))]
    return np.concatenate(parts)


def _note(random: np.random.Generator, hz: float, glide: float, lasts: float) -> F64:
    """A tone that glides by `glide` of an octave, `(n,)`."""
    count = sample_count(lasts)
    along = np.linspace(0.0, 1.0, count)
    trill = 0.02 * np.sin(2.0 * np.pi * random.uniform(20.0, 45.0) * lasts * along)
    phase = 2.0 * np.pi * np.cumsum(hz * 2.0 ** (glide * (along - 0.5) + trill)) / RATE
    return np.asarray((np.sin(phase) + 0.12 * np.sin(2.0 * phase)) * fades(count, 0.25 * lasts, 0.5 * lasts))
