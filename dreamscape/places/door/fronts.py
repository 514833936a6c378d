"""The fronts that the door's arch is in: their edges."""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.places.door.portal import SPRINGING, Portal
from dreamscape.rng import Streams

WALL = 22.0, 15.0  # m, half the width and the height of a front that ends out of sight


def front_edge(found: Portal, inner: F64, streams: Streams) -> F64:
    """The point of the front's edge that belongs to each point of the arch, `(n, 2)` m, as of `arch_path`."""
    corners = _corners(found, streams)
    edge = inner.copy()
    low = inner[:, 1] <= SPRINGING
    edge[low, 0] = np.sign(inner[low, 0]) * np.interp(inner[low, 1], corners[:, 1], corners[:, 0])
    above = np.flatnonzero(~low)
    way = inner[above] - (0.0, SPRINGING)
    side = np.where(np.arange(above.size) < above.size // 2, -1.0, 1.0)
    turn = np.arctan2(way[:, 1], np.abs(way[:, 0]))
    bends = np.arctan2(corners[:, 1] - SPRINGING, corners[:, 0])
    seen = bends > 0.02
    for bend in bends[seen & (bends < 0.5 * np.pi - 0.02)]:  # so that no corner is cut
        for part in (-1.0, 1.0):
            mine = np.flatnonzero(side == part)
            turn[mine[np.abs(turn[mine] - bend).argmin()]] = bend
    far = np.array([_reach(corners, angle) for angle in turn])
    edge[above, 0] = side * far * np.cos(turn)
    edge[above, 1] = SPRINGING + far * np.sin(turn)
    return edge


def _corners(found: Portal, streams: Streams) -> F64:
    """The right half of the edge from the ground to the middle line, `(n, 2)` m."""
    half, tall = found.half, found.tall
    if found.outline == "wall":
        half, tall = WALL
    shapes = {
        "gable": ((half, 0.0), (half, SPRINGING + 0.5), (half + 0.18, SPRINGING + 0.5), (0.0, tall + 1.2)),
        "block": ((half, 0.0), (half, tall - 0.35), (half + 0.22, tall - 0.3), (half + 0.22, tall), (0.0, tall)),
        "stepped": (
            (half, 0.0), (half, SPRINGING + 0.6), (0.74 * half, SPRINGING + 0.6), (0.74 * half, tall - 1.1),
            (0.46 * half, tall - 1.1), (0.46 * half, tall + 0.2), (0.0, tall + 0.2),
        ),
        "wall": ((half, 0.0), (half, tall), (0.0, tall)),
    }  # fmt: skip
    if found.outline == "round":
        turn = np.linspace(0.0, 0.5 * np.pi, 12)
        high = tall - SPRINGING
        top = np.stack([half * np.cos(turn), SPRINGING + high * np.sin(turn)], axis=1)
        return np.concatenate([[(half, 0.0)], top])
    if found.outline == "ruin":
        random = streams.at("ruin")
        turn = np.linspace(0.25, 0.5 * np.pi, 9)
        far = (tall - SPRINGING) * (1.0 + 0.22 * random.uniform(-1.0, 1.0, 9)) / np.maximum(np.sin(turn), 0.75)
        far = np.minimum(far, half / np.maximum(np.cos(turn), 0.2))
        top = np.stack([far * np.cos(turn), SPRINGING + far * np.sin(turn)], axis=1)
        return np.concatenate([[(half, 0.0), (half, SPRINGING + 0.3)], top])
    return np.array(shapes[found.outline])


def _reach(corners: F64, angle: float) -> float:
    """How far the edge lies in a direction from the middle of the springing, m."""
    way = np.array((np.cos(angle), np.sin(angle)))
    start = corners[:-1] - (0.0, SPRINGING)
    run = np.diff(corners, axis=0)
    across = way[0] * run[:, 1] - way[1] * run[:, 0]
    safe = np.where(np.abs(across) < 1e-9, 1e-9, across)
    far = (start[:, 0] * run[:, 1] - start[:, 1] * run[:, 0]) / safe
    part = (start[:, 0] * way[1] - start[:, 1] * way[0]) / safe
    hit = (part >= -1e-6) & (part <= 1.0 + 1e-6) & (far > 0.0)
    return float(far[hit].max())
