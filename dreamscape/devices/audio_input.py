"""The base of sound inputs: a queue between a device's thread, which delivers samples, and the reader."""

from collections import deque
from contextlib import suppress

import numpy as np

from dreamscape.synthesis.voice import RATE, Samples

AGAIN = 2_000_000_000  # ns between attempts to reopen a lost device
MOST = 2 * RATE  # samples kept: older ones, as of a pause or while the window is hidden, are dropped


class AudioInput:
    """A recording device.

    Attributes:
        name: of the device.
        lost: what is wrong; empty if nothing is.
    """

    def __init__(self) -> None:
        self.name = self.lost = ""
        self._blocks = deque[Samples]()

    def status(self) -> str:
        """The device's name, or what is wrong."""
        return self.lost or self.name

    def _deliver(self, block: Samples) -> None:
        """Take in samples, `(n, channels) float32`, always as many; called on the device's thread."""
        self._blocks.append(block)
        with suppress(IndexError):  # the reader has taken all of them
            while len(self._blocks) * len(block) > MOST:
                self._blocks.popleft()

    def _drain(self, channels: int) -> Samples:
        """The samples delivered since the last call, `(n, channels) float32` at 48 kHz, the latest of them.

        Args:
            channels: of the empty array, if there are none.
        """
        blocks = []
        while True:
            try:
                blocks.append(self._blocks.popleft())
            except IndexError:
                break
        return np.concatenate(blocks) if blocks else np.zeros((0, channels), np.float32)
