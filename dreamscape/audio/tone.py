"""Tone: what water, a whisper and sleep take away from the sound, by one linear-phase filter.

All three are gains over frequency, so they multiply: a low-pass of 24 dB an octave under water, a dip of 8 dB between
0.5 and 8 kHz while the voice whispers (its words are there; what is below and above goes on undisturbed), and a
shelf of 6 dB above 2 kHz in a dream that is slept to. The filter's memory is 2 DELAY samples, and filters of different
tones have the same delay, so that a crossfade between them leaves no notch.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.synthesis.voice import BLOCK, RATE, Samples

DELAY = 192  # samples, 4 ms, half the filter's length; the same for every tone
_OPEN, _DEEP = 18_000.0, 350.0  # Hz, the cutoff at the surface and at the bottom
_NARROWED = 0.8  # of the stereo width, lost at the bottom: sound is too fast in water to be located
_STEPS = 64  # of each of a tone's numbers; there is a filter for each
_WORDS, _DIP = (500.0, 8_000.0), 8.0  # Hz and dB: where words are understood, and how far all else gives way
_SHELF, _SOFTER = 2_000.0, 6.0  # Hz and dB, of sleep


class Tone(NamedTuple):
    """What is taken away at a moment.

    Attributes:
        depth: under water, 0 above the surface to 1 at the bottom.
        parted: for a whisper, 0 not at all to 1.
        asleep: 0 awake to 1 asleep.
    """

    depth: float = 0.0
    parted: float = 0.0
    asleep: float = 0.0

    def steps(self) -> "Tone":
        """The tone in whole steps, each number 0 to _STEPS."""
        return Tone(*(round(min(max(part, 0.0), 1.0) * _STEPS) for part in self))


def cutoff(depth: float) -> float:
    """The cutoff frequency at a depth from 0 to 1, Hz."""
    return float(_OPEN * (_DEEP / _OPEN) ** depth)


def toned(before: Samples, block: Samples, start: Tone, stop: Tone) -> Samples:
    """One block with a tone, DELAY samples late.

    Args:
        before, block: `(BLOCK, 2) float32`, the block before this one and this one.
        start, stop: the tone at the block's start and end; where nothing is taken away, nothing changes but the delay.

    Returns:
        `(BLOCK, 2) float32`.
    """
    first, last = start.steps(), stop.steps()
    both = np.concatenate([before, block])
    if not any(first) and not any(last):
        return both[BLOCK - DELAY : 2 * BLOCK - DELAY]
    spectrum = np.fft.rfft(both.astype(np.float64), axis=0)
    filtered = _filtered(spectrum, first)
    if first == last:
        return filtered.astype(np.float32)
    fraction = (np.arange(1, BLOCK + 1) / BLOCK)[:, None]
    return np.asarray(filtered + fraction * (_filtered(spectrum, last) - filtered), np.float32)


def _filtered(spectrum: NDArray[np.complex128], steps: Tone) -> F64:
    out = np.fft.irfft(spectrum * _filter(steps)[:, None], axis=0)[BLOCK:]
    if not steps.depth:
        return np.asarray(out)
    middle = out.mean(axis=1, keepdims=True)
    return np.asarray(middle + (1.0 - _NARROWED * steps.depth / _STEPS) * (out - middle))


@lru_cache(maxsize=2 * _STEPS)
def _filter(steps: Tone) -> NDArray[np.complex128]:
    """The transfer function over two blocks, windowed to 2 DELAY + 1 samples."""
    f = np.fft.rfftfreq(2 * BLOCK, 1.0 / RATE)
    depth, parted, asleep = (step / _STEPS for step in steps)
    target = 1.0 / np.sqrt(1.0 + (f / cutoff(depth)) ** 8) if depth else np.ones_like(f)
    words = 1.0 / ((1.0 + (0.85 * _WORDS[0] / np.maximum(f, 1.0)) ** 8) * (1.0 + (f / (1.15 * _WORDS[1])) ** 8))
    high = 1.0 / (1.0 + (_SHELF / np.maximum(f, 1.0)) ** 4)
    target *= 10.0 ** (-(_DIP * parted * words + _SOFTER * asleep * high) / 20.0)
    taps = np.roll(np.fft.irfft(target), DELAY)[: 2 * DELAY + 1] * np.kaiser(2 * DELAY + 1, 6.0)
    taps *= target[0] / taps.sum()
    return np.asarray(np.fft.rfft(taps, 2 * BLOCK))
