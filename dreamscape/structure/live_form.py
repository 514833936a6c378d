"""Live form: where phrases begin in music as it passes, and how new what begins there is.

Each beat has a timbre: the mean of its spectrum, its strokes and its loudness. How far it is from the timbres of the
same place in the bars before, in units of how much these vary, is how new it is. Where much becomes new, a section
begins, and sections begin with phrases, which are PHRASE bars long: so the place of a phrase's beginning is learned, as
a downbeat is (`hearing.bars`), among all beats of a phrase.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Heard
from dreamscape.dream.quantities import SPECTRUM, Detail

PHRASE = 4  # bars
METERS = 4, 3
WIDE = 4  # bands of the spectrum that are taken together
STROKES, LOUDNESS = 0.5, 2.0  # weights of both, beside levels of bands from 0 to 1
BARS = 4  # the bars before that a beat is compared with
KNOWN = 32  # the beats before that show how timbres vary
FIRST = 8  # beats before anything can be new
FLOOR = 0.04  # by which timbres vary at least
FAR = 4.0  # deviations that count at most
STAYS = 3  # beats that stay new where a section has begun
USUAL = 24  # beats whose newness is the usual one
LONGEST = 36  # ticks of a beat that are listened to, so that slow beats are answered in time
KEEPS = 24.0  # bars after which half of what is known of a phrase's place is forgotten
BESIDE = 0.7  # of the evidence of a beat that goes to those beside it: drums that fill a bar begin before the phrase
ANY = 0.3  # weight of beats that are no downbeats, where downbeats have 1.3
BEGINNING = 0.4  # evidence that the music's beginning gives
SETTLED = 12  # beats that are told before their tempo is relied on
SIDE = 8  # beats before and after a beginning that are compared
LEAST = 0.25  # deviations by which these differ at least
MISSED = 16  # beats that may be missing in between
PAUSE = 3 * TICKS_PER_SECOND // 2  # ticks of silence after which music begins again


@dataclass(frozen=True, slots=True)
class Beat:
    """A beat that has been heard.

    Attributes:
        tick: at which it began.
        period: ticks to the next one.
        newness: how new it is, beyond what is usual; about 0.3 and more where a section begins.
        stays_new: how new the least new of the last STAYS beats is: a fill is new for a beat, a section for a bar.
        place: beats since a phrase began, 0 for the first.
        length: beats of a phrase.
    """

    tick: int
    period: float
    newness: float
    stays_new: float
    place: int
    length: int


class LiveForm:
    """Follows the form.

    Attributes:
        begins_again: whether music begins with the last event, after a pause.
    """

    def __init__(self) -> None:
        self.begins_again = False
        self._timbres = deque[F64](maxlen=KNOWN + 1)
        self._newness = deque([0.0], maxlen=USUAL)
        self._lately = deque([0.0] * STAYS, STAYS)  # newness of the last beats
        self._meters = deque[int](maxlen=KNOWN)
        self._evidence = {meter: np.zeros(PHRASE * meter) for meter in METERS}
        self._downbeats = {meter: np.zeros(meter) for meter in METERS}
        self._count = 0  # beats so far
        self._phase = self._bpm = 0.0
        self._begun = self._last = -1  # the tick at which this beat began, and the one before
        self._sum, self._strokes, self._ticks = np.zeros(SPECTRUM), np.zeros(3), 0
        self._period = 0.0
        self._bar = 0, 4  # number of this beat in its bar, and beats in a bar
        self._is_open = False  # whether this beat's timbre is still being heard
        self._contrasts = deque([0.0] * (2 * SIDE - 1), 2 * SIDE - 1)
        self._start: int | None = None  # the tick at which music began, until its beat is known
        self._silent = PAUSE
        self._tick = 0

    @property
    def has_beat(self) -> bool:
        """Whether the last event told of a beat."""
        return self._bpm > 0.0

    def hear(self, heard: Heard, detail: Detail) -> Beat | None:
        """Take in what is heard in a tick, with its detail; returns a beat once its timbre is known.

        That is at the beat's end, or soon before.
        """
        self._silent += max(heard.tick - self._tick - 1, 0)
        self._tick = heard.tick
        is_audible = max(heard.low, heard.middle, heard.high) > 0.0
        self.begins_again = is_audible and self._silent >= PAUSE
        if self.begins_again:
            self._start = heard.tick
            self._newness.clear()
        self._silent = 0 if is_audible else self._silent + 1
        falls = bool(heard.bpm and self._bpm) and heard.phase < self._phase - 0.5
        told = None
        if self._is_open and (falls or self._ticks >= LONGEST):
            told = self._end(detail)
        if falls:
            self._begun, self._is_open, self._ticks = heard.tick, True, 0
            self._period = 60.0 * TICKS_PER_SECOND / heard.bpm
            self._sum[:], self._strokes[:] = 0.0, 0.0
        self._phase, self._bpm = heard.phase, heard.bpm
        if self._is_open:
            self._sum += np.frombuffer(detail.spectrum, np.uint8)
            self._strokes = np.maximum(self._strokes, [detail.levels[drum] for drum in ("kick", "snare", "hat")])
            self._ticks += 1
            self._bar = detail.bar_beat, detail.meter
        return told

    def _end(self, detail: Detail) -> Beat:
        """Weigh the beat whose timbre is complete."""
        self._is_open = False
        spectrum = (self._sum / (255.0 * self._ticks)).reshape(-1, WIDE).mean(axis=1)
        timbre = np.concatenate([spectrum, STROKES * self._strokes, [LOUDNESS * detail.levels["loudness"]]])
        period = self._period
        between = 1 if self._last < 0 else min(max(1, round((self._begun - self._last) / period)), MISSED)
        self._last = self._begun
        self._meters.append(self._bar[1])
        meter = 3 if 2 * self._meters.count(3) > len(self._meters) else 4
        for _ in range(between):
            self._timbres.append(timbre)
            self._count += 1
            self._learn(self._bar[0] == 0)
        newness, usual = self._compare(meter), float(np.median(self._newness)) if self._newness else 0.0
        self._newness.append(newness)
        self._lately.append(newness - usual)
        if self._start is not None and len(self._newness) >= SETTLED:
            self._begin(period)
        evidence = self._evidence[meter]
        near = evidence + BESIDE * (np.roll(evidence, 1) + np.roll(evidence, -1))
        bars = self._downbeats[meter]
        near *= ANY + np.tile(bars / (bars.max() + 1e-9), PHRASE)
        place = (self._count - int(near.argmax())) % len(evidence)
        return Beat(self._begun, period, newness - usual, min(self._lately), place, len(evidence))

    def _begin(self, period: float) -> None:
        """A phrase began with the music, whenever its first beat was told."""
        assert self._start is not None
        ago = round((self._begun - self._start) / period)
        self._start = None
        for evidence in self._evidence.values():
            evidence[(self._count - ago) % len(evidence)] += BEGINNING

    def _compare(self, meter: int) -> float:
        """How new the last beat's timbre is: the mean of its deviations from the same beat in the bars before."""
        before = [len(self._timbres) - 1 - meter * bar for bar in range(1, BARS + 1)]
        before = [index for index in before if index >= 0]
        if len(before) < 2 or len(self._timbres) <= FIRST:
            return 0.0
        timbres = np.array(self._timbres)
        varies = timbres[:-1].std(axis=0) + FLOOR
        return float(np.minimum(np.abs(timbres[-1] - np.median(timbres[before], axis=0)) / varies, FAR).mean())

    def _learn(self, downbeat: bool) -> None:
        """Take in where a section may have begun some bars ago: where what was heard since differs most from before."""
        for meter, evidence in self._evidence.items():
            evidence *= 0.5 ** (1.0 / (KEEPS * meter))
            self._downbeats[meter] *= 0.5 ** (1.0 / (KEEPS * meter))
            self._downbeats[meter][self._count % meter] += downbeat
        wide = len(self._contrasts) // 2
        timbres = np.array(self._timbres)[-2 * SIDE :]
        if len(timbres) == 2 * SIDE:
            apart = np.abs(timbres[:SIDE].mean(axis=0) - timbres[SIDE:].mean(axis=0))
            varies = np.array(self._timbres).std(axis=0) + FLOOR
            self._contrasts.append(float(np.minimum(apart / varies, FAR).mean()))
        middle = self._contrasts[wide]
        if middle > LEAST and middle == max(self._contrasts):
            for evidence in self._evidence.values():
                evidence[(self._count - SIDE + 1 - wide) % len(evidence)] += middle
