"""The walkers on the street of spires: the dreamer, the key in their raised hand, and strangers.

Their positions are a pure function of time, which the scene writes into the cast.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dreamscape.arrays import F32, F64
from dreamscape.clock import TICK
from dreamscape.places.street import people
from dreamscape.places.street.gait import RAISED_HAND
from dreamscape.places.street.people import Person
from dreamscape.places.street.street import street
from dreamscape.rng import Streams

DREAMER, KEY, STRANGER = 0, 1, 2  # slots of the bodies; more strangers follow
STRANGERS = 11
_SLOTS = [DREAMER, *range(STRANGER, STRANGER + STRANGERS)]  # of who walks
CHEST = 1.1  # m, the height of a walker's body above the feet
_PACE = 1.10  # m/s, the dreamer's
STEP_LENGTH = 0.68  # m, the dreamer's
_SLOWS, STOPS = 25.0, 37.0  # s of the act
_BEFORE = 60.0  # s before the act in which the strangers' steps are counted from
_PAIR = (5, 6)  # two who stand and talk
_APART = 0.78  # m between them


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
class Paths:
    """The ways of the strangers, `(STRANGERS,) float64` each.

    Attributes:
        s: m along the street at the act's beginning.
        pace: m/s along the street, negative towards the camera; 0 who stands.
        offset: m right of the middle at the beginning.
        across: m/s to the right.
        turned: rad that they look to the right of where the street leads.
    """

    s: F64
    pace: F64
    offset: F64
    across: F64
    turned: F64


@lru_cache(maxsize=2)
def paths(seed: int) -> Paths:
    """The ways of the strangers of a seed."""
    random = Streams(seed).at("strangers")
    oncoming = np.arange(STRANGERS) < STRANGERS - 3
    number = np.arange(STRANGERS)
    s = np.where(oncoming, 15.0 + 6.6 * number, 9.0 + 5.5 * (number - STRANGERS + 3)) + random.uniform(
        -1.5, 1.5, STRANGERS
    )
    pace = np.where(oncoming, -random.uniform(0.62, 1.0, STRANGERS), random.uniform(0.5, 0.8, STRANGERS))
    side = np.where(number % 2 == 0, 1.0, -1.0) * (1.0 if random.random() < 0.5 else -1.0)
    offset = side * random.uniform(1.15, 2.2, STRANGERS)
    across, turned = random.uniform(-0.012, 0.012, STRANGERS), np.where(pace < 0.0, np.pi, 0.0)
    first, second = _PAIR
    pace[[first, second]] = across[[first, second]] = 0.0
    s[[first, second]] = random.uniform(20.0, 25.0)
    offset[second] = np.sign(offset[first]) * 1.75
    offset[first] = np.sign(offset[first]) * (1.75 + _APART)
    inwards = -0.5 * np.pi * np.sign(offset[first])
    turned[first], turned[second] = inwards * 1.35, -inwards * 1.30  # and a little towards who comes
    return Paths(s, pace, offset, across, turned)


@lru_cache(maxsize=2)
def everybody(streams: Streams) -> tuple[Person, ...]:
    """Who the dreamer and the strangers of a seed are."""
    return people.people()[people.DREAMER], *people.strangers(streams, STRANGERS)


@lru_cache(maxsize=2)
def heights(streams: Streams) -> F64:
    """The height of each stranger, `(STRANGERS,)`, 1 for 1.75 m."""
    return np.array([person.tall for person in everybody(streams)[1:]]) / 1.75


def distance_walked(seconds: float) -> float:
    """How far the dreamer has walked, m: at an even pace, then slower, at rest before the door."""
    late = min(max((seconds - _SLOWS) / (STOPS - _SLOWS), 0.0), 1.0)
    lost = (STOPS - _SLOWS) * (late**3 - 0.5 * late**4)  # the integral of 3 x^2 - 2 x^3
    return _PACE * (min(seconds, STOPS) - lost)


def key_position(streams: Streams, seconds: float) -> tuple[float, float, float]:
    """The position of the key, metres: above the dreamer's raised hand."""
    x, y, z = _positions(streams, [seconds])[0, :, KEY].tolist()
    return x, y, z


