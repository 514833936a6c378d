"""The baked hand (assets/hand.npz, made by scripts/bake_hand.py): its meshes, its creases, and the skin of its arm."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.resources import asset

LOW, HIGH = (-0.034, -0.104), (0.190, 0.058)  # m, x and z of the edges of the map of creases
UP, ACROSS = (0.0, 0.22), (-0.05, 0.05)  # m, what the grid of points of the forearm's skin covers
STEP = 2e-5  # m, in which lengths are stored
HEIGHT = 1.6e-3 / 127.0  # m, in which the heights of creases are stored
STEEP = 1.2  # the slope that a byte of the map of creases can hold
DEEP = 0.45e-3  # m below its surroundings, where skin is as dark as it gets
WIDE = 6  # texels to each side, of the surroundings


@dataclass(frozen=True, slots=True)
class Mesh:
    """A mesh of n vertices and m triangles.

    Attributes:
        position: (n, 3) float32, m.
        normal: (n, 3) float32, unit.
        shade: (n, 3) float32, 0 to 1: ambient light, how thin the flesh is, root of the light of a pool in the palm.
        across: (n, 1) float32, m: of an arm, across it along its skin; of a sleeve, up it from its hem.
        triangles: (m, 3) uint32.
    """

    position: F32
    normal: F32
    shade: F32
    across: F32
    triangles: NDArray[np.uint32]

    @property
    def vertices(self) -> F32:
        """All of a vertex, (n, 10)."""
        return np.hstack([self.position, self.normal, self.shade, self.across])


@lru_cache(maxsize=6)
def mesh(name: str) -> Mesh:
    """`coarse`, `fine`, `sleeve_coarse` or `sleeve_fine`."""
    with np.load(asset("hand.npz"), allow_pickle=False) as baked:
        return Mesh(
            baked[f"{name}_position"].astype("f4") * np.float32(STEP),
            baked[f"{name}_normal"].astype("f4") / np.float32(127.0),
            baked[f"{name}_shade"].astype("f4") / np.float32(255.0),
            baked[f"{name}_across"].astype("f4")[:, None] * np.float32(STEP),
            baked[f"{name}_triangles"].astype("u4"),
        )


@lru_cache(maxsize=1)
def creases() -> NDArray[np.uint8]:
    """The map of creases, (2 h, w, 4) uint8: the palm's side in the lower half, the back in the upper.

    Columns run along x, rows along z. Channels: how the normal is tilted along x and z, 128 where it is not; how deep
    the place lies; how much it stands out.
    """
    with np.load(asset("hand.npz"), allow_pickle=False) as baked:
        sides = baked["skin_heights"].astype("f4") * np.float32(HEIGHT)
    return np.concatenate([_crease_map(side.T) for side in sides])


def _crease_map(height: F32) -> NDArray[np.uint8]:
    """Of one side, (h, w) m."""
    texel = (HIGH[0] - LOW[0]) / height.shape[1]
    along, over = np.gradient(height, texel, axis=1), np.gradient(height, texel, axis=0)
    deep = (_blurred(height) - height) / DEEP
    channels = 128 - 127 * along / STEEP, 128 - 127 * over / STEEP, 255 * deep, -255 * deep
    return np.stack(channels, axis=-1).clip(0, 255).astype(np.uint8)


def _blurred(height: F32) -> F32:
    """The mean of WIDE texels to each side, (h, w)."""
    for axis in (0, 1):
        padded = np.pad(height, [(WIDE + 1, WIDE) if k == axis else (0, 0) for k in (0, 1)], mode="edge")
        total = np.cumsum(padded, axis=axis, dtype=np.float64)
        count = height.shape[axis]
        ends = np.take(total, np.arange(count) + 2 * WIDE + 1, axis=axis), np.take(total, np.arange(count), axis=axis)
        height = ((ends[0] - ends[1]) / (2 * WIDE + 1)).astype(np.float32)
    return height


@lru_cache(maxsize=1)
def _forearm() -> F32:
    with np.load(asset("hand.npz"), allow_pickle=False) as baked:
        return np.asarray(baked["skin_surface"] * np.float32(STEP), np.float32)


def forearm_point(up: float, across: float) -> tuple[float, float, float]:
    """A point on the skin of the forearm, m: `up` m from the wrist and `across` m along the skin."""
    grid = _forearm()
    place, whole = [], []
    for value, (low, high), count in zip((up, across), (UP, ACROSS), grid.shape, strict=False):
        at = min(max((value - low) / (high - low), 0.0), 1.0) * (count - 1)
        whole.append(min(int(at), count - 2))
        place.append(at - whole[-1])
    (i, j), (a, b) = whole, place
    rows = grid[i : i + 2, j] * (1.0 - b) + grid[i : i + 2, j + 1] * b
    x, y, z = (rows[0] * (1.0 - a) + rows[1] * a).tolist()
    return x, y, z
