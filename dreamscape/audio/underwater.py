"""Under water: the low-pass and the narrowed stereo image of sounds from above the surface."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.synthesis.voice import BLOCK, RATE, Samples

DELAY = 192  # samples, 4 ms, half the filter's length; the same at every depth
_OPEN, _DEEP = 18_000.0, 350.0  # Hz, the cutoff at the surface and at the bottom
_NARROWED = 0.8  # of the stereo width, lost at the bottom: sound is too fast in water to be located
_STEPS = 64  # depths with a filter of their own


def cutoff(depth: float) -> float:
    """The cutoff frequency at a depth from 0 to 1, Hz."""
    return float(_OPEN * (_DEEP / _OPEN) ** depth)


def under_water(before: Samples, block: Samples, depth: tuple[float, float]) -> Samples:
    """One block as heard under water, DELAY samples late.

    A linear-phase low-pass of 24 dB an octave: its memory is 2 DELAY samples, and filters of different depths have the
    same delay, so that a crossfade between them leaves no notch.

    Args:
        before, block: `(BLOCK, 2) float32`, the block before this one and this one.
        depth: 0 above the surface (nothing changes but the delay) to 1 at the bottom, at the block's start and end.

    Returns:
        `(BLOCK, 2) float32`.
    """
    both = np.concatenate([before, block]).astype(np.float64)
    start, stop = (round(min(max(d, 0.0), 1.0) * _STEPS) for d in depth)
    if start == stop == 0:
        return both[BLOCK - DELAY : 2 * BLOCK - DELAY].astype(np.float32)
    spectrum = np.fft.rfft(both, axis=0)
    first = _filtered(spectrum, start)
    if start == stop:
        return first.astype(np.float32)
    fraction = (np.arange(1, BLOCK + 1) / BLOCK)[:, None]
    return np.asarray(first + fraction * (_filtered(spectrum, stop) - first), np.float32)


def _filtered(spectrum: NDArray[np.complex128], step: int) -> F64:
    depth = step / _STEPS
    out = np.fft.irfft(spectrum * _filter(step)[:, None], axis=0)[BLOCK:]
    middle = out.mean(axis=1, keepdims=True)
    return np.asarray(middle + (1.0 - _NARROWED * depth) * (out - middle))


@lru_cache(maxsize=_STEPS + 1)
def _filter(step: int) -> NDArray[np.complex128]:
    """The transfer function over two blocks: 1 / (1 + (f / cutoff)^8)^1/2, windowed to 2 DELAY + 1 samples."""
    f = np.fft.rfftfreq(2 * BLOCK, 1.0 / RATE)
    target = 1.0 / np.sqrt(1.0 + (f / cutoff(step / _STEPS)) ** 8) if step else np.ones_like(f)
    taps = np.roll(np.fft.irfft(target), DELAY)[: 2 * DELAY + 1] * np.kaiser(2 * DELAY + 1, 6.0)
    taps /= taps.sum()
    return np.asarray(np.fft.rfft(taps, 2 * BLOCK))
