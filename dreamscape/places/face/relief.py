"""A human face as a lit relief; it is not drawn itself, but the mosaic of cells adds up to it.

Metres in the plane of the water, x right and y up, from the bridge of the nose. Nobody's portrait: the seed moves every
landmark a little.
"""

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from dreamscape.arrays import F32
from dreamscape.rng import Streams

HALF_SIZE = (1.15, 1.65)  # m: half the width and height of the grid
GRID = (92, 132)  # cells across and up, 1/40 m each
CROWN, CHIN = 1.48, -1.36  # m: the ends of the face
EYES = 0.43, 0.17  # m: where the face's own eyes lie, left and right of the middle, and how high
MOUTH = -0.70  # m: the height of the line between the lips

_KEY = np.array((-0.52, 0.48, 0.71))  # towards the light: from the upper left, before the face
_FILL = np.array((0.85, -0.10, 0.52))


@dataclass(frozen=True, slots=True)
class FaceRelief:
    """A lit face on GRID cells over plus and minus HALF_SIZE; all `(rows, columns) float32`, first row lowest.

    Attributes:
        key: light from the upper left, 0 to 1.
        fill: light from the right, 0 to 1.
        lips: 1 on the lips, 0 elsewhere.
        inside: 1 within the face's outline, falling to 0 in a few centimetres.
        detail: how much finer its mosaic must be, 1 and up.
    """

    key: F32
    fill: F32
    lips: F32
    inside: F32
    detail: F32


def half_width(y: F32, jaw: float = 1.0) -> F32:
    """Half the face's width at the height y, m; 0 above the crown and below the chin."""
    up = np.clip(1.0 - np.clip(y / CROWN, 0.0, 1.0) ** 2.5, 0.0, 1.0) ** 0.42
    down = np.clip(1.0 - np.clip(y / CHIN, 0.0, 1.0) ** (2.05 * jaw), 0.0, 1.0) ** 0.64
    return np.asarray(1.0 * np.minimum(up, down), np.float32)


def face_relief(streams: Streams) -> FaceRelief:
    """The face of this seed."""
    return _face_relief(streams.seed)


class _Landmarks(NamedTuple):
    """Factors by which the seed moves or scales each landmark."""

    nose: float
    brow: float
    mouth: float
    cheek: float
    jaw: float


class _Lips(NamedTuple):
    """Upper lip, lower lip and the line between them, each 0 to 1 on the grid."""

    upper: F32
    lower: F32
    parting: F32


@lru_cache(maxsize=2)  # shared by the cells and their shading
def _face_relief(seed: int) -> FaceRelief:
    marks = _Landmarks(*Streams(seed).at("visage").uniform(0.86, 1.14, 5))
    x, y = (
        axis.astype(np.float32)
        for axis in np.meshgrid(*((np.arange(n) + 0.5) * 2.0 * h / n - h for n, h in zip(GRID, HALF_SIZE, strict=True)))
    )
    a = np.abs(x)
    bump = partial(_bump, a, y)
    wide = half_width(y, marks.jaw)
    inside = np.clip((wide - a) / 0.15, 0.0, 1.0) * np.clip((CROWN - y) * 8.0, 0.0, 1.0)
    dome = np.sqrt(np.clip(1.0 - (a / np.maximum(wide, 0.02)) ** 2, 0.0, 1.0))
    mouth = _lips(a, y, marks)
    height = _height(a, y, dome, mouth, marks)
    hollow = np.clip((_box_blur(height, 9) - height) * 7.0, 0.0, 1.0)
    dark = 1.0 - 0.85 * mouth.parting - 0.75 * bump(0.095 * marks.nose, -0.425, 0.050, 0.030)
    dark -= 0.66 * bump(0.44, 0.355 + 0.02 * marks.brow, 0.30, 0.062)
    seen = inside * (1.0 - 0.75 * hollow) * np.clip(dark, 0.0, 1.0)
    normal = _normals(height)
    key = np.clip(np.einsum("kij,k->ij", normal, _KEY), 0.0, 1.0) ** 1.6 * seen * (0.35 + 0.65 * dome)
    fill = np.clip(np.einsum("kij,k->ij", normal, _FILL), 0.0, 1.0) ** 2.2 * seen
    near_mouth = bump(0.0, MOUTH, 0.42, 0.16)
    near_nose = bump(0.0, -0.30, 0.24, 0.22)
    near_eyes = bump(EYES[0], EYES[1] + 0.05, 0.50, 0.24)
    detail = 1.0 + 1.9 * near_mouth + 1.6 * near_nose + 0.5 * near_eyes
    lips = np.clip(1.15 * mouth.upper + 1.1 * mouth.lower, 0.0, 1.0)
    return FaceRelief(*(np.ascontiguousarray(f, np.float32) for f in (key, fill, lips, inside, detail)))


