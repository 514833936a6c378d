"""Onsets: notes and strokes that begin, except in speech."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.hearing.drums import Drums
from dreamscape.hearing.soft_onsets import SoftOnsets
from dreamscape.hearing.speaking import VoiceDetector
from dreamscape.hearing.spectrum import HANN, Power
from dreamscape.hearing.strokes import Strokes

WINDOW = 4096  # samples, 85 ms: long enough to separate two notes a tone apart


class Onsets:
    """Detects onsets.

    Attributes:
        power: of the samples of the last tick, `(WINDOW // 2 + 1,)`.
        drums: strengths of strokes of kick, snare and hat that begin in it, `(3,)`, 0 to 1, 0 for none.
    """

    def __init__(self) -> None:
        self._power = Power(WINDOW, *HANN)
        self.power, self.drums = np.zeros(WINDOW // 2 + 1), np.zeros(3)
        self._strokes, self._drums, self._notes = Strokes(), Drums(), SoftOnsets(WINDOW)
        self._voice = VoiceDetector(self._power.window)

    def strength(self, samples: NDArray[np.float64]) -> float:
        """The strength of an onset in the tick that ends with these samples, mono, `(HOP,)`; 0 to 1, 0 for none.

        Speech counts until it is recognised as a voice, a syllable or two.
        """
        power = self.power = self._power.of(samples)
        self._voice.step(power)
        struck = self._strokes.strength(samples)
        self.drums = self._drums.strengths(self._strokes.rises) * (not self._voice.is_speaking)
        soft = self._notes.strength(power, struck > 0.0, self._strokes.usual)
        return 0.0 if self._voice.is_speaking else struck or soft

    @property
    def is_speaking(self) -> bool:
        """Whether a voice is heard."""
        return self._voice.is_speaking
