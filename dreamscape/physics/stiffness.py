"""Bending stiffness: a strand bends in long waves only, as thick rope and wire do."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.physics.strands import Strands

STRENGTH = 0.6  # fraction of the shortest waves that is removed in a tick
_AT_ONCE = 32  # strands: ticks allocate no large arrays


@cache
def _short_wave_filter(nodes: int) -> F32:
    """Maps the offsets of nodes from the straight line to their short waves, (nodes, nodes); the longest is not one."""
    waves = np.arange(1, nodes - 1)
    sines = np.sin(np.pi * waves[:, None] * np.arange(nodes) / (nodes - 1))
    taken = STRENGTH * (1.0 - np.exp(-0.5 * (waves - 1)))
    return np.asarray((sines.T * taken) @ sines * (2.0 / (nodes - 1)), np.float32)


@cache
def along(nodes: int) -> F32:
    """How far each node is along a strand, 0 to 1, (nodes, 1)."""
    return np.linspace(0.0, 1.0, nodes, dtype=np.float32)[:, None]


def stiffen(strands: Strands, index: NDArray[np.int64]) -> None:
    """Remove short waves from the strands at `index`, (k,), from positions and from motion; their ends stay."""
    for nodes in (strands.pos, strands.prev):
        unbend(nodes, index)


def unbend(nodes: F32, index: NDArray[np.int64]) -> None:
    """Remove short waves from the strands at `index`, (k,), of `nodes (3, m, n)`, in place; their ends stay."""
    parts = along(nodes.shape[1])
    for first in range(0, len(index), _AT_ONCE):
        some = index[first : first + _AT_ONCE]
        bent = nodes[:, :, some]
        bent -= bent[:, :1] + (bent[:, -1:] - bent[:, :1]) * parts
        nodes[:, :, some] -= np.einsum("ij,kjn->kin", _short_wave_filter(len(parts)), bent)
