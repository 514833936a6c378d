"""Thrift: how finely and how often the dream is drawn, so that fans stay quiet where the processor draws it.

What counts is the processor time that is used, of all cores together: where a graphics card draws, next to nothing.
"""

from collections.abc import Callable

from dreamscape.clock import now_ns, used_ns
from dreamscape.live.playback.governor import FULL, WINDOW, Governor
from dreamscape.system import cores as _cores

IDLE, FRAME = 0.4, 0.04  # cores that may be used, and more for each frame a second: 1.0 at 15, 1.6 at 30
SHARE = 0.8  # of all cores, which is less where there are few
SPAN = 2.0  # s over which use is taken; nine of them are judged together, and outlast the making of an act
LEAST = 0.35  # of the output's size: coarser than this, stars go out, and little is spared
SLOWER = 0.75  # of the frames a second that are left when a coarser picture no longer helps
FEWEST = 8.0  # frames a second: below it motion falls apart


def affordable(rate: float, cores: int) -> float:
    """The cores that may be used, of all there are, to draw `rate` frames a second."""
    return min(IDLE + FRAME * rate, SHARE * cores)


class CpuBudget:
    """Watches what the process uses.

    Args:
        scale: part of the output's size that is drawn at best.
        now, used: the clock and the processor time of the process, in nanoseconds; tests have their own.
        cores: how many there are; None for those that this process may use.

    Attributes:
        scale: part of the output's size to draw at.
        most: frames a second that can be afforded.
    """

    def __init__(
        self,
        scale: float,
        now: Callable[[], int] = now_ns,
        used: Callable[[], int] = used_ns,
        cores: int | None = None,
    ) -> None:
        self.scale, self.most = scale, float("inf")
        self._now, self._used, self._cores = now, used, _cores.usable() if cores is None else cores
        self._governor = Governor(1.0, scale, least=min(LEAST, scale), most=scale)
        self.forget()

    def forget(self) -> None:
        """Judge from now on: what was used before says nothing of what comes."""
        self._since, self._before, self._strained = self._now(), self._used(), 0
        self._governor.reset()

    def note(self, rate: float) -> bool:
        """A frame has been drawn, of `rate` a second; whether the scale is another one now."""
        now, used = self._now(), self._used()
        if now - self._since < SPAN * 1e9:
            return False
        cores, may = (used - self._before) / (now - self._since), affordable(rate, self._cores)
        self._since, self._before = now, used
        self._governor.period = may
        changed = self._governor.record(cores)
        self.scale = self._governor.scale
        if self.scale > self._governor.least:
            self._strained, self.most = 0, float("inf")
        elif cores > FULL * may and rate > FEWEST:
            self._strained += 1
            if self._strained >= WINDOW:
                self._strained, self.most = 0, max(FEWEST, SLOWER * rate)
        return changed
