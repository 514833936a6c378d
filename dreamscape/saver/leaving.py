"""When a hand has come back: a key, a button, a wheel or a touch, or a pointer that goes somewhere."""

import math
from collections import deque

GRACE = 1.0  # s after the window appears, in which systems report motions that nobody made
REACH = 10.0  # px: a desk that shakes moves a mouse by less
RECENT = 2.0  # s within which the pointer must go that far: a drift over the night is nobody


class Leaving:
    """Watches the hands and says when to go."""

    def __init__(self) -> None:
        self._path: deque[tuple[float, float, float]] = deque()

    def moved(self, seconds: float, x: float, y: float) -> bool:
        """Whether to leave.

        Args:
            seconds: since the window appeared.
            x, y: of the pointer on the screen, pixels.
        """
        if seconds < GRACE:
            return False
        while self._path and self._path[0][0] < seconds - RECENT:
            self._path.popleft()
        self._path.append((seconds, x, y))
        return any(math.hypot(x - px, y - py) > REACH for _, px, py in self._path)

    def touched(self, seconds: float) -> bool:
        """Whether to leave as a key, button, wheel or finger was felt; within the first second it is a leftover."""
        return seconds >= GRACE
