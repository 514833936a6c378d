"""The people of the street as triangles: bones move the vertices, and outlines are found as they are seen.

All vertices of a person come from one product of matrices, so it takes a processor 20 us a person.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.places.figure.dreamer import SCARF
from dreamscape.places.street.curves import curved
from dreamscape.places.street.people import SWAY, Mesh

COLUMNS = 14  # of a vertex: where it is (3), its normal (3), as Mesh.fixed has it (6), whose it is, shift
_WHOSE = COLUMNS - 2


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some people, the nearest first.

    Attributes:
        vertices: `(n, 14) float32`: m in the world, normal, what Mesh.fixed has, number of the person, 0.
        triangles: `(m, 3) uint32`.
        edges: `(e, 2)`, vertices; `beside`: `(e, 2)`, triangles; `bends`: `(e,) float32`, as Mesh has them.
        meshes: of each person.
        numbers: `(people,)`.
    """

    vertices: F32
    triangles: NDArray[np.uint32]
    edges: NDArray[np.int64]
    beside: NDArray[np.int64]
    bends: F32
    meshes: list[Mesh]
    numbers: NDArray[np.int64]

    def has(self, meshes: list[Mesh], numbers: NDArray[np.int64]) -> bool:
        """Whether it is people with these meshes and numbers."""
        same = len(meshes) == len(self.meshes) and np.array_equal(numbers, self.numbers)
        return same and all(a is b for a, b in zip(meshes, self.meshes, strict=True))

    def first(self, meshes: list[Mesh]) -> "Crowd":
        """Those of the crowd whose meshes are these; all vertices stay."""
        faces, edges = sum(len(m.triangles) for m in meshes), sum(len(m.edges) for m in meshes)
        count = len(meshes)
        mine = self.triangles[:faces], self.edges[:edges], self.beside[:edges], self.bends[:edges]
        return Crowd(self.vertices, *mine, meshes, self.numbers[:count])


def blown(vertices: F32, number: int, seconds: float) -> None:
    """Move scarf, hair and hem of the person of that number, the dreamer, whose thickness says what they are made of.

    Waves run out along scarf and hair, and around the hem, in a wind that comes and goes.
    """
    mine = vertices[:, _WHOSE] == number
    rows = vertices[mine]
    made = np.floor(rows[:, 9])
    free = ((rows[:, 9] - made) / np.float32(SWAY)) ** 2
    gust = np.float32(1.0 + 0.35 * np.sin(0.61 * seconds) * np.sin(0.37 * seconds + 1.0))
    scarf = made == SCARF
    run = np.where(scarf, rows[:, 6] * np.float32(9.0), rows[:, 6] * np.float32(7.0) + rows[:, 7] * np.float32(5.0))
    beat = np.float32(seconds) * np.where(scarf, np.float32(4.1), np.float32(2.2)) + run
    free = free * gust * np.where(scarf, np.float32(1.0), np.float32(0.8))
    rows[:, 1] += free * (0.07 * scarf + 0.02) * (np.sin(beat) + 0.4 * np.sin(2.1 * beat + 1.0))
    rows[:, 2] += free * 0.09 * np.sin(0.8 * beat + 5.0 * rows[:, 7])
    rows[:, 0] += free * 0.05 * np.sin(0.9 * beat + 2.0)
    vertices[mine] = rows


def crowd(meshes: list[Mesh], numbers: NDArray[np.int64], bones: F32, before: Crowd | None = None) -> Crowd:
    """People with these numbers and meshes, moved by `bones (13, people, 3, 4)`.

    If the crowd of `before` is the same people, it is moved, and no other is made.
    """
    found = before if before is not None and before.has(meshes, numbers) else _gathered(meshes, numbers)
    at = 0
    for mesh, number in zip(meshes, numbers, strict=True):
        part, mine = found.vertices[at : at + len(mesh.fixed)], bones[:, number]
        part[:, :3] = mesh.weighted @ mine.transpose(0, 2, 1).reshape(-1, 3)
        part[:, 3:6] = mesh.leaning @ mine[:, :, :3].transpose(0, 2, 1).reshape(-1, 3)
        at += len(part)
    return found


