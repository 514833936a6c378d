"""The shore's land: a promontory and sea stacks as meshes, shaped by the seed, and how far the sea is from its foot.

A piece of land is lofted: from a spine inland, out to the rim, and from the rim down the face into the sea. Noise then
moves every point, in space, so that neighbours fit without a seam.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.perlin import perlin, ridged
from dreamscape.rng import Streams

F32 = NDArray[np.float32]
FIELD = 128  # cells of the distance field, each way
FIELD_PLACE = (-45.0, -45.0, 100.0)  # m: its least x, its least z, its side
FEET = (-5.6, 10.12, 1.0)  # where the dreamer stands, m
FINENESS = (0.42, 0.6, 1.0, 1.2)  # of the mesh, by quality tier
FLOOR = -2.5  # m: how far the face goes on under water

# The promontory, walked from beside the camera out to the tip and back along the far side, metres: the rim's x, z and
# height, then the spine's, towards which the top rises.
_PROMONTORY = np.array(
    [
        (-20.0, -60.0, 32.0, -48.0, -60.0, 44.0),
        (-15.5, -40.0, 28.5, -46.0, -40.0, 42.0),
        (-14.5, -25.0, 23.0, -44.0, -22.0, 40.0),
        (-13.2, -15.0, 17.6, -40.0, -8.0, 34.0),
        (-11.2, -8.5, 13.0, -32.0, 2.0, 26.0),
        (-8.8, -4.2, 10.9, -20.0, 4.0, 17.0),
        (-6.6, -1.3, 10.2, -11.0, 3.2, 11.2),
        (-4.9, 0.6, 10.0, -7.2, 2.4, 10.3),
        (-4.7, 2.2, 10.0, -6.6, 2.6, 10.3),
        (-6.2, 4.6, 10.0, -8.0, 3.4, 10.4),
        (-11.0, 8.0, 10.8, -14.0, 5.5, 12.0),
        (-19.0, 14.0, 13.5, -24.0, 9.0, 17.0),
        (-32.0, 26.0, 18.0, -42.0, 18.0, 24.0),
        (-50.0, 44.0, 24.0, -66.0, 32.0, 31.0),
        (-90.0, 80.0, 30.0, -110.0, 60.0, 36.0),
    ]
)


@dataclass(frozen=True, slots=True)
class Mesh:
    """A mesh of n vertices and m triangles.

    Attributes:
        position: `(n, 3) float32`, metres.
        normal: `(n, 3) float32`, unit.
        place: `(n, 2) float32`, metres along the rim and down the face: texture coordinates without a seam.
        shade: `(n, 2) float32`, ambient light that reaches the point, and readiness for moss, 0 to 1.
        triangles: `(m, 3) uint32`.
        foot: `(k, 2) float32`, x and z of the waterline.
    """

    position: F32
    normal: F32
    place: F32
    shade: F32
    triangles: NDArray[np.uint32]
    foot: F32


def seam(streams: Streams) -> tuple[float, float]:
    """Where this seed's seam of light meets the horizon, over the sea beside the land, and by how much it leans left.

    Both as tangents, from straight ahead and from the vertical.
    """
    azimuth, lean = streams.at("seam").uniform((0.04, -0.30), (0.33, 0.55)).tolist()
    return azimuth, lean


def promontory(streams: Streams, fineness: float) -> Mesh:
    """The land under the dreamer's feet; `fineness` 1 has about 20,000 vertices, 0.5 a quarter of that."""
    return _promontory(streams.seed, fineness)


@lru_cache(maxsize=2)  # two layers, the cliff and its moss, stand on the same land
def _promontory(seed: int, fineness: float) -> Mesh:
    streams = Streams(seed)
    points = _PROMONTORY.copy()
    random = streams.at("coast")
    sway = random.uniform(-1.0, 1.0, points.shape)
    far = np.linalg.norm(points[:, :2] - (FEET[0], FEET[2]), axis=1, keepdims=True)
    points += sway * np.clip((far - 3.0) * 0.06, 0.0, 2.4)  # the seed moves the coast, but not the ground at the feet
    eye = np.array([0.0, -30.0])
    curve = _spline(points, 1200)
    step = np.linalg.norm(np.diff(curve[:, :2], axis=0), axis=1)
    density = step / (0.10 + 0.0105 * np.linalg.norm(curve[1:, :2] - eye, axis=1))  # even on the screen
    along = np.concatenate([[0.0], np.cumsum(density)])
    even = np.linspace(0.0, along[-1], max(24, int(along[-1] * fineness)))
    curve = np.stack([np.interp(even, along, column) for column in curve.T], axis=1)
    return _loft(curve, streams, rows=(int(18 * fineness) + 4, int(58 * fineness) + 6), closed=False)


