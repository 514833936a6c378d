"""Detects speech: a voice slides from pitch to pitch, where the notes of an instrument hold theirs.

The pitch is the lag at which the sound repeats itself (Boersma, Accurate short-term analysis of the fundamental
frequency, 1993).
"""

from collections import deque

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.spectrum import QUIET
from dreamscape.synthesis.voice import RATE

LOWEST, HIGHEST = 70.0, 400.0  # Hz, range of voices' pitch
UPPER = 2000.0  # Hz, above which breath outweighs tone
VOICED = 0.6  # least autocorrelation of a voiced frame
SLIDES, LEAPS = 16.0, 100.0  # cents a frame: a held note moves less, and a new one more
TURN = 10  # frames, about a turn of a vibrato, after which it is back where it was
BACK = 60.0  # cents, tolerance of that
LOUD = 1e-3  # of the loudest of late
FORGETS = 0.5 ** (1.0 / (4 * TICKS_PER_SECOND))  # a frame: the loudest level decays by half in 4 s
KEEPS = 0.5 ** (1.0 / 90)  # a loud frame: earlier frames count half after 1.5 s of sound
PRIOR = 2.0  # frames without speech that are assumed at the start
SPEAKS, SILENT = 0.18, 0.14  # fraction of loud frames that slide: from the first on it is speech, below the second not


class VoiceDetector:
    """Follows the pitch, and decides whether it is speech.

    Args:
        window: the window that the power spectra are taken through.

    Attributes:
        is_speaking: whether a voice is heard.
    """

    def __init__(self, window: F64) -> None:
        self.is_speaking = False
        count = len(window)
        autocorrelation = np.fft.irfft(np.abs(np.fft.rfft(window)) ** 2)
        self._first, self._last = round(RATE / HIGHEST), round(RATE / LOWEST)
        self._autocorrelation = (autocorrelation / autocorrelation[0])[: self._last + 2]
        self._upper = round(UPPER * count / RATE)
        self._cents = deque([np.nan] * (TURN + 1), TURN + 1)  # the newest last; NaN where nothing is voiced
        self._loudest = QUIET
        self._sliding, self._loud_frames = 0.0, PRIOR

    def step(self, power: F64) -> None:
        """Take in one more frame's power spectrum, `(bins,)`."""
        pitch, total = self._pitch(power)
        self._cents.append(pitch)
        self._loudest = max(total, self._loudest * FORGETS)
        if total > max(LOUD * self._loudest, QUIET):
            self._sliding = self._sliding * KEEPS + self._slides()
            self._loud_frames = self._loud_frames * KEEPS + 1.0
        self.is_speaking = self._sliding > (SILENT if self.is_speaking else SPEAKS) * self._loud_frames

    def _slides(self) -> bool:
        """Whether the pitch is sliding, but not in a vibrato."""
        step = abs(self._cents[-1] - self._cents[-2])
        return SLIDES < step < LEAPS and not abs(self._cents[-1] - self._cents[0]) < BACK

    def _pitch(self, power: F64) -> tuple[float, float]:
        """The pitch in cents, NaN if there is none, and the power."""
        low = power.copy()
        low[self._upper :] = 0.0
        autocorrelation = np.fft.irfft(low)[: self._last + 2]
        total = float(autocorrelation[0])
        autocorrelation /= self._autocorrelation * max(total, 1e-30)
        at = self._first + int(autocorrelation[self._first : self._last].argmax())
        if autocorrelation[at] < VOICED:
            return np.nan, total
        left, top, right = autocorrelation[at - 1 : at + 2]
        lag = at + min(max(0.5 * (left - right) / min(left - 2.0 * top + right, -1e-9), -1.0), 1.0)
        return -1200.0 * float(np.log2(lag)), total
