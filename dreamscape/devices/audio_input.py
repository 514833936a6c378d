"""The base of sound inputs: a queue between a device's thread, which delivers samples, and the reader."""

from queue import Empty, SimpleQueue

import numpy as np

from dreamscape.synthesis.voice import RATE, Samples

AGAIN = 2_000_000_000  # ns between attempts to reopen a lost device
MOST = 2 * RATE  # samples returned at a time: older ones, as after a suspend, are dropped


class AudioInput:
    """A recording device.

    Attributes:
        name: of the device.
        lost: what is wrong; empty if nothing is.
    """

    def __init__(self) -> None:
        self.name = self.lost = ""
        self._blocks: SimpleQueue[Samples] = SimpleQueue()

    def status(self) -> str:
        """The device's name, or what is wrong."""
        return self.lost or self.name

    def _drain(self, channels: int) -> Samples:
        """The samples delivered since the last call, `(n, channels) float32` at 48 kHz, the latest MOST of them.

        Args:
            channels: of the empty array, if there are none.
        """
        blocks = []
        while True:
            try:
                blocks.append(self._blocks.get_nowait())
            except Empty:
                break
        return np.concatenate(blocks)[-MOST:] if blocks else np.zeros((0, channels), np.float32)
