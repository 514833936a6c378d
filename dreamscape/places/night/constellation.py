"""The lights of the last act: where each is in the dark, and which of them reach for each other.

They are distributed like matter in the universe: along filaments between knots, with voids, and some scattered.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.rng import Streams

KNOTS = 34
REACH = np.array((40.0, 20.0, 34.0), np.float32)  # m, half axes of the space they fill
MIDDLE = np.array((0.0, 0.0, 4.0), np.float32)  # m
CLEAR = 3.4  # m around the one light, and around the view of it, that are kept free
LAST = 38.9  # m: the distance from which all are seen in the end, looking along z
WINDOW = np.array((15.0, 8.4, 9.0), np.float32)  # m, half axes of the space of the nearest ones


@dataclass(frozen=True, slots=True)
class Lights:
    """Lights in the dark.

    Attributes:
        position: (n, 3) float32, m.
        magnitude: (n,) float32, 0 faint to 1.
        phase: (n,) float32, turns, of its flicker; also decides its tint.
    """

    position: F32
    magnitude: F32
    phase: F32


@lru_cache(maxsize=4)
def lights(streams: Streams, count: int) -> Lights:
    """The far lights; the first ones are the same whatever their `count`."""
    rng = streams.at("constellation")
    knots = _in_ball(rng, KNOTS) * REACH + MIDDLE
    away = np.linalg.norm(knots[:, None] - knots[None], axis=2) + 1e9 * np.eye(KNOTS)
    near = np.argsort(away, axis=1)[:, :3]
    rows = []
    for _ in range(count * 2):
        start = rng.integers(KNOTS)
        end = near[start, rng.integers(3)]
        along, strewn, size = rng.random(), rng.random(), rng.random()
        scatter = rng.normal(0.0, 1.0, 3)
        point = knots[start] + (knots[end] - knots[start]) * along + scatter * (0.5 + 1.1 * rng.random())
        if strewn < 0.34:
            point = _in_ball(rng, 1)[0] * REACH + MIDDLE
        elif strewn > 0.94:  # near the viewer, towards the edges of the last picture
            depth = rng.uniform(6.0, 20.0)
            side = rng.choice((-1.0, 1.0), 2) * rng.uniform((0.22, 0.12), (0.62, 0.34)) * depth
            point, size = np.array((*side, depth - LAST)), 0.6 + 0.4 * size
        rows.append((*point, 0.9 * size**4, rng.random()))
    table = np.array(rows, np.float32)
    table = table[_clear(table[:, :3])][:count]
    return Lights(table[:, :3], table[:, 3], table[:, 4])


@lru_cache(maxsize=4)
def nearest(streams: Streams, count: int) -> F32:
    """The homes of the lights around the one, `(count, 3) float32` metres: spaced apart, none in front of it."""
    rng = streams.at("nearest lights")
    chosen = np.zeros((0, 3), np.float32)
    apart = 3.2
    while len(chosen) < count:
        point = _in_ball(rng, 1)[0] * WINDOW
        square = (point[0] / WINDOW[0]) ** 2 + (point[1] / WINDOW[1]) ** 2
        if square > 0.045 and np.linalg.norm(chosen - point, axis=1).min(initial=99.0) > apart:
            chosen = np.vstack([chosen, point])
        apart *= 0.9985
    chosen.setflags(write=False)
    return chosen


def pairs(position: F32, limit: float) -> NDArray[np.int64]:
    """Pairs of lights that reach for each other, `(k, 2)`: each for its nearest and its third, within `limit` m."""
    away = np.linalg.norm(position[:, None] - position[None], axis=2) + np.float32(1e9) * np.eye(len(position))
    order = np.argsort(away, axis=1)
    each = np.arange(len(position))
    edges = np.concatenate([np.stack([each, order[:, 0]], 1), np.stack([each, order[:, 2]], 1)])
    edges = np.unique(np.sort(edges, axis=1), axis=0)
    return np.asarray(edges[away[edges[:, 0], edges[:, 1]] < limit], np.int64)


@lru_cache(maxsize=4)
def far_pairs(streams: Streams, count: int, limit: float) -> NDArray[np.int64]:
    """The pairs among the lights that `lights` gives."""
    return pairs(lights(streams, count).position, limit)


@lru_cache(maxsize=4)
def nearest_pairs(streams: Streams, count: int, limit: float) -> NDArray[np.int64]:
    """The pairs among the lights around the one."""
    return pairs(nearest(streams, count), limit)


def _in_ball(rng: np.random.Generator, count: int) -> F32:
    """Points uniform in the unit ball, (count, 3) float32."""
    points = rng.normal(0.0, 1.0, (count, 3))
    points *= rng.random((count, 1)) ** (1.0 / 3.0) / np.linalg.norm(points, axis=1, keepdims=True)
    return points.astype(np.float32)


def _clear(position: F32) -> NDArray[np.bool_]:
    """Which positions are neither too near the one light nor in front of it."""
    across = np.hypot(position[:, 0], position[:, 1])
    needed = np.where(position[:, 2] < 0.0, CLEAR, CLEAR * 0.5)
    return np.asarray(across > needed)
