"""Which points are in the picture: llvmpipe clips 4,096 of a draw one by one as soon as one of them is not."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.camera import NEAR

_EDGE = np.float32(1.0 - 1e-5)  # of the picture: what rounding could move out of it


def in_view(where: F32, view_projection: F32, nearest: float = NEAR) -> NDArray[np.int64]:
    """Which points `(3, n)`, m, are in the picture and farther ahead than `nearest`, m; ascending."""
    x, y, deep = view_projection[[0, 1, 3], :3] @ where + view_projection[[0, 1, 3], 3:]
    reach = deep * _EDGE
    return np.flatnonzero((np.abs(x) < reach) & (np.abs(y) < reach) & (deep > nearest))
