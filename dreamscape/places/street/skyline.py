"""Which crystals are seen past nearer ones: the skyline of those in columns of the picture.

All stand on one ground, so that what is farther off also stands higher in the picture: a crystal is hidden if nearer
ones reach as high as it does wherever it is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.camera import Camera

_COLUMNS = 128
_EDGES = np.linspace(-1.0, 1.0, _COLUMNS + 1, dtype=np.float32)  # of the columns; the picture is 2 wide and 2 high
_INWARDS = np.array([1.0, 1.0, -1.0, -1.0], np.float32)  # the way of the lines over foot and shoulder
_NEAR = 0.3  # m; what is nearer has no outline
_APART = 0.5  # m; feet that lean stand unevenly: less far behind another crystal nothing is hidden by it
_NOWHERE = np.float32(9e9)
_HAIR = np.float32(1e-3)  # half heights of the picture
_BESIDE, _WITHIN = 1.1, 0.96  # of half the picture: what is farther out is left out, what is not so far is not clipped


@dataclass(frozen=True, slots=True)
class Hidden:
    """What nearer crystals hide of each of k.

    Attributes:
        lines: `(b + 1, 128) float32`, how high up columns are hidden by so many crystals; -9e9 where nothing is.
        row: `(k,)`, of `lines`, which of them hide each.
    """

    lines: F32
    row: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of k crystals in a picture, in columns of it.

    Attributes:
        x, y, deep: `(13, k)`, where their points are in the picture, and m.
        near, far: `(k,)`, m, how deep their nearest and farthest points are.
        broad: `(b,)`, which are broad enough to hide a column.
        hides: `(b, 128)`, how high up these certainly hide all of one, from the foot on.
        whose, column: `(c,)`, the columns that each is in; `top`, how high it reaches there at most.
    """

    x: F32
    y: F32
    deep: F32
    near: F32
    far: F32
    broad: NDArray[np.int64]
    hides: F32
    whose: NDArray[np.int64]
    column: NDArray[np.int64]
    top: F32

    def hidden(self, first: int = 0) -> Hidden:
        """How high up all that lies in a column of each one is hidden by nearer ones, if only those from `first` on are
        there.
        """
        start = int(np.searchsorted(self.broad, first))
        far = self.far[self.broad[start:]]
        order = np.argsort(far, kind="stable")
        row = np.searchsorted(far[order], self.near - np.float32(_APART), "right")
        row[self.near < _NEAR] = 0
        return Hidden(_highest(self.hides[start:][order]), row)

    def seen(self, hidden: Hidden) -> NDArray[np.bool_]:
        """Those of which any point may be seen where they are `hidden` so high, `(k,)`."""
        seen = self.near < _NEAR
        seen[self.whose[self.top > hidden.lines[hidden.row[self.whose], self.column]]] = True
        return np.asarray(seen, np.bool_)

    def rises(
        self, hidden: Hidden, which: NDArray[np.int64], facing: NDArray[np.bool_]
    ) -> tuple[F32, NDArray[np.bool_]]:
        """How far up from the foot nothing is seen of the sides of some of them where all are `hidden` so high.

        Args:
            hidden: as by `hidden`.
            which: `(w,)`.
            facing: `(w, 12)`, which faces of theirs look at the camera.

        Returns:
            Of the left and the right edge of each side, `(w, 6, 2)`, 0 to 1; and which faces are seen, `(w, 12)`.
        """
        rows, face = facing.nonzero()
        corner, one = _CORNERS[:, face], which[rows]
        x, y, deep = self.x[corner, one], self.y[corner, one], self.deep[corner[:4], one]
        line = _least(hidden.lines[hidden.row[which]], rows, x.min(axis=0), x.max(axis=0))
        under = np.maximum(line - y[:2], np.float32(0.0)) * deep[:2]
        over = np.maximum(y[2:4] - line, np.float32(0.0)) * deep[2:]
        part = under / np.maximum(under + over, np.float32(1e-9))
        shown = np.zeros(facing.shape, np.bool_)
        shown[rows, face] = y.max(axis=0) > line
        rises = np.zeros((len(which), 6, 2), np.float32)
        sides = face < 6
        rises[rows[sides], face[sides]] = part[:, sides].T
        return rises, shown


