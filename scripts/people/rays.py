"""What rays find in a mesh: ambient light, the thickness of flesh, and the light of a pool that lies on it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from people.body import MISSING

FAR = 1.0  # m, a distance that no ray is followed beyond
LIFT = 2e-4  # m off the surface, where rays begin,
BELOW = 2.5e-3  # and below it, so that nails count as flesh


def spread(count: int, widest: float) -> F64:
    """Directions (count, 3) about z, even in solid angle, at most `widest` radians from it: a spiral."""
    k = np.arange(count) + 0.5
    z = 1.0 - (1.0 - np.cos(widest)) * k / count
    turn = np.pi * (1.0 + 5.0**0.5) * k
    r = np.sqrt(1.0 - z * z)
    return np.stack([r * np.cos(turn), r * np.sin(turn), z], axis=1)


def frames(normal: F64) -> F64:
    """Rotations (n, 3, 3) whose third columns are the unit normals (n, 3)."""
    side = np.where(np.abs(normal[:, :1]) < 0.8, np.array([[1.0, 0, 0]]), np.array([[0, 1.0, 0]]))
    a = np.cross(normal, side)
    a /= np.linalg.norm(a, axis=1, keepdims=True)
    return np.stack([a, np.cross(normal, a), normal], axis=2)


class Rays:
    """A mesh that rays are cast against.

    Args:
        points: (n, 3) float64, m.
        triangles: (m, 3) int64.
    """

    def __init__(self, points: F64, triangles: NDArray[np.int64]) -> None:
        try:
            import warp
        except ImportError:
            raise SystemExit(MISSING) from None
        warp.config.quiet = True
        warp.init()
        self._warp: Any = warp
        self._mesh = warp.Mesh(
            warp.array(points.astype("f4"), dtype=warp.vec3, device="cpu"),
            warp.array(triangles.astype("i4").ravel(), dtype=warp.int32, device="cpu"),
        )

    def distance(self, origin: F64, direction: F64) -> F32:
        """How far each ray goes before it meets the mesh, (k,) m, at most FAR; origins and directions (k, 3)."""
        from people.rays_kernel import cast

        wp = self._warp
        starts, ways = (wp.array(a.astype("f4"), dtype=wp.vec3, device="cpu") for a in (origin, direction))
        found = wp.zeros(len(origin), dtype=wp.float32, device="cpu")
        wp.launch(cast, len(origin), inputs=[self._mesh.id, starts, ways, FAR, found], device="cpu")
        return np.asarray(found.numpy(), np.float32)

    def open_sky(self, points: F64, normal: F64, count: int = 128, reach: float = 0.05) -> F64:
        """Ambient light, (n,): 1 under an open sky; what is further off than `reach` hides nothing."""
        ways = spread(count, 0.5 * np.pi)
        found = self._fan(points + LIFT * normal, frames(normal), ways)
        return np.asarray((np.minimum(found / reach, 1.0) * ways[:, 2]).sum(axis=1) / ways[:, 2].sum(), np.float64)

    def thinness(self, points: F64, normal: F64, scatter: float = 0.0065) -> F64:
        """How much light comes through the flesh, (n,), 0 to 1: it is scattered once in `scatter` metres."""
        ways = spread(48, np.radians(38.0))
        found = BELOW + self._fan(points - BELOW * normal, frames(-normal), ways)
        return np.asarray(np.exp(-found / scatter).mean(axis=1), np.float64)

    def lit_by(self, points: F64, normal: F64, lights: F64, soft: float) -> F64:
        """The light of small lights (k, 3), (n,): unhidden, over the square of their distance, wrapped by `soft`."""
        total = np.zeros(len(points))
        for light in lights:
            way = light - points
            far = np.linalg.norm(way, axis=1)
            way /= far[:, None]
            cosine = np.maximum((way * normal).sum(axis=1) + soft, 0.0) / (1.0 + soft)
            seen = self.distance(points + 3e-3 * normal, way) > far - 0.006
            total += cosine * seen / (far * far + 2.5e-4)
        return total / len(lights)

    def _fan(self, origin: F64, turned: F64, ways: F64) -> F64:
        """Distances (n, k) along the directions (k, 3) as seen from each of n points."""
        direction = np.einsum("nij,kj->nki", turned, ways).reshape(-1, 3)
        starts = np.repeat(origin, len(ways), axis=0)
        return self.distance(starts, direction).reshape(len(origin), len(ways)).astype(np.float64)
