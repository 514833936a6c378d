"""Pictures of meshes for bakers, seen along -z without perspective."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32


def drawn(
    vertices: NDArray[np.floating],
    triangles: NDArray[np.int64],
    values: NDArray[np.floating],
    low: tuple[float, float],
    step: float,
    size: tuple[int, int],
) -> F32:
    """What is seen of a mesh from in front.

    Args:
        vertices: (3, n), m; those with greater z hide others.
        triangles: (m, 3).
        values: (k, n), of the vertices, interpolated over the triangles.
        low: x and y of the middle of the first pixel, m.
        step: m from pixel to pixel.
        size: pixels across and up.

    Returns:
        (k, rows, columns) float32, the first row lowest; NaN where nothing is.
    """
    across, up = size
    picture = np.full((len(values), up, across), np.nan, np.float32)
    nearest = np.full((up, across), -np.inf)
    place = (vertices[:2] - np.array(low)[:, None]) / step
    for corner in triangles:
        x, y = place[0, corner], place[1, corner]
        left, right = max(int(np.ceil(x.min())), 0), min(int(x.max()), across - 1)
        bottom, top = max(int(np.ceil(y.min())), 0), min(int(y.max()), up - 1)
        double = (y[1] - y[2]) * (x[0] - x[2]) + (x[2] - x[1]) * (y[0] - y[2])
        if left > right or bottom > top or abs(double) < 1e-12:
            continue
        column, row = np.meshgrid(np.arange(left, right + 1), np.arange(bottom, top + 1))
        a = ((y[1] - y[2]) * (column - x[2]) + (x[2] - x[1]) * (row - y[2])) / double
        b = ((y[2] - y[0]) * (column - x[2]) + (x[0] - x[2]) * (row - y[2])) / double
        share = np.stack([a, b, 1.0 - a - b])
        depth = np.einsum("kij,k->ij", share, vertices[2, corner])
        window = np.s_[bottom : top + 1, left : right + 1]
        seen = (share >= -1e-9).all(axis=0) & (depth > nearest[window])
        nearest[window][seen] = depth[seen]
        picture[(slice(None), *window)][:, seen] = np.einsum("kij,vk->vij", share, values[:, corner])[:, seen]
    return picture
