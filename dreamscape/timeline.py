"""The timeline: which act plays at a tick, how far into it, and what it asks of the world."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.errors import InputError, one_of
from dreamscape.seed import Act, Line, Seed


@dataclass(frozen=True, slots=True)
class Cue:
    """What is asked for at a tick.

    Attributes:
        tick: since the dream began.
        act: index of the act.
        act_tick: since the act began.
        connection: 0 (alone) to 1 (wholly connected).
        line: the line of the voice now being spoken, if any, and `line_tick`, the tick since it began.
        leaving: while the dream shifts, the cue of the act before, which goes on past its end.
        passing: how far the shift has come, 0 to 1; 1 when there is none.
    """

    tick: int
    act: int
    act_tick: int
    connection: float
    line: Line | None
    line_tick: int
    leaving: "Cue | None" = None
    passing: float = 1.0


class Timeline:
    """The acts of a dream laid out in whole ticks."""

    def __init__(self, seed: Seed) -> None:
        self.acts: tuple[Act, ...] = seed.act
        self._starts = [0]
        for act in self.acts:
            self._starts.append(self._starts[-1] + round(act.seconds * TICKS_PER_SECOND))

    @property
    def ticks(self) -> int:
        """The length of the dream."""
        return self._starts[-1]

    def span(self, act: int) -> tuple[int, int]:
        """The first tick of an act, and the first after it."""
        return self._starts[act], self._starts[act + 1]

    def find(self, scene: str) -> int:
        """The index of the first act that plays `scene`."""
        for index, act in enumerate(self.acts):
            if act.scene == scene:
                return index
        raise InputError(f"--act {scene}: this dream has no such act, expected {one_of({a.scene for a in self.acts})}")

    def cue(self, tick: int) -> Cue:
        """The cue at a tick; past the end, the last act's last."""
        tick = max(0, min(tick, self.ticks - 1))
        index = bisect_right(self._starts, tick) - 1
        cue = self._cue_of(index, tick)
        passing = cue.act_tick * self.pace(cue) if index else 1.0
        return cue if passing >= 1.0 else replace(cue, leaving=self._cue_of(index - 1, tick), passing=passing)

    def pace(self, cue: Cue) -> float:
        """How much of the shift into a cue's act is done in a tick; 1 for the first act, which nothing leads into."""
        return 1.0 / (self.acts[cue.act - 1].shift.seconds * TICKS_PER_SECOND) if cue.act else 1.0

    def _cue_of(self, index: int, tick: int) -> Cue:
        """The cue of one act at a tick, which may lie past the act's end."""
        act, act_tick = self.acts[index], tick - self._starts[index]
        connection = _curve(act, act_tick)
        for line in reversed(act.voice):
            since = act_tick - round(line.at * TICKS_PER_SECOND)
            if 0 <= since < line.stay * TICKS_PER_SECOND:
                return Cue(tick, index, act_tick, connection, line, since)
        return Cue(tick, index, act_tick, connection, None, 0)


def _curve(act: Act, act_tick: int) -> float:
    """The act's connection curve, smooth between its points; rational arithmetic in, one rounding out."""
    points = act.connection
    seconds = Fraction(act_tick, TICKS_PER_SECOND)
    if seconds <= points[0][0]:
        return points[0][1]
    for (t0, v0), (t1, v1) in pairwise(points):
        if seconds < t1:
            x = float((seconds - Fraction(t0)) / (Fraction(t1) - Fraction(t0)))
            return v0 + (v1 - v0) * x * x * (3.0 - 2.0 * x)
    return points[-1][1]
