"""Bars: which beat is the first, and whether there are three or four in a bar.

Each beat has an accent: its kick and what changes in the harmony with it, less its snare, which in most music stands on
other beats than the first (Goto, An audio-based real-time beat tracking system, 2001). Means of it at each place of a
bar of three and of four beats are kept; the place that stands out most is the downbeat. Where a beat comes so much
sooner or later than expected that it must have been found anew, their count has slipped, and little is known any more.
"""

import numpy as np

from dreamscape.arrays import F64

METERS = 4, 3
KEEPS = 0.9  # a beat: what is known of a place is its last ten bars' or so
CHANGE, SNARE = 1.0, 0.5  # of an accent, beside its kick
STAY = 1.25  # times what another downbeat or meter must be better by
SLIPS, REMEMBERS = 0.25, 0.3  # of a beat's time, by which one that is found anew is off; of what was known before it
EARLY, LATE = 4, 5  # frames around a beat within which its strokes fall


class Bars:
    """Counts the beats of bars.

    Attributes:
        meter: beats in a bar.
        beat: the present beat's number in its bar, from 0.
    """

    def __init__(self) -> None:
        self.meter, self.beat = METERS[0], 0
        self._counted = 0  # beats so far
        self._first = dict.fromkeys(METERS, 0)
        self._accents = {meter: np.zeros(meter) for meter in METERS}
        self._strokes = np.zeros((EARLY + LATE + 1, 2))  # kick and snare of the last frames
        self._since = LATE + 1  # frames since the last beat
        self._period = 0  # between the last two
        self._accent = 0.0
        self._chroma, self._before, self._frames = np.zeros(12), np.zeros(12), 0

    def step(self, is_beat: bool, kick: float, snare: float, chroma: F64) -> None:
        """Take in one more frame: whether a beat falls into it, its strokes 0 to 1, and its chroma `(12,)`."""
        self._strokes[:-1] = self._strokes[1:]
        self._strokes[-1] = kick, snare
        if is_beat:
            if abs(self._since - self._period) > SLIPS * self._period:
                for accents in self._accents.values():
                    accents *= REMEMBERS
            self._end_beat()
            self._counted += 1
            self._period, self._since = self._since, 0
            self.beat = (self._counted - self._first[self.meter]) % self.meter
        self._chroma += chroma
        self._since += 1
        if self._since == LATE:
            kicks, snares = self._strokes.max(axis=0)
            self._accent = float(kicks - SNARE * snares)

    def _end_beat(self) -> None:
        """Weigh the beat that ends: with its chroma known, what changed when it began is too."""
        length = float(np.linalg.norm(self._chroma) * np.linalg.norm(self._before))
        change = 1.0 - float(self._chroma @ self._before) / length if length > 1e-9 else 0.0
        self._before, self._chroma = self._chroma, np.zeros(12)
        accent = self._accent + CHANGE * change
        for meter, accents in self._accents.items():
            place = self._counted % meter
            accents[place] = KEEPS * accents[place] + (1.0 - KEEPS) * accent
            best = int(accents.argmax())
            if accents[best] - accents.mean() > STAY * (accents[self._first[meter]] - accents.mean()):
                self._first[meter] = best
        three, four = (self._contrast(meter) for meter in (3, 4))
        if (three if self.meter == 4 else four) > STAY * (four if self.meter == 4 else three):
            self.meter = 7 - self.meter

    def _contrast(self, meter: int) -> float:
        """How far a meter's downbeat stands out."""
        accents = self._accents[meter]
        return float(accents.max() - np.delete(accents, accents.argmax()).mean())
