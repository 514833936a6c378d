"""Pressing silence: a low pressure when nothing sounds, felt in the chest."""

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.overlap_add import BEFORE, OverlapAdd, band_gain, noise, window
from dreamscape.synthesis.voice import BLOCK, RATE

_SIZE = 16 * BLOCK


@lru_cache(maxsize=1)
def _deep() -> F64:
    """The spectrum: 18 to 60 Hz with a peak at 31 Hz, at an rms of 0.1."""
    f = np.fft.rfftfreq(_SIZE, 1.0 / RATE)
    gain = band_gain(_SIZE, 18.0, 60.0, 8.0) * (1.0 + 2.0 * np.exp(-(((f - 31.0) / 3.0) ** 2)))
    return np.asarray(0.1 * gain * np.sqrt(len(f)) / np.sqrt((gain * gain).sum()))


@dataclass(frozen=True)
class Pressure(OverlapAdd):
    """Noise from 18 to 60 Hz, strongest at 31 Hz, swelling over ten seconds; stereo, nearly the same in both ears.

    An rms of about 0.1 like every texture; the dream plays it 36 dB below that, barely felt.
    Source: loudness contours of ISO 226: at 31 Hz the threshold lies some 60 dB above that at 1 kHz.

    Args:
        streams: of the dream.
    """

    HOP: ClassVar[int] = 8
    SPAN: ClassVar[int] = 16

    streams: Streams

    def frame(self, number: int) -> F64:
        """A third of a second of noise."""
        middle = (number + 1) * self.HOP * BLOCK / RATE
        swell = 1.0 + 0.35 * np.sin(2.0 * np.pi * middle / 10.3) + 0.15 * np.sin(2.0 * np.pi * middle / 6.1)
        random = self.streams.at("voice pressure", number + BEFORE)
        return np.asarray(swell * window(_SIZE) * noise(random, _SIZE, _deep(), 0.25))
