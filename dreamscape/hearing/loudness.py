"""Loudness as meters show it: K-weighted, over 0.4 s and over 3 s (ITU-R BS.1770-5, EBU Tech 3341).

The weighting is applied to power spectra, which by Parseval's theorem gives the same mean squares as the filters. The
sound is the mean of its channels; as two channels of it would sound, 3 dB are added.
"""

from collections import deque

import numpy as np

from dreamscape.arrays import F64
from dreamscape.synthesis.voice import RATE

SHORT, LONG = 24, 180  # frames: 0.4 s and 3 s, "momentary" and "short-term" there
QUIETEST, LOUDEST = -50.0, -5.0  # LUFS, of the levels 0 and 1
# The two filters at 48 kHz: a high shelf for the head, a high pass (BS.1770-5, tables 1 and 2).
SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)
PASS = (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)


def weighting(count: int) -> F64:
    """The weight of each bin's power in the spectrum of `count` samples, `(count // 2 + 1,)`."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(count, 1.0 / RATE) / RATE)
    response = np.ones(len(turn), np.complex128)
    for above, below in (SHELF, PASS):
        response *= np.polyval(above[::-1], turn) / np.polyval(below[::-1], turn)
    return np.asarray(np.abs(response) ** 2)


class Loudness:
    """Follows the loudness.

    Args:
        window: that power spectra are taken through.

    Attributes:
        short, long: LUFS, over 0.4 s and 3 s; -inf in silence.
    """

    def __init__(self, window: F64) -> None:
        self._weights = 2.0 * weighting(len(window)) * window.sum() ** 2 / (len(window) * (window**2).sum())
        self._squares = deque([0.0] * LONG, LONG)
        self.short = self.long = -np.inf

    def step(self, power: F64) -> None:
        """Take in one more frame's power spectrum, `(bins,)`, scaled as by `Power`."""
        self._squares.append(float(self._weights @ power))
        squares = list(self._squares)
        self.short, self.long = _lufs(sum(squares[-SHORT:]) / SHORT), _lufs(sum(squares) / LONG)


def _lufs(square: float) -> float:
    return -0.691 + 10.0 * float(np.log10(2.0 * square)) if square > 1e-12 else -np.inf


def level(lufs: float) -> float:
    """A loudness as a level, 0 to 1."""
    return float(np.clip((lufs - QUIETEST) / (LOUDEST - QUIETEST), 0.0, 1.0))
