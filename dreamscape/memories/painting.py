"""Photographs as paintings: flat between edges, laid in strokes along what is seen, with a guess at what is near.

Sources: Kuwahara et al. 1976, in the smooth form of Papari, Petkov and Campisi 2007 (eight sectors, weighted by their
variance); line integral convolution along the smallest eigenvectors of the structure tensor, Cabral and Leedom 1993,
Kang and Lee 2008; guided filter, He, Sun and Tang 2010.
"""

import numpy as np

from dreamscape.arrays import F32
from dreamscape.easing import smoothstep

_LUMA = np.array((0.2126, 0.7152, 0.0722), np.float32)
_RADIUS = 0.0055  # of the side: how far a sector's middle lies from a pixel
_STROKE = 0.011  # of the side: half the length of a stroke
_STEPS = 5  # along each half
_SOFT = 0.012  # of the side: how soft the edges of what is near are, so that what moves there bends and never tears
_CALM = 1e-4  # variance of brightness below which sectors are alike
_DIRECT = 6  # px, half the width of a box up to which its pixels are added one by one


def painted(picture: F32) -> F32:
    """A square picture `(s, s, 3)`, sRGB 0 to 1, painted, with a fourth channel: how near each pixel seems, 0 to 1."""
    levelled = _levelled(picture, bounds(picture))
    side = len(picture)
    flat = _flattened(levelled, max(_RADIUS * side, 0.7))
    laid = _relief(_laid_along(flat, side * _STROKE), levelled)
    return np.dstack([laid, near(laid)]).clip(0.0, 1.0).astype(np.float32)


def washed(picture: F32, levels: tuple[float, float]) -> F32:
    """A picture of a clip, likewise but without strokes, which would jump, and without how near things seem.

    Args:
        picture: `(s, s, 3)`.
        levels: what is dark and bright in the clip, as of `bounds`.
    """
    levelled = _levelled(picture, levels)
    flat = _flattened(levelled, max(_RADIUS * len(picture), 0.7))
    return _relief(flat, levelled).clip(0.0, 1.0)


def bounds(picture: F32) -> tuple[float, float]:
    """How bright the darkest and the brightest parts of a picture are."""
    low, high = np.percentile(luma(picture), (0.5, 99.5))
    return float(low), float(high)


def luma(picture: F32) -> F32:
    """How bright a picture seems, `(h, w)`, as it is encoded."""
    return np.asarray(picture @ _LUMA, np.float32)


def blurred(field: F32, radius: float) -> F32:
    """Three box filters along each axis, nearly a Gaussian of a standard deviation of `radius` pixels."""
    half = max(round(radius), 1)
    for axis in (0, 1):
        for _ in range(3):
            field = _box(field, half, axis)
    return field


def _box(field: F32, half: int, axis: int) -> F32:
    """The mean over `2 half + 1` pixels along an axis; the border is repeated."""
    half = min(half, field.shape[axis] - 1)
    if half <= _DIRECT:
        return _box_of_few(field, half, axis)
    pads = [(0, 0)] * field.ndim
    pads[axis] = half + 1, half
    sums = np.cumsum(np.pad(field, pads, "edge"), axis, dtype=np.float64)
    upper, lower = [slice(None)] * field.ndim, [slice(None)] * field.ndim
    upper[axis], lower[axis] = slice(2 * half + 1, None), slice(None, -2 * half - 1)
    return ((sums[tuple(upper)] - sums[tuple(lower)]) / (2 * half + 1)).astype(np.float32)


def _box_of_few(field: F32, half: int, axis: int) -> F32:
    """As `_box`, a pixel after the other, which is quicker for few."""
    pads = [(0, 0)] * field.ndim
    pads[axis] = half, half
    padded = np.moveaxis(np.pad(field, pads, "edge"), axis, 0)
    count = field.shape[axis]
    total = padded[:count].copy()
    for shift in range(1, 2 * half + 1):
        total += padded[shift : shift + count]
    total *= np.float32(1.0 / (2 * half + 1))
    return np.asarray(np.moveaxis(total, 0, axis), np.float32)


def _levelled(picture: F32, levels: tuple[float, float]) -> F32:
    """The picture with its darkest and brightest parts where a dream's are, so that a pale one is none."""
    low, high = levels
    gain = min(0.96 / max(high - low, 0.05), 2.8)
    return ((picture - low) * gain + 0.015).clip(0.0, 1.0).astype(np.float32)


