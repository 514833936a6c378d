"""Pace: when the next frame is due, and where in the dream the session stands."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dreamscape.clock import TICKS_PER_SECOND, Accumulator, Moment, now_ns, sleep_ns

REMEMBERED = 300  # frames: ten seconds at 30 a second
GRACE = 4_000_000  # ns: a frame that begins so little late keeps the beat of the others
LATE = 1.5  # of a frame's time; an interval longer than this missed a frame
WORKS = 45  # frames whose drawing says when the next ones are shown
HELD = 1.0  # of a frame's time, the latest that a frame is held back to
MARGIN = 0.02  # of a frame's time, between the end of drawing and the time to show
EARLIEST = 0.5  # of a frame's time by which the next one may be begun before its own; more gained nothing
HURRY = 3_000_000  # ns by which a frame may follow sooner upon one that was shown late
REPAID = 1_000_000  # ns a frame, by which time that was lost is made good: less than anybody sees
MAX_FOLLOWED = 30  # ticks a frame that the world may be stepped to keep up with the sound: half a second


@dataclass(frozen=True, slots=True)
class Statistics:
    """Intervals between frames, in ms, of the last REMEMBERED: their median, percentiles, and how many missed one."""

    median: float
    p95: float
    p99: float
    missed: int
    even: float  # the part of them within 4 ms of a frame's time


class Pacer:
    """Lets frames begin at an even rate, and sleeps in between.

    While most frames are drawn within their time, each begins at its own and is shown as soon as most are drawn. Where
    some take longer, the next one is begun before its time, while the last waits to be shown: so what a quick frame
    leaves is there for a slow one.

    Args:
        rate: frames a second.
        now, sleep: the clock in nanoseconds, and how to wait; tests have their own.

    Attributes:
        ahead: how long before its time the last frame began, ns; below 0 it began so much later.
    """

    def __init__(self, rate: float, now: Callable[[], int] = now_ns, sleep: Callable[[int], None] = sleep_ns) -> None:
        self._now, self._sleep = now, sleep
        self._due: int | None = None
        self._lost = 0  # ns by which all frames are later than they would be had none been slow
        self._intervals: deque[int] = deque(maxlen=REMEMBERED)
        self._seen: int | None = None
        self._works: deque[int] = deque(maxlen=WORKS)
        self._most = 0.0  # ns that drawing takes at most, but for one frame in twenty
        self.ahead = 0
        self.rate = rate

    @property
    def period(self) -> int:
        """A frame's time in ns."""
        return round(1e9 / self.rate)

    @property
    def early(self) -> int:
        """By how many ns frames begin before their time, so that slow ones are shown in time."""
        return int(EARLIEST * self.period) if self._most > HELD * self.period else 0

    def wait(self) -> int:
        """Sleep until the next frame may begin; returns the time from the last one's to its own, ns, 0 for the first.

        Frames that begin within GRACE of their time count as on time, so that motion is as even as the display.
        """
        if self._due is None:
            self._due = self._now()
            return 0
        last = self._due
        early = self.early
        repaid = min(self._lost, REPAID) if early else 0  # else it is the display that sets the beat
        self._due += self.period - repaid
        self._lost -= repaid
        self.until(self._due - early)
        now = self._now()
        if (late := now - self._due) >= GRACE:
            self._lost = min(self._lost + late, self.period) if early and late < self.period else 0
            self._due = now
        self.ahead = self._due - now
        return self._due - last

    @property
    def pressed(self) -> bool:
        """Whether the next frame is to begin already."""
        return self._due is not None and self._now() >= self._due + self.period - self.early

    def worked(self, work: int) -> None:
        """The frame is drawn, which took `work` ns."""
        self._works.append(work)
        self._most = sorted(self._works)[math.ceil(0.95 * (len(self._works) - 1))] + MARGIN * self.period

    @property
    def slot(self) -> int:
        """When the frame that has begun is to be shown: as long after its time as most are drawn by then.

        So frames are shown as evenly as they begin, though some are drawn sooner than others.
        """
        due = self._now() if self._due is None else self._due
        slot = due + int(min(self._most, HELD * self.period))
        return slot if self._seen is None else max(slot, self._seen + self.period - HURRY)

    def until(self, time: int) -> None:
        """Sleep until a time, if it has not passed."""
        if (left := time - self._now()) > 0:
            self._sleep(left)

    def note(self) -> None:
        """Remember that a frame has been shown now."""
        now = self._now()
        if self._seen is not None:
            self._intervals.append(now - self._seen)
        self._seen = now

    def begin(self) -> None:
        """Let the next frame be the first, with no time behind it."""
        self._due, self._lost = None, 0
        self.forget()

    def forget(self) -> None:
        """Nothing was shown for a while: the next interval means nothing."""
        self._seen = None

    def statistics(self) -> Statistics:
        """How even the last frames were."""
        ms = np.array(self._intervals or [self.period]) * 1e-6
        wanted = self.period * 1e-6
        median, p95, p99 = (float(value) for value in np.percentile(ms, (50, 95, 99)))
        even = float(np.mean(np.abs(ms - wanted) <= GRACE * 1e-6))
        return Statistics(median, p95, p99, int((ms > LATE * wanted).sum()), even)


class Playhead:
    """Where in the dream a session stands: it follows the sound while there is one, else the wall clock.

    Attributes:
        tick: the last whole one.
        paused: whether it stands still.
        speed: dream seconds a second; the sound is followed at 1 only.
        sound: says what is heard now, in seconds of the dream, or None while nothing is.
    """

    def __init__(self, tick: int = 0, sound: Callable[[], float | None] | None = None) -> None:
        self.paused = False
        self.speed = 1.0
        self.sound = sound
        self.go(tick)

    def go(self, tick: int) -> None:
        """Stand at a tick, wherever it lies."""
        self.tick, self._alpha, self._accumulator = tick, 0.0, Accumulator()

    def advance(self, elapsed: int, ahead: int = 0) -> Moment:
        """The moment to be drawn, `elapsed` ns after the last one; a machine that slept goes on from where it was.

        Args:
            elapsed: from the last moment's time to this one's.
            ahead: ns from now to this one's time; matters where the sound says what time it is now.
        """
        if self.paused:
            return Moment(self.tick, self._alpha)
        heard = self.sound() if self.sound and self.speed == 1.0 else None
        if heard is not None:
            return self._follow((heard + ahead * 1e-9) * TICKS_PER_SECOND)
        self.tick += self._accumulator.advance(round(elapsed * self.speed))
        self._alpha = self._accumulator.alpha
        return Moment(self.tick, self._alpha)

    def _follow(self, place: float) -> Moment:
        """Stand where the sound is, but never step back, and not further at once than half a second."""
        place = min(max(place, self.tick + self._alpha), self.tick + MAX_FOLLOWED)
        self.tick = math.floor(place)
        self._alpha = place - self.tick
        return Moment(self.tick, self._alpha)
