"""Legs: a session that jumped, as stretches without a jump; what came from outside in each, and what still held."""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from dreamscape.dream.inputs import MOST, Event, Tally
from dreamscape.errors import InputError

MOST_JUMPS = 1 << 14  # of a recording


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a session without a jump.

    Attributes:
        start, stop: the ticks of the dream at which it began and at which it was left.
        own: the inputs that came in it, in order of their ticks.
        kept: how many inputs of the leg before it, from the first one on, hold in this one too.
        seed: the seed number that was played, if it is another one than the session's first.
    """

    start: int
    stop: int
    own: tuple[Event, ...] = ()
    kept: int = 0
    seed: int | None = None


def inputs_of(legs: Sequence[Leg], number: int) -> tuple[Event, ...]:
    """All inputs that made a leg what it is, in order of their ticks."""
    found, wanted = deque(legs[number].own), legs[number].kept
    while wanted:
        number -= 1
        leg = legs[number]
        found.extendleft(reversed(leg.own[: max(0, wanted - leg.kept)]))
        wanted = min(wanted, leg.kept)
    return tuple(found)


class Told:
    """The legs of a session, as its events, its jumps and its end are told of one after the other, all of it checked.

    Args:
        start: the tick at which it began.

    Attributes:
        legs: those that are over.
        start: the tick at which the present one began.
        tick: of its last event.
    """

    def __init__(self, start: int) -> None:
        self.legs = list[Leg]()
        self.start, self.tick, self._first = start, 0, 1
        self._holding, self._kept = list[Event](), 0  # the present leg's inputs, and how many are of the one before
        self._seed: int | None = None
        self._tally = Tally()

    def take(self, event: Event, place: str) -> None:
        """An input; `place` is where it was told of, for messages.

        Raises:
            InputError: it cannot be; says what was expected.
        """
        least, kind = max(self.tick, self._first), type(event)
        if event.tick < least:
            raise InputError(f"{place}: tick {event.tick} expected at least {least}, in order")
        if not self._tally.admits(event):
            name = kind.__name__.lower()
            raise InputError(f"{place}: too much at tick {event.tick}, expected at most {MOST[kind]} {name} events")
        self._holding.append(event)
        self.tick = event.tick

    def jump(self, at: int, tick: int, kept: int, seed: int | None, place: str) -> None:
        """A jump from the tick `at` to another one, where the first `kept` inputs hold; else as of `take`.

        With another seed number, if there is a `seed`.
        """
        if at < self.start:
            raise InputError(f"{place}: at {at}: expected at least {self.start}, where the last jump led")
        if kept > (able := bisect_right(self._holding, tick, key=lambda event: event.tick)):
            raise InputError(f"{place}: kept {kept}: expected at most {able}, the inputs up to tick {tick}")
        if len(self.legs) == MOST_JUMPS:
            raise InputError(f"{place}: too many jumps, expected at most {MOST_JUMPS}")
        self.leave(at)
        del self._holding[kept:]
        self._kept, self.start, self.tick, self._first = kept, tick, 0, tick + 1
        self._seed = self._seed if seed is None else seed

    def leave(self, tick: int) -> None:
        """The present leg is over, at this tick."""
        self.legs.append(Leg(self.start, tick, tuple(self._holding[self._kept :]), self._kept, self._seed))