def _bump(a: F32, y: F32, cx: float, cy: float, rx: float, ry: float) -> F32:
    """A Gaussian bump on both halves of the face, around (cx, cy) and as wide as (rx, ry), m."""
    return np.asarray(np.exp(-(((a - cx) / rx) ** 2) - ((y - cy) / ry) ** 2), np.float32)


def _lips(a: F32, y: F32, marks: _Landmarks) -> _Lips:
    line = MOUTH + 0.035 * np.clip(1.0 - (a / 0.10) ** 2, 0.0, 1.0) - 0.02 * (a / 0.3) ** 2
    width = np.clip(1.0 - (a / (0.36 * marks.mouth)) ** 2.4, 0.0, 1.0)
    upper = np.exp(-(((y - line - 0.062) / 0.055) ** 2)) * width
    lower = np.exp(-(((y - line + 0.088) / 0.075) ** 2)) * width
    parting = np.exp(-(((y - line) / 0.022) ** 2)) * np.clip(1.0 - (a / (0.40 * marks.mouth)) ** 4, 0.0, 1.0)
    return _Lips(upper, lower, parting)


def _height(a: F32, y: F32, dome: F32, lips: _Lips, marks: _Landmarks) -> F32:
    """The height of the relief, m: a dome with a nose, brows, eyes, cheeks, lips and a chin."""
    bump = partial(_bump, a, y)
    tall = np.sqrt(np.clip(1.0 - np.abs((y - 0.1) / 1.62) ** 3.2, 0.0, 1.0))
    along = np.clip((0.30 - y) / 0.62, 0.0, 1.0)  # 0 at the bridge, 1 at the tip
    ridge = np.exp(-((a / (0.085 + 0.055 * along * marks.nose)) ** 2)) * (0.10 + 0.24 * along)
    ridge *= np.clip((y + 0.44) / 0.10, 0.0, 1.0) * np.clip((0.52 - y) / 0.28, 0.0, 1.0)
    height = (
        0.62 * dome * tall
        + ridge
        + 0.085 * bump(0.0, -0.31, 0.13, 0.10) * marks.nose
        + 0.060 * bump(0.17 * marks.nose, -0.36, 0.065, 0.065)
        + 0.075 * bump(0.40, 0.40, 0.34, 0.085) * marks.brow
        - 0.185 * bump(EYES[0] - 0.02, EYES[1] + 0.03, 0.235, 0.145)
        - 0.060 * bump(0.18, 0.20, 0.085, 0.11)
        + 0.075 * bump(EYES[0], EYES[1], 0.17, 0.105)
        + 0.095 * bump(0.63, -0.16, 0.25, 0.17) * marks.cheek
        - 0.075 * bump(0.62, -0.58, 0.22, 0.26) * marks.cheek
        - 0.050 * bump(0.93, 0.42, 0.12, 0.25)
        + 0.055 * bump(0.0, 0.85, 0.55, 0.33)
        + 0.065 * lips.upper
        + 0.085 * lips.lower
        - 0.045 * lips.parting
        - 0.045 * bump(0.0, -0.95, 0.25, 0.075)
        + 0.090 * bump(0.0, -1.16, 0.24, 0.13)
        - 0.020 * bump(0.0, -0.53, 0.045, 0.075)
    )
    return np.asarray(height, np.float32)


def _normals(height: F32) -> F32:
    """The unit normals of a relief, `(3, rows, columns)`."""
    step = 2.0 * HALF_SIZE[0] / GRID[0]
    slope_y, slope_x = np.gradient(height, step)
    normal = np.stack([-slope_x, -slope_y, np.full_like(slope_x, 0.80)])
    normal /= np.linalg.norm(normal, axis=0)
    return normal


def _box_blur(field: F32, reach: int) -> F32:
    """The mean over a square of 2 `reach` + 1 cells."""
    for axis in (0, 1):
        field = np.asarray(sum(np.roll(field, k, axis) for k in range(-reach, reach + 1)) / (2 * reach + 1), np.float32)
    return field
