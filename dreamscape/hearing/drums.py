"""Kick, snare and hat: strokes in the bands that a drum kit divides among them.

Each has its own threshold above what is usual there, as for all bands together (`strokes`). Snare and hat are noise,
which rises in most bands of its range at once: there the median counts, which no partials of a note lift (FitzGerald,
Harmonic/percussive separation using median filtering, 2010). A bass note that is struck counts as a kick.
"""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.spectrum import centres

RANGES = (30.0, 150.0), (900.0, 5000.0), (6500.0, 16_000.0)  # Hz, of kick, snare and hat
LEAST = np.array([4.0, 4.0, 4.0])  # dB of rise
ABOVE = 3.0  # times the usual rise
FORGETS = 0.5 ** (1.0 / TICKS_PER_SECOND)  # a frame: the usual rise changes by half in 1 s
APART = 5  # frames between two strokes of one drum
FULL = 14.0  # dB of rise of a stroke of strength 1


class Drums:
    """Detects strokes of the three drums."""

    def __init__(self) -> None:
        hz = centres()
        self._parts = [np.flatnonzero((hz >= low) & (hz <= high)) for low, high in RANGES]
        self._usual = np.zeros(3)
        self._since = np.full(3, APART)

    def strengths(self, rises: F64) -> F64:
        """The strengths of strokes that begin in this frame, `(3,)`, 0 to 1, 0 for none.

        Args:
            rises: dB, of the narrow bands, as of `Strokes`.
        """
        kick, snare, hat = (rises[part] for part in self._parts)
        rise = np.array([kick.sum() / len(kick), _middle(snare), _middle(hat)])
        self._since += 1
        begins = (rise > LEAST + ABOVE * self._usual) & (self._since > APART)
        self._since[begins] = 0
        self._usual += (np.minimum(rise, FULL) - self._usual) * (1.0 - FORGETS) * (self._since > 1)
        return np.where(begins, np.minimum(rise / FULL, 1.0), 0.0)


def _middle(values: F64) -> float:
    """The median; of an even number the upper one of two. NumPy's own takes ten times as long for so few."""
    return float(np.partition(values, len(values) // 2)[len(values) // 2])
