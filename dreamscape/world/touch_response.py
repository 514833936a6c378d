"""What is felt of the dreamer's hand, tick by tick: where it rests, eased as all that has weight, and what it struck.

Every layer may read it; see `glsl/shared/touch.glsl`. Where there is no hand, nothing is felt or worked out.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND

WAVES = 4  # of what the hand struck, at a time
LASTS = 3 * TICKS_PER_SECOND  # ticks that a wave is seen
COMES, GOES = (
    0.14,
    0.035,
)  # of what is left, a tick: a hand is felt within a tenth of a second, and let go in half of one
FOLLOWS = 0.28  # of the way to the hand, a tick
OPEN = 0.3  # of a press: a hand that only is there
LEAST = 1e-3  # below which nothing is felt
CROWDED = 0.03  # of a wave's strength that each later one takes, a tick: many are no brighter than few
UNTOUCHED = np.zeros((1 + WAVES, 5), np.float32)  # what is seen of nothing
REHEARSED = np.ones((1 + WAVES, 5), np.float32)  # of something, while nobody looks
X, Y, SINCE, STRENGTH = range(4)  # columns of `waves`
HERE, HELD = 2, 3  # of `hand`, after X and Y


@dataclass(slots=True)
class TouchResponse:
    """The state.

    Attributes:
        hand: (4,) float64: x and y in the picture, as of a Pointer; how much it is felt and how hard it presses, 0..1.
        waves: (WAVES, 4) float64, what was struck: x, y, its tick, and how strong it is by now, 1 to 0 for none.
    """

    hand: F64
    waves: F64

    def arrays(self) -> dict[str, F64]:
        """The state, for checkpoints and digests."""
        return {"hand": self.hand, "waves": self.waves}

    def any(self) -> bool:
        """Whether anything is felt."""
        return bool(self.hand[HERE] > 0.0 or self.waves[:, STRENGTH].any())


def nothing() -> TouchResponse:
    """No hand has come yet."""
    return TouchResponse(np.zeros(4), np.zeros((WAVES, 4)))


def strike(felt: TouchResponse, tick: int, x: float, y: float) -> None:
    """The hand strikes: a wave sets out from a place in the picture; the weakest of before makes room."""
    felt.waves[int(np.argmin(felt.waves[:, STRENGTH]))] = x, y, tick, 1.0


def step(felt: TouchResponse, tick: int, pointer: F64) -> None:
    """Feel the pointer (x, y, press; not finite where there is none) for one tick, in place."""
    x, y, press = pointer.tolist()
    if math.isfinite(x):
        _follow(felt.hand, x, y, press)
    elif felt.hand[HERE] > 0.0:
        felt.hand[HERE:] *= 1.0 - GOES
        felt.hand[HERE:] *= felt.hand[HERE] >= LEAST
    if felt.waves[:, STRENGTH].any():
        _fade(felt.waves, tick)


def seen(felt: TouchResponse, tick: float, way: Callable[[float, float], NDArray[np.float32]]) -> NDArray[np.float32]:
    """What is felt, for drawing.

    Args:
        felt: the state.
        tick: now, between two ticks.
        way: the direction from the eye, `(3,)`, in which a place in the picture is seen.

    Returns:
        `(1 + WAVES, 5) float32`: the hand's direction, how much it is felt and how hard it presses; then the direction,
        the seconds since and the strength of each wave.
    """
    found = np.empty_like(UNTOUCHED)
    for row, (x, y) in enumerate([felt.hand[:2], *felt.waves[:, :2]]):
        found[row, :3] = way(float(x), float(y))
    found[0, 3:] = felt.hand[2:]
    found[1:, 3] = (tick - felt.waves[:, SINCE]) / TICKS_PER_SECOND
    found[1:, 4] = felt.waves[:, STRENGTH]
    return found


def _follow(hand: F64, x: float, y: float, press: float) -> None:
    """Go after the pointer; a hand that was away comes at once."""
    share = FOLLOWS if hand[HERE] > 0.0 else 1.0
    hand[X] += (x - hand[X]) * share
    hand[Y] += (y - hand[Y]) * share
    hand[HERE] += (1.0 - hand[HERE]) * COMES
    hand[HELD] += (max(press - OPEN, 0.0) / (1.0 - OPEN) - hand[HELD]) * COMES


def _fade(waves: F64, tick: int) -> None:
    """Those that came later take from each; what is over makes room."""
    later = (waves[None, :, SINCE] > waves[:, None, SINCE]) & (waves[None, :, STRENGTH] > 0.0)
    waves[:, STRENGTH] *= 1.0 - CROWDED * later.sum(axis=1)
    over = (waves[:, STRENGTH] < LEAST) | (tick - waves[:, SINCE] >= LASTS)
    waves[over, STRENGTH] = 0.0
