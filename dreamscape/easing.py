"""Easing: curves that set out and arrive without a jerk."""

from typing import Any, overload

import numpy as np
from numpy.typing import NDArray


def ease(x: float) -> float:
    """A start and an arrival without a jerk: 0 to 1 as `x` goes from 0 to 1, with no speed or acceleration at the ends.

    Source: Perlin 2002, "Improving noise": 6 x^5 - 15 x^4 + 10 x^3.
    """
    x = min(max(x, 0.0), 1.0)
    return x * x * x * (x * (6.0 * x - 15.0) + 10.0)


@overload
def smoothstep(x: float, low: float = 0.0, high: float = 1.0) -> float: ...
@overload
def smoothstep(x: NDArray[Any], low: float = 0.0, high: float = 1.0) -> NDArray[Any]: ...
def smoothstep(x: float | NDArray[Any], low: float = 0.0, high: float = 1.0) -> float | NDArray[Any]:
    """0 to 1 as `x`, a number or an array, goes from `low` to `high`, with no speed at the ends, as in GLSL."""
    t = (x - low) / (high - low)
    t = np.clip(t, 0.0, 1.0) if isinstance(t, np.ndarray) else min(max(t, 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


def give(x: float) -> float:
    """A lock's way from 0 to 1 as `x` does: it resists, gives, goes a little too far and settles."""
    return 0.07 * ease(x / 0.36) + 0.98 * ease((x - 0.44) / 0.32) - 0.05 * ease((x - 0.78) / 0.22)
