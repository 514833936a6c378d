"""Triangles of a mesh cut smaller where it is coarse, and rounded.

After Boubekeur and Alexa, Phong tessellation, 2008.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32

_ROUND = 0.75  # how far a vertex on an edge moves towards the planes at its ends


@dataclass(frozen=True, slots=True)
class Rounding:
    """What a finer mesh has beside the n vertices of the coarse one.

    Attributes:
        ends: `(e, 2)`, the vertices at the ends of the edges that are cut.
        position, normal: `(e, 3) float32`, of the new vertices, which are numbered from n on.
        triangles: `(m, 3)`, the triangles of the finer mesh.
    """

    ends: NDArray[np.int64]
    position: F32
    normal: F32
    triangles: NDArray[np.int64]


def rounded(position: F32, normal: F32, triangles: NDArray[np.int64], coarse: NDArray[np.bool_]) -> Rounding:
    """Cut each edge whose ends are both `coarse` `(n,)`; at `position`, with unit `normal`, `(n, 3)`."""
    sides = np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    cut = coarse[sides].all(axis=1)
    ends, found = np.unique(sides[cut], axis=0, return_inverse=True)
    number = np.full(len(sides), -1)
    number[cut] = len(position) + found.reshape(-1)
    place, out = position[ends], normal[ends]
    middle = place.mean(axis=1)
    off = np.einsum("eki,eki->ek", middle[:, None] - place, out)
    middle -= np.float32(_ROUND) * (off[:, :, None] * out).mean(axis=1)
    facing = out.sum(axis=1)
    facing /= np.maximum(np.linalg.norm(facing, axis=1, keepdims=True), 1e-6)
    return Rounding(ends, middle, facing, split(triangles, number.reshape(-1, 3)))


def split(triangles: NDArray[np.int64], middle: NDArray[np.int64]) -> NDArray[np.int64]:
    """Triangles cut at the vertices in the middle of their sides `(m, 3)`, -1 for none: one, all or none of each."""
    cuts = (middle >= 0).sum(axis=1)
    (a, b, c), (ab, bc, ca) = triangles[cuts == 3].T, middle[cuts == 3].T
    four = np.stack([a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca], axis=1).reshape(-1, 3)
    one, side = triangles[cuts == 1], middle[cuts == 1].argmax(axis=1)
    a, b, c = (np.take_along_axis(one, (side[:, None] + k) % 3, axis=1)[:, 0] for k in range(3))
    ab = middle[cuts == 1].max(axis=1)
    two = np.stack([a, ab, c, ab, b, c], axis=1).reshape(-1, 3)
    return np.concatenate([triangles[cuts == 0], two, four])
