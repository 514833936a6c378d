"""Samples for the speaker: what makes them, a ring buffer, and fades without clicks."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dreamscape.synthesis.voice import RATE, Samples

FADE = RATE // 50  # samples, 20 ms, of every start, end and change of volume, so that there is no click


class SampleSource(Protocol):
    """Makes samples."""

    def read(self, start: int, count: int) -> Samples:
        """Samples `start` to `start + count` since the beginning, `(count, 2) float32`, -1 to 1."""
        ...


class SampleRing:
    """Samples between the thread that renders and the one that plays; not locked.

    Args:
        capacity: samples.

    Attributes:
        head: position of the next sample to render.
        tail: position of the next sample to play.
    """

    def __init__(self, capacity: int) -> None:
        self._samples: Samples = np.zeros((capacity, 2), np.float32)
        self.head = self.tail = 0

    @property
    def ready(self) -> int:
        """The number of samples that are rendered and not played."""
        return self.head - self.tail

    def clear(self, position: int | None = None) -> None:
        """Drop all samples, and go on at a position; None for the one that is reached."""
        self.head = self.tail = self.tail if position is None else position

    def take(self, count: int) -> Samples:
        """Take the next samples, `(count, 2) float32`."""
        samples: Samples = self._samples[np.arange(self.tail, self.tail + count) % len(self._samples)]
        self.tail += count
        return samples

    def put(self, block: Samples) -> None:
        """Append samples, `(n, 2)`."""
        self._samples[np.arange(self.head, self.head + len(block)) % len(self._samples)] = block
        self.head += len(block)

    def fade_out(self, gain: float) -> Samples:
        """Take up to FADE samples, faded from a gain to silence."""
        samples = self.take(min(self.ready, FADE))
        ramp = np.linspace(gain, 0.0, len(samples), dtype=np.float32)
        return samples * ramp[:, None]


def gain_ramp(gain: float, goal: float, count: int) -> NDArray[np.float64]:
    """Gains of `count` samples that approach a goal by 1 / FADE per sample."""
    steps = np.arange(1, count + 1) * (1.0 / FADE)
    return np.asarray(np.minimum(gain + steps, goal) if goal > gain else np.maximum(gain - steps, goal))
