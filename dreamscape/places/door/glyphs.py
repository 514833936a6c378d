"""The glyphs on the door: a script of the seed's own, each sign with its note, and when each lights up.

A sign is drawn on a grid of three columns and four rows: most have a stem with strokes, arcs or rings that leave it, so
that they look like one handwriting.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.rng import Streams

COUNT = 12  # two leaves of six; number 2 r + l is in row r from below on leaf l (0 left, 1 right)
TILE = 64  # px, the side of a glyph's field
SCALE = (0, 2, 3, 7, 9)  # semitones: minor pentatonic with a bright sixth, in which any two notes agree
LOWEST = 146.83  # Hz, D3
# The notes in the order in which signs light up, as steps of the scale from D3: D, the motif of the thread (A D E A F,
# docs/score.md), and upwards from there.
_SUNG = (0, 3, 5, 6, 8, 7, 1, 4, 2, 9, 10, 11)
_HALF = (0.26, 0.36)  # half the size of the grid, as fractions of the tile


@dataclass(frozen=True, slots=True)
class Glyph:
    """One sign.

    Attributes:
        strokes: `(k, 4) float32`, segments x0, y0, x1, y1 in a tile from 0 to 1; arcs are many short ones.
        note: Hz.
    """

    strokes: F32
    note: float


def is_motif(streams: Streams, number: int) -> bool:
    """Whether a glyph's note is one of the motif's five."""
    return 1 <= int(_ranks(streams.seed)[number]) <= 5


def script(streams: Streams) -> tuple[Glyph, ...]:
    """The COUNT signs of this seed, each with a different note."""
    return _script(streams.seed)


@lru_cache(maxsize=2)
def _script(seed: int) -> tuple[Glyph, ...]:
    random = Streams(seed).at("glyphs")
    steps = [12 * (k // len(SCALE)) + SCALE[k % len(SCALE)] for k in range(COUNT)]
    random.permutation(COUNT)
    order = np.array(_SUNG)[_ranks(seed)]
    return tuple(Glyph(_draw_sign(random), LOWEST * 2.0 ** (steps[k] / 12.0)) for k in order)


def _ranks(seed: int) -> NDArray[np.int64]:
    """When each glyph lights up, counted from the first, `(COUNT,)`."""
    return np.argsort(np.argsort(lighting_times(Streams(seed), 0.0, 1.0)))


def lighting_times(streams: Streams, at: float, span: float) -> F64:
    """When each glyph lights up, `(COUNT,)` seconds, spread over `span` seconds from `at`, lower ones first."""
    random = streams.at("glyphs lighting")
    rank = np.argsort(np.argsort(np.arange(COUNT) // 2 + random.uniform(-1.4, 1.4, COUNT)))
    return np.asarray(at + span * (rank + random.uniform(-0.25, 0.25, COUNT) + 0.25) / COUNT)


def _draw_sign(random: np.random.Generator) -> F32:
    strokes: list[F64] = []
    if random.random() < 0.8:
        low, high = random.choice(((0, 3), (0, 3), (0, 2), (1, 3)))
        strokes.append(_line((1, low), (1, high)))
    for _ in range(random.integers(2, 4)):
        x, y = int(random.integers(0, 3)), int(random.integers(0, 4))
        kind = random.random()
        if kind < 0.50:
            strokes.append(
                _line(
                    (x, y),
                    (1 if x != 1 else int(random.choice((0, 2))), int(np.clip(y + random.integers(-1, 2), 0, 3))),
                )
            )
        elif kind < 0.78:
            start = random.integers(0, 4) * np.pi / 2
            strokes.append(_arc((1, y), 1.0, start, start + random.choice((np.pi / 2, np.pi))))
        else:
            strokes.append(_arc((x, y), 0.34, 0.0, 2 * np.pi))
    segments = np.clip(np.concatenate(strokes), (-0.2, -0.2, -0.2, -0.2), (2.2, 3.2, 2.2, 3.2))
    middle, half = np.array((1.0, 1.5)), np.array(_HALF) / (1.0, 1.5)
    return np.asarray(
        np.concatenate([(ends - middle) * half + 0.5 for ends in (segments[:, :2], segments[:, 2:])], axis=1),
        np.float32,
    )


def _line(start: tuple[int, int], end: tuple[int, int]) -> F64:
    return np.array([(*start, *end)], np.float64)


def _arc(middle: tuple[int, int], radius: float, start: float, end: float) -> F64:
    angle = np.linspace(start, end, 14)
    points = np.stack([middle[0] + radius * np.cos(angle), middle[1] + radius * np.sin(angle)], axis=1)
    return np.concatenate([points[:-1], points[1:]], axis=1)


@lru_cache(maxsize=2)
def glyph_atlas(streams: Streams) -> F32:
    """The distance field of this seed's signs."""
    return distance_field(script(streams))


def distance_field(glyphs: tuple[Glyph, ...], tile: int = TILE) -> F32:
    """Distance to the nearest stroke as a fraction of a tile, `(tile, COUNT * tile) float32`, signs in a row."""
    step = (np.arange(tile) + 0.5) / tile
    x, y = np.meshgrid(step, step)
    tiles = []
    for glyph in glyphs:
        ax, ay, bx, by = glyph.strokes.T.astype(np.float64)[..., None, None]
        dx, dy = bx - ax, by - ay
        t = np.clip(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy + 1e-9), 0.0, 1.0)
        tiles.append(np.hypot(x - ax - dx * t, y - ay - dy * t).min(axis=0))
    return np.concatenate(tiles, axis=1).astype(np.float32)
