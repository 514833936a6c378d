"""The timeline: which act plays at a tick, how far it has come, and what it asks of the world."""

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, DreamFile
from dreamscape.dream.line import Line
from dreamscape.errors import InputError, instead_of
from dreamscape.rng import Streams
from dreamscape.text import short

CLOCK = 60 * 60 * TICKS_PER_SECOND  # ticks after which scenes count the time anew


@dataclass(frozen=True, slots=True)
class Cue:
    """What plays at a tick.

    Attributes:
        tick: since the dream began.
        act: index of the act.
        act_tick: since the act began.
        connection: 0 (alone) to 1 (wholly connected).
        line: the line that the voice is speaking, if any, and `line_tick`, ticks since it began.
        leaving: during a shift, the cue of the previous act, which continues past its end.
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
    """The acts of a dream laid out in whole ticks.

    An endless dream plays all its acts again and again, each round in an order of its own.

    Args:
        file: the dream.
        streams: choose the orders of an endless dream.
    """

    def __init__(self, file: DreamFile, streams: Streams | None = None) -> None:
        self.acts: list[Act] = list(file.act)
        self.endless = file.endless
        self._opening, self._closing = file.opening * TICKS_PER_SECOND, file.closing * TICKS_PER_SECOND
        self._round = tuple(file.act)
        self._streams = streams or Streams(file.seed)
        self._starts = [0]
        self._curves: list[_Curve] = []
        if self.endless:
            self.acts = self._shuffled(0)
        self._lay_out()

    @property
    def closing(self) -> float:
        """Ticks at the end of the dream in which it goes dark."""
        return self._closing

    @property
    def ticks(self) -> int:
        """The length of the dream; of an endless one, the length laid out so far."""
        return self._starts[-1]

    def opening_progress(self, tick: float) -> float:
        """How far the dream is out of the dark at a tick: 0 not at all, 1 and more all the way."""
        if self.endless:
            return 1.0
        left = (self.ticks - tick) / self._closing if self._closing else 1.0
        come = tick / self._opening if self._opening else 1.0
        return max(0.0, min(come, left)) if left < 1.0 else come

    def round_of(self, act: int) -> int:
        """The round in which an act plays: 0 unless the dream is endless."""
        return act // len(self._round)

    def epoch(self, act: int) -> int:
        """The tick from which the scene of an act counts the time: the beginning of its round.

        After CLOCK ticks it counts anew from the next act on: shaders have floats, which by days are a quarter of a
        second apart, and all that flows would stutter.
        """
        first = self.round_of(act) * len(self._round)
        epoch = self._starts[first]
        for start in self._starts[first : act + 1]:
            if start - epoch >= CLOCK:
                epoch = start
        return epoch

    def span(self, act: int) -> tuple[int, int]:
        """The first tick of an act, and the first after it."""
        return self._starts[act], self._starts[act + 1]

    def arrived_tick(self, act: int) -> int:
        """The tick from which an act, of any round, is seen alone: the shift into it is over."""
        while self.endless and act >= len(self.acts):
            self.cue(self.ticks)
        start, stop = self.span(act)
        return min(start + int(1.0 / self.shift_rate(self.cue_of(act, start))) + 1, stop - 1) if act else start

    def find(self, scene: str) -> int:
        """The index of the first act that plays `scene`.

        Raises:
            InputError: there is none.
        """
        for index, act in enumerate(self.acts):
            if act.scene == scene:
                return index
        raise InputError(
            f"--act {short(scene)}: this dream has no such act{instead_of(scene, sorted({a.scene for a in self.acts}))}"
        )

    def cue(self, tick: int) -> Cue:
        """The cue at a tick; past the end of the dream, its last one."""
        while self.endless and tick >= self.ticks:
            self.acts += self._shuffled(self.round_of(len(self.acts)))
            self._lay_out()
        tick = max(0, min(tick, self.ticks - 1))
        index = bisect_right(self._starts, tick) - 1
        cue = self.cue_of(index, tick)
        passing = cue.act_tick * self.shift_rate(cue) if index else 1.0
        return cue if passing >= 1.0 else replace(cue, leaving=self.cue_of(index - 1, tick), passing=passing)

    def shift_rate(self, cue: Cue) -> float:
        """The fraction of the shift into a cue's act that passes in a tick; 1 for the first act, which has none."""
        return 1.0 / (self.acts[cue.act - 1].shift.seconds * TICKS_PER_SECOND) if cue.act else 1.0

    def _shuffled(self, number: int) -> list[Act]:
        """The acts in the order of a round; an act never follows itself."""
        order = self._streams.at("order", number).permutation(len(self._round)).tolist()
        if number and len(order) > 1 and self._round[order[0]] is self.acts[-1]:
            order = [*order[1:], order[0]]
        return [self._round[index] for index in order]

    def _lay_out(self) -> None:
        for act in self.acts[len(self._starts) - 1 :]:
            self._starts.append(self._starts[-1] + round(act.seconds * TICKS_PER_SECOND))
            self._curves.append(_Curve(act))

    def cue_of(self, index: int, tick: int) -> Cue:
        """The cue of one act at a tick, which may lie past the act's end."""
        act, act_tick = self.acts[index], tick - self._starts[index]
        connection = self._curves[index].value(act_tick)
        for line in reversed(act.voice):
            since = act_tick - round(line.at * TICKS_PER_SECOND)
            if 0 <= since < line.stay * TICKS_PER_SECOND:
                return Cue(tick, index, act_tick, connection, line, since)
        return Cue(tick, index, act_tick, connection, None, 0)


class _Curve:
    """An act's connection over time, smooth between its points; computed in integers, rounded once."""

    def __init__(self, act: Act) -> None:
        ticks = [Fraction(seconds) * TICKS_PER_SECOND for seconds, _ in act.connection]
        self._scale = math.lcm(*(at.denominator for at in ticks))
        self._at = [int(at * self._scale) for at in ticks]
        self._values = [value for _, value in act.connection]

    def value(self, act_tick: int) -> float:
        """Connection, 0 to 1, at a tick of the act."""
        now = act_tick * self._scale
        after = bisect_right(self._at, now)
        if after in (0, len(self._at)):
            return self._values[0 if after == 0 else -1]
        start, stop = self._at[after - 1 : after + 1]
        v0, v1 = self._values[after - 1 : after + 1]
        x = (now - start) / (stop - start)
        return v0 + (v1 - v0) * x * x * (3.0 - 2.0 * x)
