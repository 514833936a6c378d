"""The sheet: where each mesh of the shore lies on the one texture that shows the relief of all its rock."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64

STRIPS = 6  # strips at the lower edge, for what is smaller than the land: stones, arch, sea stacks
LAND = (0.0, 0.17, 1.0, 1.0)  # left, lower, right, upper, 0 to 1
VIEW = (1.0, 9.3, -28.0)  # m, from where the land is seen, on the average; it looks along z
EDGES = (-1.45, -1.0), (0.3, 1.0)  # tangents of the leftmost directions that the widest and other pictures show; room
_GAP = 0.006  # around each, so that the smaller mipmaps do not mix neighbours


def strip(number: int) -> tuple[float, float, float, float]:
    """The place of strip `number`, as LAND."""
    return number / STRIPS, 0.0, (number + 1) / STRIPS, LAND[1]


def place_on_sheet(unwrapped: F32, place: tuple[float, float, float, float]) -> F32:
    """Points `(n, 2)`, 0 to 1 each way, within a place on the sheet."""
    low, high = np.array(place[:2]) + _GAP, np.array(place[2:]) - _GAP
    return np.asarray(low + unwrapped * (high - low), np.float32)


def unwrap(position: F32, normal: F32, face: F64) -> F32:
    """A grid laid flat, with room for columns and rows as they are seen from VIEW, `(rows, columns, 2)`, 0 to 1.

    Args:
        position: `(rows, columns, 3)`, m.
        normal: the same, unit.
        face: `(rows, columns)` or broadcast to it: 1 on a face, 0 on level ground, which is seen aslant.
    """
    ray = position - np.array(VIEW, np.float32)
    away = np.linalg.norm(ray, axis=2)
    turned = (normal * ray).sum(axis=2) < 0.1 * away
    aside = ray[..., 0] / np.maximum(ray[..., 2], 1.0)
    seen = np.where(turned & (aside > EDGES[0][0]) & (ray[..., 2] > 1.0), np.interp(aside, *EDGES), 0.02)
    room = seen / np.maximum(away, 12.0) * (0.75 + 0.25 * np.broadcast_to(face, away.shape))
    u, v = (_even(position, room, axis) for axis in (1, 0))
    return np.stack(np.broadcast_arrays(u[None, :], 1.0 - v[:, None]), axis=2).astype(np.float32)


def density(position: F32, place: F32, triangles: NDArray[np.uint32]) -> F32:
    """How much of the sheet's side a metre of rock has at each vertex, `(n,) float32`, the mean of both directions."""
    (a, b, c), (u, v, w) = position[triangles].swapaxes(0, 1), place[triangles].swapaxes(0, 1).astype(np.float64)
    rock = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    along, up = v - u, w - u
    sheet = np.abs(along[:, 0] * up[:, 1] - along[:, 1] * up[:, 0])
    of = (np.bincount(triangles.ravel(), np.repeat(area, 3), len(position)) for area in (sheet, rock))
    on_sheet, on_rock = of
    return np.asarray(np.sqrt(np.maximum(on_sheet, 1e-12) / np.maximum(on_rock, 1e-9)), np.float32)


def _even(position: F32, room: F64, axis: int) -> F64:
    """Where the lines along one axis of a grid lie, 0 to 1."""
    low, high = (np.s_[:, :-1], np.s_[:, 1:]) if axis == 1 else (np.s_[:-1], np.s_[1:])
    step = np.linalg.norm(position[high] - position[low], axis=2) * 0.5 * (room[low] + room[high])
    share = step.mean(axis=0) if axis == 1 else np.sqrt((step**2).mean(axis=1))
    share = np.maximum(share, (0.06 if axis == 1 else 0.30) * share.mean())
    return np.asarray(np.concatenate([[0.0], np.cumsum(share)]) / share.sum(), np.float64)
