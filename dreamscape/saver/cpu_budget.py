"""The CPU budget: how finely and how often to draw, so that fans stay quiet where the processor draws the dream.

What counts is the processor time used by all cores together; with a graphics card that is next to nothing.
"""

from collections.abc import Callable

from dreamscape.clock import now_ns, used_ns
from dreamscape.live.playback.governor import FULL, WINDOW, Governor
from dreamscape.system import cores as _cores

IDLE, FRAME = 0.4, 0.04  # cores that may be used, and more for each frame a second: 1.0 at 15, 1.6 at 30
SHARE = 0.8  # of all cores; a lower limit where there are few
SPAN = 2.0  # s of one measurement; nine are judged together, which outlasts the preparation of an act
LEAST = 0.35  # of the output's size: coarser, stars vanish and little is saved
SLOWER = 0.75  # factor on the frame rate when a coarser picture no longer helps
FEWEST = 8.0  # frames a second; below, motion falls apart


def affordable(rate: float, cores: int) -> float:
    """The cores that may be used to draw `rate` frames a second, of `cores`."""
    return min(IDLE + FRAME * rate, SHARE * cores)


class CpuBudget:
    """Watches the process's use of the processor.

    Args:
        scale: the best scale, a fraction of the output's size.
        now, used: the clock and the process's processor time, ns; tests pass their own.
        cores: the number of cores; None for those that this process may use.

    Attributes:
        scale: the scale to draw at.
        max_rate: the frames a second that the budget allows.
    """

    def __init__(
        self,
        scale: float,
        now: Callable[[], int] = now_ns,
        used: Callable[[], int] = used_ns,
        cores: int | None = None,
    ) -> None:
        self.scale, self.max_rate = scale, float("inf")
        self._now, self._used, self._cores = now, used, _cores.usable() if cores is None else cores
        self._governor = Governor(1.0, scale, least=min(LEAST, scale), most=scale)
        self.reset()

    def reset(self) -> None:
        """Start measuring anew, as earlier use says nothing about what comes."""
        self._since, self._before, self._strained = self._now(), self._used(), 0
        self._governor.reset()

    def record(self, rate: float) -> bool:
        """Take in a frame, of `rate` a second; returns whether the scale has changed."""
        now, used = self._now(), self._used()
        if now - self._since < SPAN * 1e9:
            return False
        cores, budget = (used - self._before) / (now - self._since), affordable(rate, self._cores)
        self._since, self._before = now, used
        self._governor.period = budget
        changed = self._governor.record(cores)
        self.scale = self._governor.scale
        if self.scale > self._governor.least:
            self._strained, self.max_rate = 0, float("inf")
        elif cores > FULL * budget and rate > FEWEST:
            self._strained += 1
            if self._strained >= WINDOW:
                self._strained, self.max_rate = 0, max(FEWEST, SLOWER * rate)
        return changed
