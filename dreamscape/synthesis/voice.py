"""The interface of voices: one-shots and textures; both are pure, so that any part can be rendered alone.

Time is counted in samples since the dream began. Nothing here keeps state from block to block: a texture's block
depends only on its parameters, its stream and the block's number, so that any block size, order and starting point
give the same samples. Effects with memory (filters, echoes) have a finite one, in whole blocks.
"""

from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND

RATE = 48_000  # samples a second
BLOCK = 1024  # samples, 21.3 ms: the unit in which everything is computed, whatever size is read
SAMPLES_PER_TICK = RATE // TICKS_PER_SECOND  # 800

Samples = NDArray[np.float32]


class OneShot(Protocol):
    """A sound with a beginning and an end: a heartbeat, thunder, a struck bar."""

    def render(self) -> Samples:
        """The whole sound, `(n,) float32` mono or `(n, 2)` stereo, about -1 to 1; the same at every call."""
        ...

    def __hash__(self) -> int:
        """Voices with the same parameters are the same sound, which is rendered once."""
        ...


class Texture(Protocol):
    """A continuous sound: surf, babble, a room's tone.

    Class attributes:
        SPAN: length of each of the frames that it consists of, blocks.
    """

    SPAN: ClassVar[int]

    def precompute(self, first: int, stop: int) -> None:
        """Compute the frames that begin in blocks `first` to `stop` ahead of the blocks that need them."""
        ...

    def block(self, number: int) -> Samples:
        """Samples `number * BLOCK` to `(number + 1) * BLOCK`, `(BLOCK, 2) float32`, about -1 to 1; pure."""
        ...

    def __hash__(self) -> int:
        """Textures with the same parameters are the same sound."""
        ...
