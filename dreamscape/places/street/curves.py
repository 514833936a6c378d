"""Outlines of people as curves: where a coarse mesh has a corner, its outline runs through the normals at its vertices.

After Vlachos, Peters, Boyd and Mitchell, Curved PN triangles, 2001; only edges of the outline are curved, since only
there is it seen that a mesh is coarse.
"""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64

_TWICE = 2  # times that edges are halved
_LEAST = 0.3  # px, by which an edge is off its curve that is halved
_MOST = 0.10  # of the length of an edge as it is seen, how far its curve is off it at most


def bends(rows: F32, ends: NDArray[np.int64]) -> F32:
    """Eight times how high a curve over each edge is, `(e,) float32` m, about; negative where it is hollow.

    Args:
        rows: `(n, 6) float32`, of the vertices: m, and normal.
        ends: `(e, 2)`, the vertices of the edges.
    """
    between = np.take(rows, ends[:, 1], axis=0) - np.take(rows, ends[:, 0], axis=0)
    return np.asarray(np.einsum("ij,ij->i", between[:, 3:], between[:, :3]), np.float32)


def curved(
    rows: F32, ends: NDArray[np.uint32], bent: F32, eye: F64, pixel: float
) -> tuple[F32, NDArray[np.uint32], NDArray[np.uint32], NDArray[np.int64]]:
    """Edges of an outline, halved where they are off a curve that stands out.

    Args:
        rows: `(n, k) float32`, of the vertices: m in the world, normal, and anything.
        ends: `(e, 2)`, the vertices of the edges.
        bent: `(e,) float32`, as of `bends`, before they were moved.
        eye: `(3,)` m.
        pixel: m, how wide one is 1 m away.

    Returns:
        The rows of new vertices `(v, k) float32`, which are numbered from n on; the edges `(f, 2)`; the triangles
        between edges and curves `(t, 3)`; and of both, edges first, which edge they come from `(f + t,)`.
    """
    far = sum((rows[:, k] - np.float32(eye[k])) ** 2 for k in range(3))
    may = bent > np.float32(8.0 * _LEAST * pixel) * np.sqrt(np.take(far, ends[:, 0]))
    of, rest, size = np.flatnonzero(may), np.flatnonzero(~may), len(rows)
    done, whose, more = [np.take(ends, rest, axis=0)], [rest], []
    filled, of_filled = [], []
    ends = np.take(ends, of, axis=0)
    first, second = np.take(rows, ends[:, 0], axis=0), np.take(rows, ends[:, 1], axis=0)
    for _ in range(_TWICE):
        middle, off = _middles(first, second, np.asarray(eye, np.float32), pixel)
        stay, cut = np.flatnonzero(~off), np.flatnonzero(off)
        done.append(np.take(ends, stay, axis=0))
        whose.append(np.take(of, stay))
        ends, of, middle = np.take(ends, cut, axis=0), np.take(of, cut), np.take(middle, cut, axis=0)
        number = np.arange(size, size + len(cut), dtype=np.uint32)
        size += len(cut)
        more.append(middle)
        filled.append(np.stack([ends[:, 0], ends[:, 1], number], axis=1))
        of_filled.append(of)
        first, second = np.concatenate([first[cut], middle]), np.concatenate([middle, second[cut]])
        ends = np.stack([np.append(ends[:, 0], number), np.append(number, ends[:, 1])], axis=1)
        of = np.tile(of, 2)
    done.append(ends)
    return np.concatenate(more), np.concatenate(done), np.concatenate(filled), np.concatenate([*whose, of, *of_filled])


def _middles(a: F32, b: F32, eye: F32, pixel: float) -> tuple[F32, NDArray[np.bool_]]:
    """The vertices in the middles of curves over edges, lower where these lead away from the eye; and which are so high
    that it is seen.
    """
    middle = np.float32(0.5) * (a + b)
    first, second = np.ascontiguousarray(a[:, :6].T), np.ascontiguousarray(b[:, :6].T)
    way, view = second[:3] - first[:3], first[:3] - eye[:, None]
    w0, w1 = _dot(way, first[3:]) / _dot(first[3:], first[3:]), _dot(way, second[3:]) / _dot(second[3:], second[3:])
    out = (w1 * second[3:] - w0 * first[3:]) * np.float32(0.125)
    long, deep = _dot(way, way), _dot(view, view)
    seen = np.float32(1.0) - _dot(way, view) ** 2 / np.maximum(long * deep, np.float32(1e-12))
    high = np.sqrt(_dot(out, out))
    share = seen * np.minimum(np.float32(_MOST) * np.sqrt(long) / np.maximum(high, np.float32(1e-9)), np.float32(1.0))
    middle[:, :3] += (out * share).T
    return middle, (high * share > np.float32(_LEAST * pixel) * np.sqrt(deep)) & (w1 > w0)


def _dot(a: F32, b: F32) -> F32:
    return np.asarray(a[0] * b[0] + a[1] * b[1] + a[2] * b[2], np.float32)
