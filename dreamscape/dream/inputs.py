"""Inputs: what reaches the dream from outside, as events at ticks, so that a session can be recorded and filmed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Pointer:
    """The dreamer's hand moves: the pointer or a touch.

    Attributes:
        tick: when it takes effect.
        x, y: in the 16:9 picture, -1 left or bottom to 1 right or top, and up to BEYOND in pictures of other shapes;
            NaN when the hand is gone.
        press: 0 open to 1 pressed.
    """

    tick: int
    x: float
    y: float
    press: float = 0.0


@dataclass(frozen=True, slots=True)
class Pluck:
    """The hand plucks what is under it.

    Attributes:
        tick: when it takes effect.
        x, y: in the picture, as of a Pointer.
    """

    tick: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Call:
    """The hand calls those who are near.

    Attributes:
        tick: when it takes effect.
        x, y: in the picture, as of a Pointer.
    """

    tick: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Pulse:
    """A beat of the viewer's heart.

    Attributes:
        tick: when it takes effect.
        interval: seconds since the previous beat.
    """

    tick: int
    interval: float


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A parameter is set to a value by a control.

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
    """What was heard of outside sound in one tick.

    Attributes:
        tick: when it takes effect.
        low, middle, high: how loud each band is, 0 to 1.
        onset: how strongly something begins, 0 for nothing to 1.
        bpm: the tempo, beats a minute; 0 where there is no beat.
        phase: turns since the last beat, in [0, 1).
        detail: everything else, a packed `quantities.Detail`; empty in recordings of earlier versions.
        reaction: how strongly it is felt, 0 not at all to STRONGEST.
    """

    tick: int
    low: float
    middle: float
    high: float
    onset: float = 0.0
    bpm: float = 0.0
    phase: float = 0.0
    detail: bytes = b""
    reaction: float = 1.0


@dataclass(frozen=True, slots=True)
class Key:
    """A key is pressed or released, for shaders that read the keyboard.

    Attributes:
        tick: when it takes effect.
        code: JavaScript's, below KEY_CODES.
        down: whether it is down from now on.
    """

    tick: int
    code: int
    down: bool


KEY_CODES = 256
STRONGEST = 2.0  # the most of a reaction
BEYOND = 4.0  # bound of x and y: a picture of another shape shows more of the dream than the 16:9 one, -1 to 1

# Everything that reaches the world from outside; each kind has its `tick`.
Event = Pointer | Pluck | Call | Pulse | ParameterChange | Heard | Key

# How many events of each kind a session accepts and a recording may hold at one tick: ten fingers, every parameter from
# several controls at once, a second of sound after a stall. Even then, a tick takes well below a second.
MOST: Mapping[type[Event], int] = MappingProxyType(
    {Pointer: 4, Pluck: 16, Call: 4, Pulse: 8, ParameterChange: 1024, Heard: 64, Key: 64}
)


def with_reaction(event: Event, reaction: float) -> Event:
    """The event, of sound felt `reaction` times as strongly, up to STRONGEST; of anything else unchanged."""
    if reaction == 1.0 or not isinstance(event, Heard):
        return event
    return replace(event, reaction=min(event.reaction * reaction, STRONGEST))


class Tally:
    """Counts events of each kind at a tick; they come in order of ticks."""

    def __init__(self) -> None:
        self._tick, self._counts = -1, Counter[type[Event]]()

    def admits(self, event: Event) -> bool:
        """Count an event; whether its kind is still within MOST at its tick."""
        if event.tick != self._tick:
            self._tick = event.tick
            self._counts.clear()
        self._counts[type(event)] += 1
        return self._counts[type(event)] <= MOST[type(event)]
