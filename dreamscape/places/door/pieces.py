"""Pieces of stone that become one mesh: grids of quads, set together by what their parts are drawn with."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F32, F64
from dreamscape.places.door.orders import STONE, WET

TILE = 3.36  # m, the side of the tile of stone that the sheet shows


@dataclass(frozen=True, slots=True)
class Stonework:
    """A mesh: `vertices (n, 17) float32`, `triangles (m, 3) uint32`: the front's face and flanks first.

    From `orders` on they are the arch's shafts and bronze, which hide some of what follows, from `steps` on steps and
    the front's sides, from `ground` on the ground.

    Corners run against the clock as they are seen from outside of the stone.

    A vertex: position, m; normal and the direction in which the tile's x runs, unit; place in tiles; how open to the
    sky, 0 to 1, below 0 on risers; what it is made of; normal and openness as they are seen from afar.
    """

    vertices: F32
    triangles: np.ndarray[tuple[int, ...], np.dtype[np.uint32]]
    orders: int
    steps: int
    ground: int


class Pieces:
    """Grids of quads that become one mesh.

    Attributes:
        shaded: whether walls that are added now may lie in the shadow of the arch, or of the one who stands there.
    """

    def __init__(self) -> None:
        self.shaded = False
        self._shaded: list[np.ndarray[tuple[int], np.dtype[np.bool_]]] = []
        self._vertices: list[F64] = []
        self._triangles: list[np.ndarray[tuple[int, ...], np.dtype[np.int64]]] = []
        self._columns: list[int] = []
        self._count = 0

    def __len__(self) -> int:
        return len(self._triangles)

    def grid(
        self,
        at: F64,
        normal: F64,
        along: F64,
        tiles: F64,
        open_to: F64 | float = 1.0,
        kind: F64 | float = STONE,
        soft: F64 | None = None,
    ) -> None:
        """Add a grid `(rows, columns, 3)` of points; the rest is given for each, or broadcast.

        `soft` is normal and openness as they are seen from afar, the same if it is None.
        """
        rows, columns = at.shape[:2]
        normal = np.broadcast_to(normal, at.shape)
        opens = np.broadcast_to(np.asarray(open_to, np.float64), (rows, columns))[..., None]
        made = np.concatenate(
            [
                at,
                normal,
                np.broadcast_to(along, at.shape),
                np.broadcast_to(tiles / TILE, (rows, columns, 2)),
                opens,
                np.broadcast_to(np.asarray(kind, np.float64), (rows, columns))[..., None],
                np.concatenate([normal, opens], axis=2) if soft is None else soft,
            ],
            axis=2,
        )
        corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel() + self._count
        quads = corner[:, None] + np.array((0, 1, columns, columns, 1, columns + 1))
        self._vertices.append(made.reshape(-1, made.shape[2]))
        self._triangles.append(quads.reshape(-1, 3))
        self._columns.append(columns - 1)
        self._shaded.append(np.full(2 * len(quads), self.shaded))
        self._count += rows * columns

    def quad(
        self,
        corner: tuple[float, float, float],
        right: tuple[float, float, float],
        opposite: tuple[float, float, float],
        open_to: tuple[float, float] = (1.0, 1.0),
        kind: float = STONE,
        start: tuple[float, float] | None = None,
    ) -> None:
        """Add a parallelogram; `open_to` at its near and its far side; `start` is the tile's place at the corner, m."""
        a, b, c = (np.array(p, np.float64) for p in (corner, right, opposite))
        x, y = b - a, c - b
        along = x / np.linalg.norm(x)
        normal = np.cross(y, x)
        normal /= np.linalg.norm(normal)
        u0, v0 = start or (float(a @ along), float(a @ (y / np.linalg.norm(y))))
        u, v = np.array((0.0, np.linalg.norm(x))) + u0, np.array((0.0, np.linalg.norm(y))) + v0
        tiles = np.stack(np.broadcast_arrays(u[None, :], v[:, None]), axis=2)
        at = np.array(((a, b), (a + y, c)))
        self.grid(at, normal, along, tiles, np.array(open_to)[:, None], kind)

    def sort(self, first: int, eye: F64) -> None:
        """Order the grids from number `first` on, the halves of each row apart, by how far from `eye` (m) they are.

        What is drawn early hides what comes later, which is then not shaded.
        """
        places = np.concatenate(self._vertices)[:, :3]
        halves = [
            half
            for triangles, columns in zip(self._triangles[first:], self._columns[first:], strict=True)
            for row in triangles.reshape(-1, 2 * columns, 3)
            for half in np.split(row, [columns // 2 * 2])
        ]
        away = [float(np.linalg.norm(places[half].mean(axis=(0, 1)) - eye)) for half in halves]
        self._triangles[first:] = [np.concatenate([halves[nth] for nth in np.argsort(away, kind="stable")])]
        self._shaded[first:] = [np.concatenate(self._shaded[first:])]
        self._columns[first:] = [0]

    def whole(self) -> Stonework:
        """All pieces, the ground, and the light on it, last."""
        vertices = np.concatenate(self._vertices).astype(np.float32)
        triangles = np.concatenate(self._triangles).astype(np.uint32)
        a, b, c = (vertices[triangles[:, k], :3] for k in range(3))
        inwards = np.einsum("ij,ij->i", np.cross(b - a, c - a), vertices[triangles, 3:6].sum(axis=1)) > 0.0
        triangles[inwards] = triangles[inwards, ::-1]
        kind = vertices[triangles[:, 0], 12]
        part = np.where(kind >= WET, 3, np.where(kind == STONE, 2 * np.concatenate(self._shaded), 1))
        starts = np.searchsorted(np.sort(part), (1, 2, 3)).tolist()
        return Stonework(vertices, triangles[np.argsort(part, kind="stable")], *starts)