def stack(streams: Streams, centre: tuple[float, float], radius: float, height: float) -> Mesh:
    """A sea stack: a column of rock standing in the water at `centre` (x, z), metres."""
    angle = np.linspace(0.0, 2.0 * np.pi, 40)
    wobble = 1.0 + 0.22 * np.sin(angle * 2.0 + centre[0]) + 0.12 * np.sin(angle * 5.0 + centre[1])
    rim = np.stack(
        [
            centre[0] + 0.55 * radius * wobble * np.cos(angle),
            centre[1] + 0.55 * radius * wobble * np.sin(angle),
            height * (0.88 + 0.10 * np.sin(angle + centre[0])),
        ],
        axis=1,
    )
    spine = np.broadcast_to((*centre, height), rim.shape)
    return _loft(np.concatenate([rim, spine], axis=1), streams, rows=(4, 26), closed=True)


def _spline(points: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """A Catmull-Rom curve through `points (k, d)`, `(count, d)`."""
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0.0, len(points) - 1.001, count)
    i = t.astype(int)
    f = (t - i)[:, None]
    a, b, c, d = (ends[i + k] for k in range(4))
    return np.asarray(
        0.5 * (2 * b + (c - a) * f + (2 * a - 5 * b + 4 * c - d) * f**2 + (3 * b - a - 3 * c + d) * f**3), np.float64
    )


