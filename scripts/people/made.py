"""What strangers are made of, -1 trousers and shoes, 0 other cloth, 1 skin, 2 hair, and how open it is, 0 to 1."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.places.rounding import split
from people.bare import Shell, head_of
from people.body import Body, Triangles, normals
from people.clothed import CELL, Cloth, nearest, smoothed
from people.garb import Garb
from people.rays import Rays

LEGS, SKIN, HAIR = -1.0, 1.0, 2.0
PUSHED = 0.0015  # m, by which hair or a collar stands out where it is
WORN = 0.014  # m off the body, from where on there is a hat or a hood
OFF = 0.006  # m above a surface, where rays begin: a coarse mesh lies that deep
ROUNDS, BENT, SHORT, LONG = 3, 0.2, 0.0045, 0.024  # of cutting edges on which paint is so far off, so long, m
FAR, NEAR = 0.22, 0.035  # m, within which clothes, and features of a face, hide the sky


def sampled(grid: F64, low: F64, points: F64) -> F64:
    """A field at points (n, 3), the nearest cell's."""
    cell = np.rint((points - low) / CELL).astype(int)
    cell = np.clip(cell, 0, np.array(grid.shape) - 1)
    return np.asarray(grid[tuple(cell.T)], np.float64)


def stuff(whole: Body, cloth: Cloth, garb: Garb, points: F64, triangles: Triangles) -> F64:
    """What the vertices (n, 3) of a mesh of clothes are made of, (n,)."""
    of = nearest(points, whole.vertices.T.astype(np.float64))
    covered = np.linalg.norm(points - whole.vertices.T[of], axis=1) > WORN
    covered |= sampled(cloth.collar, cloth.low, points) > PUSHED
    bare = whole.part("head", "neck", "eye")[of] > 0.5
    legs = whole.part("upperleg", "lowerleg", "foot", "toe")[of] > 0.5
    legs &= sampled(cloth.body - cloth.whole, cloth.low, points) < 2.0 * PUSHED
    found = np.where(legs, LEGS, np.where(bare & ~covered, SKIN, 0.0))
    if len(points) > 900:
        found = smoothed(found[:, None], triangles, 1)[:, 0]
    found[(sampled(cloth.hair, cloth.low, points) > PUSHED) | on_scalp(whole, garb, points)] = HAIR
    return found


def on_scalp(whole: Body, garb: Garb, points: F64) -> NDArray[np.bool_]:
    """Which of the points (n, 3) are behind the hairline and above the nape, and below a hat."""
    head = head_of(whole)
    x, y, z = ((points - head.eyes) / head.size).T
    nape = -0.010 - 0.055 * np.clip((-0.055 - z) / 0.085, 0.0, 1.0)
    found = ((y > nape) & (z < -0.052) | (y > 0.050)) & (np.hypot(x, z + 0.085) < 0.145)
    if garb.hair == "hat":
        found &= y < 0.058 - 0.1 * (z + 0.085)
    return np.asarray(found & (garb.hair != "hood"), np.bool_)


def openness(points: F64, normal: F64, dense: F64, triangles: Triangles) -> F64:
    """How open the vertices (n, 3) are among the surface of all clothes, (n,)."""
    rays = Rays(dense, triangles)
    return rays.open_sky(points + OFF * normal, normal, 96, FAR)


def features(whole: Body, shell: Shell, garb: Garb | None) -> F64:
    """How open the vertices of a hand, or of a face above some clothes, are among its features, (n,); brows, lashes and
    lips are dark.
    """
    rays = Rays(whole.vertices.T.astype(np.float64), whole.triangles)
    seen = rays.open_sky(shell.points + 0.001 * shell.normal, shell.normal, 96, NEAR)
    if garb is None:
        return seen
    brow, lashes, lips = painted(whole, shell.points)
    seen *= 1.0 - np.clip(0.40 * brow + 0.55 * lashes + 0.26 * lips, 0.0, 0.8)
    return np.asarray(np.maximum(seen, hairline(whole, shell, garb)), np.float64)


