"""The timeline: which act plays at a tick, how far into it, and what it asks of the world."""

from bisect import bisect_right
from dataclasses import dataclass
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
    """

    tick: int
    act: int
    act_tick: int
    connection: float
    line: Line | None
    line_tick: int


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
        act, act_tick = self.acts[index], tick - self._starts[index]
        for line in reversed(act.voice):
            since = act_tick - round(line.at * TICKS_PER_SECOND)
            if 0 <= since < line.stay * TICKS_PER_SECOND:
                return Cue(tick, index, act_tick, _curve(act, act_tick), line, since)
        return Cue(tick, index, act_tick, _curve(act, act_tick), None, 0)


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