def walked_at(streams: Streams, seconds: float) -> tuple[F64, F64]:
    """How far the dreamer, from where the walk will end, and the strangers have walked, m; their speed, m/s."""
    far = distance_walked(seconds)
    speed = (far - distance_walked(seconds - TICK)) / TICK
    return _walked(streams, far, seconds), np.concatenate([[speed], np.abs(paths(streams.seed).pace)])


def _walked(streams: Streams, far: float, seconds: float) -> F64:
    """As of `walked_at`, when the dreamer has walked `far` m."""
    return np.concatenate([[far - END], np.abs(paths(streams.seed).pace) * (seconds + _BEFORE)])


def on_way(streams: Streams, walked: F64) -> tuple[F64, F64, F64]:
    """Where on the street the dreamer and the strangers are when they have walked so far, `(..., n)` as `walked_at`.

    Returns:
        m along the street, m to the right of its middle, and rad that they look to the right of where it leads.
    """
    way = paths(streams.seed)
    moves = np.where(way.pace == 0.0, 1.0, np.abs(way.pace))
    seconds = walked[..., 1:] / moves - _BEFORE * (way.pace != 0.0)
    s, off = np.zeros_like(walked), np.zeros_like(walked)
    s[..., 0] = END + np.minimum(walked[..., 0], 0.0)
    s[..., 1:] = way.s + way.pace * seconds
    off[..., 1:] = way.offset + way.across * seconds
    return s, off, np.concatenate([[0.0], way.turned])


@lru_cache(maxsize=2)  # of all who ask for one moment
def places_at(streams: Streams, seconds: float) -> tuple[F64, F64]:
    """x and z of the dreamer and of the strangers, `(2, n)` m, and where they look, `(n,)` rad; read-only."""
    s, off, turned = on_way(streams, walked_at(streams, seconds)[0])
    way = street(streams)
    at, heading = np.stack(way.at(s, off)), way.heading_at(s) + turned
    for found in (at, heading):
        found.flags.writeable = False
    return at, heading


def walkers_at(streams: Streams, seconds: float) -> Walkers:
    """The walkers `seconds` after the act began."""
    pos, before = _positions(streams, [seconds, seconds - TICK])
    vel = (pos - before) / TICK
    walked = _walked(streams, distance_walked(seconds), seconds)
    phase = np.zeros(pos.shape[1])
    phase[_SLOTS] = walked / (2.0 * STEP_LENGTH) % 1.0
    return Walkers(pos.astype(np.float32), vel.astype(np.float32), phase.astype(np.float32))


def distance_ahead(streams: Streams, seconds: float) -> F64:
    """The distance of each stranger ahead of the dreamer along the street, `(STRANGERS,)` metres."""
    way = paths(streams.seed)
    return np.asarray(way.s + way.pace * seconds - distance_walked(seconds))


def _positions(streams: Streams, moments: list[float]) -> F64:
    """Where all bodies are at some moments, s of the act: `(moments, 3, n)` m."""
    far = [distance_walked(seconds) for seconds in moments]
    right, up, ahead = RAISED_HAND
    s, off = np.empty((2, len(moments), 2 + STRANGERS))
    walked = np.stack([_walked(streams, *pair) for pair in zip(far, moments, strict=True)])
    s[:, _SLOTS], off[:, _SLOTS], _ = on_way(streams, walked)
    s[:, KEY], off[:, KEY] = [m + ahead for m in far], right
    pos = np.empty((len(moments), 3, 2 + STRANGERS))
    pos[:, 0], pos[:, 2] = street(streams).at(s, off)
    pos[:, 1, _SLOTS] = CHEST * np.concatenate([[1.0], heights(streams)])
    pos[:, 1, KEY] = [up + 0.24 + 0.03 * float(np.sin(seconds * 1.1)) for seconds in moments]
    return pos


END = distance_walked(STOPS)  # m, where the dreamer comes to rest
