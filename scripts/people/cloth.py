"""Cloth for bakers: a garment hung on a body by position based dynamics (Mueller et al. 2007)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from people.body import Bool, Triangles

STEP = 1.0 / 60.0  # s
SWEEPS = 8  # over the constraints, a step
DAMPING = 0.965  # of the speed, a step
BENDING = 0.10  # of a bend undone a sweep
AGAIN = 6  # steps until the nearest points of the body are looked up again


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What cloth lies on: points (n, 3) m of a surface, and its unit normals (n, 3)."""

    points: F64
    normals: F64


def edges(triangles: Triangles) -> tuple[Triangles, Triangles]:
    """The edges (e, 2) of a mesh, and the pairs (f, 2) of vertices that face each other over an edge."""
    sides = np.concatenate([triangles[:, [i, (i + 1) % 3]] for i in range(3)])
    facing = np.concatenate([triangles[:, (i + 2) % 3] for i in range(3)])
    sides = np.sort(sides, axis=1)
    order = np.lexsort((sides[:, 1], sides[:, 0]))
    sides, facing = sides[order], facing[order]
    twice = (sides[1:] == sides[:-1]).all(axis=1)
    over = np.stack([facing[1:][twice], facing[:-1][twice]], axis=1)
    return np.unique(sides, axis=0), over


class _Lengths:
    """Distances between pairs of points that are kept, in part; all at once, averaged (Jacobi)."""

    def __init__(self, pairs: Triangles, points: F64, fixed: Bool, stiffness: float, looser: float = 1.0) -> None:
        self.a, self.b = pairs.T
        self.rest = np.linalg.norm(points[self.a] - points[self.b], axis=1) * looser
        free = (~fixed).astype(np.float64)
        self.to_a, self.to_b = free[self.a], free[self.b]
        total = np.maximum(self.to_a + self.to_b, 1e-9)
        self.to_a, self.to_b = self.to_a / total * stiffness, self.to_b / total * stiffness
        self.count = np.maximum(np.bincount(np.concatenate([self.a, self.b]), minlength=len(points)), 1.0)

    def keep(self, points: F64) -> None:
        way = points[self.b] - points[self.a]
        far = np.maximum(np.linalg.norm(way, axis=1), 1e-9)
        way *= ((far - self.rest) / far)[:, None]
        for axis in range(3):
            moved = np.bincount(self.a, way[:, axis] * self.to_a, len(points))
            moved -= np.bincount(self.b, way[:, axis] * self.to_b, len(points))
            points[:, axis] += 2.2 * moved / self.count


class _Leashes:
    """Each vertex comes no farther from the nearest fixed one than the cloth between them is long (Kim et al. 2012)."""

    def __init__(self, sides: Triangles, points: F64, fixed: Bool) -> None:
        self.anchor = np.where(fixed, np.arange(len(points)), -1)
        self.length = np.where(fixed, 0.0, np.inf)
        a, b = np.concatenate([sides, sides[:, ::-1]]).T
        far = np.linalg.norm(points[a] - points[b], axis=1)
        for _ in range(len(points)):  # Bellman and Ford
            through = self.length[a] + far
            order = np.argsort(through)[::-1]
            best, source = self.length.copy(), np.full(len(points), -1)
            best[b[order]], source[b[order]] = through[order], a[order]
            shorter = best < self.length - 1e-9
            if not shorter.any():
                break
            self.length[shorter], self.anchor[shorter] = best[shorter], self.anchor[source[shorter]]
        self.length *= 1.01

    def keep(self, points: F64) -> None:
        way = points - points[self.anchor]
        far = np.linalg.norm(way, axis=1)
        long = far > self.length
        points[long] -= way[long] * (1.0 - self.length[long] / far[long])[:, None]


def nearest(points: F64, obstacle: Obstacle) -> NDArray[np.int64]:
    """The nearest point of the obstacle to each of the points, (n,)."""
    import torch

    torch.set_num_threads(1)  # its threads wait for one another where others work too
    there = torch.from_numpy(obstacle.points.astype(np.float32))
    here = torch.from_numpy(points.astype(np.float32))
    return np.asarray(torch.cat([torch.cdist(part, there).argmin(dim=1) for part in here.split(4096)]).numpy())


def _push_out(points: F64, held: F64, normal: F64, thickness: float) -> Bool:
    """Move points that are under the surface onto it; which have touched it."""
    deep = np.einsum("ij,ij->i", points - held, normal) - thickness
    touch = deep < 0.0
    points[touch] -= deep[touch, None] * normal[touch]
    return np.asarray(touch)


def draped(
    vertices: F32, triangles: Triangles, fixed: Bool, obstacle: Obstacle, steps: int, force: tuple[float, float, float],
    thickness: float = 0.007, friction: float = 0.35, seed: int = 1,
) -> F32:  # fmt: skip
    """Where a garment comes to rest on a body, (3, n) float32 m.

    Args:
        vertices, triangles: the garment as it is cut; its lengths are those of the cloth.
        fixed: (n,), vertices that stay where they are.
        obstacle: the body.
        steps: of a sixtieth of a second.
        force: m/s^2, gravity and wind.
        thickness: m that the cloth keeps from the body.
        friction: of the speed along the body that is lost where the cloth touches it.
        seed: of the small unevenness that tells the folds where to begin.
    """
    points = np.array(vertices.T, np.float64)
    sides, over = edges(triangles)
    stretch = _Lengths(sides, points, fixed, 1.0)
    bend = _Lengths(over, points, fixed, BENDING)
    leash = _Leashes(sides, points, fixed)
    points += np.random.default_rng(seed).normal(0.0, 0.0008, points.shape) * ~fixed[:, None]
    speed = np.zeros_like(points)
    pull = np.array(force) * STEP
    touched = np.zeros(len(points), bool)
    found = nearest(points, obstacle)
    for step in range(steps):
        leash.keep(points)
        if step % AGAIN == 0:
            found = nearest(points, obstacle)
        held, normal = obstacle.points[found], obstacle.normals[found]
        speed = (speed + pull) * DAMPING
        speed[touched] *= 1.0 - friction
        speed[fixed] = 0.0
        before = points.copy()
        points += speed * STEP
        touched[:] = False
        for _ in range(SWEEPS):
            stretch.keep(points)
            bend.keep(points)
            touched |= _push_out(points, held, normal, thickness)
            points[fixed] = before[fixed]
        speed = (points - before) / STEP
    return np.asarray(points.T, np.float32)
