"""A scarf for bakers: wound round the neck, its ends hanging or flying."""

import numpy as np

from dreamscape.arrays import F32, F64
from people.body import Body, Triangles
from people.cloth import Obstacle, nearest

Mesh = tuple[F32, Triangles]


def wound(whole: Body, around: int, across: int) -> Mesh:
    """The scarf round the neck: a ring with creases, lower in front; (3, n) m and triangles."""
    neck = whole.joints["neck02"] + np.array([0, -0.018, 0.004])
    u = np.linspace(0, 2 * np.pi, around, endpoint=False)[:, None]
    v = np.linspace(0, 2 * np.pi, across, endpoint=False)[None]
    creased = 1.0 + 0.16 * np.sin(3.0 * u + 2.0 * v) + 0.10 * np.sin(5.0 * u - 3.0 * v + 1.0)
    out = 0.066 + 0.030 * np.cos(v) * creased + 0.010 * np.cos(u - 1.2)
    up = 0.036 * np.sin(v) * creased - 0.022 * np.sin(u)  # u = 90 degrees is ahead
    ring = np.stack([out * np.cos(u), up + 0.0 * u, out * np.sin(u) * 1.10], axis=-1) + neck
    i, j = np.meshgrid(np.arange(around), np.arange(across), indexing="ij")
    a, b = i * across + j, (i + 1) % around * across + j
    c, d = i * across + (j + 1) % across, (i + 1) % around * across + (j + 1) % across
    quads = np.concatenate([np.stack([a, c, b], -1).reshape(-1, 3), np.stack([b, c, d], -1).reshape(-1, 3)])
    return ring.reshape(-1, 3).T.astype(np.float32), quads


def strip(middle: F64, side: F64) -> Mesh:
    """A band with two faces along a line `middle (k, 3)`, `side (k, 3)` m to either side of it."""
    both = np.stack([middle - side, middle + side], axis=1).reshape(-1, 3)
    a = 2 * np.arange(len(middle) - 1)
    one = np.stack([a, a + 1, a + 2, a + 2, a + 1, a + 3], axis=1).reshape(-1, 3)
    return np.vstack([both, both]).T.astype(np.float32), np.concatenate([one, one[:, ::-1] + len(both)])


def flying(whole: Body, length: float, start: F64, steps: int) -> Mesh:
    """An end that the wind holds out towards the body's left; the vertex stage makes it wave."""
    t = np.linspace(0.0, 1.0, steps)[:, None]
    neck = whole.joints["neck02"] + start
    middle = neck + t * length * np.array([0.97, -0.10, -0.22]) + t**2 * np.array([0, -0.06, 0])
    side = np.array([0.05, 1.0, 0.10]) * (0.052 - 0.014 * t)
    return strip(middle, side)


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
