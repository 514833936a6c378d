"""Where the face lies on the water, and how fine its mosaic must be: measured on the seed's head.

Metres in the plane of the water, x right and y up, from the bridge of the nose.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dreamscape.arrays import F32
from dreamscape.places.face.head import at_rest, head
from dreamscape.rng import Streams

HALF_SIZE = (1.15, 1.65)  # m: half the width and height of the grid
GRID = (92, 132)  # cells across and up, 1/40 m each
_OUTLINE = 0.2  # how far within the face its outline lies, 0 to 1


@dataclass(frozen=True, slots=True)
class FaceRelief:
    """A face on GRID cells over plus and minus HALF_SIZE; grids are `(rows, columns) float32`, first row lowest.

    Attributes:
        inside: 1 within the face's outline, falling to 0 in a few centimetres.
        detail: how much finer its mosaic must be, 1 and up.
        left, right: `(rows,) float32`, m: the outline's x; equal above the crown and below the chin.
    """

    inside: F32
    detail: F32
    left: F32
    right: F32

    def half_width(self, y: F32) -> F32:
        """Half the face's width at the heights y, m."""
        row = np.clip((y / HALF_SIZE[1] + 1.0) * 0.5 * GRID[1], 0, GRID[1] - 1).astype(int)
        return np.asarray(0.5 * (self.right - self.left)[row], np.float32)


def face_relief(streams: Streams) -> FaceRelief:
    """The face of this seed."""
    return _face_relief(streams.seed)


@lru_cache(maxsize=2)  # shared by the cells and their shading
def _face_relief(seed: int) -> FaceRelief:
    one = head(Streams(seed))
    place, _ = at_rest(one)
    x, y = (
        axis.astype(np.float32)
        for axis in np.meshgrid(*((np.arange(n) + 0.5) * 2.0 * h / n - h for n, h in zip(GRID, HALF_SIZE, strict=True)))
    )
    left, right = _outline(place, one.marks[1], y[:, 0])
    inside = np.clip(np.minimum(x - left[:, None], right[:, None] - x) / 0.15, 0.0, 1.0)
    lips, nose = place[:, one.marks[1] > 1.5].mean(axis=1), place[:, place[2].argmax()]
    detail = (
        1.0 + 1.4 * _bump(x, y, lips[0], lips[1], 0.42, 0.16) + 0.4 * _bump(x, y, nose[0], nose[1] + 0.05, 0.24, 0.24)
    )
    for eye in one.eyes:
        detail += 0.3 * _bump(x, y, eye[0], eye[1] + 0.05, 0.50, 0.24)
    return FaceRelief(inside.astype(np.float32), detail.astype(np.float32), left, right)


def _outline(place: F32, inside: F32, rows: F32) -> tuple[F32, F32]:
    """The least and the greatest x of the face at each of the heights, smoothed over a tenth of a metre."""
    within = place[:, inside > _OUTLINE]
    near = np.abs(within[1][None] - rows[:, None]) < 0.05
    left = np.where(near, within[0][None], np.inf).min(axis=1)
    right = np.where(near, within[0][None], -np.inf).max(axis=1)
    empty = ~near.any(axis=1)
    left[empty] = right[empty] = 0.0
    kernel = np.array((1.0, 2.0, 3.0, 2.0, 1.0)) / 9.0
    return tuple(
        np.convolve(np.pad(side, 2, mode="edge"), kernel, "valid").astype(np.float32) for side in (left, right)
    )  # type: ignore[return-value]


def _bump(x: F32, y: F32, cx: float, cy: float, rx: float, ry: float) -> F32:
    """A Gaussian bump around (cx, cy), as wide as (rx, ry), m."""
    return np.asarray(np.exp(-(((x - cx) / rx) ** 2) - ((y - cy) / ry) ** 2), np.float32)
