"""Attacks: how loud each band has just become, for a frame that is about to be drawn.

A window that separates bass from what is above it is 43 ms long and hardly hears its own last 10 ms. Here the bands are
separated by filters that look back alone (Butterworth 1930, of the fourth order), and so answer within 4 ms, if less
exactly: only what rises steeply counts, and less what may come from the band beside it.
"""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.hearing.spectrum import BORDERS, RANGE, WINDOW
from dreamscape.synthesis.voice import RATE

LESS = 5.0 / RANGE  # of a level, 5 dB: so much less, as a few milliseconds vary more than a window
_PEAK, _MEAN = 480, 240  # samples, 10 ms in which a low wave has a peak, and 5 ms of what is higher
_BEFORE = slice(-1600, -960)  # samples, 20 to 33 ms ago
_RISE = 6.3  # times as loud as before, 8 dB
_LEAK = np.array([[0.0, 0.06, 0.0], [0.02, 0.0, 0.02], [0.0, 0.06, 0.0]])  # of a band's power, into each
_HALVES = 0.5412, 1.3066  # Q of the two halves of a filter


def _low_pass(hz: float) -> NDArray[np.complex128]:
    s = 1j * np.fft.rfftfreq(WINDOW, 1.0 / RATE) / hz
    return np.asarray(np.prod([1.0 / (1.0 + s / q + s * s) for q in _HALVES], axis=0))


def _high_pass(hz: float) -> NDArray[np.complex128]:
    s = 1j * np.fft.rfftfreq(WINDOW, 1.0 / RATE) / hz
    return np.asarray(np.prod([s * s / (1.0 + s / q + s * s) for q in _HALVES], axis=0))


_, _LOW, _HIGH, _ = BORDERS
_BANDS = np.stack([_low_pass(_LOW), _high_pass(_LOW) * _low_pass(_HIGH), _high_pass(_HIGH)])


def bands(sound: F64) -> F64:
    """The power of the low, middle and high band at the end of a sound, `(3,)`; 0 for those that do not rise.

    Args:
        sound: mono, `(WINDOW,)`.
    """
    squares = np.fft.irfft(np.fft.rfft(sound) * _BANDS) ** 2
    now = np.append(0.5 * squares[0, -_PEAK:].max(), squares[1:, -_MEAN:].mean(axis=1))
    before = np.append(0.5 * squares[0, _BEFORE].max(), squares[1:, _BEFORE].mean(axis=1))
    return np.asarray(np.maximum(now - _LEAK @ now, 0.0) * (now > _RISE * before))
