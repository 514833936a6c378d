"""Inputs: what reaches the dream from outside, as events at ticks, so that a session can be kept and filmed later."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Pointer:
    """The dreamer's hand: the pointer or a touch.

    Attributes:
        tick: when it takes effect.
        x, y: in the picture of 16:9, -1 left or bottom to 1 right or top, and up to BEYOND in pictures of other shapes;
            not a number when the hand is gone.
        press: 0 open to 1 pressed.
    """

    tick: int
    x: float
    y: float
    press: float = 0.0


@dataclass(frozen=True, slots=True)
class Pluck:
    """The hand strikes what is under it.

    Attributes:
        tick: when it takes effect.
        x, y: in the picture, as of a Pointer.
    """

    tick: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Call:
    """The hand calls who is near to come to it.

    Attributes:
        tick: when it takes effect.
        x, y: in the picture, as of a Pointer.
    """

    tick: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Pulse:
    """A beat of somebody's heart.

    Attributes:
        tick: when it takes effect.
        interval: since the beat before, seconds.
    """

    tick: int
    interval: float


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A parameter that a control was set to.

    Attributes:
        tick: when it takes effect.
        name: `layer.parameter` or `scene.parameter`, or of a vector or colour `layer.parameter.component`, as
            `dreamscape layers --parameters` lists them.
        value: within the parameter's bounds.
    """

    tick: int
    name: str
    value: float | bool | str


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of sound from outside, in one tick.

    Attributes:
        tick: when it takes effect.
        low, middle, high: how loud each band is, 0 to 1.
        onset: how strongly something begins, 0 for nothing to 1.
        bpm: the tempo, beats a minute; 0 where there is no beat.
        phase: turns since the last beat, in [0, 1).
    """

    tick: int
    low: float
    middle: float
    high: float
    onset: float = 0.0
    bpm: float = 0.0
    phase: float = 0.0


BEYOND = 4.0  # what a picture of another shape may show of a dream beside or above the one of 16:9, in its halves

# Whatever reaches the world from outside; each kind has its `tick`.
Event = Pointer | Pluck | Call | Pulse | ParameterChange | Heard

# The most of each kind at one tick that a session takes and a recording may hold: ten fingers, every parameter from
# several controls at once, a second of sound after a stall. Whatever it is fed, a tick takes well below a second.
MOST: Mapping[type[Event], int] = MappingProxyType(
    {Pointer: 4, Pluck: 16, Call: 4, Pulse: 8, ParameterChange: 1024, Heard: 64}
)


class Tally:
    """Counts events that come in order of their ticks."""

    def __init__(self) -> None:
        self._tick, self._counts = -1, Counter[type[Event]]()

    def admits(self, event: Event) -> bool:
        """Count an event in; whether there are not too many of its kind at its tick."""
        if event.tick != self._tick:
            self._tick = event.tick
            self._counts.clear()
        self._counts[type(event)] += 1
        return self._counts[type(event)] <= MOST[type(event)]
