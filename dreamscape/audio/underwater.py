"""Under water: what the sea leaves of all other sounds, for as long as one is in it."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.audio.synthesis.voice import BLOCK, RATE, Samples

DELAY = 192  # samples, 4 ms: half of the filter; the same at every depth
_OPEN, _DEEP = 18_000.0, 350.0  # Hz, the corner at the surface and at the bottom
_NARROWED = 0.8  # of the width between the ears, gone at the bottom: sound is too fast in water to tell the sides
_STEPS = 64  # depths that filters are made for


def corner(depth: float) -> float:
    """Hz above which a `depth` from 0 to 1 takes the sound away."""
    return float(_OPEN * (_DEEP / _OPEN) ** depth)


def under_water(before: Samples, block: Samples, depth: tuple[float, float]) -> Samples:
    """One block as heard under water, DELAY samples late.

    A low-pass that falls by 24 dB an octave, as a filter of linear phase: it remembers 2 DELAY samples and no more, and
    filters of different depth keep time with each other, so that fading from one to the next leaves no notch.

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
    first = _heard(spectrum, start)
    if start == stop:
        return first.astype(np.float32)
    part = (np.arange(1, BLOCK + 1) / BLOCK)[:, None]
    return np.asarray(first + part * (_heard(spectrum, stop) - first), np.float32)


def _heard(spectrum: NDArray[np.complex128], step: int) -> F64:
    depth = step / _STEPS
    out = np.fft.irfft(spectrum * _filter(step)[:, None], axis=0)[BLOCK:]
    middle = out.mean(axis=1, keepdims=True)
    return np.asarray(middle + (1.0 - _NARROWED * depth) * (out - middle))


@lru_cache(maxsize=_STEPS + 1)
def _filter(step: int) -> NDArray[np.complex128]:
    """The transfer function over two blocks: 1 / (1 + (f / corner)^8)^1/2, cut to 2 DELAY + 1 samples by a window."""
    f = np.fft.rfftfreq(2 * BLOCK, 1.0 / RATE)
    wanted = 1.0 / np.sqrt(1.0 + (f / corner(step / _STEPS)) ** 8) if step else np.ones_like(f)
    taps = np.roll(np.fft.irfft(wanted), DELAY)[: 2 * DELAY + 1] * np.kaiser(2 * DELAY + 1, 6.0)
    taps /= taps.sum()
    return np.asarray(np.fft.rfft(taps, 2 * BLOCK))