def _shifted(field: F32, dx: int, dy: int) -> F32:
    """The field moved by whole pixels; the border is repeated."""
    rows = np.arange(len(field)) + dy
    columns = np.arange(field.shape[1]) + dx
    return np.asarray(field[rows.clip(0, len(field) - 1)][:, columns.clip(0, field.shape[1] - 1)])


def _flattened(picture: F32, radius: float) -> F32:
    """The mean of the calmest of eight sectors around each pixel, with soft weights."""
    bright = luma(picture)
    mean = blurred(np.dstack([picture, bright * bright]), 0.55 * radius)
    total, weights = np.zeros_like(picture), np.zeros(bright.shape, np.float32)
    for turn in np.arange(8) * (np.pi / 4.0):
        one = _shifted(mean, round(radius * np.cos(turn)), round(radius * np.sin(turn)))
        calm = _CALM + (one[..., 3] - luma(one[..., :3]) ** 2).clip(0.0, None)
        weight = 1.0 / (calm * calm) ** 2
        total += one[..., :3] * weight[..., None]
        weights += weight
    return np.asarray(total / weights[..., None], np.float32)


def _laid_along(picture: F32, length: float) -> F32:
    """The mean along a stroke through each pixel that follows the edges around it."""
    bright = luma(picture)
    down, across = np.gradient(blurred(bright, 1.0))
    tensor = blurred(np.dstack([across * across, across * down, down * down]), max(0.4 * length, 1.5))
    angle = 0.5 * np.arctan2(2.0 * tensor[..., 1], tensor[..., 0] - tensor[..., 2]) + 0.5 * np.pi
    along = np.dstack([np.cos(angle), np.sin(angle)]).astype(np.float32)
    side = len(picture)
    home = np.dstack(np.meshgrid(np.arange(side), np.arange(side))).astype(np.float32)
    total, step = picture.copy(), length / _STEPS
    for sense in (1.0, -1.0):
        place, way = home.copy(), sense * along
        for _ in range(_STEPS):
            place += way * step
            column, row = (np.rint(place[..., n]).astype(np.intp).clip(0, side - 1) for n in (0, 1))
            total += picture[row, column]
            turned = along[row, column]
            way = turned * np.where((turned * way).sum(axis=2) < 0.0, -1.0, 1.0)[..., None]
    return np.asarray(total / (2 * _STEPS + 1), np.float32)


def _relief(picture: F32, source: F32) -> F32:
    """Paint that stands out from its ground, lit from above on the left; fine lines of the source drawn in again."""
    bright, side = luma(picture), len(picture)
    fine = luma(source) - blurred(luma(source), 0.004 * side)
    lines = fine * smoothstep(np.abs(fine), 0.035, 0.12)
    down, across = np.gradient(bright - blurred(bright, 0.006 * side))
    lit = (-(across + down) * (0.55 * side / 768.0)).clip(-0.05, 0.05)
    return np.asarray(picture + (0.75 * lines + lit)[..., None], np.float32)


def near(picture: F32) -> F32:
    """A guess at depth, `(s, s)`, 0 far to 1 near: what is low in the picture and dark is near; edges stay about
    where they are."""
    bright = luma(picture)
    side, part = len(bright), max(len(bright) // 192, 1)
    small = bright[::part, ::part]
    low = np.linspace(0.0, 1.0, len(small), dtype=np.float32)[:, None]
    wide = 0.03 * len(small)
    guess = np.asarray(0.62 * low + 0.38 * (1.0 - blurred(small, 0.7 * wide)), np.float32)
    mean, mean_guess = blurred(small, wide), blurred(guess, wide)
    spread = blurred(small * small, wide) - mean * mean + np.float32(2e-3)
    slope = np.asarray((blurred(small * guess, wide) - mean * mean_guess) / spread, np.float32)
    base = _enlarged(blurred(mean_guess - slope * mean, wide), side)
    guess = np.asarray(_enlarged(blurred(slope, wide), side) * bright + base, np.float32)
    return blurred(guess, _SOFT * side).clip(0.0, 1.0)


def _enlarged(field: F32, side: int) -> F32:
    """A smooth field `(n, n)` of `side` pixels, linear in between."""
    place = ((np.arange(side) + 0.5) * (len(field) / side) - 0.5).clip(0.0, len(field) - 1.0)
    first = np.minimum(place.astype(np.intp), len(field) - 2)
    part = (place - first).astype(np.float32)
    rows = field[first] * (1.0 - part)[:, None] + field[first + 1] * part[:, None]
    return np.asarray(rows[:, first] * (1.0 - part) + rows[:, first + 1] * part, np.float32)
