"""Bake the hand: `assets/hand.npz`, an open right hand with its forearm, the sleeve it comes out of, and its creases.

    python scripts/bake_hand.py

The hand is that of the body in `people.body`, posed by its joints and smoothed by subdivision; rays find how much
ambient light each point has, how thin the flesh is, and what light of the pool in the palm reaches it. Needs the extra
`bake`. Metres; the wrist is the origin, x runs to the fingertips, y out of the palm, z away from the thumb.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from people import creases
from people.forearm import skin
from people.hand import Faces, limb, normals, subdivided, with_tendons
from people.rays import Rays, spread
from people.sleeve import Sleeve, sleeve

from dreamscape.arrays import F64

LEVELS = ("coarse", "fine", "")  # of subdivision: none, once, and twice, which is the surface that rays meet
POOL = np.array((0.052, 0.0075, 0.002))  # m, the middle of the light that lies in the palm,
POOL_SIZE = np.array((0.020, 0.0, 0.013))  # its half axes,
POOL_LIFT = 0.014  # and how far above the skin its light is taken to be
BRIGHT = 2250.0  # 1 / m^2, the light at which a shade is 1
SURFACE = np.linspace(0.0, 0.22, 23), np.linspace(-0.05, 0.05, 21)  # m, up and across, of the grid of skin points
HEIGHT = 1.6e-3  # m, of creases, that 127 steps stand for

Arrays = dict[str, NDArray[np.generic]]


def pool() -> F64:
    """Points of light above the pool, (k, 3) m."""
    return np.asarray(
        POOL + np.array((0.0, POOL_LIFT, 0.0)) + POOL_SIZE * spread(12, 0.5 * np.pi)[:, [0, 2, 1]] * (1, 0, 1),
        np.float64,
    )


def spread_out(values: F64, triangles: Faces, times: int = 24) -> F64:
    """Values of vertices, (n,), each time replaced by the mean over their triangles: light is scattered in flesh."""
    count = np.maximum(np.bincount(triangles.ravel(), minlength=len(values)), 1)
    for _ in range(times):
        total = np.bincount(triangles.ravel(), np.repeat(values[triangles].mean(axis=1), 3), len(values))
        values = total / count
    return values


def packed(points: F64, normal: F64, shade: F64, across: F64, triangles: Faces) -> Arrays:
    """A mesh: positions and `across` in 20 um, normals in 1/127, shades in 1/255."""
    return {
        "position": np.rint(points * 5e4).astype(np.int16),
        "normal": np.rint(normal * 127).astype(np.int8),
        "shade": np.rint(shade.clip(0.0, 1.0) * 255).astype(np.uint8),
        "across": np.rint(across * 5e4).astype(np.int16),
        "triangles": triangles.astype(np.uint16),
    }


def flesh(points: F64, normal: F64, triangles: Faces, cloth: Sleeve) -> F64:
    """The shades of a hand whose arm comes out of a sleeve, (n, 3)."""
    alone, own = Rays(points, triangles), cloth.triangles()[0]
    dressed = Rays(np.concatenate([points, cloth.points]), np.concatenate([triangles, own + len(points)]))
    thin = spread_out(alone.thinness(points, normal), triangles)
    pooled = np.sqrt(alone.lit_by(points, normal, pool(), 0.35) / BRIGHT)
    return np.stack([dressed.open_sky(points, normal), np.minimum(2.0 * thin, 1.0), pooled], axis=1)


def clothing(cloth: Sleeve, points: F64, triangles: Faces) -> dict[str, Arrays]:
    """The meshes of a sleeve around an arm."""
    own = cloth.triangles()[0]
    rays = Rays(np.concatenate([cloth.points, points]), np.concatenate([own, triangles + len(cloth.points)]))
    normal = normals(cloth.points, own)
    shade = np.zeros((len(normal), 3))
    shade[:, 0] = rays.open_sky(cloth.points, normal, reach=0.03)
    result = {}
    for name, stride in (("sleeve_coarse", 2), ("sleeve_fine", 1)):
        fewer, used = cloth.triangles(stride)
        result[name] = packed(cloth.points[used], normal[used], shade[used], cloth.from_hem[used], fewer)
    return result


def main() -> dict[str, Arrays]:
    """The arrays of each mesh, by its name, and the creases."""
    arm = limb()
    points, faces, counts = arm.points, [arm.triangles], [len(arm.points)]
    for _ in LEVELS[1:]:
        points, triangles = subdivided(points, faces[-1])
        faces.append(triangles)
        counts.append(len(points))
    unrolled = skin(arm)
    across = unrolled.unrolled(points)
    points = with_tendons(points, across, normals(points, faces[-1]))
    normal = normals(points, faces[-1])
    cloth = sleeve(arm, unrolled)
    shade = flesh(points, normal, faces[-1], cloth)
    result = {
        name: packed(points[:n], normal[:n], shade[:n], across[:n], triangles)
        for name, n, triangles in zip(LEVELS[:-1], counts, faces, strict=False)
    }
    maps = np.stack([np.rint(h / HEIGHT * 127).clip(-127, 127) for h in creases.heights(arm)]).astype(np.int8)
    surface = np.rint(unrolled.surface(*SURFACE) * 5e4).astype(np.int16)
    return result | clothing(cloth, points, faces[-1]) | {"skin": {"heights": maps, "surface": surface}}


if __name__ == "__main__":
    meshes = {f"{name}_{part}": array for name, arrays in main().items() for part, array in arrays.items()}
    path = Path(__file__).parent.parent / "assets" / "hand.npz"
    np.savez_compressed(path, **meshes)  # type: ignore[arg-type]
    print(path, {name: array.shape for name, array in meshes.items()}, path.stat().st_size)
