"""Who walks on the street of spires: the dreamer, the key in their raised hand, and strangers; where, at any moment.

All walk at speeds of their own on ways of their own: a pure function of time, that the scene writes into the cast.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICK
from dreamscape.physics.bodies import Bodies
from dreamscape.places.street.gait import RAISED_HAND, STRIDE
from dreamscape.places.street.street import street
from dreamscape.rng import Streams

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
DREAMER, KEY, STRANGER = 0, 1, 2  # places among the bodies; strangers follow
STRANGERS = 11
CHEST = 1.1  # m, the height of a walker's body above the feet
_PACE = 1.10  # m/s, the dreamer's
PACED = STRIDE / 2.0  # m, a step
_SLOWS, _STOPS = 25.0, 37.0  # s of the act


@dataclass(frozen=True, slots=True)
class WalkersState:
    """Where all are.

    Attributes:
        pos: `(3, n) float32`, metres, of the bodies.
        vel: `(3, n) float32`, m/s.
        phase: `(n,) float32`, turns of each one's stride.
    """

    pos: F32
    vel: F32
    phase: F32


@dataclass(frozen=True, slots=True)
class _Ways:
    s: F64  # m at the act's beginning
    pace: F64  # m/s along the street, negative towards the camera
    off: F64  # m right of the middle at the beginning
    across: F64  # m/s
    tall: F64  # x


@lru_cache(maxsize=2)
def _ways(seed: int) -> _Ways:
    random = Streams(seed).at("strangers")
    oncoming = np.arange(STRANGERS) < STRANGERS - 3
    number = np.arange(STRANGERS)
    s = np.where(oncoming, 15.0 + 6.6 * number, 9.0 + 5.5 * (number - STRANGERS + 3)) + random.uniform(
        -1.5, 1.5, STRANGERS
    )
    pace = np.where(oncoming, -random.uniform(0.62, 1.0, STRANGERS), random.uniform(0.5, 0.8, STRANGERS))
    side = np.where(number % 2 == 0, 1.0, -1.0) * (1.0 if random.random() < 0.5 else -1.0)
    off = side * random.uniform(1.15, 2.2, STRANGERS)
    tall = np.where(number == 4, 0.68, random.uniform(0.92, 1.06, STRANGERS))  # one of them is a child
    return _Ways(s, pace, off, random.uniform(-0.012, 0.012, STRANGERS), tall)


def heights(streams: Streams) -> F64:
    """How tall each stranger is, `(STRANGERS,)`, 1 for 1.75 m."""
    return _ways(streams.seed).tall


def walked(seconds: float) -> float:
    """Metres that the dreamer has walked: at an even pace, then slower, at rest before the door."""
    late = min(max((seconds - _SLOWS) / (_STOPS - _SLOWS), 0.0), 1.0)
    lost = (_STOPS - _SLOWS) * (late**3 - 0.5 * late**4)  # the integral of 3 x^2 - 2 x^3
    return _PACE * (min(seconds, _STOPS) - lost)


def key_place(streams: Streams, seconds: float) -> tuple[float, float, float]:
    """The key, metres: above the dreamer's raised hand."""
    return _held(streams, walked(seconds), float(seconds))


def _held(streams: Streams, s: float, seconds: float) -> tuple[float, float, float]:
    way = street(streams)
    right, up, ahead = RAISED_HAND
    x, z = way.at(s + ahead, right)
    return float(x), up + 0.24 + 0.03 * float(np.sin(seconds * 1.1)), float(z)


def moment(streams: Streams, seconds: float) -> WalkersState:
    """Where all are, `seconds` after the act began, and how fast."""
    pos = _places(streams, seconds)
    vel = (pos - _places(streams, seconds - TICK)) / TICK
    ways = _ways(streams.seed)
    gone = np.concatenate([[walked(seconds), 0.0], np.abs(ways.pace) * (seconds + 60.0) / ways.tall])
    offset = np.concatenate([[0.0, 0.0], np.arange(STRANGERS) * 0.37])
    return WalkersState(
        pos.astype(np.float32), vel.astype(np.float32), ((gone / STRIDE + offset) % 1.0).astype(np.float32)
    )


def ahead(streams: Streams, seconds: float) -> F64:
    """How far each stranger is ahead of the dreamer along the street, `(STRANGERS,)` metres."""
    ways = _ways(streams.seed)
    return np.asarray(ways.s + ways.pace * seconds - walked(seconds))


def _places(streams: Streams, seconds: float) -> F64:
    way, ways = street(streams), _ways(streams.seed)
    walk = walked(seconds)
    x, z = way.at(walk)
    s, off = ways.s + ways.pace * seconds, ways.off + ways.across * seconds
    sx, sz = way.at(s, off)
    dreamer, key = (float(x), CHEST, float(z)), _held(streams, walk, seconds)
    crowd = np.stack([sx, CHEST * ways.tall, sz])
    return np.concatenate([np.array([dreamer, key]).T, crowd], axis=1)


def place(bodies: Bodies, body: int, alpha: float) -> tuple[float, float, float]:
    """Where one body is, metres, `alpha` of the way from the last tick to this one."""
    x, y, z = bodies.pos[:, body] + bodies.vel[:, body] * np.float32((alpha - 1.0) * TICK)
    return float(x), float(y), float(z)
