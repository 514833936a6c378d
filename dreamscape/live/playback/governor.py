"""The governor: holds the time a frame takes, by the internal scale at once and by the tier of the acts to come.

The cost of a frame is taken as a part that does not depend on the scale and one that grows with its square, so going
down by the root of the excess never asks too much, and going up is safe if the whole cost grew with the square.
"""

from collections import deque
from statistics import median

LEAST, MOST = 0.35, 1.0  # of the window's size
STEP = 0.05  # of the scale: a step is not seen
FULL = 0.88  # of a frame's time that drawing may take; the rest is for the system, and for frames that cost more
EASY = 0.72  # of it below which a finer scale is tried
WINDOW = 9  # frames that are judged together: their median forgives four that were slow for other reasons
PATIENCE = 45  # frames without need after a change, before a finer scale is tried
GENEROUS = 0.4  # of a frame's time at full scale, below which the next act may be drawn at a finer tier


class Governor:
    """A controller of one window.

    Args:
        period: of a frame, seconds.
        scale: to begin with.
        pinned: whether the scale stays.
        least, most: what the scale stays within.

    Attributes:
        scale: the internal scale to draw at.
    """

    def __init__(
        self, period: float, scale: float, pinned: bool = False, least: float = LEAST, most: float = MOST
    ) -> None:
        self.period, self.scale, self.pinned = period, scale, pinned
        self.least, self.most = least, most
        self._works: deque[float] = deque(maxlen=WINDOW)
        self._calm = 0

    def note(self, work: float) -> bool:
        """A frame took `work` seconds to draw; whether the scale is another one now."""
        self._works.append(work)
        self._calm += 1
        if self.pinned or len(self._works) < WINDOW:
            return False
        part = self.load
        if part > FULL and self.scale > self.least:
            return self._relieve(part)
        finer = min(self.most, self.scale + STEP)
        if self._calm >= PATIENCE and finer > self.scale and part * (finer / self.scale) ** 2 < EASY:
            return self._go(finer, up=True)
        return False

    def brace(self, factor: float) -> bool:
        """Frames take about `factor` times as long from now on; whether the scale is another one now."""
        part = factor * self.load
        return not self.pinned and part > FULL and self.scale > self.least and self._relieve(part)

    @property
    def load(self) -> float:
        """The part of a frame's time that drawing takes now."""
        return median(self._works) / self.period if self._works else 0.0

    def tier(self, level: int) -> int:
        """The tier for the next act, 0 to 3, by how this one went at `level`."""
        if self.pinned or not self._works:
            return level
        if self.load > FULL and self.scale <= self.least:
            return max(level - 1, 0)
        if self.load < GENEROUS and self.scale >= self.most:
            return min(level + 1, 3)
        return level

    def forget(self) -> None:
        """What was drawn before says nothing of what comes: another act, size or dream."""
        self._works.clear()
        self._calm = 0

    def _relieve(self, part: float) -> bool:
        """Draw less, where drawing takes so large a part of a frame's time."""
        return self._go(self.scale * max((FULL / part) ** 0.5, 0.7), up=False)

    def _go(self, scale: float, up: bool) -> bool:
        steps = scale / STEP
        whole = round(steps) if up else int(steps + 1e-6)
        found = min(max(round(whole * STEP, 2), self.least), self.most)
        changed = found != self.scale
        self.scale = found
        self.forget()
        return changed
