"""Legs: the stretches of a session between its jumps, each with its inputs and those that still held from before."""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dreamscape.dream.inputs import MOST, Event, Tally, with_reaction
from dreamscape.dream.placed_act import Layout
from dreamscape.errors import InputError

MOST_JUMPS = 1 << 14  # in one recording


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a session without a jump.

    Attributes:
        start, stop: the ticks of the dream at which it began and ended.
        own: the inputs that came during it, in order of ticks.
        kept: how many inputs of the previous leg, from the first one on, still hold in this one.
        seed: the seed number that was played, if it is not the session's first.
        layout: of the dream's acts, if it is not the file's.
    """

    start: int
    stop: int
    own: tuple[Event, ...] = ()
    kept: int = 0
    seed: int | None = None
    layout: Layout = ()

    def with_reaction(self, reaction: float) -> "Leg":
        """The same with sound felt as strongly as `reaction` says."""
        return replace(self, own=tuple(with_reaction(event, reaction) for event in self.own))


def inputs_of(legs: Sequence[Leg], number: int) -> tuple[Event, ...]:
    """All inputs that hold in a leg, in order of ticks."""
    inputs, remaining = deque(legs[number].own), legs[number].kept
    while remaining:
        number -= 1
        leg = legs[number]
        inputs.extendleft(reversed(leg.own[: max(0, remaining - leg.kept)]))
        remaining = min(remaining, leg.kept)
    return tuple(inputs)


class LegBuilder:
    """Builds the legs of a session from its events, jumps and end, in order, and validates them.

    Args:
        start: the tick at which the session began.

    Attributes:
        legs: those that have ended.
        start: the tick at which the current leg began.
        tick: of its last event.
    """

    def __init__(self, start: int) -> None:
        self.legs = list[Leg]()
        self.start, self.tick, self._first = start, 0, 1
        self._inputs, self._kept = list[Event](), 0  # that hold in the current leg; how many are from the one before
        self._seed: int | None = None
        self._layout: Layout = ()
        self._tally = Tally()

    def add_event(self, event: Event, where: str) -> None:
        """Add an event; `where` names its line in messages.

        Raises:
            InputError: out of order, or too many at its tick; says what was expected.
        """
        least, kind = max(self.tick, self._first), type(event)
        if event.tick < least:
            raise InputError(f"{where}: tick {event.tick} expected at least {least}, in order")
        if not self._tally.admits(event):
            name = kind.__name__.lower()
            raise InputError(f"{where}: too much at tick {event.tick}, expected at most {MOST[kind]} {name} events")
        self._inputs.append(event)
        self.tick = event.tick

    def add_jump(
        self, at: int, tick: int, kept: int, seed: int | None, where: str, layout: Layout | None = None
    ) -> None:
        """Add a jump from the tick `at` to `tick`, where the first `kept` inputs still hold; see `add_event`.

        `seed` is the seed number from there on, and `layout` that of the dream's acts, if they change.
        """
        if at < self.start:
            raise InputError(f"{where}: at {at}: expected at least {self.start}, where the last jump led")
        if kept > (most := bisect_right(self._inputs, tick, key=lambda event: event.tick)):
            raise InputError(f"{where}: kept {kept}: expected at most {most}, the inputs up to tick {tick}")
        if len(self.legs) == MOST_JUMPS:
            raise InputError(f"{where}: too many jumps, expected at most {MOST_JUMPS}")
        self.end_leg(at)
        del self._inputs[kept:]
        self._kept, self.start, self.tick, self._first = kept, tick, 0, tick + 1
        self._seed = self._seed if seed is None else seed
        self._layout = self._layout if layout is None else layout

    def end_leg(self, tick: int) -> None:
        """End the current leg at this tick."""
        self.legs.append(Leg(self.start, tick, tuple(self._inputs[self._kept :]), self._kept, self._seed, self._layout))
