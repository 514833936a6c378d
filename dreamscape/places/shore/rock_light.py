"""The light on rock that does not change: how much of the sky each point sees, and of the seam's light.

Both look along a few directions at a map of what lies nearest to the light (Williams 1978, shadow maps), made of the
mesh's own points, which is coarse enough for the large forms; the relief has its own hollows.
"""

from dataclasses import replace

import numpy as np

from dreamscape.arrays import F32
from dreamscape.places.shore.rock import RockMesh

CELL = 0.7  # m, of the maps
NEAR = 0.5  # m: what stands out by less casts no shadow
DIRECTIONS = 20  # over the whole sphere: the sea shines too
GOLDEN = 2.399963  # rad, the golden angle
SEAM_HEIGHTS = (0.10, 0.22, 0.36, 0.52, 0.70)  # tangents of elevation along the seam
RAKE = (0.86, 0.12)  # the seam's light as painted: from its side of the picture, but no further back than the rock
SEAM = 0.38  # tangent of elevation from which the seam's light is painted


def key_direction(azimuth: float, height: float = SEAM) -> tuple[float, float, float]:
    """The unit direction towards the seam's light, for the seam's azimuth and a height, as tangents."""
    way = np.array((RAKE[0] + 0.4 * azimuth, height, RAKE[1]))
    x, y, z = (way / np.linalg.norm(way)).tolist()
    return x, y, z


def lit(mesh: RockMesh, seam: tuple[float, float]) -> RockMesh:
    """The mesh with the light that arrives in its `shade`, for the seam's azimuth and lean."""
    shade = mesh.shade.copy()
    total, seen = np.full(len(shade), 1e-3, np.float32), np.zeros(len(shade), np.float32)
    for direction in _sphere(DIRECTIONS):
        weight = np.maximum(mesh.normal @ direction, 0.0) * np.float32(0.6 + 0.4 * direction[1])
        total += weight
        seen += weight * _visible(mesh.position, direction)
    shade[:, 0] *= np.clip(seen / total, 0.0, 1.0)
    along = np.array([key_direction(seam[0] - seam[1] * height, height) for height in SEAM_HEIGHTS], np.float32)
    shade[:, 2] = np.mean([_visible(mesh.position, direction) for direction in along], axis=0)
    return replace(mesh, shade=shade)


def _sphere(count: int) -> F32:
    """Unit directions spread evenly, `(count, 3)`, but none from steeply below."""
    height = np.linspace(-0.55, 0.97, count)
    turn = np.arange(count) * GOLDEN
    flat = np.sqrt(1.0 - height**2)
    return np.stack([flat * np.cos(turn), height, flat * np.sin(turn)], axis=1).astype(np.float32)


def _visible(points: F32, direction: F32) -> F32:
    """The share of the light from `direction` that arrives at `points (n, 3)`, 0 to 1, smooth between cells."""
    side = np.cross(direction, np.array((0, 0, 1) if abs(direction[2]) < 0.9 else (0, 1, 0), np.float32))
    side /= np.linalg.norm(side)
    flat = points @ (np.stack([side, np.cross(direction, side)], axis=1) / np.float32(CELL))
    flat -= np.floor(flat.min(axis=0)) - 1.0
    wide, high = (np.ceil(flat.max(axis=0)) + 2.0).astype(int)
    depth = points @ direction
    nearest = np.full(wide * high, -np.inf, np.float32)
    cell = flat.astype(np.int32)
    np.maximum.at(nearest, cell[:, 1] * wide + cell[:, 0], depth)
    flat -= 0.5
    corner = flat.astype(np.int32)
    inside = flat - corner
    index = corner[:, 1] * wide + corner[:, 0]
    light = np.zeros(len(points), np.float32)
    for right in (0, 1):
        for up in (0, 1):
            share = np.abs(1 - right - inside[:, 0]) * np.abs(1 - up - inside[:, 1])
            stands = nearest[index + (up * wide + right)] - depth
            light += share * np.clip((2.5 * NEAR - stands) / (1.5 * NEAR), 0.0, 1.0)
    return light