def _gathered(meshes: list[Mesh], numbers: NDArray[np.int64]) -> Crowd:
    """People who have not been moved yet."""
    sizes = np.array([len(mesh.fixed) for mesh in meshes])
    faces = np.array([len(mesh.triangles) for mesh in meshes])
    start, first = np.cumsum(sizes) - sizes, np.cumsum(faces) - faces
    rows = np.zeros((sizes.sum(), COLUMNS), np.float32)
    rows[:, 6:_WHOSE] = np.concatenate([mesh.fixed for mesh in meshes])
    rows[:, _WHOSE] = np.repeat(numbers, sizes)
    pairs = list(zip(meshes, start, first, strict=True))
    return Crowd(
        rows,
        np.concatenate([mesh.triangles + np.uint32(at) for mesh, at, _ in pairs]),
        np.concatenate([mesh.edges + at for mesh, at, _ in pairs]),
        np.concatenate([mesh.beside + at for mesh, _, at in pairs]),
        np.concatenate([mesh.bends for mesh in meshes]),
        meshes,
        numbers,
    )


def facing(people: Crowd, eye: F64) -> NDArray[np.bool_]:
    """Which of their triangles look at the eye, `(m,)`."""
    at = people.vertices[:, :3] - np.asarray(eye, np.float32)
    a, b, c = (np.take(at, people.triangles[:, k], axis=0).T for k in range(3))
    b, c = b - a, c - a
    towards = (
        (b[1] * c[2] - b[2] * c[1]) * a[0] + (b[2] * c[0] - b[0] * c[2]) * a[1] + (b[0] * c[1] - b[1] * c[0]) * a[2]
    )
    return np.asarray(towards > 0.0, np.bool_)


def outline(people: Crowd, shown: NDArray[np.bool_], eye: F64, pixel: float) -> tuple[F32, NDArray[np.uint32], F32]:
    """Strips along the edges between triangles that look at the camera, `shown`, and those that look away.

    Args:
        people: as they stand.
        shown: `(m,)`, of their triangles.
        eye: `(3,)` m.
        pixel: m, how wide one is 1 m away: edges that are off a curve by less stay straight.

    Returns:
        Vertices `(2 k, 14) float32`, of which the second half has a shift of 1 and is to be moved out by a pixel,
        triangles `(s, 3)`, and whose they are, `(s,) float32`: two of each strip, and what lies between mesh and curve.
    """
    turns = np.flatnonzero(np.take(shown, people.beside[:, 0]) != np.take(shown, people.beside[:, 1]))
    found = np.take(people.edges, turns, axis=0)
    used = np.zeros(len(people.vertices), np.bool_)
    used[found] = True
    rows = np.take(people.vertices, np.flatnonzero(used), axis=0)
    numbers = np.take(np.cumsum(used, dtype=np.uint32) - np.uint32(1), found)
    more, ends, filled, of = curved(rows, numbers, np.take(people.bends, turns), eye, pixel)
    strips = np.concatenate([rows, more, rows, more])
    half = len(strips) // 2
    strips[half:, COLUMNS - 1] = 1.0
    corners = np.concatenate([ends, ends + np.uint32(half)], axis=1)[:, [0, 1, 2, 2, 1, 3]].reshape(-1, 3)
    of = np.concatenate([np.repeat(of[: len(ends)], 2), of[len(ends) :]])
    order = np.argsort(of.astype(np.uint16), kind="stable")  # near ones first still
    triangles = np.take(np.concatenate([corners, filled]), order, axis=0)
    return strips, triangles, np.take(people.vertices[:, _WHOSE], np.take(found[:, 0], np.take(of, order)))
