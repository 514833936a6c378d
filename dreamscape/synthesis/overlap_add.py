"""Overlap-add: textures are sums of overlapping frames, each computed from its number alone.

Such a texture has no state and no borders that could click, and can start anywhere. A frame is windowed noise, a
handful of grains, or some seconds of a chord; a block is the sum of the frames that overlap it.
"""

from abc import ABC, abstractmethod
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.synthesis.voice import BLOCK, Samples

BEFORE = 1 << 10  # frames that may begin before the dream; random streams count from there
_CACHED_FRAMES = 64  # of all textures together: the longest take 2 MB, most a tenth of that


class OverlapAdd(ABC):
    """A texture of overlapping frames."""

    HOP: ClassVar[int]  # blocks from one frame's beginning to the next one's
    SPAN: ClassVar[int]  # blocks that a frame lasts

    @abstractmethod
    def frame(self, number: int) -> NDArray[np.floating]:
        """The frame that begins at block `number * HOP`: `(SPAN * BLOCK, 2)`; pure, number > -BEFORE."""

    def block(self, number: int) -> Samples:
        """Samples `number * BLOCK` to `(number + 1) * BLOCK`, `(BLOCK, 2) float32`; pure."""
        total = np.zeros((BLOCK, 2), np.float64)
        for over in range((number - self.SPAN) // self.HOP + 1, number // self.HOP + 1):
            begin = (number - over * self.HOP) * BLOCK
            total += _frame(self, over)[begin : begin + BLOCK]
        return total.astype(np.float32)

    def precompute(self, first: int, stop: int) -> None:
        """Compute and cache the frames that begin in blocks `first` to `stop`."""
        for over in range(-(-first // self.HOP), -(-stop // self.HOP)):
            _frame(self, over)


@lru_cache(maxsize=_CACHED_FRAMES)
def _frame(texture: OverlapAdd, number: int) -> Samples:
    """A frame, cached while the blocks that it overlaps are read; dropping one only costs time."""
    return texture.frame(number).astype(np.float32)


@lru_cache(maxsize=8)
def window(length: int) -> F64:
    """The sine window, `(length, 1)`: at half overlap the powers of unrelated frames add up to one."""
    shape = np.sin(np.pi * (np.arange(length) + 0.5) / length)[:, None]
    shape.flags.writeable = False
    return shape


def noise(random: np.random.Generator, length: int, gain: F64, width: float | F64 = 0.8) -> F64:
    """Gaussian noise with a spectrum, `(length, 2) float64`, periodic.

    Args:
        random: drawn from.
        length: samples, even.
        gain: amplitude at each of the `length // 2 + 1` frequencies, `(bins,)` or `(bins, 2)` for left and right; white
            noise of gain 1 has an rms of 1.
        width: 0 the same in both ears, 1 uncorrelated; one number, or one for each frequency.
    """
    bins = length // 2 + 1
    both, left, right = random.standard_normal((3, 2 * bins)).view(np.complex128) * np.sqrt(length / 2.0)
    shared = np.sqrt(1.0 - width * width) * both
    spectrum = np.stack([shared + width * left, shared + width * right])
    spectrum *= gain.T
    spectrum[:, 0] = 0.0
    return np.fft.irfft(spectrum, length).T


def band_gain(length: int, low: float, high: float, steep: float = 4.0, rate: float = 48_000.0) -> F64:
    """The gain of a band from `low` to `high` Hz at the frequencies of `noise`; skirts of 3 dB x `steep` an octave."""
    f = np.maximum(np.fft.rfftfreq(length, 1.0 / rate), 1e-3)
    return np.asarray(1.0 / np.sqrt((1.0 + (low / f) ** steep) * (1.0 + (f / high) ** steep)))
