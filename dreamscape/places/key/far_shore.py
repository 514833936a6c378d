"""The far shore of the mere: how high its land stands above the water, all around."""

from functools import lru_cache

import numpy as np

from dreamscape.arrays import F32
from dreamscape.perlin import perlin
from dreamscape.places.key.night import SHORES
from dreamscape.rng import Streams

FINEST = 4096  # bearings of the finest outline
LEVELS = 4  # outlines, each half as fine as the one before


def bearings(count: int = FINEST) -> F32:
    """The sines of the bearings from +z that outlines are given at, (count,), -1 to 1."""
    return np.asarray((np.arange(count) + 0.5) / count * 2.0 - 1.0, np.float32)


@lru_cache(maxsize=8)
def outline(streams: Streams, shore: str) -> F32:
    """Tangents of the elevation of the near and the far line of land, (FINEST, 2) float32; read-only.

    Args:
        streams: the seed's.
        shore: one of SHORES.
    """
    at = bearings()
    near, far = _SHAPES[shore](at, streams)
    lines = np.stack([np.maximum(near, 0.0), np.maximum(far, 0.0)], 1).astype(np.float32)
    lines.setflags(write=False)
    return lines


def coarser(lines: F32) -> F32:
    """The same at half as many bearings."""
    return np.asarray(lines.reshape(len(lines) // 2, 2, 2).mean(axis=1), np.float32)


def _noise(at: F32, streams: Streams, name: str, frequency: float, octaves: int = 1) -> F32:
    """Perlin noise over the sines of bearings, (n,), about -1 to 1; each octave twice as fine and 0.45 as high."""
    x, y, z = streams.offset(f"far shore, {name}")
    total = np.zeros(len(at), np.float32)
    for octave in range(octaves):
        across = np.full_like(at, y + 7.3 * octave)
        fine = at * np.float32(frequency * 2.0**octave) + np.float32(x)
        total += np.float32(1.6 * 0.45**octave) * perlin(fine, across, np.full_like(at, z))
    return total


def _ridge(at: F32, streams: Streams, low: float, high: float) -> F32:
    """Distant hills between about `low` and `high`."""
    return np.asarray(low + (high - low) * (0.5 + 0.6 * _noise(at, streams, "ridge", 1.6, 4)), np.float32)


def _hills(at: F32, streams: Streams) -> tuple[F32, F32]:
    near = 0.018 + 0.021 * _noise(at, streams, "hills", 2.3) + 0.008 * _noise(at, streams, "knolls", 11.0, 3)
    return near, _ridge(at, streams, 0.016, 0.066)


def _mountains(at: F32, streams: Streams) -> tuple[F32, F32]:
    fold = np.abs(_noise(at, streams, "peaks", 3.1, 5))
    broad = 0.5 + 0.6 * _noise(at, streams, "range", 1.3)
    far = 0.03 + (0.15 - 0.16 * np.minimum(fold, 0.9)) * np.clip(broad, 0.1, 1.0)
    return 0.010 + 0.006 * _noise(at, streams, "knolls", 9.0, 3), np.asarray(far, np.float32)


def _forest(at: F32, streams: Streams) -> tuple[F32, F32]:
    ground = 0.012 + 0.020 * np.clip(0.5 + 0.8 * _noise(at, streams, "hills", 2.0, 2), 0.0, 1.2)
    tall = np.clip(0.7 + 0.6 * _noise(at, streams, "wood", 7.0, 2), 0.15, 1.3)
    return ground + 0.020 * tall * _trees(at, streams, 300), _ridge(at, streams, 0.012, 0.058)


def _islands(at: F32, streams: Streams) -> tuple[F32, F32]:
    rng = streams.at("far shore, islands")
    near = np.zeros(len(at), np.float32)
    for middle, wide, high in zip(
        np.linspace(-0.9, 0.9, 9) + rng.uniform(-0.07, 0.07, 9),
        rng.uniform(0.03, 0.12, 9),
        rng.uniform(0.012, 0.055, 9),
        strict=True,
    ):
        off = (at - middle) / wide
        near = np.maximum(near, high * np.sqrt(np.clip(1.0 - off * off, 0.0, 1.0)))
    rough = 1.0 + 0.35 * _noise(at, streams, "knolls", 15.0, 3) + 0.35 * _trees(at, streams, 300)
    return near * rough, _ridge(at, streams, 0.004, 0.022)


def _reeds(at: F32, streams: Streams) -> tuple[F32, F32]:
    rng = streams.at("far shore, reeds")
    beds = np.clip(1.8 * _noise(at, streams, "beds", 2.6) + 0.15, 0.0, 1.0)
    stem = rng.uniform(-1.0, 1.0, 900)
    high = rng.uniform(0.35, 1.0, 900) * np.interp(stem, at, beds) * 0.085
    near = 0.006 + 0.012 * beds
    for x, y in zip(stem, high, strict=True):  # a stem that tapers, with a plume
        first, last = np.searchsorted(at, (x - 0.004, x + 0.004))
        off = np.abs(at[first:last] - x)
        near[first:last] = np.maximum(near[first:last], y * np.clip(1.25 - off / 0.0016, 0.0, 1.0))
    return np.asarray(near, np.float32), _ridge(at, streams, 0.008, 0.030)


def _mist(at: F32, streams: Streams) -> tuple[F32, F32]:
    return np.zeros(len(at), np.float32), _ridge(at, streams, -0.012, 0.030)


def _trees(at: F32, streams: Streams, count: int) -> F32:
    """Tops of spruces that stand side by side, 0 to 1, (n,)."""
    rng = streams.at("far shore, trees")
    tops = np.zeros(len(at), np.float32)
    for x, y, wide in zip(
        rng.uniform(-1.0, 1.0, count), rng.uniform(0.4, 1.0, count), rng.uniform(0.004, 0.009, count), strict=True
    ):
        first, last = np.searchsorted(at, (x - wide, x + wide))
        tops[first:last] = np.maximum(tops[first:last], y * (1.0 - np.abs(at[first:last] - x) / wide))
    return tops


_SHAPES = dict(zip(SHORES, (_hills, _mountains, _forest, _islands, _reeds, _mist), strict=True))
