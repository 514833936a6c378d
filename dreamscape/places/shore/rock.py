"""Rock: grids of points roughened into meshes with bulges, blocks, beds and cracks.

Noise in space moves every point, so that neighbouring grids fit without a seam.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.perlin import perlin, ridged
from dreamscape.places.shore.sheet import place_on_sheet, unwrap
from dreamscape.rng import Streams

BAND = 60
LUSH = 0.57  # readiness for moss that a third of the visible land exceeds


@dataclass(frozen=True, slots=True)
class RockMesh:
    """A mesh of n vertices and m triangles.

    Attributes:
        position: `(n, 3) float32`, metres.
        normal: `(n, 3) float32`, unit.
        place: `(n, 2) float32`, where its own texture shows it, 0 to 1: along the columns and the rows of its grid.
        shade: `(n, 4) float32`: the share of the sky's light that arrives, readiness for moss, the share of the seam's
            light that arrives, each 0 to 1; and how far the pulse has come from the dreamer's feet, metres.
        triangles: `(m, 3) uint32`.
        foot: `(k, 2) float32`, x and z of the waterline.
    """

    position: F32
    normal: F32
    place: F32
    shade: F32
    triangles: NDArray[np.uint32]
    foot: F32


@dataclass(frozen=True, slots=True)
class Grid:
    """Points in rows, from inland or the top downwards, and in columns, with the outside on the right.

    Attributes:
        points: `(3, rows, columns)`, x, y, z in metres.
        outward: that shape or one that broadcasts to it, unit: the direction of bulges.
        face: `(rows, columns)` or broadcast to it, 1 on a face and 0 on level ground.
        quiet: the same, the fraction of the noise that is applied.
        open: the same, the fraction of the light that reaches a hollow.
        closed: whether the last column repeats the first.
        showing: `(rows, columns)`, the visible part over which the amount of moss is made even, if any.
    """

    points: F64
    outward: F64
    face: F64
    quiet: F64
    open: F64
    closed: bool
    showing: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Bedding:
    """How rock is layered.

    Attributes:
        dip: `(x, z)`, how far beds sink per metre.
        beds_per_metre: how many.
        jut: m, how far hard beds stand out.
    """

    dip: tuple[float, float] = (0.0, 0.0)
    beds_per_metre: float = 0.62
    jut: float = 0.9


def roughen(grid: Grid, streams: Streams, bedding: Bedding, grain: float = 1.0) -> RockMesh:
    """The grid as rock; `grain` is the size of its bulges and blocks, 1 for a cliff."""
    x, y, z = grid.points.astype(np.float32)
    u, v, w = x / grain, y / grain, z / grain
    _, b, c = offsets = streams.offset("rock")
    level = v + bedding.dip[0] * u + bedding.dip[1] * w
    push, lift, ledge = _displacement(grid, (u, v, w), level, offsets, bedding, grain)
    out = np.broadcast_to(grid.outward, grid.points.shape).astype(np.float32)
    x, z = x + out[0] * push, z + out[2] * push
    y = y + out[1] * push + (lift - 0.35 * grain * grid.face * ledge * (y > 0.5)).astype(np.float32)
    if grid.closed:
        for axis in (x, y, z):
            axis[:, -1] = axis[:, 0]
    position = np.stack([x, y, z], axis=2)
    normal = _normals(position, grid.closed)
    moss = 0.22 + 0.85 * normal[..., 1] + 0.70 * perlin(u * 0.12 + b, level * 0.27 + c, w * 0.12)
    if grid.showing is not None:
        moss += np.float32(np.clip(LUSH - np.quantile(moss[grid.showing], 0.65), -0.15, 0.30))
    moss *= np.clip((y - 0.9) * 0.35, 0.0, 1.0) * grid.open
    moss = np.clip(moss, 0.0, 1.0)  # none where the sea washes
    waterline = np.abs(y).argmin(axis=0)
    columns = np.arange(x.shape[1])
    foot = np.stack([x[waterline, columns], z[waterline, columns]], axis=1)[y.min(axis=0) < 0.0]
    return RockMesh(
        position.reshape(-1, 3).astype(np.float32),
        normal.reshape(-1, 3).astype(np.float32),
        unwrap(position, normal, grid.face).reshape(-1, 2),
        np.stack(np.broadcast_arrays(grid.open, moss, 1.0, 0.0), axis=2).reshape(-1, 4).astype(np.float32),
        _triangles(*x.shape),
        foot.astype(np.float32),
    )


def _displacement(
    grid: Grid,
    point: tuple[F32, F32, F32],
    level: F32,
    offsets: tuple[float, float, float],
    bedding: Bedding,
    grain: float,
) -> tuple[F32, F64, F32]:
    """How far points are pushed outward and lifted, m, and how far their bed juts out there, 0 to 1.

    `point` is x, y, z and `level` the height across the beds, both in units of `grain`.
    """
    (u, v, w), (a, b, c) = point, offsets
    bulge = ridged(u * 0.105 + a, v * 0.085 + b, w * 0.105 + c, 4) - 0.50
    cracks = np.abs(perlin(u * 0.42 + c, v * 0.05 + a, w * 0.42 + b))
    strata = level * bedding.beds_per_metre + 1.3 * perlin(u * 0.07 + b, v * 0.05, w * 0.07 + a) + 64.0
    bed = np.asarray(np.floor(strata), np.float32)
    hard = np.clip(0.55 + 1.2 * perlin(u * 0.13 + c, v * 0.11, w * 0.13), 0.0, 1.0)
    hard *= np.clip(0.65 + 1.1 * perlin(bed * 0.73 + a, bed * 0.0, bed * 0.0), 0.1, 1.0)
    ledge = (strata - bed) ** 2.5 * hard
    step = np.abs(np.gradient(strata, axis=0))
    ledge *= np.clip(1.7 - 3.0 * step, 0.25, 1.0)  # beds too thin for the mesh would give it a saw edge
    blocks = ridged(u * 0.33 + b, v * 0.24 + c, w * 0.33 + a, 3) - 0.5
    relief = 2.4 * bulge + 0.75 * blocks + bedding.jut * (ledge - 0.2) - 0.8 * np.exp(-cracks * 9.0)
    push = (grain * grid.face * np.clip(grid.quiet * 1.4, 0.3, 1.0) * relief).astype(np.float32)
    lift = grain * (1.0 - grid.face) * grid.quiet * (0.75 * perlin(u * 0.30 + a, v * 0.0, w * 0.30 + c) + 0.25 * bulge)
    return push, lift, ledge


def _normals(position: F32, closed: bool) -> F32:
    """The unit normals of a grid `(rows, columns, 3)`."""
    along, down = np.gradient(position, axis=1), np.gradient(position, axis=0)
    if closed:
        along[:, 0] = along[:, -1] = 0.5 * (position[:, 1] - position[:, -2])
    normal = np.cross(along, down)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True) + 1e-9
    return np.asarray(normal)


def on_sheet(mesh: RockMesh, room: tuple[float, float, float, float]) -> RockMesh:
    """The mesh laid out in a room of the sheet; so far it filled the whole."""
    return replace(mesh, place=place_on_sheet(mesh.place, room))


def join_meshes(meshes: Sequence[RockMesh]) -> RockMesh:
    """Several meshes as one."""
    starts = np.cumsum([0, *(len(m.position) for m in meshes[:-1])])
    joined = {
        name: np.concatenate([getattr(mesh, name) for mesh in meshes])
        for name in ("position", "normal", "place", "shade", "foot")
    }
    triangles = [m.triangles + np.uint32(start) for m, start in zip(meshes, starts, strict=True)]
    return RockMesh(**joined, triangles=np.concatenate(triangles))


def _triangles(rows: int, columns: int) -> NDArray[np.uint32]:
    """The triangles of a grid, the last row first: it is the nearest, and what it hides is not shaded.

    In bands of BAND columns: a driver shades a vertex once as long as it remembers it from the row before.
    """
    index = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)[::-1]
    bands = []
    for first in range(0, columns - 1, BAND):
        c, d = (index[:-1, k : k + BAND] for k in (first, first + 1))
        a, b = (index[1:, k : k + BAND] for k in (first, first + 1))
        wide = min(a.shape[1], b.shape[1])
        a, b, c, d = (corner[:, :wide] for corner in (a, b, c, d))
        bands.append(np.stack([a, c, b, b, c, d], axis=-1).reshape(-1, 3))
    return np.concatenate(bands)


def edges(triangles: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The inner edges of a mesh: their two vertices `(e, 2)`, and the two triangles that share each `(e, 2)`."""
    ends = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1).astype(np.int64)
    owner = np.repeat(np.arange(len(triangles)), 3)
    key = ends[:, 0] << 32 | ends[:, 1]
    order = np.argsort(key, kind="stable")
    shared = np.flatnonzero(key[order[1:]] == key[order[:-1]])
    first, second = order[shared], order[shared + 1]
    return ends[first].astype(np.uint32), np.stack([owner[first], owner[second]], axis=1)
