"""Magnets: bodies and the nodes of strands in one table, where dust is born and what attracts it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.physics.bodies import Bodies
from dreamscape.physics.strands import Strands


@dataclass(slots=True)
class Magnets:
    """Points that attract dust; derived anew every tick, so not part of the state.

    Attributes:
        table: (b + m * n, 4) float32: x, y, z in m and strength 0 to 1; first the bodies, then the strands' nodes 0,
            then their nodes 1 and so on.
        bodies: (k,) int64, the rows of the bodies that are present.
        strands: (k,) int64, the rows of the first nodes of the strands that are present.
        nodes: (m,) int64, how many rows after its strand's first node each node lies.
    """

    table: F32
    bodies: NDArray[np.int64]
    strands: NDArray[np.int64]
    nodes: NDArray[np.int64]


def make(bodies: Bodies, strands: Strands) -> Magnets:
    """An empty table for as many bodies and strands as there are slots."""
    _, nodes, strand_count = strands.pos.shape
    table = np.zeros((bodies.pos.shape[1] + nodes * strand_count, 4), np.float32)
    return Magnets(table, np.zeros(0, np.int64), np.zeros(0, np.int64), np.arange(nodes) * strand_count)


def update(magnets: Magnets, bodies: Bodies, strands: Strands) -> None:
    """Fill the table with the present positions of bodies and strands."""
    body_count = bodies.pos.shape[1]
    _, nodes, strand_count = strands.pos.shape
    magnets.table[:body_count, :3] = bodies.pos.T
    magnets.table[:body_count, 3] = bodies.presence
    thread = magnets.table[body_count:].reshape(nodes, strand_count, 4)
    for axis in range(3):
        thread[:, :, axis] = strands.pos[axis]
    thread[:, :, 3] = strands.presence
    magnets.bodies = np.flatnonzero(bodies.presence > 0)
    magnets.strands = np.flatnonzero(strands.presence > 0) + body_count
