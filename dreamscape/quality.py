"""Quality tiers: what drawing may cost. A tier changes sharpness and refresh, never the story."""

from dataclasses import dataclass
from typing import TypeVar

from dreamscape.errors import InputError, one_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Quality:
    """One tier.

    Attributes:
        level: 0 to 3; `QUALITY` in shaders, and the index into a layer's choices by tier.
        scale: internal resolution as a part of the output's.
    """

    name: str
    level: int
    scale: float

    def choose(self, choices: tuple[T, T, T, T]) -> T:
        """This tier's entry of (low, medium, high, ultra)."""
        return choices[self.level]


TIERS = {
    tier.name: tier
    for tier in (
        Quality("low", 0, 0.45),
        Quality("medium", 1, 0.7),
        Quality("high", 2, 1.0),
        Quality("ultra", 3, 1.5),
    )
}


def quality(name: str) -> Quality:
    """The tier of this name."""
    if name not in TIERS:
        raise InputError(f"quality {name!r}: unknown, expected {one_of(TIERS)}")
    return TIERS[name]
