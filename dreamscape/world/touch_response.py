"""The response to the dreamer's hand: its smoothed position and press, and the waves that its strikes send out.

Every layer may read it; see `glsl/shared/touch.glsl`. Without a hand, nothing is computed.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND

WAVES = 4  # at most at a time
LASTS = 3 * TICKS_PER_SECOND  # ticks of a wave
# Of the remaining difference, a tick: a hand fades in within a tenth of a second, and out within half of one.
COMES, GOES = 0.14, 0.035
FOLLOWS = 0.28  # of the remaining way to the pointer, a tick
OPEN = 0.3  # press of an open hand
LEAST = 1e-3  # strengths below it are 0
CROWDED = 0.03  # of its strength that a wave loses to each later one, a tick: many are no brighter than few
UNTOUCHED = np.zeros((1 + WAVES, 5), np.float32)  # the response without a hand
REHEARSED = np.ones((1 + WAVES, 5), np.float32)  # a response that uses everything, for rehearsals out of sight
X, Y, SINCE, STRENGTH = range(4)  # columns of `waves`
HERE, HELD = 2, 3  # of `hand`, after X and Y


@dataclass(slots=True)
class TouchResponse:
    """The state.

    Attributes:
        hand: (4,) float64: x and y in the picture, as of a Pointer; its presence and its press, 0 to 1.
        waves: (WAVES, 4) float64: x, y, the tick of the strike, and the strength by now, 1 to 0 for none.
    """

    hand: F64
    waves: F64

    def arrays(self) -> dict[str, F64]:
        """The state, for checkpoints and digests."""
        return {"hand": self.hand, "waves": self.waves}

    def any(self) -> bool:
        """Whether there is any response."""
        return bool(self.hand[HERE] > 0.0 or self.waves[:, STRENGTH].any())


def nothing() -> TouchResponse:
    """The state before any hand has come."""
    return TouchResponse(np.zeros(4), np.zeros((WAVES, 4)))


def strike(felt: TouchResponse, tick: int, x: float, y: float) -> None:
    """Start a wave from a point of the picture; it replaces the weakest one."""
    felt.waves[int(np.argmin(felt.waves[:, STRENGTH]))] = x, y, tick, 1.0


def step(felt: TouchResponse, tick: int, pointer: F64) -> None:
    """Follow the pointer (x, y, press; not finite if there is none) for one tick, in place."""
    x, y, press = pointer.tolist()
    if math.isfinite(x):
        _follow(felt.hand, x, y, press)
    elif felt.hand[HERE] > 0.0:
        felt.hand[HERE:] *= 1.0 - GOES
        felt.hand[HERE:] *= felt.hand[HERE] >= LEAST
    if felt.waves[:, STRENGTH].any():
        _fade(felt.waves, tick)


def seen(felt: TouchResponse, tick: float, way: Callable[[float, float], NDArray[np.float32]]) -> NDArray[np.float32]:
    """The response, for drawing.

    Args:
        felt: the state.
        tick: now, a whole number or between two ticks.
        way: gives the direction from the eye, `(3,)`, of a point of the picture.

    Returns:
        `(1 + WAVES, 5) float32`: the hand's direction, its presence and its press; then of each wave the direction, the
        seconds since its strike and the strength.
    """
    rows = np.empty_like(UNTOUCHED)
    for row, (x, y) in enumerate([felt.hand[:2], *felt.waves[:, :2]]):
        rows[row, :3] = way(float(x), float(y))
    rows[0, 3:] = felt.hand[2:]
    rows[1:, 3] = (tick - felt.waves[:, SINCE]) / TICKS_PER_SECOND
    rows[1:, 4] = felt.waves[:, STRENGTH]
    return rows


def _follow(hand: F64, x: float, y: float, press: float) -> None:
    """Move towards the pointer; a hand that was away jumps to it."""
    share = FOLLOWS if hand[HERE] > 0.0 else 1.0
    hand[X] += (x - hand[X]) * share
    hand[Y] += (y - hand[Y]) * share
    hand[HERE] += (1.0 - hand[HERE]) * COMES
    hand[HELD] += (max(press - OPEN, 0.0) / (1.0 - OPEN) - hand[HELD]) * COMES


def _fade(waves: F64, tick: int) -> None:
    """Weaken waves by those that came later, and end those that are over."""
    later = (waves[None, :, SINCE] > waves[:, None, SINCE]) & (waves[None, :, STRENGTH] > 0.0)
    waves[:, STRENGTH] *= 1.0 - CROWDED * later.sum(axis=1)
    over = (waves[:, STRENGTH] < LEAST) | (tick - waves[:, SINCE] >= LASTS)
    waves[over, STRENGTH] = 0.0
