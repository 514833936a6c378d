"""When a hand has come back: a key, a button, a wheel or a touch, or a pointer that goes somewhere."""

import math
from collections import deque

GRACE = 1.0  # s after windows appear, in which systems report motions that nobody made
REACH = 10.0  # px: a desk that shakes moves a mouse by less
RECENT = 2.0  # s within which the pointer must go that far: a drift over the night is nobody


class ActivityDetector:
    """Watches the hands and says when to go.

    Args:
        begun: when the windows appeared, in the seconds of all calls.
    """

    def __init__(self, begun: float) -> None:
        self._begun = begun
        self._path: deque[tuple[float, float, float]] = deque()

    def moved(self, seconds: float, x: float, y: float) -> bool:
        """Whether to leave, now that the pointer is there; the first place that is heard of is where it rests.

        Args:
            seconds: now.
            x, y: of the pointer on the screen, pixels.
        """
        if not self.touched(seconds):
            self.forget()
        while len(self._path) > 1 and self._path[1][0] < seconds - RECENT:
            self._path.popleft()  # the first that is left is where the pointer was RECENT ago
        self._path.append((seconds, x, y))
        return any(math.hypot(x - px, y - py) > REACH for _, px, py in self._path)

    def forget(self) -> None:
        """Where the pointer was says nothing any more: what it is measured by has moved."""
        self._path.clear()

    def touched(self, seconds: float) -> bool:
        """Whether to leave as a key, button, wheel or finger was felt; within the first second it is a leftover."""
        return seconds - self._begun >= GRACE
