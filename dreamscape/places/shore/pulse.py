"""The pulse in the moss: how the heart's light swells and fades there, and its way from the dreamer's feet."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.quantities import SPECTRUM
from dreamscape.places.shore.rock import RockMesh

BARE = 1.7  # metres of way for a metre of bare rock: light runs through moss, and only seeps over stone
SWEEPS = 4  # there and back, both ways: enough for ways that wind around bare rock

SWELL, FADE = 0.07, 0.10  # s: moss takes up the light of a beat more slowly than the heart beats, and keeps it longer
GLOW_MOST = 1.6  # the highest glow that is told apart
BANDS = (0, 17, 43, SPECTRUM)  # of the spectrum: below 160 Hz, below 2 kHz, and above
BEFORE = 24  # ticks: what is louder than it was over these is a stroke
STRENGTH = 3.0  # of a stroke's light, in times of how much louder it is


def moss_glow(trace: F32, span: float) -> NDArray[np.uint8]:
    """The light in moss over the last `span` seconds, newest first, `(n,) uint8`, 255 for GLOW_MOST.

    `trace (n,)` is the heart's level over the same time.
    """
    since = np.arange(round(4.0 * FADE / span * len(trace))) * (span / len(trace))
    taken = (1.0 - np.exp(-since / SWELL)) * np.exp(-since / FADE)
    later = np.concatenate([trace, np.full(len(taken) - 1, trace[-1], np.float32)])
    glow = np.correlate(later, taken / taken.sum(), "valid") * 1.46
    return np.asarray(np.clip(glow * (255.0 / GLOW_MOST), 0.0, 255.0), np.uint8)


def music_glow(spectra: NDArray[np.uint8], strength: float, span: float, count: int) -> NDArray[np.uint8]:
    """The light of music in moss over the last `span` seconds, newest first, `(count, 3) uint8`.

    What grows louder below 160 Hz, below 2 kHz and above lights up, and runs the heart's way.

    Args:
        spectra: `(ticks, 64)`, the latest first, as of `Felt`.
        strength: how strongly it is felt, 1 as usual.
        span: s.
        count: how many steps.
    """
    level = np.stack([spectra[:, a:b].mean(axis=1) for a, b in pairwise(BANDS)])  # (3, ticks), bytes
    total = np.cumsum(np.pad(level, ((0, 0), (1, BEFORE)), mode="edge"), axis=1)
    before = (total[:, BEFORE:] - total[:, :-BEFORE])[:, 1:] / BEFORE
    stroke = np.clip(level[:, : before.shape[1]] - before[:, : level.shape[1]], 0.0, None) * (STRENGTH * strength)
    ticks = np.arange(count) * (span * TICKS_PER_SECOND / count)
    old = np.clip((len(spectra) - ticks) / BEFORE - 1.0, 0.0, 1.0)  # what is no longer remembered has faded
    glow = np.stack([np.interp(ticks, np.arange(len(one)), one) for one in stroke], axis=1) * old[:, None]
    return np.asarray(np.clip(glow, 0.0, 255.0), np.uint8)


def pulse_way(mesh: RockMesh, shape: tuple[int, int], feet: tuple[float, float, float]) -> F32:
    """Metres of way to each vertex of a grid with `shape` rows and columns, `(rows * columns,) float32`.

    Fast sweeping over the grid's own edges and diagonals (Zhao, A fast sweeping method for eikonal equations, 2005).
    """
    point = mesh.position.reshape(*shape, 3)
    slow = np.interp(mesh.shade[:, 1], (0.35, 0.65), (BARE, 1.0)).astype(np.float32).reshape(shape)
    way = np.full(shape, np.inf, np.float32)
    start = np.linalg.norm(point - np.array(feet, np.float32), axis=2)
    near = start < max(1.0, 1.5 * float(start.min()))
    way[near] = start[near]
    down, across = _steps(point, slow), _steps(point.swapaxes(0, 1), slow.T)
    for _ in range(SWEEPS):
        for steps, field in ((down, way), (across, way.T)):
            for row in range(len(field) - 1):
                _shorten(field[row + 1], field[row], *(step[row] for step in steps))
            for row in reversed(range(len(field) - 1)):
                straight, right, left = (step[row] for step in steps)
                _shorten(field[row], field[row + 1], straight, left, right)
    return way.reshape(-1)


def _steps(point: F32, slow: F32) -> tuple[F32, F32, F32]:
    """The way from each row to the next: straight on, to the next column, and from the next column."""

    def step(here: slice, there: slice) -> F32:
        apart = np.linalg.norm(point[1:, there] - point[:-1, here], axis=2)
        return np.asarray(0.5 * apart * (slow[1:, there] + slow[:-1, here]), np.float32)

    return step(np.s_[:], np.s_[:]), step(np.s_[:-1], np.s_[1:]), step(np.s_[1:], np.s_[:-1])


def _shorten(way: F32, before: F32, straight: F32, right: F32, left: F32) -> None:
    """Shorten `way (c,)` of a row where it is nearer over the row `before` it."""
    np.minimum(way, before + straight, out=way)
    np.minimum(way[1:], before[:-1] + right, out=way[1:])
    np.minimum(way[:-1], before[1:] + left, out=way[:-1])
