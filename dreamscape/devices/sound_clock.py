"""The clock that the picture follows while there is sound: smooth, never going back, and never far from what is heard.

It runs by the wall clock. What a device says of its progress comes in jumps of a buffer's length; the clock leans
towards it by running a little slower or faster, so that neither a jump nor the drift of the device's crystal is seen.
Without a device it goes on as it is.
"""

from dreamscape.clock import now_ns

PULL = 2.0  # s in which half or more of an error is taken back: a buffer's jitter of 10 ms bends the rate by 0.5 %
MOST = 0.02  # of the rate: 2 % slower or faster is not seen, and takes back 20 ms a second


class SoundClock:
    """Seconds of what is heard now.

    Attributes:
        running: whether it goes on.
    """

    def __init__(self) -> None:
        self.running = False
        self._since, self._base, self._rate = now_ns(), 0.0, 1.0

    def at(self, now: int) -> float:
        """The seconds at `now` nanoseconds of the wall clock, which must not go back."""
        return self._base + (now - self._since) * 1e-9 * self._rate if self.running else self._base

    def set(self, now: int, seconds: float) -> None:
        """Jump, as a viewer asks for it."""
        self._since, self._base, self._rate = now, seconds, 1.0

    def run(self, now: int, running: bool) -> None:
        """Go on, or stand still."""
        self.set(now, self.at(now))
        self.running = running

    def tell(self, now: int, heard: float) -> None:
        """The device says that at `now` the second `heard` of the sound is heard."""
        here = self.at(now)
        self._since, self._base = now, here
        self._rate = 1.0 + min(max((heard - here) / PULL, -MOST), MOST)

    def free(self, now: int) -> None:
        """No device says anything any more."""
        self.set(now, self.at(now))
