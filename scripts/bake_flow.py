"""Bake the wind: `assets/flow.npy`, the curl of a tileable Perlin potential.

    pip install 'dreamscape[bake]' && python scripts/bake_flow.py

The potential is rounded to integers before the curl is taken with central differences, still in integers: central
differences commute, so the central-difference divergence of the volume is exactly zero, rounding and all.
"""

from pathlib import Path

import numpy as np
from noise import pnoise3
from numpy.typing import NDArray

from dreamscape.physics.wind import SHAPE, UNIT

EDDY = 8  # cells per unit of noise: the widest eddies
OCTAVES = 3  # 8, 4 and 2 cells
PERSISTENCE = 0.35  # gentler than 1/2: small eddies carry less of the speed
APART = 16  # steps between the three components' places in the noise's permutation


def potential(component: int) -> NDArray[np.float64]:
    """One component of the vector potential, (64, 32, 64) float64, tileable; of no particular scale."""
    x, y, z = (side // EDDY for side in SHAPE)
    return np.array(
        [
            [
                [
                    pnoise3(
                        i / EDDY,
                        j / EDDY,
                        k / EDDY,
                        octaves=OCTAVES,
                        persistence=PERSISTENCE,
                        repeatx=x,
                        repeaty=y,
                        repeatz=z,
                        base=APART * component,
                    )
                    for k in range(SHAPE[2])
                ]
                for j in range(SHAPE[1])
            ]
            for i in range(SHAPE[0])
        ]
    )


def difference(values: NDArray[np.int64], axis: int) -> NDArray[np.int64]:
    """The central difference along `axis`, periodic, over two cells (not halved: integers stay integers)."""
    return np.roll(values, -1, axis) - np.roll(values, 1, axis)


def curl(psi: NDArray[np.int64]) -> NDArray[np.int64]:
    """The curl of psi, both (3, 64, 32, 64) integers."""
    pairs = [(1, 2), (2, 0), (0, 1)]
    return np.stack([difference(psi[b], a) - difference(psi[a], b) for a, b in pairs])


def bake() -> NDArray[np.int16]:
    """The flow, (3, 64, 32, 64) int16 in units of wind.UNIT, 1 m/s root mean square."""
    psi = np.stack([potential(component) for component in range(3)])
    fine = np.rint(psi * 2**20).astype(np.int64)
    speed = np.sqrt((curl(fine) ** 2).sum(axis=0).mean())
    flow = curl(np.rint(psi * (2**20 / speed / float(UNIT))).astype(np.int64))
    if abs(flow).max() > np.iinfo(np.int16).max:
        raise OverflowError(f"the flow reaches {abs(flow).max()}: widen wind.UNIT")
    return flow.astype(np.int16)


if __name__ == "__main__":
    target = Path(__file__).parents[1] / "assets" / "flow.npy"
    np.save(target, bake())
    print(f"{target.name}: {target.stat().st_size} bytes")
