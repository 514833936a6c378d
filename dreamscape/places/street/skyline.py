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
_NEAR = 0.3  # m; what is nearer has no outline
_APART = 0.5  # m; feet that lean stand unevenly: less far behind another crystal nothing is hidden by it
_NOWHERE = np.float32(9e9)


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of k crystals in a picture, in columns of it.

    Attributes:
        near, far: `(k,)`, m, how deep their nearest and farthest points are.
        broad: `(b,)`, which are broad enough to hide a column.
        hides: `(b, 128)`, how high up these certainly hide all of one, from the foot on.
        top: `(k, 128)`, how high it reaches there at most, no higher than the picture; -9e9 in columns without it.
    """

    near: F32
    far: F32
    broad: NDArray[np.int64]
    hides: F32
    top: F32

    def seen(self, first: int = 0) -> NDArray[np.bool_]:
        """Those of which any point may be seen if only those from `first` on are there, `(k,)`."""
        start = int(np.searchsorted(self.broad, first))
        far = self.far[self.broad[start:]]
        order = np.argsort(far, kind="stable")
        skyline = np.full((len(order) + 1, _COLUMNS), -_NOWHERE, np.float32)
        np.maximum.accumulate(self.hides[start:][order], axis=0, out=skyline[1:])
        before = skyline[np.searchsorted(far[order], self.near - np.float32(_APART), "right")]
        return np.asarray((self.near < _NEAR) | ((self.top > before) & (self.top > -_NOWHERE)).any(axis=1), np.bool_)


def outlines(points: F32, camera: Camera, aspect: float) -> Outlines:
    """The outlines of crystals with these points, `(k, 13, 3)` m: six of the foot, six of the shoulder, the apex."""
    matrix = camera.view_projection(aspect)
    x, y, deep = (matrix[[0, 1, 3], :3] @ points.reshape(-1, 3).T + matrix[[0, 1, 3], 3:]).reshape(3, -1, 13)
    near, far = deep.min(axis=1), deep.max(axis=1)
    deep = np.maximum(deep, np.float32(_NEAR))
    x, y = x / deep, y / deep
    broad = np.flatnonzero((near >= _NEAR) & (np.ptp(x[:, :6], axis=1) > 2.0 / _COLUMNS))
    return Outlines(near, far, broad, _hides(x[broad], y[broad]), _top(x, y))


def _hides(x: F32, y: F32) -> F32:
    """How high all of each column over the foot is hidden: below four lines over the outermost corners, `(b, 128)`."""
    rows, foot, shoulder = np.arange(len(x)), x[:, :6], x[:, 6:12]
    left, right = (foot.argmin(1), 6 + shoulder.argmin(1)), (foot.argmax(1), 6 + shoulder.argmax(1))
    high = np.full((len(x), _COLUMNS + 1), _NOWHERE, np.float32)
    for inwards, (low, eaves) in ((1.0, left), (-1.0, right)):
        for start, stop in ((low, eaves), (eaves, np.full(len(x), 12))):
            begin, end = x[rows, start], x[rows, stop]
            leads = (end - begin) * inwards > 1e-6  # a line that leans outwards hides nothing of what is over the foot
            slope = (y[rows, stop] - y[rows, start]) / np.where(leads, end - begin, np.float32(1.0))
            line = y[rows, start][:, None] + (_EDGES - begin[:, None]) * slope[:, None]
            np.minimum(high, line, out=high, where=leads[:, None])
    high = np.minimum(high[:, 1:], high[:, :-1])
    over = (x[rows, left[0]][:, None] <= _EDGES[:-1]) & (x[rows, right[0]][:, None] >= _EDGES[1:])
    return np.where(over, high, -_NOWHERE)


def _top(x: F32, y: F32) -> F32:
    """How high in each column a box around foot and shoulder reaches, with a gable to the apex, `(k, 128)`."""
    middle, eaves = x[:, 12:], y[:, :12].max(axis=1)[:, None]
    ridge = np.maximum(y[:, 12:], eaves)
    left = np.minimum(x[:, 6:12].min(axis=1)[:, None], middle - np.float32(1e-6))
    right = np.maximum(x[:, 6:12].max(axis=1)[:, None], middle + np.float32(1e-6))
    begins, ends = _EDGES[:-1], _EDGES[1:]
    up = (ends - left) / (middle - left)
    down = (right - begins) / (right - middle)
    gable = np.clip(np.minimum(up, down), 0.0, 1.0)
    top = np.minimum(eaves + (ridge - eaves) * gable, np.float32(1.0))
    return np.where((x.min(axis=1)[:, None] <= ends) & (x.max(axis=1)[:, None] >= begins), top, -_NOWHERE)
