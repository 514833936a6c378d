"""How far the face reaches on the water, so that nothing is drawn where it is not.

Metres in the plane of the water, as of `head`.
"""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.places.face.head import Head, at_rest

_MOVES = 0.11  # m: as far as it moves, and its edge is soft
_SIDES = 32  # of the polygon around the face
_SEEN = 0.1  # how much of a normal faces who looks where the face is seen


def around(one: Head) -> tuple[F32, F32]:
    """The half planes that hold all that is seen of the face: directions (n, 2), and how far it reaches in each, m."""
    place, normal = at_rest(one)
    inside = (one.marks[1] > 0.0) & (normal[2] > _SEEN)
    seen = np.unique(one.triangles[inside[one.triangles].any(axis=1)])
    turn = np.linspace(0.0, 2.0 * np.pi, _SIDES, endpoint=False, dtype=np.float32)
    ways = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return ways, (ways @ place[:2, seen]).max(axis=1) + np.float32(_MOVES)


def clipped(vertices: F32, triangles: NDArray[np.uint32], ways: F32, reach: F32) -> tuple[F32, NDArray[np.uint32]]:
    """What of triangles lies within half planes.

    Args:
        vertices: (n, 5), x and y first; what else they carry is linear, but for the depth, the fourth, which is flat.
        triangles: (k, 3); they take flat values from their last vertex.
        ways, reach: as of `around`.
    """
    beyond = np.asarray((vertices[:, :2] @ ways.T > reach).any(axis=1))
    cut = beyond[triangles].any(axis=1)
    more, corners, start = [vertices], [triangles[~cut]], len(vertices)
    for triangle in triangles[cut]:
        part = vertices[triangle]
        part[:, 3] = part[-1, 3]
        for way, far in zip(ways, reach, strict=True):
            part = _within(part, way, far)
        if len(part) > 2:
            ring = np.arange(1, len(part) - 1, dtype=np.uint32)
            more.append(part)
            corners.append(start + np.stack([np.zeros_like(ring), ring, ring + 1], axis=1))
            start += len(part)
    return np.concatenate(more), np.concatenate(corners).astype(np.uint32)


def _within(part: F32, way: F32, far: float) -> F32:
    """What of a convex polygon (n, 5) lies within a half plane (Sutherland and Hodgman, 1974)."""
    over = part[:, :2] @ way - far
    if not len(part) or (over <= 0.0).all():
        return part
    kept = []
    for k in range(len(part)):
        if over[k - 1] * over[k] < 0.0:
            share = over[k - 1] / (over[k - 1] - over[k])
            kept.append(part[k - 1] + share * (part[k] - part[k - 1]))
        if over[k] <= 0.0:
            kept.append(part[k])
    return np.array(kept, np.float32).reshape(-1, part.shape[1])