def _corners() -> NDArray[np.int64]:
    """Of each face the corners at both ends of foot and shoulder, and the highest, `(5, 12)`; a tip's has no foot."""
    side = np.arange(6)
    foot, apex = np.stack([(side - 1) % 6, side]), np.full((2, 6), 12)
    sides, tip = np.concatenate([foot, foot + 6, foot[1:]]), np.concatenate([apex, foot + 6, apex[:1]])
    return np.concatenate([sides, tip], axis=1)


_CORNERS = _corners()


def mirrored(points: F32, camera: Camera, aspect: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """As of `framed`, of the images in the ground of crystals with these points, `(k, 13, 3)` m."""
    x, y, deep = _placed(points, camera.view_projection(aspect) * np.array([1.0, -1.0, 1.0, 1.0], np.float32))
    near, deep = deep.min(axis=0), np.maximum(deep, np.float32(_NEAR))
    return framed(x / deep, y / deep, near)


def framed(x: F32, y: F32, near: F32) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which faces of k crystals may be in the picture, `(k, 12)`, and which of all reach beyond it or nearly so.

    llvmpipe clips the triangles of a draw one by one as soon as one of them reaches beyond the picture.

    Args:
        x, y: `(13, k)`, where their points are in the picture.
        near: `(k,)`, m, how deep the nearest are.
    """
    ways = np.stack([x, y, -x, -y])
    beside, across = (np.packbits(ways > bound, axis=0)[0][_CORNERS] for bound in (_BESIDE, _WITHIN))
    within = np.bitwise_and.reduce(beside, axis=0) == 0
    crosses = (np.bitwise_or.reduce(across, axis=0) != 0) | (near < _NEAR)
    return np.asarray(within.T), np.asarray(crosses.T)


def _placed(points: F32, matrix: F32) -> F32:
    """Points `(k, 13, 3)` m in the picture, `(3, 13, k)`: across and up, both times how deep, and that, m."""
    placed = matrix[[0, 1, 3], :3] @ points.reshape(-1, 3).T + matrix[[0, 1, 3], 3:]
    return np.ascontiguousarray(placed.reshape(3, -1, 13).transpose(0, 2, 1))


def outlines(points: F32, camera: Camera, aspect: float) -> Outlines:
    """The outlines of crystals with these points, `(k, 13, 3)` m: six of the foot, six of the shoulder, the apex."""
    x, y, deep = _placed(points, camera.view_projection(aspect))
    near, far = deep.min(axis=0), deep.max(axis=0)
    deep = np.maximum(deep, np.float32(_NEAR))
    x, y = x / deep, y / deep
    left, right = x[:6].min(axis=0), x[:6].max(axis=0)
    broad = ((near >= _NEAR) & (right - left > 2.0 / _COLUMNS)).nonzero()[0]
    hides = _hides(x[:, broad], y[:, broad], left[broad], right[broad])
    return Outlines(x, y, deep, near, far, broad, hides, *_tops(x, y, left, right))


def _highest(rows: F32) -> F32:
    """Of rows `(n, m)` the highest values of the first 0, 1 .. n, `(n + 1, m)`."""
    highest = np.empty((len(rows) + 1, rows.shape[1]), np.float32)
    highest[0], highest[1:] = -_NOWHERE, rows
    other, step = np.empty_like(highest), 1
    while step < len(highest):  # quicker than row by row, as `accumulate` goes
        other[:step] = highest[:step]
        np.maximum(highest[step:], highest[:-step], out=other[step:])
        highest, other, step = other, highest, 2 * step
    return highest


def _place(x: F32) -> F32:
    """Where x is in columns, the first from 0 to 1; not far out of the picture."""
    return np.asarray(np.clip((x + np.float32(1.0)) * np.float32(0.5 * _COLUMNS), -2.0, _COLUMNS + 2.0), np.float32)


def _columns(first: F32, last: F32) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All columns in the picture from `first` to `last` `(n,)`: of which row, and which, `(c,)`."""
    begin = np.maximum(first, 0.0).astype(np.int64)
    count = np.maximum(np.minimum(last, _COLUMNS - 1.0).astype(np.int64) + 1 - begin, 0)
    rows = np.repeat(np.arange(len(first)), count)
    return rows, np.arange(len(rows)) + (begin - np.cumsum(count) + count)[rows]


def _least(hidden: F32, rows: NDArray[np.int64], left: F32, right: F32) -> F32:
    """How high rows of `hidden` are so all along from `left` to `right`, a hair less."""
    if not len(rows):
        return np.zeros(0, np.float32)
    first, last = np.clip(_place(np.stack([left, right])), 0, _COLUMNS - 1).astype(np.int64) + rows * _COLUMNS
    padded = np.append(hidden, -_NOWHERE)  # a stretch ends before the next index
    return np.asarray(np.minimum.reduceat(padded, np.stack([first, last + 1], axis=1).ravel())[::2] - _HAIR, np.float32)


def _hides(x: F32, y: F32, left: F32, right: F32) -> F32:
    """How high all of each column over the foot is hidden: below four lines over the outermost corners, `(b, 128)`."""
    rows, foot, shoulder = np.arange(x.shape[1]), x[:6], x[6:12]
    begins = np.stack(
        [foot.argmin(axis=0), 6 + shoulder.argmin(axis=0), foot.argmax(axis=0), 6 + shoulder.argmax(axis=0)]
    )
    ends = np.full_like(begins, 12)
    ends[[0, 2]] = begins[[1, 3]]
    start, high = x[begins, rows], y[begins, rows]
    run = x[ends, rows] - start
    leads = run * _INWARDS[:, None] > 1e-6  # a line that leans outwards hides nothing of what is over the foot
    slope = np.where(leads, (y[ends, rows] - high) / np.where(leads, run, np.float32(1.0)), np.float32(0.0))
    high = np.where(leads, high - start * slope, _NOWHERE)
    hides = np.full((len(rows), _COLUMNS), -_NOWHERE, np.float32)
    whose, column = _columns(np.ceil(_place(left)), np.floor(_place(right)) - np.float32(1.0))
    slope = slope[:, whose]
    lines = np.minimum(_EDGES[column] * slope, _EDGES[column + 1] * slope) + high[:, whose]
    hides[whose, column] = lines.min(axis=0)
    return hides


def _tops(x: F32, y: F32, left: F32, right: F32) -> tuple[NDArray[np.int64], NDArray[np.int64], F32]:
    """How high in each column a box around foot and shoulder reaches, with a gable to the apex: whose, column, top."""
    middle, eaves = x[12], y[:12].max(axis=0)
    ridge = np.maximum(y[12], eaves)
    first, last = x[6:12].min(axis=0), x[6:12].max(axis=0)
    begin, end = np.minimum(np.minimum(left, first), middle), np.maximum(np.maximum(right, last), middle)
    whose, column = _columns(np.ceil(_place(begin) - 1.0), np.floor(_place(end)))
    left, right = np.minimum(first, middle - np.float32(1e-6)), np.maximum(last, middle + np.float32(1e-6))
    up = (_EDGES[column + 1] - left[whose]) / (middle - left)[whose]
    down = (right[whose] - _EDGES[column]) / (right - middle)[whose]
    gable = np.clip(np.minimum(up, down), 0.0, 1.0)
    return whose, column, np.asarray(eaves[whose] + (ridge - eaves)[whose] * gable, np.float32)
