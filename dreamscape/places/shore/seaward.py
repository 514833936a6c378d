"""How far the promontory's rock stands out to sea: what threads are pushed out of, so that it does not cut them."""

from functools import lru_cache

import numpy as np

from dreamscape.arrays import F32
from dreamscape.places.shore import coast
from dreamscape.rng import Streams

CELL = 0.5  # m
LEAST = (-1.0, -24.0)  # m, the field's least y and z
SIZE = (26, 64)  # cells of y and z
NOWHERE = -1e3  # m, where there is no rock
DEEP = 3.0  # m: what lies deeper in the rock than this is behind it, and is left alone
LOOKS = 16  # along a line of sight, for how near it comes to rock
FINENESS = 0.5  # of the mesh that is measured; the same for all tiers, as physics must be


def field(streams: Streams) -> F32:
    """The greatest x of rock by height and z, `SIZE float32`, m, to the centimetre; NOWHERE without rock."""
    return _field(streams.seed)


@lru_cache(maxsize=2)
def _field(seed: int) -> F32:
    mesh = coast.promontory(Streams(seed), FINENESS)
    corners = mesh.position[mesh.triangles]
    shares = np.array([(i, j, 4 - i - j) for i in range(5) for j in range(5 - i)], np.float32) / 4
    points = np.einsum("pc,tck->ptk", shares, corners).reshape(-1, 3)
    row, column = (np.floor((points[:, k] - low) / CELL).astype(int) for k, low in zip((1, 2), LEAST, strict=True))
    inside = (row >= 0) & (row < SIZE[0]) & (column >= 0) & (column < SIZE[1])
    most = np.full(SIZE, NOWHERE, np.float32)
    np.maximum.at(most, (row[inside], column[inside]), np.round(points[inside, 0], 2))
    most.flags.writeable = False
    return most


def push_out(nodes: F32, rock: F32, clear: float) -> None:
    """Move `nodes (3, m, n)` that are less than `clear` m outside of the rock out to sea, in place, softly."""
    y, z = ((nodes[k] - low) / CELL for k, low in zip((1, 2), LEAST, strict=True))
    here = (y >= 0) & (y < SIZE[0]) & (z >= 0) & (z < SIZE[1])
    surface = np.full(nodes.shape[1:], NOWHERE, np.float32)
    surface[here] = rock[y[here].astype(int), z[here].astype(int)]
    lacks = surface + np.float32(clear) - nodes[0]
    nodes[0] += np.where(lacks < clear + DEEP, np.clip(lacks, 0.0, 0.5) * np.float32(0.12), 0.0).astype(np.float32)


def clearance(points: F32, eye: F32, rock: F32) -> F32:
    """How far rock lies from the lines of sight to `points (3, ...)`, m, out to sea; below 0 where it hides them.

    Args:
        points: what is seen.
        eye: (3,), m, where from.
        rock: as `field` gives it.
    """
    way = points - eye.reshape(3, *(1,) * (points.ndim - 1))
    ahead = np.where(np.abs(way[2]) < 1e-3, np.float32(1e-3), way[2])
    begin, end = (np.clip((LEAST[1] + z * CELL - eye[2]) / ahead, 0.0, 1.0) for z in (0, SIZE[1]))
    along = begin + (end - begin) * np.linspace(0.0, 1.0, LOOKS, dtype=np.float32).reshape(-1, *(1,) * begin.ndim)
    x, y, z = (eye[k] + way[k] * along for k in range(3))
    return np.asarray((x - _reaches(y, z, rock)).min(axis=0), np.float32)


def _reaches(y: F32, z: F32, rock: F32) -> F32:
    """The greatest x of rock at heights and z, between the middles of cells."""
    row, column = ((at - low) / CELL - 0.5 for at, low in zip((y, z), LEAST, strict=True))
    inside = (row >= 0) & (row <= SIZE[0] - 2) & (column >= 0) & (column <= SIZE[1] - 2)
    row, column = np.where(inside, row, 0.0), np.where(inside, column, 0.0)
    i, j = row.astype(int), column.astype(int)
    u, v = row - i, column - j
    low, high = ((1.0 - v) * rock[k, j] + v * rock[k, j + 1] for k in (i, i + 1))
    return np.where(inside, low + (high - low) * u, NOWHERE).astype(np.float32)
