"""Inputs: what reaches the dream from outside, as events at ticks, so that a session can be kept and filmed later."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pointer:
    """The dreamer's hand: the pointer or a touch.

    Attributes:
        tick: when it takes effect.
        x, y: in the picture, -1 left or bottom to 1 right or top; not a number when the hand is gone.
        press: 0 open to 1 pressed.
    """

    tick: int
    x: float
    y: float
    press: float = 0.0


Event = Pointer  # | ...: whatever reaches the world from outside; each kind has its `tick`
