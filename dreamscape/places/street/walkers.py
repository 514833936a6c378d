"""The walkers on the street of spires: the dreamer, the key in their raised hand, and strangers.

Their positions are a pure function of time, which the scene writes into the cast.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dreamscape.arrays import F32, F64
from dreamscape.clock import TICK
from dreamscape.places.street.gait import RAISED_HAND, STRIDE
from dreamscape.places.street.street import street
from dreamscape.rng import Streams

DREAMER, KEY, STRANGER = 0, 1, 2  # slots of the bodies; more strangers follow
STRANGERS = 11
CHEST = 1.1  # m, the height of a walker's body above the feet
_PACE = 1.10  # m/s, the dreamer's
STEP_LENGTH = STRIDE / 2.0  # m, a step
_SLOWS, _STOPS = 25.0, 37.0  # s of the act


@dataclass(frozen=True, slots=True)
class Walkers:
    """The state of all walkers.

    Attributes:
        pos: `(3, n) float32`, metres, of the bodies.
        vel: `(3, n) float32`, m/s.
        phase: `(n,) float32`, turns of the stride.
    """

    pos: F32
    vel: F32
    phase: F32


@dataclass(frozen=True, slots=True)
class _Paths:
    s: F64  # m at the act's beginning
    pace: F64  # m/s along the street, negative towards the camera
    offset: F64  # m right of the middle at the beginning
    across: F64  # m/s
    height: F64  # x


@lru_cache(maxsize=2)
def _paths(seed: int) -> _Paths:
    random = Streams(seed).at("strangers")
    oncoming = np.arange(STRANGERS) < STRANGERS - 3
    number = np.arange(STRANGERS)
    s = np.where(oncoming, 15.0 + 6.6 * number, 9.0 + 5.5 * (number - STRANGERS + 3)) + random.uniform(
        -1.5, 1.5, STRANGERS
    )
    pace = np.where(oncoming, -random.uniform(0.62, 1.0, STRANGERS), random.uniform(0.5, 0.8, STRANGERS))
    side = np.where(number % 2 == 0, 1.0, -1.0) * (1.0 if random.random() < 0.5 else -1.0)
    offset = side * random.uniform(1.15, 2.2, STRANGERS)
    height = np.where(number == 4, 0.68, random.uniform(0.92, 1.06, STRANGERS))  # one of them is a child
    return _Paths(s, pace, offset, random.uniform(-0.012, 0.012, STRANGERS), height)


def heights(streams: Streams) -> F64:
    """The height of each stranger, `(STRANGERS,)`, 1 for 1.75 m."""
    return _paths(streams.seed).height


def distance_walked(seconds: float) -> float:
    """How far the dreamer has walked, m: at an even pace, then slower, at rest before the door."""
    late = min(max((seconds - _SLOWS) / (_STOPS - _SLOWS), 0.0), 1.0)
    lost = (_STOPS - _SLOWS) * (late**3 - 0.5 * late**4)  # the integral of 3 x^2 - 2 x^3
    return _PACE * (min(seconds, _STOPS) - lost)


def key_position(streams: Streams, seconds: float) -> tuple[float, float, float]:
    """The position of the key, metres: above the dreamer's raised hand."""
    return _above_hand(streams, distance_walked(seconds), float(seconds))


def _above_hand(streams: Streams, s: float, seconds: float) -> tuple[float, float, float]:
    path = street(streams)
    right, up, ahead = RAISED_HAND
    x, z = path.at(s + ahead, right)
    return float(x), up + 0.24 + 0.03 * float(np.sin(seconds * 1.1)), float(z)


def walkers_at(streams: Streams, seconds: float) -> Walkers:
    """The walkers `seconds` after the act began."""
    pos = _positions(streams, seconds)
    vel = (pos - _positions(streams, seconds - TICK)) / TICK
    paths = _paths(streams.seed)
    walked = np.concatenate([[distance_walked(seconds), 0.0], np.abs(paths.pace) * (seconds + 60.0) / paths.height])
    offset = np.concatenate([[0.0, 0.0], np.arange(STRANGERS) * 0.37])
    return Walkers(
        pos.astype(np.float32), vel.astype(np.float32), ((walked / STRIDE + offset) % 1.0).astype(np.float32)
    )


def distance_ahead(streams: Streams, seconds: float) -> F64:
    """The distance of each stranger ahead of the dreamer along the street, `(STRANGERS,)` metres."""
    paths = _paths(streams.seed)
    return np.asarray(paths.s + paths.pace * seconds - distance_walked(seconds))


def _positions(streams: Streams, seconds: float) -> F64:
    path, paths = street(streams), _paths(streams.seed)
    walked = distance_walked(seconds)
    x, z = path.at(walked)
    s, off = paths.s + paths.pace * seconds, paths.offset + paths.across * seconds
    sx, sz = path.at(s, off)
    dreamer, key = (float(x), CHEST, float(z)), _above_hand(streams, walked, seconds)
    crowd = np.stack([sx, CHEST * paths.height, sz])
    return np.concatenate([np.array([dreamer, key]).T, crowd], axis=1)
