"""The governor: controls the time a frame takes, by the internal scale at once and by the tier of the next acts.

A frame's cost is modelled as a constant plus a term proportional to the square of the scale. Scaling down by the root
of the excess is then never too much. Scaling up expects PIXELS of the cost to grow with the square, and is tried only
if the frame would still be in time should all of it grow.
"""

from collections import deque
from statistics import median

LEAST, MOST = 0.35, 1.0  # of the window's size
STEP = 0.05  # of the scale, by which it rises: a step is not noticed
FINE = 0.025  # the smallest change of the scale: what is left below a whole step is used too
FULL = 0.88  # of a frame's time that drawing may take; the rest is for the system and for slower frames
PROMPT = 0.75  # of FULL and EASY, while pictures are to be prompt: the sooner drawn, the sooner shown
EASY = 0.79  # of a frame's time, below which a finer scale is expected to stay if it is to be tried
PIXELS = 0.45  # of a frame's cost, that grows with the square of the scale; 0.22 to 0.41 from 0.35 to 0.5 in software
WINDOW = 9  # frames judged together: their median ignores four that were slow for other reasons
PATIENCE = 45  # frames without trouble after a change, before a finer scale is tried
GENEROUS = 0.4  # of a frame's time at full scale, below which the next act may use a finer tier


class Governor:
    """Controls the scale of one window.

    Args:
        period: of a frame, seconds.
        scale: to begin with.
        pinned: whether the scale is fixed.
        least, most: bounds of the scale.

    Attributes:
        scale: the internal scale to draw at.
        prompt: whether frames are to be shown soon after they begin.
    """

    def __init__(
        self, period: float, scale: float, pinned: bool = False, least: float = LEAST, most: float = MOST
    ) -> None:
        self.period, self.scale, self.pinned = period, scale, pinned
        self.least, self.most, self.prompt = least, most, False
        self._draw_times: deque[float] = deque(maxlen=WINDOW)
        self._frames_unchanged = 0

    def record(self, work: float) -> bool:
        """Take in that a frame took `work` seconds to draw; returns whether the scale has changed."""
        self._draw_times.append(work)
        self._frames_unchanged += 1
        if self.pinned or len(self._draw_times) < WINDOW:
            return False
        load = self.load
        if load > self._full and self.scale > self.least:
            return self._reduce(load)
        return self._frames_unchanged >= PATIENCE and any(self._rise(step, load) for step in (STEP, FINE))

    def expect_slower(self, factor: float) -> bool:
        """Expect frames to take about `factor` times as long from now on; returns whether the scale has changed."""
        load = factor * self.load
        return not self.pinned and load > self._full and self.scale > self.least and self._reduce(load)

    @property
    def load(self) -> float:
        """The fraction of a frame's time that drawing takes now."""
        return median(self._draw_times) / self.period if self._draw_times else 0.0

    @property
    def _full(self) -> float:
        """The fraction of a frame's time that drawing may take."""
        return FULL * PROMPT if self.prompt else FULL

    def tier(self, level: int) -> int:
        """The tier for the next act, 0 to 3, given how this one went at `level`."""
        if self.pinned or not self._draw_times:
            return level
        if self.load > self._full and self.scale <= self.least:
            return max(level - 1, 0)
        if self.load < GENEROUS and self.scale >= self.most:
            return min(level + 1, 3)
        return level

    def reset(self) -> None:
        """Forget the frames so far, as another act, size or dream makes them meaningless."""
        self._draw_times.clear()
        self._frames_unchanged = 0

    def _rise(self, step: float, load: float) -> bool:
        """Scale up by a step if that can be held, given the fraction that drawing takes now; whether the scale has."""
        finer = min(self.most, self.scale + step)
        return finer > self.scale and self._can_hold(finer, load) and self._set_scale(finer, up=True)

    def _can_hold(self, finer: float, load: float) -> bool:
        """Whether a finer scale would leave enough of a frame's time, given the fraction that drawing takes now."""
        growth = (finer / self.scale) ** 2
        return load * (1.0 + PIXELS * (growth - 1.0)) < self._full * (EASY / FULL) and load * growth <= self._full

    def _reduce(self, load: float) -> bool:
        """Scale down, given the fraction of a frame's time that drawing takes."""
        return self._set_scale(self.scale * max((self._full / load) ** 0.5, 0.7), up=False)

    def _set_scale(self, scale: float, up: bool) -> bool:
        steps = scale / FINE
        whole = round(steps) if up else int(steps + 1e-6)
        rounded = min(max(round(whole * FINE, 3), self.least), self.most)
        changed = rounded != self.scale
        self.scale = rounded
        self.reset()
        return changed
