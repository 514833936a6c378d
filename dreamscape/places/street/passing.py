"""Which spires the dreamer walks past, when, and on which side."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.places.street.street import crystals, street
from dreamscape.places.street.walkers import END, STOPS, distance_walked
from dreamscape.rng import Streams

TALL = 5.0  # m, from which a crystal is a spire
NEAR, FAR = 8.0, 24.0  # m aside: at the kerb, and where a spire is still noticed
_APART = 2.8, 5.0  # s between those at the kerb, and those behind it, that are noticed
_SLOWEST = 0.25  # m/s: nothing is passed by who stands
_TIMES = np.arange(0.0, STOPS + 0.01, 0.1)  # s


@dataclass(frozen=True, slots=True)
class Passing:
    """Spires in the order in which they are passed, `(n,)` each.

    Attributes:
        at: s of the act.
        aside: m to the right of the street's middle, negative to the left.
        tall: m from foot to tip.
        speed: m/s of the dreamer then.
        number: of the crystal.
    """

    at: F64
    aside: F64
    tall: F64
    speed: F64
    number: F64


@lru_cache(maxsize=2)
def passing(streams: Streams) -> Passing:
    """The spires of a street that are noticed until the dreamer slows down to stand: the tallest of some seconds."""
    way, all_ = street(streams), crystals(streams)
    x, z = all_.base[:, 0].astype(np.float64), all_.base[:, 2].astype(np.float64)
    away = np.hypot(x[:, None] - way.x, z[:, None] - way.z)
    nearest = away.argmin(axis=1)
    heading = way.heading[nearest]
    right = np.cos(heading) * (x - way.x[nearest]) - np.sin(heading) * (z - way.z[nearest])
    tall = (all_.shape[:, 0] + all_.shape[:, 1]).astype(np.float64)
    walked = np.array([distance_walked(float(t)) for t in _TIMES])
    at = np.interp(way.s[nearest], walked, _TIMES)
    speed = np.interp(at, _TIMES, np.gradient(walked, _TIMES))
    aside = np.copysign(away.min(axis=1), right)
    seen = (tall >= TALL) & (way.s[nearest] > 0.0) & (way.s[nearest] < END) & (speed > _SLOWEST)
    kept = list[int]()
    for low, high, apart in ((0.0, NEAR, _APART[0]), (NEAR, FAR, _APART[1])):
        row = np.flatnonzero(seen & (np.abs(aside) >= low) & (np.abs(aside) < high))
        kept += _spaced(row[np.argsort(-tall[row], kind="stable")], at, apart)
    order = np.array(sorted(kept, key=lambda number: at[number]), np.int64)
    return Passing(at[order], aside[order], tall[order], speed[order], order.astype(np.float64))


def _spaced(numbers: NDArray[np.int64], at: F64, apart: float) -> list[int]:
    """Of `numbers`, the first first, those that are at least `apart` seconds from all that are kept before them."""
    kept = list[int]()
    for number in numbers.tolist():
        if all(abs(at[number] - at[other]) >= apart for other in kept):
            kept.append(number)
    return kept
