"""Onsets: what begins, struck or softly, while nobody speaks."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.hearing.soft_onsets import SoftOnsets
from dreamscape.hearing.speaking import VoiceDetector
from dreamscape.hearing.spectrum import HANN, Power
from dreamscape.hearing.strokes import Strokes

WINDOW = 4096  # samples, 85 ms: long enough to part two notes a tone apart


class Onsets:
    """Takes in samples, and tells of what begins."""

    def __init__(self) -> None:
        self._power = Power(WINDOW, *HANN)
        self._strokes, self._notes, self._voice = Strokes(), SoftOnsets(WINDOW), VoiceDetector(self._power.window)

    def begins(self, samples: NDArray[np.float64]) -> float:
        """How strongly something begins in the tick that ends with these samples, mono, `(HOP,)`; 0 to 1.

        What somebody says counts until it is known for a voice, a syllable or two.
        """
        power = self._power.of(samples)
        self._voice.step(power)
        struck = self._strokes.begins(samples)
        soft = self._notes.begins(power, struck > 0.0, self._strokes.usual)
        return 0.0 if self._voice.speaks else struck or soft
