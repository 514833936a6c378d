"""The grains of threads as a texture that repeats along the thread: four kinds of grain in its channels."""

from functools import lru_cache

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.rng import Streams

LONG, WIDE = 2048, 24  # texels along and across a strand
STRAY = 512, 64  # texels along and across of what strays, which repeats both ways
DENSITY = 2.0  # texels to a pixel, at 720 px high
PERIOD = LONG / DENSITY  # px at 720: what the texture spans
HALF = WIDE / 2 / DENSITY  # px at 720: half the width of a strand
KINDS = ((5000, 0.10, 0.85, 0.36), (640, 0.12, 1.0, 0.55), (80, 0.10, 1.35, 0.95))  # mist, grit, sparks


@lru_cache(maxsize=1)
def grains() -> F32:
    """Mist, grit, sparks, drops: `(WIDE, LONG, 4) float32`, 0 to 1; nothing lies at the edges across.

    Light is densest in the middle, thins out without an outline, and comes and goes in clouds along the strand.
    """
    rng = Streams(0).at("grains of threads")
    field = np.zeros((WIDE, LONG, 4), np.float32)
    for channel, (count, across, size, peak) in enumerate(KINDS):
        at = _clouded(rng, count, LONG)
        off = rng.standard_t(2.6, count) * across + _twist(at, rng.integers(0, 2, count))
        inside = np.abs(off) < rng.uniform(0.5, 0.85, count)
        wide, light = _grain(rng, int(inside.sum()), size, peak)
        _splat(field[..., channel], at[inside], _row(off[inside]), wide, light)
    _drops(field[..., 3], rng)
    edge = 1.0 - np.abs((np.arange(WIDE) + 0.5) / WIDE * 2.0 - 1.0) ** 3
    field *= edge[:, None, None].astype(np.float32)
    return np.clip(field, 0.0, 1.0)


@lru_cache(maxsize=1)
def strays() -> F32:
    """The same kinds spread evenly, `(64, 512, 4) float32`."""
    rng = Streams(0).at("strays of threads")
    long, wide = STRAY
    field = np.zeros((wide, long, 4), np.float32)
    for channel, (count, size, peak) in enumerate(
        ((2600, 0.85, 0.3), (400, 1.0, 0.55), (26, 1.4, 0.95), (110, 1.15, 0.8))
    ):
        at = rng.random(count).astype(np.float32) * long, rng.random(count).astype(np.float32) * wide
        _splat(field[..., channel], *at, *_grain(rng, count, size, peak))
    return np.clip(field, 0.0, 1.0)


def _row(off: F64) -> F32:
    """The texel across, of places from -1 to 1."""
    return np.asarray((off * 0.5 + 0.5) * WIDE, np.float32)


def _grain(rng: np.random.Generator, count: int, size: float, peak: float) -> tuple[F32, F32]:
    """Sizes in texels, and lights; few are bright."""
    light = np.minimum(0.30 + 0.25 * rng.pareto(1.9, count), 2.4)
    return (size * light**0.22).astype(np.float32), (peak * light).astype(np.float32)


def _twist(at: F32, which: NDArray[np.int64]) -> F32:
    """Where the two strands that are twisted lie across, at places along: -1 to 1."""
    turn = at * (2.0 * np.pi / LONG)
    return np.asarray(0.30 * np.sin(9.0 * turn + np.pi * which + 0.8 * np.sin(2.0 * turn)), np.float32)


def _clouded(rng: np.random.Generator, count: int, long: int) -> F32:
    """Places along the strand, texels: gathered in clouds of a few sizes."""
    u = np.arange(long) / long
    thick = np.ones(long)
    for waves in (3, 5, 8, 13, 21, 34):
        thick += 0.42 * np.sin(2.0 * np.pi * (waves * u + rng.random()))
    share = np.cumsum(np.maximum(thick, 0.12))
    return np.asarray(np.interp(rng.random(count) * share[-1], share, np.arange(long)), np.float32)


def _splat(into: F32, at: F32, row: F32, size: F32, light: F32) -> None:
    """Add round grains of `size` at `at` along and `row` across, texels; the field repeats both ways."""
    wide, long = into.shape
    reach = int(np.ceil(2.6 * float(np.max(size))))
    x0, y0 = np.floor(at).astype(int), np.floor(row).astype(int)
    for dy in range(-reach, reach + 1):
        y = y0 + dy
        fy = light * np.exp(-0.5 * ((y + 0.5 - row) / size) ** 2)
        for dx in range(-reach, reach + 1):
            fx = np.exp(-0.5 * ((x0 + dx + 0.5 - at) / size) ** 2)
            flat = np.bincount(y % wide * long + (x0 + dx) % long, fy * fx, wide * long)
            into += flat.reshape(wide, long).astype(np.float32)


def _drops(into: F32, rng: np.random.Generator) -> None:
    """Drops: dense at the front, with a tail of grains that thins out behind."""
    fronts = (np.arange(11) + rng.uniform(-0.28, 0.28, 11)) * (LONG / 11)
    for front, load in zip(fronts, rng.uniform(0.45, 1.0, 11), strict=True):
        count = int(170 * load)
        back = rng.exponential(26.0 * load, count)
        off = rng.normal(0.0, 1.0, count) * (0.05 + 0.16 * load * np.exp(-back / 13.0) + 0.05 * (back > 40.0))
        size, light = _grain(rng, count, 0.9, 0.8)
        light *= np.exp(-back / (60.0 * load)).astype(np.float32)
        _splat(into, ((front - back) % LONG).astype(np.float32), _row(off.clip(-0.9, 0.9)), size, light)


def reduction(lines: float) -> int:
    """By how much the texture is averaged for a picture of so many lines: about a texel to a pixel, a power of two."""
    return int(2 ** np.clip(np.round(np.log2(DENSITY * 720.0 / max(lines, 1.0) / 1.4)), 0, 3))


def make(ctx: moderngl.Context, field: F32, reduced: int) -> moderngl.Texture:
    """A field of grains as a texture, reduced by so many texels each way; its square roots, which 8 bits suit."""
    high, long, _ = field.shape
    rows = min(reduced, 4)
    blocks = field.reshape(high // rows, rows, long // reduced, reduced, 4)
    level = blocks.mean(axis=(1, 3))
    bright = np.cbrt((blocks**3).mean(axis=(1, 3))) if reduced > 2 else level  # far off, the brightest are seen
    field = np.minimum(bright * (level.mean(axis=(0, 1)) / np.maximum(bright.mean(axis=(0, 1)), 1e-6)), 1.0)
    high, long = field.shape[:2]
    texture = ctx.texture((long, high), 4, (np.sqrt(field) * 255.0 + 0.5).astype("u1").tobytes())
    texture.filter = moderngl.LINEAR, moderngl.LINEAR
    return texture
