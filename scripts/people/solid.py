"""Solids for bakers: rounded cones melted into one another, and the surface of any field as a mesh."""

import numpy as np

from dreamscape.arrays import F32, F64
from people.body import Triangles


def cone(points: F64, a: F64, b: F64, first: float, last: float) -> F64:
    """The distance (n,) from points (n, 3) to a capsule from a to b whose radius runs from `first` to `last`, m."""
    way = b - a
    t = np.clip((points - a) @ way / way.dot(way), 0.0, 1.0)
    away: F64 = np.linalg.norm(points - a - t[:, None] * way, axis=1) - (first + (last - first) * t)
    return away


def melt(a: F64, b: F64, k: float) -> F64:
    """The union of two distances with a fillet of size k, m."""
    h = np.maximum(k - np.abs(a - b), 0.0) / k
    return np.asarray(np.minimum(a, b) - h * h * h * k / 6.0, np.float64)


def grid(low: F64, high: F64, cell: float) -> tuple[F64, tuple[int, int, int]]:
    """The corners (n, 3) of a grid of cells `cell` m wide, and how many there are along each axis."""
    counts = [int(np.ceil((b - a) / cell)) for a, b in zip(low, high, strict=True)]
    axes = [a + cell * np.arange(n) for a, n in zip(low, counts, strict=True)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    return points, (counts[0], counts[1], counts[2])


def surface(field: F64, low: F64, cell: float) -> tuple[F32, Triangles]:
    """Where a field on a grid is 0, as vertices (3, n) m and triangles; the inside is negative (surface nets, 1998)."""
    inside = field < 0
    corners = [np.array([i >> 2, (i >> 1) & 1, i & 1]) for i in range(8)]
    n = np.array(field.shape) - 1
    count = sum(inside[c[0] : c[0] + n[0], c[1] : c[1] + n[1], c[2] : c[2] + n[2]].astype(np.int8) for c in corners)
    cells = np.argwhere((count > 0) & (count < 8))
    total, hits = np.zeros((len(cells), 3)), np.zeros(len(cells))
    for a in range(8):
        for b in (a | bit for bit in (1, 2, 4) if not a & bit):
            first, second = (field[tuple((cells + corners[i]).T)] for i in (a, b))
            crosses = (first < 0) != (second < 0)
            t = np.where(crosses, first / np.where(crosses, first - second, 1.0), 0.0)[:, None]
            total += np.where(crosses[:, None], corners[a] + (corners[b] - corners[a]) * t, 0.0)
            hits += crosses
    position = low + cell * (cells + total / hits[:, None])
    index = np.full(field.shape, -1)
    index[tuple(cells.T)] = np.arange(len(cells))
    return np.asarray(position.T, np.float32), _quads(inside, index)


def _quads(inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], index: Triangles) -> Triangles:
    """Two triangles around every edge of the grid that crosses the surface."""
    triangles = []
    for axis in range(3):
        step, b, c = (np.eye(3, dtype=int)[(axis + k) % 3] for k in range(3))
        keep = tuple(slice(0, size - s) for size, s in zip(inside.shape, step, strict=True))
        first, second = inside[keep], inside[tuple(slice(s, None) for s in step)]
        at = np.argwhere(first != second)
        at = at[(at[:, [(axis + 1) % 3, (axis + 2) % 3]] > 0).all(axis=1)]
        quad = np.stack([index[tuple((at - s).T)] for s in (b * 0, b, b + c, c)], axis=1)
        flip = ~first[tuple(at.T)]
        quad[flip] = quad[flip][:, ::-1]
        quad = quad[(quad >= 0).all(axis=1)]
        triangles += [quad[:, [0, 1, 2]], quad[:, [0, 2, 3]]]
    return np.concatenate(triangles)
