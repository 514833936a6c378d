"""The memories of others that droplets hold: in which order they open, when, where, and how a seed paints them."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.rng import Streams

NAMES = "picnic", "first_snow", "farewell"
COUNT = len(NAMES)
ASIDE = 0.35  # m, how far from the middle of the view one opens at most
WARMTH = 0.26  # how far the light of one is warmer or colder than usual
LAST = 5.0  # s before the way up, after which no other begins


def order(streams: Streams) -> NDArray[np.int64]:
    """The numbers of the memories in the order of their turns, `(COUNT,)`."""
    return streams.at("memories").permutation(COUNT)


def asides(streams: Streams) -> F32:
    """How far right of the middle of the view each droplet that opens does so, `(COUNT,)` m."""
    return streams.at("places of memories").uniform(-ASIDE, ASIDE, COUNT).astype(np.float32)


def looks(streams: Streams) -> list[tuple[float, float, float, float]]:
    """How each memory is painted: the colour of its light around 1, and -1 where left and right are exchanged."""
    random = streams.at("looks of memories")
    warm = np.linspace(-1.0, 1.0, COUNT)[random.permutation(COUNT)] * WARMTH
    sides = np.where(random.random(COUNT) < 0.5, -1.0, 1.0)
    return [(1.0 + float(w), 1.0, 1.0 - float(w), float(side)) for w, side in zip(warm, sides, strict=True)]


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