def painted(whole: Body, points: F64) -> tuple[F64, F64, F64]:
    """How far points (n, 3) are of brows, of lashes and of lips, (n,) each, 0 to 1."""
    head = head_of(whole)
    x, y, z = ((points - head.eyes) / head.size).T
    x, front = np.abs(x), z > -0.02
    thin = 0.0040 * (1.0 - 0.5 * np.clip((x - 0.030) / 0.025, 0.0, 1.0))  # to its outer end
    brow = np.exp(-(((y - 0.0225 + 6.0 * (x - 0.036) ** 2) / thin) ** 2)) * np.exp(-(((x - 0.033) / 0.019) ** 4))
    lashes = np.exp(-(((y + 0.003 - 2.0 * (x - 0.032) ** 2) / 0.0032) ** 2)) * np.exp(-(((x - 0.032) / 0.016) ** 4))
    lips = np.exp(-(((y + 0.0655 - 1.5 * x**2) / 0.0075) ** 2)) * np.exp(-((x / 0.023) ** 4))
    return front * brow, front * lashes, front * lips


def hairline(whole: Body, shell: Shell, garb: Garb) -> F64:
    """How far the vertices of a face are under hair at their edge, which is soft and uneven, (n,), 0 to 1."""
    if garb.hair == "hood":
        return np.zeros(len(shell.points))
    head = head_of(whole)
    x, y, _ = ((shell.points - head.eyes) / head.size).T
    x = np.abs(x)
    line = 0.042 + 0.003 * np.sin(150.0 * x + 1.0) - 6.0 * np.maximum(x - 0.030, 0.0) ** 2
    temple = np.clip((x - 0.060) / 0.014, 0.0, 1.0) * np.clip((y + 0.030) / 0.025, 0.0, 1.0)  # ends before the ear
    return np.asarray(np.clip(np.maximum((y - line) / 0.016 + 0.5, temple), 0.0, 1.0), np.float64)


def hairy(whole: Body, shell: Shell, garb: Garb) -> F64:
    """How far the vertices of a face are hair, (n,), 0 to 1: brows and lashes too."""
    brow, lashes, _ = painted(whole, shell.points)
    return np.asarray(np.maximum(0.75 * brow + 0.5 * lashes, hairline(whole, shell, garb)), np.float64)


def refined(whole: Body, shell: Shell) -> Shell:
    """A face with more vertices where brows, lashes or lips would be lost between them, as the body has it."""
    dense = whole.vertices.T.astype(np.float64)
    out = normals(whole.vertices, whole.triangles).T.astype(np.float64)
    for _ in range(ROUNDS):
        triangles = shell.triangles
        sides = np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
        ends, found = np.unique(sides, axis=0, return_inverse=True)
        long = np.linalg.norm(shell.points[ends[:, 0]] - shell.points[ends[:, 1]], axis=1)
        middle = replace(shell, points=shell.points[ends].mean(axis=1), weights=shell.weights[ends].mean(axis=1))
        of = nearest(middle.points, dense)
        off = np.einsum("ij,ij->i", dense[of] - middle.points, out[of])[:, None] * out[of]
        middle = replace(middle, points=middle.points + off, normal=out[of])
        there, here = _lines(whole, middle), _lines(whole, shell)
        bent = np.abs(there - here[:, ends].mean(axis=2)).max(axis=0)
        bent += np.maximum(there, here[:, ends].max(axis=2)).max(axis=0) * (long > LONG)
        cut = (bent > BENT) & (long > SHORT) & (np.linalg.norm(off, axis=1) < 0.006)
        of_side = found.reshape(-1, 3)
        while (pairs := cut[of_side].sum(axis=1) == 2).any():  # a triangle is cut once, or all around
            cut[of_side[pairs]] = True
        number = np.full(len(ends), -1)
        number[cut] = len(shell.points) + np.arange(cut.sum())
        shell = Shell(
            np.vstack([shell.points, middle.points[cut]]),
            np.vstack([shell.normal, middle.normal[cut]]),
            split(triangles, number[of_side]),
            np.vstack([shell.weights, middle.weights[cut]]),
        )
    return shell


def _lines(whole: Body, shell: Shell) -> F64:
    """What is drawn on a face, (3, n)."""
    return np.stack(painted(whole, shell.points))
