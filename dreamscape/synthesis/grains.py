"""Textures of grains, such as bubbles, glints and syllables, at random moments."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.rng import Streams
from dreamscape.synthesis.overlap_add import BEFORE, OverlapAdd
from dreamscape.synthesis.voice import BLOCK


class Grains(OverlapAdd):
    """A texture whose frames are cells of time, each with the grains that begin in it.

    A frame lasts longer than a cell, by the longest grain; grains are cut where they would reach past it.
    """

    NAME: ClassVar[str]  # of the stream
    streams: Streams

    @abstractmethod
    def grains(self, random: np.random.Generator, cell: int) -> Iterator[tuple[float, NDArray[np.floating]]]:
        """When each grain of cell number `cell` begins, 0 to 1 cells, and its samples, `(n, 2)`."""

    def frame(self, number: int) -> NDArray[np.floating]:
        """The sum of the grains that begin in a cell of HOP blocks."""
        total = np.zeros((self.SPAN * BLOCK, 2), np.float32)
        for begin, grain in self.grains(self.streams.at(self.NAME, number + BEFORE), number):
            start = int(begin * self.HOP * BLOCK)
            span = total[start : start + len(grain)]
            span += grain[: len(span)]
        return total