def _loft(curve: NDArray[np.float64], streams: Streams, rows: tuple[int, int], closed: bool) -> Mesh:
    rim, spine = curve[:, :3], curve[:, 3:]
    tangent = np.gradient(rim[:, :2], axis=0)
    if closed:
        tangent[0] = tangent[-1] = rim[1, :2] - rim[-2, :2]
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    outward = np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(rim[:, :2], axis=0), axis=1))])

    inland = np.linspace(1.0, 0.0, rows[0]) ** 2.2  # rows crowd towards the rim
    down = np.linspace(0.0, 1.0, rows[1] + 1)[1:]
    top = rim[None] + (spine - rim)[None] * inland[:, None, None]
    batter = 0.34 * (down**1.7) - 0.15 * np.sin(np.pi * np.minimum(down * 2.2, 1.0)) * down**0.3
    depth = (rim[:, 2] - FLOOR)[None, :] * down[:, None]
    reach = batter[:, None] * np.minimum(rim[:, 2], 14.0)[None, :]
    face = np.stack([rim[None, :, k] + outward[None, :, k] * reach for k in (0, 1)] + [rim[None, :, 2] - depth], axis=2)
    grid = np.concatenate([top, face])  # (rows, columns, 3): x, z, y
    x, z, y = (grid[..., k].astype(np.float32) for k in range(3))
    on_face = np.concatenate([np.zeros(rows[0]), np.minimum(1.0, down * 9.0)])[:, None].astype(np.float32)

    a, b, c = streams.offset("rock")
    bulge = ridged(x * 0.105 + a, y * 0.085 + b, z * 0.105 + c, 4) - 0.50
    cracks = np.abs(perlin(x * 0.42 + c, y * 0.05 + a, z * 0.42 + b))
    strata = y * 0.62 + 1.3 * perlin(x * 0.07 + b, y * 0.05, z * 0.07 + a)
    ledge = np.modf(np.abs(strata) + 8)[0] ** 2.5 * np.clip(
        0.55 + 1.2 * perlin(x * 0.13 + c, y * 0.11, z * 0.13), 0.0, 1.0
    )
    blocks = ridged(x * 0.33 + b, y * 0.24 + c, z * 0.33 + a, 3) - 0.5
    push = on_face * (2.4 * bulge + 0.75 * blocks + 0.9 * (ledge - 0.2) - 0.8 * np.exp(-cracks * 9.0)).astype(
        np.float32
    )
    quiet = np.clip(np.hypot(x - FEET[0], z - FEET[2]) * 0.22, 0.12, 1.0) if not closed else np.float32(1.0)
    push *= np.clip(quiet * 1.4, 0.3, 1.0)
    lift = (1.0 - on_face) * quiet * (0.75 * perlin(x * 0.30 + a, y * 0.0, z * 0.30 + c) + 0.25 * bulge)
    x += outward[None, :, 0].astype(np.float32) * push
    z += outward[None, :, 1].astype(np.float32) * push
    y += lift.astype(np.float32) - 0.35 * on_face * (ledge * (y > 0.5)).astype(np.float32)
    if closed:
        for axis in (x, y, z):
            axis[:, -1] = axis[:, 0]

    position = np.stack([x, y, z], axis=2)
    normal = np.cross(np.gradient(position, axis=1), np.gradient(position, axis=0))
    normal /= np.linalg.norm(normal, axis=2, keepdims=True) + 1e-9
    hollow = push - _blurred(push)
    light = np.clip(0.62 + 0.55 * hollow + 0.25 * normal[..., 1], 0.08, 1.0)
    light *= np.clip(0.35 + y * 0.09, 0.3, 1.0)
    moss = np.clip(0.22 + 0.85 * normal[..., 1] + 0.55 * perlin(x * 0.16 + b, y * 0.16 + c, z * 0.16), 0.0, 1.0)
    moss *= np.clip((y - 0.9) * 0.35, 0.0, 1.0)  # none where the sea washes
    inward = -np.linalg.norm(spine - rim, axis=1)[None, :] * inland[:, None]
    place = np.stack([np.broadcast_to(along[None], x.shape), np.concatenate([inward, np.hypot(depth, reach)])], axis=2)
    waterline = np.abs(y).argmin(axis=0)
    columns = np.arange(x.shape[1])
    foot = np.stack([x[waterline, columns], z[waterline, columns]], axis=1)
    flat = (-1, 3)
    return Mesh(
        position.reshape(flat).astype(np.float32),
        normal.reshape(flat).astype(np.float32),
        place.reshape(-1, 2).astype(np.float32),
        np.stack([light, moss], axis=2).reshape(-1, 2).astype(np.float32),
        _triangles(*x.shape),
        foot.astype(np.float32),
    )


def _blurred(field: F32) -> F32:
    for axis in (0, 1):
        field = np.asarray(sum(np.roll(field, k, axis) for k in range(-3, 4)) / 7.0, np.float32)
    return field


def _triangles(rows: int, columns: int) -> NDArray[np.uint32]:
    index = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
    return np.stack([a, c, b, b, c, d], axis=-1).reshape(-1, 3)


def edges(triangles: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The inner edges of a mesh: their two vertices `(e, 2)`, and the two triangles that share each `(e, 2)`."""
    ends = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1).astype(np.int64)
    owner = np.repeat(np.arange(len(triangles)), 3)
    key = ends[:, 0] << 32 | ends[:, 1]
    order = np.argsort(key, kind="stable")
    shared = np.flatnonzero(key[order[1:]] == key[order[:-1]])
    first, second = order[shared], order[shared + 1]
    return ends[first].astype(np.uint32), np.stack([owner[first], owner[second]], axis=1)


def distance_field(foot: F32) -> F32:
    """Metres from each cell's middle to the waterline `foot (k, 2)`, `(FIELD, FIELD) float32`, rows along z."""
    x0, z0, side = FIELD_PLACE
    step = (np.arange(FIELD, dtype=np.float32) + 0.5) * (side / FIELD)
    x, z = x0 + step[None, :, None], z0 + step[:, None, None]
    near = foot[(np.abs(foot) < side).all(axis=1)]
    best = np.full((FIELD, FIELD), np.inf, np.float32)
    for part in np.array_split(near, max(1, len(near) // 32)):
        best = np.minimum(best, ((x - part[:, 0]) ** 2 + (z - part[:, 1]) ** 2).min(axis=2))
    return np.sqrt(best)
