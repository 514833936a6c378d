"""The orders of the arch in section, and how that is seen from afar, where a pixel holds several of its folds."""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.places.door.portal import FRAME, Portal

SHAFT, STONE, BRONZE, WET, LIGHT = -1.0, 0.0, 1.0, 2.0, 3.0  # what a surface is made of; shafts have no joints
DRESSED = -0.75  # between shafts: a quarter as deep
_SPREAD = 0.016  # m, standard deviation: what a pixel of a small picture takes in from where the whole arch is seen
_FINE = 0.004  # m, between samples


def section(found: Portal, fine: bool) -> list[tuple[F64, F64 | float, bool]]:
    """The orders in section from the leaves to the front: points (m outwards, m towards the viewer), kind, bulges.

    Arrises have no joints, and what lies between shafts has shallow ones, else the moon makes rows of dots of them.
    """
    parts: list[tuple[F64, F64 | float, bool]] = [
        (np.array(((0.0, -0.02), (0.0, 0.10), (0.035, 0.10))), BRONZE, False),
        (np.array(((0.035, 0.10), (0.05, 0.07), (FRAME - 0.015, 0.07), (FRAME, 0.10))), BRONZE, False),
    ]
    out, near, roll = FRAME, 0.10, 0.075
    turn = np.linspace(-0.45 * np.pi, 1.0 * np.pi, 6 if fine else 4)
    for _ in range(found.orders):
        middle = np.array((out + found.width - roll - 0.015, near + found.depth - roll - 0.02))
        shaft = middle + roll * np.stack([-np.cos(turn), np.sin(turn)], axis=1) * (1.0, 1.0)
        behind = out + 0.03, near + found.depth - 2.2 * roll
        soffit = [(out, near), (out + 0.03, near + 0.02), behind]
        keep = slice(None, None, 1 if fine else 2)
        parts.append((np.array(soffit[keep]), np.array((SHAFT, DRESSED, DRESSED)[keep]), False))
        parts.append((np.concatenate([[behind], shaft]), SHAFT, True))
        out, near = out + found.width, near + found.depth
        face = [shaft[-1], (out - 0.012, near - 0.012), (out, near)]
        parts.append((np.array(face[keep]), np.array((DRESSED, SHAFT, SHAFT)[keep]), False))
    return parts


def sides(grid: F64) -> tuple[F64, F64]:
    """The way across a strip of the section, `(section, path, 3)`, and its normals, unit, smooth all over."""
    across = np.gradient(grid, axis=0)
    along = np.gradient(grid, axis=1)
    along[:, [0, -1]] = along[:, [1, -2]]
    middle = grid.shape[1] // 2
    along[:, middle - 1], along[:, middle] = along[:, middle - 2], along[:, middle + 1]  # a crease at the point
    normal = np.cross(across, along)
    normal /= np.maximum(np.linalg.norm(normal, axis=2), 1e-9)[..., None]
    across /= np.maximum(np.linalg.norm(across, axis=2), 1e-9)[..., None]
    return across, normal


def openness(grid: F64, found: Portal) -> F64:
    """How open to the sky a strip of the section is: less, the farther back it stands, and at its foot."""
    deep = np.clip(-grid[..., 2] / found.reveal, 0.0, 1.0)
    return np.asarray((0.30 + 0.70 * deep**1.3) * (0.55 + 0.45 * np.clip(grid[..., 1] / 0.35, 0.0, 1.0)))


def softened(points: F64, aslant: F64, normals: F64, open_to: F64, moon: tuple[float, float, float]) -> F64:
    """Normals and openness of a section, each the mean over what is seen around it.

    A normal is one that takes as much of the moon's light as those around it do in the mean: the mean of normals would
    light what lies half in shadow too little or too much.

    Args:
        points: from the leaves to the front, m outwards and m towards the viewer, `(n, 2)`.
        aslant: at each place along the arch, how far outwards a metre towards the viewer is seen, m, `(p,)`.
        normals: unit, `(n, p, 3)`.
        open_to: how open to the sky, `(n, p)`.
        moon: unit, towards it.

    Returns:
        `(n, p, 4)`: unit normals, and openness.
    """
    towards = np.array(moon)
    soft = np.empty((*open_to.shape, 4))
    slopes, which = np.unique(np.round(aslant, 2), return_inverse=True)
    for nth, slope in enumerate(slopes):
        here = np.flatnonzero(which == nth)
        shown, takes = _seen(points, float(slope))
        facing = np.einsum("ij,jpk->ipk", shown, normals[:, here])
        facing /= np.maximum(np.linalg.norm(facing, axis=2), 1e-9)[..., None]
        mean = np.einsum("ij,jpk->ipk", takes, facing)
        lit = np.clip(np.einsum("ij,jp->ip", takes, np.maximum(facing @ towards, 0.0)), 0.0, 1.0)
        aside = mean - (mean @ towards)[..., None] * towards
        aside *= np.sqrt(1.0 - lit**2)[..., None] / np.maximum(np.linalg.norm(aside, axis=2), 1e-9)[..., None]
        soft[:, here, :3] = lit[..., None] * towards + aside
        soft[:, here, 3] = takes @ shown @ open_to[:, here]
    return soft


def _seen(points: F64, slope: float) -> tuple[F64, F64]:
    """What is seen of a section, as parts of its points, `(m, n)`; and how much each point takes of that, `(n, m)`."""
    ran = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    samples = np.arange(0.0, ran[-1], 0.5 * _FINE)
    nth = np.minimum(np.searchsorted(ran, samples, side="right") - 1, len(ran) - 2)
    part = (samples - ran[nth]) / np.maximum(ran[nth + 1] - ran[nth], 1e-9)
    of_points = np.zeros((samples.size, len(points)))
    rows = np.arange(samples.size)
    of_points[rows, nth] = 1.0 - part
    of_points[rows, nth + 1] += part
    outwards = points[:, 0] + slope * points[:, 1]
    cell = np.round(of_points @ outwards / _FINE)
    order = np.lexsort((-(of_points @ points[:, 1]), cell))  # the nearest first
    shown = of_points[order[np.unique(cell[order], return_index=True)[1]]]
    takes = np.exp(-0.5 * ((outwards[:, None] - shown @ outwards) / _SPREAD) ** 2)
    return shown, takes / takes.sum(axis=1)[:, None]
