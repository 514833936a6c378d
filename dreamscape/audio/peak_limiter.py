"""The limiter: a true-peak limiter with look-ahead and a finite memory.

Levels are measured in frames of 64 samples. The reduction that a frame needs is known 5 ms before it sounds, so the
gain gets there without a jump. It recovers at 30 dB a second, linearly in decibels, within at most `MEMORY` blocks.
Between frames the gain is interpolated linearly.
"""

from functools import lru_cache

import numpy as np

from dreamscape.arrays import F64
from dreamscape.synthesis.voice import BLOCK, RATE

CEILING = -1.5  # dBTP: lossy codecs overshoot by some tenths of a dB, and -1 is the limit
FRAME = 64  # samples
FRAMES = BLOCK // FRAME
AHEAD = 4  # frames, 5.3 ms
DEEPEST = 18.0  # dB, the largest reduction
_RELEASE = 30.0 * FRAME / RATE  # dB a frame
MEMORY = -(-int(DEEPEST / _RELEASE + AHEAD + 1) // FRAMES) + 1  # blocks that the gain depends on
_REACH = 12  # samples on either side from which the signal between two samples is interpolated
_SLICE = slice(_REACH - 1, -_REACH)


@lru_cache(maxsize=1)
def _between() -> F64:
    """Weights of 2 * _REACH samples for the three points between the middle two (BS.1770-4, annex 2), `(24, 3)`."""
    away = np.arange(-_REACH + 1, _REACH + 1)[:, None] - np.array([0.25, 0.5, 0.75])
    return np.asarray(np.sinc(away) * np.cos(0.5 * np.pi * away / (_REACH + 0.5)) ** 2)


def true_peaks(before: F64, block: F64, after: F64) -> F64:
    """The largest magnitude in each frame of a block, between the samples too, `(FRAMES,)`.

    Args:
        before, block, after: `(BLOCK, 2)`, the block and its neighbours.
    """
    peaks = np.abs(block).reshape(FRAMES, -1).max(axis=1)
    if peaks.max() < 0.5 * 10.0 ** (CEILING / 20.0):  # the signal between samples does not reach twice their height
        return np.asarray(peaks)
    around = np.concatenate([before[1 - _REACH :], block, after[:_REACH]])
    windows = np.lib.stride_tricks.sliding_window_view(around, 2 * _REACH, axis=0)
    between = np.abs(windows @ _between()).max(axis=(1, 2))
    return np.asarray(np.maximum(peaks, between.reshape(FRAMES, FRAME).max(axis=1)))


def required_reduction(peaks: F64) -> F64:
    """The reduction that each frame needs, dB, 0 to DEEPEST."""
    over = 20.0 * np.log10(np.maximum(peaks, 1e-9)) - CEILING
    return np.asarray(np.clip(over, 0.0, DEEPEST))


def gain(frames: F64) -> F64:
    """The gain over a block, `(BLOCK, 1)`.

    Args:
        frames: the reductions of the frames in the MEMORY blocks before it, in its own and in the block after it, dB.
    """
    if not frames.any():
        return np.ones((BLOCK, 1))
    reduction = frames.copy()
    for k in range(1, len(reduction)):
        reduction[k] = max(reduction[k], reduction[k - 1] - _RELEASE)
    first = MEMORY * FRAMES
    nodes = np.arange(first, first + FRAMES + 1)  # the borders between frames
    # At border j the maximum over the frames j - 1 - AHEAD to j + AHEAD is known; the mean of the last AHEAD + 1 of
    # those maxima is never below what the frames on both sides of the border need.
    wide = np.lib.stride_tricks.sliding_window_view(reduction, AHEAD + 2).max(axis=1)  # [i]: frames i to i + AHEAD + 1
    down = [wide[j - AHEAD - 1 : j].mean() for j in nodes]
    position = np.arange(BLOCK) / FRAME
    return np.asarray(10.0 ** (-np.interp(position, np.arange(FRAMES + 1), down) / 20.0))[:, None]
