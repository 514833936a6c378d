"""Detects that somebody is back: a key, button, wheel or touch, or a pointer that is really moved."""

import math
from collections import deque

GRACE = 1.0  # s after windows appear, in which systems report motions that nobody made
REACH = 10.0  # px: a shaking desk moves a mouse by less
RECENT = 2.0  # s within which the pointer must move that far: slow drift over a night is nobody


class ActivityDetector:
    """Decides from input whether the screensaver should end.

    Args:
        started_at: when the windows appeared, on the clock of all calls, s.
    """

    def __init__(self, started_at: float) -> None:
        self._begun = started_at
        self._path: deque[tuple[float, float, float]] = deque()

    def pointer_ends(self, seconds: float, x: float, y: float) -> bool:
        """Whether to end, now that the pointer is at a position; the first position is where it rests.

        Args:
            seconds: now.
            x, y: of the pointer on the screen, pixels.
        """
        if not self.input_ends(seconds):
            self.forget_pointer()
        while len(self._path) > 1 and self._path[1][0] < seconds - RECENT:
            self._path.popleft()  # the first that is left is where the pointer was RECENT ago
        self._path.append((seconds, x, y))
        return any(math.hypot(x - px, y - py) > REACH for _, px, py in self._path)

    def forget_pointer(self) -> None:
        """Forget the pointer's positions: what they are measured from has moved."""
        self._path.clear()

    def input_ends(self, seconds: float) -> bool:
        """Whether to end, now that a key, button, wheel or finger was used; just after the start it is a leftover."""
        return seconds - self._begun >= GRACE
