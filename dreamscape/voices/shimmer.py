"""Shimmer: the sound of starlight, soft small bells."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, pan_gains, sample_count
from dreamscape.synthesis.grains import Grains
from dreamscape.synthesis.modal import ring
from dreamscape.synthesis.tuning import OPEN, note
from dreamscape.synthesis.voice import Samples

_VARIANTS = 3  # of each note's glint


@dataclass(frozen=True)
class Shimmer(Grains):
    """Glints of high notes with soft onsets; stereo, an rms of about 0.1.

    Each is three partials of a bar (1 : 2.757 : 5.404), doubled about a hertz apart, under a swell of 40 to 250 ms
    instead of a stroke, so that it lights up like a star behind mist. Notes are of the scale, from D6 to D8; soft ones
    are many and loud ones few.
    Source: `modal.py`; Risset 1969 for bells whose partials decay independently.

    Args:
        streams: of the dream.
        rate: glints a second, 0.5 to 30.
        degrees: semitones above D that may sound; `tuning.OPEN`, `ALONE` or `TOGETHER`.
        glassy: 0 soft to 1: how much of the upper partials, 3 to 14 kHz, is in a glint.
    """

    HOP: ClassVar[int] = 64
    SPAN: ClassVar[int] = 192
    NAME: ClassVar[str] = "voice shimmer"

    streams: Streams
    rate: float = 9.0
    degrees: tuple[int, ...] = OPEN
    glassy: float = 0.0

    def grains(self, random: np.random.Generator, cell: int) -> Iterator[tuple[float, NDArray[np.floating]]]:
        """The glints of 1.4 s."""
        for _ in range(random.poisson(self.rate * 1.365)):
            semitones = 12 * int(random.integers(4, 6)) + int(random.choice(self.degrees))
            begin, pan, loud = random.random(), random.uniform(-1.0, 1.0), 0.09 * random.exponential() ** 1.2
            glint = _glint(self.streams, semitones, int(random.integers(_VARIANTS)), self.glassy)
            yield begin, loud * glint[:, None] * pan_gains(pan).astype(np.float32)


@lru_cache(maxsize=48)
def _glint(streams: Streams, semitones: int, variant: int, glassy: float) -> Samples:
    """One of the _VARIANTS glints of a note, `(n,) float32`."""
    random = streams.at("voice shimmer glints", _VARIANTS * semitones + variant)
    swell, apart = random.uniform(0.04, 0.25), random.uniform(0.4, 1.6)
    modes = note(semitones) * np.array([1.0, 2.757, 5.404])
    frequency = np.concatenate([modes, modes + apart * np.array([1.0, 1.7, 2.3])])
    lasts = random.uniform(1.2, 2.4) * (1200.0 / frequency) ** 0.7
    count = sample_count(min(float(lasts.max()), 2.6))
    share = np.array([1.0 - 0.3 * glassy, 0.30 + 0.4 * glassy, 0.07 + 0.4 * glassy])
    shape = fades(count, swell, 0.4 * count / 48_000)
    return np.asarray(shape * ring(frequency, lasts, np.tile(share, 2), count), np.float32)
