"""The contract of voices: what sounds once, and what sounds on; both pure, so that any part can be rendered alone.

Time is counted in samples since the dream began. Nothing here keeps state from block to block: a texture's block
depends on its parameters, its stream and the block's number alone, so any block size, any order and any beginning give
the same samples. What must remember (filters, echoes) remembers a finite time, in whole blocks.
"""

from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND

RATE = 48_000  # samples a second
BLOCK = 1024  # samples, 21.3 ms: the grain in which everything is made, whatever size is asked for
SAMPLES_PER_TICK = RATE // TICKS_PER_SECOND  # 800

Samples = NDArray[np.float32]


class OneShot(Protocol):
    """A sound with a beginning and an end: a beat, a thunder, a struck bar."""

    def render(self) -> Samples:
        """The whole sound, `(n,) float32` mono or `(n, 2)` stereo, about -1 to 1; the same at each call."""
        ...

    def __hash__(self) -> int:
        """Voices of the same parameters are the same sound, which is rendered once."""
        ...


class Texture(Protocol):
    """A sound that goes on: surf, babble, a room's tone.

    Class attributes:
        SPAN: blocks that each of the pieces lasts which it is made of.
    """

    SPAN: ClassVar[int]

    def weave(self, first: int, stop: int) -> None:
        """Make the pieces that begin in blocks `first` to `stop`, before a block asks for them."""
        ...

    def block(self, number: int) -> Samples:
        """Samples `number * BLOCK` to `(number + 1) * BLOCK`, `(BLOCK, 2) float32`, about -1 to 1; pure."""
        ...

    def __hash__(self) -> int:
        """Textures of the same parameters are the same."""
        ...
