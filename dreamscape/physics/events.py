"""A ring of the latest things that happened, for sound and layers to read: plucks, splashes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.physics.exact import F32, Arrays


@dataclass(slots=True)
class Ring:
    """The last `size` events.

    Attributes:
        tick: (size,) int64, when; -2**40 where nothing happened yet.
        data: (width, size) float32, what; its rows are named by the owner of the ring.
        head: (1,) int64, how many events were ever recorded; event e lies at index e % size.
    """

    tick: NDArray[np.int64]
    data: F32
    head: NDArray[np.int64]

    def arrays(self) -> Arrays:
        """The state, for checkpoints and digests."""
        return {"tick": self.tick, "data": self.data, "head": self.head}


def make(size: int, width: int) -> Ring:
    """An empty ring of `size` events with `width` numbers each."""
    return Ring(np.full(size, -(1 << 40), np.int64), np.zeros((width, size), np.float32), np.zeros(1, np.int64))


def record(ring: Ring, tick: int, data: F32) -> None:
    """Add events that happened at `tick`, oldest forgotten first.

    Args:
        ring: changed in place.
        tick: the tick they fall on.
        data: (width, k) float32; of more than `size` events the last `size` are kept.
    """
    size = ring.tick.shape[0]
    data = data[:, -size:]
    count = data.shape[1]
    place = (int(ring.head[0]) + np.arange(count)) % size
    ring.tick[place] = tick
    ring.data[:, place] = data
    ring.head[0] += count
