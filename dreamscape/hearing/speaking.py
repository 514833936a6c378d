"""Whether somebody speaks: a voice slides from pitch to pitch, where the notes of an instrument hold theirs.

The pitch is where the sound repeats itself (Boersma, Accurate short-term analysis of the fundamental frequency, 1993).
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio.synthesis.voice import RATE
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.spectrum import QUIET

F64 = NDArray[np.float64]
LOWEST, HIGHEST = 70.0, 400.0  # Hz, where voices have their pitch
UPPER = 2000.0  # Hz, above which breath is more than tone
VOICED = 0.6  # of its power, that repeats itself
SLIDES, LEAPS = 16.0, 100.0  # cents a frame: a note holds its pitch, and a new one leaps
TURN = 10  # frames, about a turn of a vibrato, after which it is where it was
BACK = 60.0  # cents from there
LOUD = 1e-3  # of the loudest of late
FORGETS = 0.5 ** (1.0 / (4 * TICKS_PER_SECOND))  # a frame: what was loudest counts half after 4 s
KEEPS = 0.5 ** (1.0 / 90)  # a loud frame: what was heard counts half after 1.5 s of sound
PRIOR = 2.0  # frames in which nobody spoke, before anything is heard
SPEAKS, SILENT = 0.18, 0.14  # of what is loud that slides: from where a voice is heard, and below which none is


class VoiceDetector:
    """Follows the pitch.

    Args:
        shape: the window that powers are taken through.

    Attributes:
        speaks: whether a voice is heard.
    """

    def __init__(self, shape: F64) -> None:
        self.speaks = False
        count = len(shape)
        same = np.fft.irfft(np.abs(np.fft.rfft(shape)) ** 2)
        self._first, self._last = round(RATE / HIGHEST), round(RATE / LOWEST)
        self._shape = (same / same[0])[: self._last + 2]
        self._upper = round(UPPER * count / RATE)
        self._cents = deque([np.nan] * (TURN + 1), TURN + 1)  # the newest last; none where nothing is voiced
        self._loudest = QUIET
        self._slid, self._loud = 0.0, PRIOR

    def step(self, power: F64) -> None:
        """Take in the power of one more frame, `(bins,)`."""
        pitch, total = self._pitch(power)
        self._cents.append(pitch)
        self._loudest = max(total, self._loudest * FORGETS)
        if total > max(LOUD * self._loudest, QUIET):
            self._slid = self._slid * KEEPS + self._slides()
            self._loud = self._loud * KEEPS + 1.0
        self.speaks = self._slid > (SILENT if self.speaks else SPEAKS) * self._loud

    def _slides(self) -> bool:
        """Whether the pitch is on its way, and not on that of a vibrato."""
        step = abs(self._cents[-1] - self._cents[-2])
        return SLIDES < step < LEAPS and not abs(self._cents[-1] - self._cents[0]) < BACK

    def _pitch(self, power: F64) -> tuple[float, float]:
        """The pitch in cents, not a number if there is none, and the power."""
        low = power.copy()
        low[self._upper :] = 0.0
        same = np.fft.irfft(low)[: self._last + 2]
        total = float(same[0])
        same /= self._shape * max(total, 1e-30)
        at = self._first + int(same[self._first : self._last].argmax())
        if same[at] < VOICED:
            return np.nan, total
        left, top, right = same[at - 1 : at + 2]
        lag = at + min(max(0.5 * (left - right) / min(left - 2.0 * top + right, -1e-9), -1.0), 1.0)
        return -1200.0 * float(np.log2(lag)), total
