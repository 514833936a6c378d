"""The clock that the picture follows while there is sound: smooth, monotonic, and close to what is heard.

It runs by the wall clock. A device reports its progress in steps of a buffer; the clock approaches it by running a
little slower or faster, so that neither the steps nor the drift of the device's crystal can be seen. Without a device
it runs on.
"""

from dreamscape.clock import now_ns

PULL = 2.0  # s in which at least half of an error is corrected: a buffer's jitter of 10 ms changes the rate by 0.5 %
MOST = 0.02  # largest change of the rate: 2 % slower or faster is invisible, and corrects 20 ms per second


class SoundClock:
    """The position of what is heard now, in seconds.

    Attributes:
        running: whether the clock runs.
    """

    def __init__(self) -> None:
        self.running = False
        self._since, self._base, self._rate = now_ns(), 0.0, 1.0

    def at(self, now: int) -> float:
        """The position at `now` nanoseconds of the wall clock, which must not go back."""
        return self._base + (now - self._since) * 1e-9 * self._rate if self.running else self._base

    def set(self, now: int, seconds: float) -> None:
        """Jump to a position."""
        self._since, self._base, self._rate = now, seconds, 1.0

    def run(self, now: int, running: bool) -> None:
        """Run or stop."""
        self.set(now, self.at(now))
        self.running = running

    def tell(self, now: int, heard: float) -> None:
        """Take in a device's report that position `heard` is heard at `now`."""
        position = self.at(now)
        self._since, self._base = now, position
        self._rate = 1.0 + min(max((heard - position) / PULL, -MOST), MOST)

    def free(self, now: int) -> None:
        """Return to the normal rate, as no device reports any more."""
        self.set(now, self.at(now))
