"""A scarf for bakers: wound round the neck, its ends hanging or flying."""

import numpy as np

from dreamscape.arrays import F32, F64
from people.body import Body, Triangles
from people.cloth import Obstacle, nearest

Mesh = tuple[F32, Triangles]
THICK = 0.006  # m, half of a band in its middle


def wound(whole: Body, around: int, across: int) -> Mesh:
    """The scarf round the neck: a ring with creases, lower in front; (3, n) m and triangles."""
    neck = whole.joints["neck02"] + np.array([0, -0.018, 0.004])
    u = np.linspace(0, 2 * np.pi, around, endpoint=False)[:, None]
    v = np.linspace(0, 2 * np.pi, across, endpoint=False)[None]
    turns = 0.5 + 0.5 * np.cos(3.0 * v + u + 0.8 * np.sin(2.0 * u))  # it lies in three turns, one over the other
    creased = 0.84 + 0.26 * turns + 0.10 * np.sin(7.0 * u - 2.0 * v + 1.0)
    out = 0.066 + 0.032 * np.cos(v) * creased + 0.010 * np.cos(u - 1.2)
    up = 0.035 * np.sin(v) * creased - 0.026 * np.sin(u) + 0.006 * np.sin(3.0 * u)  # u = 90 degrees is ahead
    ring = np.stack([out * np.cos(u), up + 0.0 * u, out * np.sin(u) * 1.10], axis=-1) + neck
    i, j = np.meshgrid(np.arange(around), np.arange(across), indexing="ij")
    a, b = i * across + j, (i + 1) % around * across + j
    c, d = i * across + (j + 1) % across, (i + 1) % around * across + (j + 1) % across
    quads = np.concatenate([np.stack([a, c, b], -1).reshape(-1, 3), np.stack([b, c, d], -1).reshape(-1, 3)])
    return ring.reshape(-1, 3).T.astype(np.float32), quads


def strip(middle: F64, side: F64) -> Mesh:
    """A closed band along a line `middle (k, 3)`, `side (k, 3)` m to either side of it, thickest in its middle."""
    out = np.cross(np.gradient(middle, axis=0), side)
    out *= THICK / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    rings = np.stack([middle - side, middle + out, middle + side, middle - out], axis=1)
    count = len(middle)
    row, column = np.meshgrid(4 * np.arange(count - 1), np.arange(4), indexing="ij")
    a, b = row + column, row + (column + 1) % 4
    around = np.stack([a, a + 4, b, b, a + 4, b + 4], axis=-1).reshape(-1, 3)
    end = 4 * (count - 1)
    caps = np.array([(0, 1, 2), (0, 2, 3), (end, end + 2, end + 1), (end, end + 3, end + 2)])
    return rings.reshape(-1, 3).T.astype(np.float32), np.concatenate([around, caps])


def flying(whole: Body, length: float, start: F64, steps: int) -> Mesh:
    """An end that the wind holds out towards the body's left, twisted; the vertex stage makes it wave."""
    t = np.linspace(0.0, 1.0, steps)[:, None]
    neck = whole.joints["neck02"] + start
    middle = neck + t * length * np.array([0.97, -0.10, -0.22]) + t**2 * np.array([0, -0.06, 0])
    middle = middle + t * np.hstack([0.0 * t, 0.045 * np.sin(6.0 * t + 0.6), 0.060 * np.sin(4.6 * t + 2.0)])
    lies = 0.95 * np.sin(3.4 * t + 0.3 + 4.0 * length)
    wide = 0.026 + 0.028 * np.clip(2.2 * t, 0.0, 1.0)  # gathered where it leaves the neck
    return strip(middle, wide * np.hstack([0.05 * np.cos(lies), np.cos(lies), np.sin(lies)]))


def hanging(whole: Body, lies_on: Obstacle, length: float, start: F64, steps: int) -> Mesh:
    """An end that falls from the neck over what it lies on."""
    at, way = (whole.joints["neck02"] + start)[None], np.array([[0.0, -0.6, 0.8]])
    middle, out = [], []
    for _ in range(steps):
        found = nearest(at, lies_on)
        normal = lies_on.normals[found]
        deep = np.einsum("ij,ij->i", at - lies_on.points[found], normal) - 0.012
        at = at - np.minimum(deep, 0.0)[:, None] * normal
        middle.append(at[0])
        out.append(normal[0])
        way = 0.7 * way + np.array([0, -0.5, 0])
        way -= np.minimum(np.einsum("ij,ij->i", way, normal), 0.0)[:, None] * normal * (deep < 0)
        way /= np.linalg.norm(way)
        at = at + way * length / steps
    line, normals = np.array(middle), np.array(out)
    along = np.gradient(line, axis=0)
    side = np.cross(along, normals)
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    return strip(line, side * (0.036 + 0.006 * np.sin(np.arange(steps)[:, None] * 1.3)))
