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


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of k crystals in a picture, in columns of it.

    Attributes:
        x, y, deep: `(k, 13)`, where their points are in the picture, and m.
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

    def hidden(self, first: int = 0) -> F32:
        """How high up all that lies in a column of each one is hidden by nearer ones, if only those from `first` on are
        there, `(k, 128)`; -9e9 where nothing is.
        """
        start = int(np.searchsorted(self.broad, first))
        far = self.far[self.broad[start:]]
        order = np.argsort(far, kind="stable")
        skyline = np.full((len(order) + 1, _COLUMNS), -_NOWHERE, np.float32)
        np.maximum.accumulate(self.hides[start:][order], axis=0, out=skyline[1:])
        before = skyline[np.searchsorted(far[order], self.near - np.float32(_APART), "right")]
        before[self.near < _NEAR] = -_NOWHERE
        return np.asarray(before, np.float32)

    def seen(self, hidden: F32) -> NDArray[np.bool_]:
        """Those of which any point may be seen where they are `hidden` so high, `(k,)`."""
        seen = self.near < _NEAR
        seen[self.whose[self.top > hidden[self.whose, self.column]]] = True
        return np.asarray(seen, np.bool_)

    def rises(self, hidden: F32, which: NDArray[np.int64], facing: NDArray[np.bool_]) -> tuple[F32, NDArray[np.bool_]]:
        """How far up from the foot nothing is seen of the sides of some of them where all are `hidden` so high.

        Args:
            hidden: as by `hidden`.
            which: `(w,)`.
            facing: `(w, 12)`, which faces of theirs look at the camera.

        Returns:
            Of the left and the right edge of each side, `(w, 6, 2)`, 0 to 1; and which faces are seen, `(w, 12)`.
        """
        rows, face = np.nonzero(facing)
        foot = np.stack([(face - 1) % 6, face % 6], axis=1)  # the corners at both ends
        one, top = which[rows, None], np.where(face < 6, foot.T, 12)[0]
        corner = np.stack([*foot.T, *(foot.T + 6), top], axis=1)
        corner[face >= 6, :2] = 12  # a face of the tip
        x, y, deep = self.x[one, corner], self.y[one, corner], self.deep[one, corner]
        line = _least(hidden[which], rows, x.min(axis=1), x.max(axis=1))[:, None]
        under = np.maximum(line - y[:, :2], np.float32(0.0)) * deep[:, :2]
        over = np.maximum(y[:, 2:4] - line, np.float32(0.0)) * deep[:, 2:4]
        part = under / np.maximum(under + over, np.float32(1e-9))
        shown = np.zeros(facing.shape, np.bool_)
        shown[rows, face] = (y > line).any(axis=1)
        rises = np.zeros((len(which), 6, 2), np.float32)
        sides = face < 6
        rises[rows[sides], face[sides]] = part[sides]
        return rises, shown


def outlines(points: F32, camera: Camera, aspect: float) -> Outlines:
    """The outlines of crystals with these points, `(k, 13, 3)` m: six of the foot, six of the shoulder, the apex."""
    matrix = camera.view_projection(aspect)
    x, y, deep = (matrix[[0, 1, 3], :3] @ points.reshape(-1, 3).T + matrix[[0, 1, 3], 3:]).reshape(3, -1, 13)
    near, far = deep.min(axis=1), deep.max(axis=1)
    deep = np.maximum(deep, np.float32(_NEAR))
    x, y = x / deep, y / deep
    broad = np.flatnonzero((near >= _NEAR) & (np.ptp(x[:, :6], axis=1) > 2.0 / _COLUMNS))
    return Outlines(x, y, deep, near, far, broad, _hides(x[broad], y[broad]), *_tops(x, y))


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
    first, last = (np.clip(_place(x), 0, _COLUMNS - 1).astype(np.int64) for x in (left, right))
    size = np.frexp(last - first + 1)[1] - 1
    table = np.empty((int(size.max(initial=0)) + 1, *hidden.shape), np.float32)
    table[0] = hidden  # then the least of 2, 4, 8 .. columns from each one on
    for level in range(1, len(table)):
        step = 1 << (level - 1)
        np.minimum(table[level - 1, :, :-step], table[level - 1, :, step:], out=table[level, :, :-step])
    return np.asarray(
        np.minimum(table[size, rows, first], table[size, rows, last + 1 - (1 << size)]) - _HAIR, np.float32
    )


def _hides(x: F32, y: F32) -> F32:
    """How high all of each column over the foot is hidden: below four lines over the outermost corners, `(b, 128)`."""
    rows, foot, shoulder = np.arange(len(x)), x[:, :6], x[:, 6:12]
    left, right = (foot.argmin(1), 6 + shoulder.argmin(1)), (foot.argmax(1), 6 + shoulder.argmax(1))
    begins, ends = (np.stack([left[0], left[1], right[0], right[1]], axis=1), np.full((len(x), 4), 12))
    ends[:, 0], ends[:, 2] = left[1], right[1]
    rows = rows[:, None]
    start, high = x[rows, begins], y[rows, begins]
    run = x[rows, ends] - start
    leads = run * _INWARDS > 1e-6  # a line that leans outwards hides nothing of what is over the foot
    slope = np.where(leads, (y[rows, ends] - high) / np.where(leads, run, np.float32(1.0)), np.float32(0.0))
    high = np.where(leads, high - start * slope, _NOWHERE)
    hides = np.full((len(x), _COLUMNS), -_NOWHERE, np.float32)
    whose, column = _columns(np.ceil(_place(foot.min(axis=1))), np.floor(_place(foot.max(axis=1))) - np.float32(1.0))
    lines = np.minimum(_EDGES[column, None] * slope[whose], _EDGES[column + 1, None] * slope[whose]) + high[whose]
    hides[whose, column] = lines.min(axis=1)
    return hides


def _tops(x: F32, y: F32) -> tuple[NDArray[np.int64], NDArray[np.int64], F32]:
    """How high in each column a box around foot and shoulder reaches, with a gable to the apex: whose, column, top."""
    middle, eaves = x[:, 12], y[:, :12].max(axis=1)
    ridge = np.maximum(y[:, 12], eaves)
    left = np.minimum(x[:, 6:12].min(axis=1), middle - np.float32(1e-6))
    right = np.maximum(x[:, 6:12].max(axis=1), middle + np.float32(1e-6))
    whose, column = _columns(np.ceil(_place(x.min(axis=1)) - 1.0), np.floor(_place(x.max(axis=1))))
    up = (_EDGES[column + 1] - left[whose]) / (middle - left)[whose]
    down = (right[whose] - _EDGES[column]) / (right - middle)[whose]
    gable = np.clip(np.minimum(up, down), 0.0, 1.0)
    return whose, column, np.asarray(eaves[whose] + (ridge - eaves)[whose] * gable, np.float32)
