"""What makes a strand bend in long waves only, as thick rope and wire do."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.physics.exact import F32
from dreamscape.physics.strands import Strands

STIFF = 0.6  # part of its shortest waves that a strand's stiffness takes out in a tick


@cache
def _stiffness(nodes: int) -> F32:
    """What it takes from the way that nodes lie off the straight line, (nodes, nodes): nothing of the longest wave."""
    waves = np.arange(1, nodes - 1)
    sines = np.sin(np.pi * waves[:, None] * np.arange(nodes) / (nodes - 1))
    taken = STIFF * (1.0 - np.exp(-0.5 * (waves - 1)))
    return np.asarray((sines.T * taken) @ sines * (2.0 / (nodes - 1)), np.float32)


def stiffen(strands: Strands, here: NDArray[np.int64]) -> None:
    """Take short waves out of the strands at `here`, (k,), in place and in motion alike; their ends stay."""
    along = np.linspace(0.0, 1.0, strands.pos.shape[1], dtype=np.float32)[:, None]
    for nodes in (strands.pos, strands.prev):
        ends = nodes[:, :1, here] + (nodes[:, -1:, here] - nodes[:, :1, here]) * along
        nodes[:, :, here] -= np.einsum("ij,kjn->kin", _stiffness(len(along)), nodes[:, :, here] - ends)
