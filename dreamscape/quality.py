"""Quality tiers: how much drawing may cost. A tier changes sharpness and refresh rates, never the story."""

from dataclasses import dataclass, replace
from typing import TypeVar

from dreamscape.errors import InputError, instead_of
from dreamscape.text import short

T = TypeVar("T")
LEAST = 252  # px of the shorter side, the smallest that any tier draws: below it stars and threads are blocks of pixels


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

    def fitted(self, size: tuple[int, int]) -> "Quality":
        """This tier for an output of `size`: small pictures are cheap, and are drawn at up to their full size."""
        return replace(self, scale=max(self.scale, min(1.0, LEAST / min(size))))

    def choose(self, choices: tuple[T, T, T, T]) -> T:
        """This tier's entry of (low, medium, high, ultra)."""
        return choices[self.level]


TIERS = {
    tier.name: tier
    for tier in (
        Quality("low", 0, 0.55),
        Quality("medium", 1, 0.65),
        Quality("high", 2, 1.0),
        Quality("ultra", 3, 1.5),
    )
}


def quality(name: str) -> Quality:
    """The tier of this name."""
    if name not in TIERS:
        raise InputError(f"quality '{short(name)}': unknown{instead_of(name, TIERS)}")
    return TIERS[name]
