"""What inputs of sound share: samples that a device hands over on a thread of its own wait until they are asked for."""

from queue import Empty, SimpleQueue

import numpy as np

from dreamscape.audio.synthesis.voice import RATE, Samples

AGAIN = 2_000_000_000  # ns between two looks for a device that is gone
MOST = 2 * RATE  # samples at a time: what waited longer, through a suspend, is of the past


class AudioInput:
    """A device that hears.

    Attributes:
        name: what it is called.
        lost: what is wrong; empty if nothing is.
    """

    def __init__(self) -> None:
        self.name = self.lost = ""
        self._heard: SimpleQueue[Samples] = SimpleQueue()

    def status(self) -> str:
        """What it is called, or what is wrong."""
        return self.lost or self.name

    def _waiting(self, channels: int) -> Samples:
        """What has been handed over since the last call, `(n, channels) float32` at 48 kHz, the latest MOST of it.

        Args:
            channels: of nothing, where nothing has.
        """
        found = []
        while True:
            try:
                found.append(self._heard.get_nowait())
            except Empty:
                break
        return np.concatenate(found)[-MOST:] if found else np.zeros((0, channels), np.float32)
