"""What a baked surface knows of the light: how much of the sky each point of it sees."""

import numpy as np

from dreamscape.arrays import F32, F64
from people.body import Triangles

CELL = 0.010  # m
RAYS = 40
REACH = 0.16  # m


def _samples(vertices: F32, triangles: Triangles) -> F64:
    """Points all over a mesh, (n, 3): corners, middles of sides and of triangles."""
    a, b, c = (vertices[:, triangles[:, k]].T.astype(np.float64) for k in range(3))
    return np.concatenate([a, (a + b) / 2, (b + c) / 2, (c + a) / 2, (a + b + c) / 3])


def occlusion(vertices: F32, normals: F32, solids: list[tuple[F32, Triangles]]) -> F32:
    """How open each vertex is, (n,) float32: 1 where nothing within reach is before it, 0 where it is shut in."""
    points = np.concatenate([_samples(*solid) for solid in solids])
    low = points.min(axis=0) - 4 * CELL
    filled = np.zeros(np.ceil((points.max(axis=0) - low) / CELL).astype(int) + 5, bool)
    filled[tuple(((points - low) / CELL).astype(int).T)] = True
    count = np.arange(RAYS) + 0.5
    polar, azimuth = np.arccos(1 - 2 * count / RAYS), np.pi * (1 + 5**0.5) * count
    rays = np.stack([np.sin(polar) * np.cos(azimuth), np.sin(polar) * np.sin(azimuth), np.cos(polar)], axis=1)
    seen, total = np.zeros(vertices.shape[1]), np.zeros(vertices.shape[1])
    start = (vertices + normals * (1.6 * CELL)).T.astype(np.float64)
    last = np.array(filled.shape) - 1
    for ray in rays:
        weight = np.maximum(ray @ normals, 0.0)
        free = np.ones(len(start), bool)
        for far in np.arange(1.0, REACH / CELL):
            cell = ((start + ray * far * CELL - low) / CELL).astype(int)
            within = ((cell >= 0) & (cell <= last)).all(axis=1)
            free &= ~(filled[tuple(np.clip(cell, 0, last).T)] & within)
        seen += weight * free
        total += weight
    return np.asarray(seen / np.maximum(total, 1e-6), np.float32)
