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
from dreamscape.places.street.walkers import DREAMER

COLUMNS = 14  # of a vertex: where it is (3), its normal (3), as Mesh.fixed has it (6), whose it is, shift
_WHOSE = COLUMNS - 2


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """Some people, the nearest first, and their images in the wet ground.

    Attributes:
        vertices: `(n, 14) float32`: m in the world, normal, what Mesh.fixed has, number of the person, 0; an image has
            those of its person where both have the same mesh.
        triangles: `(m, 3) uint32`, of the people; `corners`: `(3, m) int64`, the same.
        images: `(i, 3) uint32`, triangles.
        edges: `(e, 2)`, vertices of the people; `beside`: `(2, e)`, triangles; `bends`: `(e,) float32`, as of Mesh.
        meshes: of each person, then of each image.
        numbers: `(people,)`.
        parts: each mesh once, the person's number, and the first of its vertices.
        loose: of the dreamer's vertices, which the wind moves, and what they are, as `blown` reads it.
    """

    vertices: F32
    triangles: NDArray[np.uint32]
    corners: NDArray[np.int64]
    images: NDArray[np.uint32]
    edges: NDArray[np.int64]
    beside: NDArray[np.int64]
    bends: F32
    meshes: list[Mesh]
    numbers: NDArray[np.int64]
    parts: list[tuple[Mesh, int, int]]
    loose: NDArray[np.int64]

    def has(self, meshes: list[Mesh], numbers: NDArray[np.int64]) -> bool:
        """Whether it is people with these meshes and numbers."""
        same = len(meshes) == len(self.meshes) and np.array_equal(numbers, self.numbers)
        return same and all(a is b for a, b in zip(meshes, self.meshes, strict=True))


def blown(people: Crowd, seconds: float) -> None:
    """Move scarf, hair and hem of the dreamer, whose thickness says what they are made of.

    Waves run out along scarf and hair, and around the hem, in a wind that comes and goes.
    """
    rows = people.vertices[people.loose]
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
    people.vertices[people.loose, :3] = rows[:, :3]


def crowd(meshes: list[Mesh], numbers: NDArray[np.int64], bones: F32, before: Crowd | None = None) -> Crowd:
    """People with these numbers and meshes, moved by `bones (13, people, 3, 4)`; further meshes are of their images.

    If the crowd of `before` is the same people, it is moved, and no other is made.
    """
    found = before if before is not None and before.has(meshes, numbers) else _gathered(meshes, numbers)
    turns = bones.transpose(1, 0, 3, 2)
    for mesh, number, at in found.parts:
        part, mine = found.vertices[at : at + len(mesh.fixed)], turns[number]
        part[:, :3] = mesh.weighted @ mine.reshape(-1, 3)
        part[:, 3:6] = mesh.leaning @ mine[:, :3].reshape(-1, 3)
    return found


def _gathered(meshes: list[Mesh], numbers: NDArray[np.int64]) -> Crowd:
    """People who have not been moved yet."""
    whose = np.resize(numbers, len(meshes)).tolist()
    parts, first, size = [], [], 0
    own: dict[tuple[int, int], int] = {}
    for mesh, number in zip(meshes, whose, strict=True):
        if (id(mesh), number) not in own:
            own[id(mesh), number] = size
            parts.append((mesh, number, size))
            size += len(mesh.fixed)
        first.append(own[id(mesh), number])
    rows = np.zeros((size, COLUMNS), np.float32)
    for mesh, number, at in parts:
        rows[at : at + len(mesh.fixed), 6:_WHOSE], rows[at : at + len(mesh.fixed), _WHOSE] = mesh.fixed, number
    triangles = [mesh.triangles + np.uint32(at) for mesh, at in zip(meshes, first, strict=True)]
    count = len(numbers)
    faces = np.cumsum([0] + [len(mesh.triangles) for mesh in meshes[:count]])
    upright = np.concatenate(triangles[:count])
    return Crowd(
        rows,
        upright,
        np.ascontiguousarray(upright.T, np.int64),
        np.concatenate([np.zeros((0, 3), np.uint32), *triangles[count:]]),
        np.concatenate([mesh.edges + at for mesh, at in zip(meshes[:count], first[:count], strict=True)]),
        np.concatenate([mesh.beside.T + at for mesh, at in zip(meshes[:count], faces[:-1], strict=True)], axis=1),
        np.concatenate([mesh.bends for mesh in meshes[:count]]),
        meshes,
        numbers,
        parts,
        ((rows[:, _WHOSE] == DREAMER) & (rows[:, 9] > np.floor(rows[:, 9]))).nonzero()[0],
    )


def facing(people: Crowd, eye: F64) -> NDArray[np.bool_]:
    """Which of their triangles look at the eye, `(m,)`."""
    at = np.ascontiguousarray((people.vertices[:, :3] - np.asarray(eye, np.float32)).T)
    x, y, z = (np.take(column, people.corners, mode="clip") for column in at)
    u, v, w = x[1] - x[0], y[1] - y[0], z[1] - z[0]
    r, s, t = x[2] - x[0], y[2] - y[0], z[2] - z[0]
    towards = (v * t - w * s) * x[0] + (w * r - u * t) * y[0] + (u * s - v * r) * z[0]
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
    one, other = np.take(shown, people.beside)
    turns = (one != other).nonzero()[0]
    found = np.take(people.edges, turns, axis=0)
    number = np.zeros(len(people.vertices), np.uint32)
    number[found] = 1
    used = number.nonzero()[0]
    number[used] = np.arange(len(used), dtype=np.uint32)
    rows = np.take(people.vertices, used, axis=0)
    more, ends, filled, of = curved(rows, np.take(number, found), np.take(people.bends, turns), eye, pixel)
    strips = np.concatenate([rows, more, rows, more])
    half = len(strips) // 2
    strips[half:, COLUMNS - 1] = 1.0
    a, b, out = *ends.T, np.uint32(half)
    corners = np.stack([a, b, a + out, a + out, b, b + out], axis=1).reshape(-1, 3)
    of = np.concatenate([np.repeat(of[: len(ends)], 2), of[len(ends) :]])
    order = np.argsort(of.astype(np.uint16), kind="stable")  # near ones first still
    triangles = np.take(np.concatenate([corners, filled]), order, axis=0)
    return strips, triangles, np.take(people.vertices[:, _WHOSE], np.take(found[:, 0], np.take(of, order)))
