"""Grids for rock: land lofted from a spine out to a rim and down a face, sea stacks, standing stones and arches."""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.easing import smoothstep
from dreamscape.places.shore.outline import EYE, Outline, RimStone, tau
from dreamscape.places.shore.rock import Grid

FLOOR = -0.7  # m: how far a face goes on under water; below -0.25 m it is never drawn
BELOW = 0.022  # tangent by which the rim is seen below the skyline: the part of the land's top that is seen


def tip(curve: F64) -> int:
    """The column where the rim turns to the far side: where it reaches farthest over the sea."""
    return int(np.argmax(curve[:, 0]))


def ground_height(x: F64, z: F64, outline: Outline, below: F64 | float) -> F64:
    """The height at which land is seen on the skyline, or below it by the tangent `below`."""
    at = tau(x, z)
    away = np.hypot(x - EYE[0], z - EYE[2])
    return np.asarray(EYE[1] + away * (outline.skyline(at) - below * smoothstep(at, 0.0, 0.4)), np.float64)


def outline_weight(x: F64, z: F64) -> F64:
    """The weight of the outline, 0 to 1: 0 at the dreamer's feet and beside the camera."""
    at = tau(x, z)
    return np.asarray(smoothstep(at, 0.02, 0.14) * (1.0 - smoothstep(at, 1.25, 1.9)), np.float64)


def land(curve: F64, rows: tuple[int, int], outline: Outline, feet: tuple[float, float, float]) -> Grid:
    """The promontory: `rows` from the spine out to the rim, and from there down; `curve (n, 6)` is rim and spine."""
    rim, spine = curve[:, :3], curve[:, 3:]
    outward, along = _outward(rim, closed=False), _length(rim)
    from_tip = along - along[tip(curve)]
    inland = (np.linspace(1.0, 0.0, rows[0]) ** 2.2)[:, None]  # rows crowd towards the rim
    x, z, y = (rim[:, k] + (spine - rim)[:, k] * inland for k in range(3))
    beyond = from_tip > 0.0  # the far side, coarse and turned away, which must not look over the near one
    ground = ground_height(x, z, outline, BELOW * (1.0 - inland) + 0.020 * beyond)
    ground = np.where(beyond, np.minimum(ground, y), ground)
    top = np.stack([x, y + outline_weight(x, z) * (ground - y), z])
    steep = 0.7 * outline.steep(tau(x, z)) * outline_weight(x, z)

    down = np.linspace(0.0, 1.0, rows[1] + 1)[1:, None]
    depth = (rim[:, 2] - FLOOR) * down
    height = rim[:, 2] - depth
    own = 0.4 + 0.6 * np.exp(-((np.minimum(0.0, from_tip + 3.0) / 7.0) ** 2))  # the tip has most of the outline
    cave = outline.cave(from_tip, height)
    reach = outline.reach(height * (10.0 / rim[:, 2])) * own * np.minimum(rim[:, 2] / 10.0, 1.4) - 2.8 * cave
    face = _face_below(rim, outward, reach, depth)
    brow = np.minimum(1.0, depth * np.interp(from_tip, (-6.0, -3.0), (0.30, 0.72)))  # bulges there blur the skyline

    points = np.concatenate([top, face], axis=1)
    on_face = np.concatenate([steep, np.maximum(brow, steep[-1])])
    quiet = np.clip(np.hypot(points[0] - feet[0], points[2] - feet[2]) * 0.22, 0.12, 1.0)
    light = np.concatenate([np.ones_like(x), 1.0 - 0.6 * cave])
    showing = (on_face > 0.5) & (points[1] > 0.9) & (np.abs(from_tip + 3.0) < 11.0)
    return Grid(points, outward[:, None], on_face, quiet, light, False, showing)


def stack(centre: tuple[float, float], radius: float, height: float, fineness: float) -> Grid:
    """A sea stack: a column standing in the water at `centre` (x, z), metres."""
    angle = np.linspace(0.0, 2.0 * np.pi, int(44 * fineness) + 5)
    wobble = 1.0 + 0.22 * np.sin(angle * 2.0 + centre[0]) + 0.12 * np.sin(angle * 5.0 + centre[1])
    rim = np.stack(
        [
            centre[0] + 0.55 * radius * wobble * np.cos(angle),
            centre[1] + 0.55 * radius * wobble * np.sin(angle),
            height * (0.88 + 0.10 * np.sin(angle + centre[0])),
        ],
        axis=1,
    )
    outward = _outward(rim, closed=True)
    inland = (np.linspace(1.0, 0.0, 4) ** 2.2)[:, None]
    spine = np.array([*centre, height]) - rim
    top = np.stack([rim[:, k] + spine[:, k] * inland for k in (0, 2, 1)])
    down = np.linspace(0.0, 1.0, int(30 * fineness) + 3)[1:, None]
    batter = 0.34 * (down**1.7) - 0.15 * np.sin(np.pi * np.minimum(down * 2.2, 1.0)) * down**0.3
    depth = (rim[:, 2] - FLOOR) * down
    reach = batter * np.minimum(rim[:, 2], 14.0)
    points = np.concatenate([top, _face_below(rim, outward, reach, depth)], axis=1)
    ones = np.ones(points.shape[1:])
    on_face = np.concatenate([np.zeros((4, 1)), np.minimum(1.0, down * 9.0)])
    return Grid(points, outward[:, None], on_face, ones, ones, True)


