"""What strangers are made of, -1 trousers and shoes, 0 other cloth, 1 skin, 2 hair, and how open it is, 0 to 1."""

import numpy as np

from dreamscape.arrays import F64
from people.bare import Shell, head_of
from people.body import Body, Triangles
from people.clothed import CELL, Cloth, nearest, smoothed
from people.rays import Rays

LEGS, SKIN, HAIR = -1.0, 1.0, 2.0
PUSHED = 0.0015  # m, by which hair or a collar stands out where it is
WORN = 0.014  # m off the body, from where on there is a hat or a hood
OFF = 0.006  # m above a surface, where rays begin: a coarse mesh lies that deep
FAR, NEAR = 0.22, 0.035  # m, within which clothes, and features of a face, hide the sky


def sampled(grid: F64, low: F64, points: F64) -> F64:
    """A field at points (n, 3), the nearest cell's."""
    cell = np.rint((points - low) / CELL).astype(int)
    cell = np.clip(cell, 0, np.array(grid.shape) - 1)
    return np.asarray(grid[tuple(cell.T)], np.float64)


def stuff(whole: Body, cloth: Cloth, points: F64, triangles: Triangles) -> F64:
    """What the vertices (n, 3) of a mesh of clothes are made of, (n,)."""
    of = nearest(points, whole.vertices.T.astype(np.float64))
    covered = np.linalg.norm(points - whole.vertices.T[of], axis=1) > WORN
    covered |= sampled(cloth.collar, cloth.low, points) > PUSHED
    bare = whole.part("head", "neck", "eye")[of] > 0.5
    legs = whole.part("upperleg", "lowerleg", "foot", "toe")[of] > 0.5
    legs &= sampled(cloth.body - cloth.whole, cloth.low, points) < 2.0 * PUSHED
    found = np.where(legs, LEGS, np.where(bare & ~covered, SKIN, 0.0))
    found[sampled(cloth.hair, cloth.low, points) > PUSHED] = HAIR
    return smoothed(found[:, None], triangles, 1)[:, 0] if len(points) > 900 else found


def openness(points: F64, normal: F64, dense: F64, triangles: Triangles) -> F64:
    """How open the vertices (n, 3) are among the surface of all clothes, (n,)."""
    rays = Rays(dense, triangles)
    return rays.open_sky(points + OFF * normal, normal, 96, FAR)


def features(whole: Body, shell: Shell, face: bool) -> F64:
    """How open the vertices of a face or a hand are among its features, (n,), with dark brows, lashes and lips."""
    rays = Rays(whole.vertices.T.astype(np.float64), whole.triangles)
    seen = rays.open_sky(shell.points + 0.001 * shell.normal, shell.normal, 96, NEAR)
    if not face:
        return seen
    head = head_of(whole)
    x, y, z = ((shell.points - head.eyes) / head.size).T
    x, front = np.abs(x), z > -0.02
    brow = np.exp(-(((y - 0.0215 + 7.0 * (x - 0.036) ** 2) / 0.0055) ** 2)) * np.exp(-(((x - 0.033) / 0.019) ** 4))
    lashes = np.exp(-(((y + 0.003) / 0.0045) ** 2)) * np.exp(-(((x - 0.032) / 0.016) ** 4))
    lips = np.exp(-(((y + 0.0655) / 0.0075) ** 2)) * np.exp(-((x / 0.023) ** 4))
    return np.asarray(seen * (1.0 - front * np.clip(0.42 * brow + 0.50 * lashes + 0.34 * lips, 0.0, 0.8)), np.float64)
