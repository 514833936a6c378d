"""Ring buffers of the latest events, plucks and splashes, for sound and layers to read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.physics.exact import Arrays


@dataclass(slots=True)
class Ring:
    """The last `size` events.

    Attributes:
        tick: (size,) int64, of each event; -2**40 where there is none yet.
        data: (width, size) float32, of each event; the ring's owner says what the rows are.
        head: (1,) int64, how many events were recorded so far; event e lies at index e % size.
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
    """Add events that happened at `tick`; they replace the oldest.

    Args:
        ring: changed in place.
        tick: when they happened.
        data: (width, k) float32; of more than `size` events, only the last `size` are kept.
    """
    size = ring.tick.shape[0]
    data = data[:, -size:]
    count = data.shape[1]
    index = (int(ring.head[0]) + np.arange(count)) % size
    ring.tick[index] = tick
    ring.data[:, index] = data
    ring.head[0] += count