def stone(stone: RimStone, curve: F64, fineness: float) -> Grid:
    """A stone that stands on the rim of the land `curve` behind the dreamer."""
    behind = curve[: tip(curve)]
    foot = behind[np.argmin(np.abs(tau(behind[:, 0], behind[:, 1]) - stone.tau))]
    inward = (foot[3:5] - foot[:2]) / np.linalg.norm(foot[3:5] - foot[:2])
    x, z = foot[:2] + inward * stone.wide * 1.3
    angle = np.linspace(0.0, 2.0 * np.pi, int(20 * fineness) + 9)[None, :]
    up = np.concatenate([np.ones(3), np.linspace(1.0, -0.25, int((10 + 4 * stone.tall) * fineness) + 5)])[:, None]
    inner = np.concatenate([(0.05, 0.4, 0.8), np.ones(len(up) - 3)])[:, None]
    girth = np.interp(up, *stone.girth) * stone.wide * inner * np.ones_like(angle)
    points = np.stack(
        [
            x + girth * np.cos(angle) + stone.lean * stone.tall * np.clip(up, 0.0, 1.0) ** 1.4,
            foot[2] + stone.tall * (up + 0.12 * (1.0 - inner)) * np.ones_like(angle),
            z + girth * stone.deep * np.sin(angle),
        ]
    )
    outward = np.stack([np.cos(angle), np.zeros_like(angle), np.sin(angle)])
    ones = np.ones(points.shape[1:])
    on_face = np.where(inner < 1.0, 0.4, 1.0)
    return Grid(points, outward, on_face, ones, ones * (0.75 + 0.25 * np.clip(up * 3.0, 0.0, 1.0)), True)


def arch(middle: F64, radius: F64, fineness: float) -> Grid:
    """A leg of rock along `middle (k, 3)`, from the face down into the sea; its radii are spread evenly over it."""
    middle = spline(middle, int(32 * fineness) + 9)
    radius = np.interp(np.linspace(0.0, 1.0, len(middle)), np.linspace(0.0, 1.0, len(radius)), radius)
    forward = np.gradient(middle, axis=0)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    first = np.cross(np.broadcast_to((0.0, 0.0, 1.0), forward.shape), forward)
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(forward, first)
    angle = np.linspace(0.0, 2.0 * np.pi, int(18 * fineness) + 9)
    outward = first.T[:, :, None] * np.cos(angle) + second.T[:, :, None] * np.sin(angle)
    points = middle.T[:, :, None] + outward * radius[:, None]
    ones = np.ones(points.shape[1:])
    return Grid(points, outward, ones, ones, ones, True)


def spline(points: F64, count: int) -> F64:
    """A Catmull-Rom curve through `points (k, d)`, `(count, d)`."""
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0.0, len(points) - 1.001, count)
    i = t.astype(int)
    f = (t - i)[:, None]
    a, b, c, d = (ends[i + k] for k in range(4))
    return np.asarray(
        0.5 * (2 * b + (c - a) * f + (2 * a - 5 * b + 4 * c - d) * f**2 + (3 * b - a - 3 * c + d) * f**3), np.float64
    )


def _face_below(rim: F64, outward: F64, reach: F64, depth: F64) -> F64:
    """The face below a rim, `(3, rows, columns)`, from the reach and depth of its points."""
    return np.stack([rim[:, 0] + outward[0] * reach, rim[:, 2] - depth, rim[:, 1] + outward[2] * reach])


def _outward(rim: F64, closed: bool) -> F64:
    """The unit directions away from the land, `(3, k)`, for a rim `(k, 3)` of x, z and height."""
    tangent = np.gradient(rim[:, :2], axis=0)
    if closed:
        tangent[0] = tangent[-1] = rim[1, :2] - rim[-2, :2]
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    return np.stack([tangent[:, 1], np.zeros(len(rim)), -tangent[:, 0]])


def _length(rim: F64) -> F64:
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(rim[:, :2], axis=0), axis=1))])
