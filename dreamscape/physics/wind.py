"""One wind for the whole dream: a tileable, divergence-free flow that evolves as the dream moves through it.

The flow is the curl of a vector potential of Perlin noise (Bridson, Hourihan and Nordenstam 2007, "Curl-Noise for
Procedural Fluid Flow"), baked by `scripts/bake_flow.py`. Its curl was taken in integers with central differences, so
its central-difference divergence is exactly zero.

A sample reads one cell, after moving the point by a random fraction of a cell. Averaged over ticks that is trilinear
interpolation at a tenth of the cost, and what the wind pushes has inertia, so it averages.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.resources import asset
from dreamscape.rng import Streams

SHAPE = (64, 32, 64)  # cells along x, y, z; powers of two, so that wrapping is a mask
UNIT = np.float32(2.0**-13)  # m/s per step of the int16 volume: 1 m/s root mean square, 4 m/s at most
BLOCK = 8192  # points per pass: its arrays stay in the L2 cache
DITHER_LENGTH = 1 << 15  # length of the dither table
DRIFT = (13, 5, 37)  # the volume's motion through the world, 1/4096 cells a tick: 0.2, 0.07 and 0.5 cells a second
ORIGIN = 8192.0  # cells; keeps coordinates positive, where truncation equals floor; a multiple of every side

_STEPS = (SHAPE[1] * SHAPE[2], SHAPE[2], 1)  # from a cell to the next along each axis, in the packed volume
_STRIDE = np.array(_STEPS, np.float32).reshape(3, 1)
_MASK = np.array([(side - 1) * step for side, step in zip(SHAPE, _STEPS, strict=True)], np.int32).reshape(3, 1)


@dataclass(frozen=True, slots=True)
class Wind:
    """The flow, and work arrays for sampling it (so one Wind serves one thread).

    Attributes:
        flow: (3, 64, 32, 64) int16, velocity in UNIT m/s; read-only.
        cells: (131072,) int64, the flow packed as four int16 per cell: u, v, w, 0; read-only.
        dither: (3, DITHER_LENGTH) float32, uniform in [0, 1), cells; read-only.
    """

    flow: NDArray[np.int16]
    cells: NDArray[np.int64]
    dither: F32
    _scaled: F32
    _key: NDArray[np.int32]
    _index: NDArray[np.intp]
    _velocities: NDArray[np.int64]


def load() -> Wind:
    """The baked flow from `assets/flow.npy`."""
    return from_flow(np.load(asset("flow.npy"), allow_pickle=False))


def from_flow(flow: NDArray[np.int16]) -> Wind:
    """A wind of a flow volume, (3, 64, 32, 64) int16 in UNIT m/s.

    Raises:
        ValueError: another shape or type.
    """
    if flow.shape != (3, *SHAPE) or flow.dtype != np.int16:
        raise ValueError(f"flow: expected {(3, *SHAPE)} int16, received {flow.shape} {flow.dtype}")
    packed = np.zeros((flow[0].size, 4), np.int16)
    packed[:, :3] = flow.reshape(3, -1).T
    cells = packed.view(np.int64)[:, 0]
    dither = Streams(0).at("wind grain").random((3, DITHER_LENGTH), dtype=np.float32)
    for array in (flow, cells, dither):
        array.setflags(write=False)
    work = (np.empty((3, BLOCK), np.float32), np.empty((3, BLOCK), np.int32))
    return Wind(flow, cells, dither, *work, np.empty(BLOCK, np.intp), np.empty(BLOCK, np.int64))


def flow_offset(tick: int) -> tuple[float, float, float]:
    """How far the volume has moved at `tick`, cells along x, y, z; exact at any tick: integers over a power of two."""
    x, y, z = (tick * drift % (side << 12) for drift, side in zip(DRIFT, SHAPE, strict=True))
    return x / 4096.0, y / 4096.0, z / 4096.0


@lru_cache(maxsize=2)
def _shift(tick: int) -> F32:
    """What is added to positions in cells at a tick, (3, 1)."""
    return np.array(flow_offset(tick), np.float32).reshape(3, 1) + np.float32(ORIGIN)


def sample(wind: Wind, pos: F32, tick: int, rng: np.random.Generator, out: F32, cell: float = 1.0) -> None:
    """The wind at `pos`, m/s, about 1 m/s root mean square.

    Args:
        wind: the flow.
        pos: (3, n) float32, metres, |pos / cell| < 8192.
        tick: the time.
        rng: chooses the stretch of the dither table.
        out: (3, n) float32, overwritten; must not overlap `pos`.
        cell: the size of one cell of the volume, m; eddies are 3 to 8 cells wide.
    """
    shift = _shift(tick)
    scale = np.float32(1.0 / cell)
    for start in range(0, pos.shape[1], BLOCK):
        points = pos[:, start : start + BLOCK]
        count = points.shape[1]
        scaled, key = wind._scaled[:, :count], wind._key[:, :count]
        index, velocities = wind._index[:count], wind._velocities[:count]
        start_of_dither = int(rng.integers(0, DITHER_LENGTH - BLOCK))
        np.multiply(points, scale, out=scaled)
        np.add(scaled, shift, out=scaled)
        np.add(scaled, wind.dither[:, start_of_dither : start_of_dither + count], out=scaled)
        np.multiply(scaled, _STRIDE, out=scaled)  # puts each axis's cell number at its bits of the key
        np.copyto(key, scaled, casting="unsafe")
        np.bitwise_and(key, _MASK, out=key)
        np.bitwise_or(key[0], key[1], out=key[0])
        np.bitwise_or(key[0], key[2], out=index)
        wind.cells.take(index, out=velocities, mode="clip")
        np.multiply(velocities.view(np.int16).reshape(count, 4).T[:3], UNIT, out=out[:, start : start + count])
