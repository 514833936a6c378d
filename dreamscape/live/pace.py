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

    Args:
        rate: frames a second.
        now, sleep: the clock in nanoseconds, and how to wait; tests have their own.
    """

    def __init__(self, rate: float, now: Callable[[], int] = now_ns, sleep: Callable[[int], None] = sleep_ns) -> None:
        self._now, self._sleep = now, sleep
        self._begun: int | None = None
        self._due = 0
        self._intervals: deque[int] = deque(maxlen=REMEMBERED)
        self._seen: int | None = None
        self._works: deque[int] = deque(maxlen=WORKS)
        self.rate = rate

    @property
    def period(self) -> int:
        """A frame's time in ns."""
        return round(1e9 / self.rate)

    def wait(self) -> int:
        """Sleep until the next frame is due; returns the time since the last one began, ns, 0 for the first.

        Frames that begin within GRACE of their time count as on time, so that motion is as even as the display.
        """
        now = self._now()
        if self._begun is None:
            self._begun = self._due = now
            return 0
        self._due += self.period
        if now < self._due:
            self._sleep(self._due - now)
            now = self._now()
        begun = self._due if now - self._due < GRACE else now
        elapsed, self._begun, self._due = begun - self._begun, begun, begun
        return elapsed

    def hold(self) -> None:
        """The frame is drawn: sleep until it is to be shown, as long after its beginning as most are drawn by then.

        So frames are shown as evenly as they begin, though some are drawn sooner than others.
        """
        if self._begun is None:
            return
        now = self._now()
        self._works.append(now - self._begun)
        most = sorted(self._works)[math.ceil(0.95 * (len(self._works) - 1))]
        slot = min(most + MARGIN * self.period, HELD * self.period)
        if (left := self._begun + int(slot) - now) > 0:
            self._sleep(left)

    def note(self) -> None:
        """Remember that a frame has been shown now."""
        now = self._now()
        if self._seen is not None:
            self._intervals.append(now - self._seen)
        self._seen = now

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

    def advance(self, elapsed: int) -> Moment:
        """The moment to be drawn, `elapsed` ns after the last one; a machine that slept goes on from where it was."""
        if self.paused:
            return Moment(self.tick, self._alpha)
        heard = self.sound() if self.sound and self.speed == 1.0 else None
        if heard is not None:
            return self._follow(heard * TICKS_PER_SECOND)
        self.tick += self._accumulator.advance(round(elapsed * self.speed))
        self._alpha = self._accumulator.alpha
        return Moment(self.tick, self._alpha)

    def _follow(self, place: float) -> Moment:
        """Stand where the sound is, but never step back, and not further at once than half a second."""
        place = min(max(place, self.tick + self._alpha), self.tick + MAX_FOLLOWED)
        self.tick = math.floor(place)
        self._alpha = place - self.tick
        return Moment(self.tick, self._alpha)
