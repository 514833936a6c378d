"""The memories of others that droplets hold: in which order they open, and when."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.rng import Streams

NAMES = "picnic", "first_snow", "farewell"
COUNT = len(NAMES)
LAST = 5.0  # s before the way up, after which no other begins


def order(streams: Streams) -> NDArray[np.int64]:
    """The numbers of the memories in the order of their turns, `(COUNT,)`."""
    return streams.at("memories").permutation(COUNT)


def turns(streams: Streams, first: float, turn: float, ascent: float) -> list[tuple[float, int]]:
    """When each droplet begins to open, s, and the number of its memory.

    Args:
        streams: the dream's randomness.
        first: s, when the first one opens.
        turn: s, how long each has its turn.
        ascent: s, when the way up begins.
    """
    count, shown = int((ascent - LAST - first) // turn) + 1, order(streams)
    return [(first + number * turn, int(shown[number % COUNT])) for number in range(count)]
