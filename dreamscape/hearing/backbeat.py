"""The level at which beats are counted, by the backbeat.

In most music with drums the snare stands on every other beat. Where quick beats with a hat on each have it on every
fourth alone, they are the eighths of a beat half as fast, whatever the hats between them do: hip-hop is tracked so, and
drum and bass in half time.
"""

from collections import deque

import numpy as np

from dreamscape.arrays import F64
from dreamscape.hearing.beat import MINUTE, Beat

QUICK, SLOWER = 140.0, 130.0  # beats a minute: from the first on they may be eighths; below the second not
PLACES = 4  # beats, after which the snare comes again
KEEPS = 0.85  # a stroke: what is known of a place is its last six
FIRST = 2 * PLACES  # beats of one tempo before anything is known
APART, NEAR = 1.7, 1.3  # times the other places' snare: from the first on it stands alone, below the second not
LEAST, HATS = 0.3, 0.5  # mean strengths of snares that stand alone, and of hats on all beats
STEADY, EACH = 3, 0.25  # snares in a row where they stand alone, and the least of them: a waltz leaves some out
KICK = 0.5  # of a kick's strength, by which the snare with it counts less: it clicks, and bass and chord begin with it
EARLY, LATE = 3, 3  # frames around a beat within which its strokes fall


class CountedBeat:
    """The beat of a flux, counted as people do; attributes as of `Beat`."""

    number: int | None = None

    def __init__(self) -> None:
        self.period = self.phase = self.certainty = 0.0
        self.falls = False
        self._tracked = Beat()
        self._strokes = deque([np.zeros(3)] * (EARLY + LATE + 1), EARLY + LATE + 1)
        self._snares, self._hat = np.zeros(PLACES), 0.0  # means at each place, and on all beats
        self._last = [deque([0.0] * STEADY, STEADY) for _ in range(PLACES)]  # the last snares at each place
        self._count = self._known = 0  # beats; those of the present tempo
        self._period = 0.0  # frames, of the last beat
        self._first = 0  # the number of one that is counted, where every other is
        self._are_eighths = False
        self._since = MINUTE  # frames since the last beat

    def step(self, flux: float, drums: F64) -> None:
        """Take in one more frame: its flux, dB, and its strokes of kick, snare and hat, `(3,)`, 0 to 1."""
        tracked = self._tracked
        tracked.step(flux, drums)
        self._strokes.append(drums)
        self._since += 1
        if self._since == LATE:
            self._weigh()
        passed = round(self._since / tracked.period) if tracked.falls else 0  # none where the beat is found anew
        if passed:
            self._count += passed
            self._since = 0
        self.certainty, self.falls = tracked.certainty, tracked.falls
        self.period, self.phase = tracked.period, tracked.phase
        if self._are_eighths:
            between = (self._count - self._first) % 2
            self.falls = passed > 0 and not between
            self.period, self.phase = 2.0 * tracked.period, 0.5 * (between + tracked.phase)

    @property
    def _recent(self) -> F64:
        """The strongest strokes of the last frames, `(3,)`."""
        return np.asarray(np.max(self._strokes, axis=0))

    def _share(self, places: int) -> float:
        """Of a mean, that a new value takes: all that are known count alike at first."""
        return max(1.0 - KEEPS, 1.0 / (1 + self._known // places))

    def _weigh(self) -> None:
        """Take in the strokes of a beat, and decide whether it is one of eighths."""
        kick, snare, hat = self._recent
        snare = max(snare - KICK * kick, 0.0)
        period = self._tracked.period
        if not abs(period - self._period) < 0.1 * period:
            self._known = 0
        self._period = period
        place = self._count % PLACES
        self._hat += self._share(1) * (hat - self._hat)
        self._last[place].append(snare)
        self._snares[place] += self._share(PLACES) * (snare - self._snares[place])
        self._known += 1
        if self._known < FIRST:
            self._are_eighths = False
            return
        best = int(self._snares.argmax())
        others = float(np.delete(self._snares, best).max())
        is_alone = float(self._snares[best]) > max(others * (NEAR if self._are_eighths else APART), LEAST)
        is_steady = self._are_eighths or min(self._last[best]) > EACH
        is_quick = 0.0 < period < MINUTE / (SLOWER if self._are_eighths else QUICK)
        self._are_eighths = is_quick and is_alone and is_steady and self._hat > HATS
        self._first = best
