"""Pace: when the next frame is due, and where in the dream the session is."""

import math
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from dreamscape.clock import TICKS_PER_SECOND, Accumulator, Moment, now_ns, sleep_ns

REMEMBERED = 300  # frames: ten seconds at 30 a second
GRACE = 4_000_000  # ns; a frame that begins no later than this does not shift the frames after it
LATE = 1.5  # of a frame's time; a longer interval missed a frame
WORKS = 45  # frames whose draw times decide when the next ones are shown
HELD = 1.0  # of a frame's time; the latest that a frame is held back to
MARGIN = 0.02  # of a frame's time, between the end of drawing and the time to show
EARLIEST = 0.5  # of a frame's time, by which the next one may begin early; more gained nothing
HURRY = 3_000_000  # ns by which a frame may come sooner after one that was shown late
REPAID = 1_000_000  # ns a frame, by which lost time is made up: too little to be seen
MAX_FOLLOWED = 30  # ticks a frame that the world may step to catch up with the sound: half a second


@dataclass(frozen=True, slots=True)
class Statistics:
    """Intervals between the last REMEMBERED frames, ms: their median, percentiles, and how many missed a frame."""

    median: float
    p95: float
    p99: float
    missed: int
    even: float  # the fraction of them within 4 ms of a frame's time


class Pacer:
    """Lets frames begin at an even rate, and sleeps in between.

    While most frames are drawn within their time, each begins on time and is shown once 95 of 100 would be finished.
    Where some take longer, the next frame begins early, while the finished one still waits to be shown: the time that
    quick frames leave is then used by slow ones. That is late for pictures that answer to what is heard as they begin:
    while it is to be prompt, frames begin no earlier than the slower ones of them need.

    Args:
        rate: frames a second.
        now, sleep: the clock in nanoseconds, and how to wait; tests pass their own.

    Attributes:
        ahead: ns by which the last frame began before its time; negative if it began later.
        prompt: whether what frames show should be as new as possible.
    """

    def __init__(self, rate: float, now: Callable[[], int] = now_ns, sleep: Callable[[int], None] = sleep_ns) -> None:
        self._now, self._sleep = now, sleep
        self._due: int | None = None
        self._lag = 0  # ns by which all frames are later than without slow frames
        self._intervals: deque[int] = deque(maxlen=REMEMBERED)
        self._shown_at: int | None = None
        self._draw_times: deque[int] = deque(maxlen=WORKS)
        self._slow_draw = 0.0  # ns, 95th percentile of the draw times
        self._grade_times: deque[int] = deque(maxlen=WORKS)
        self.ahead, self.prompt = 0, False
        self.rate = rate

    @property
    def period(self) -> int:
        """A frame's time in ns."""
        return round(1e9 / self.rate)

    @property
    def lead(self) -> int:
        """How many ns before their time frames begin, so that slow ones are shown on time."""
        longer, most = self._slow_draw - HELD * self.period, EARLIEST * self.period
        if longer <= 0.0:
            return 0
        return int(min(longer, most) if self.prompt else most)

    def wait(self) -> int:
        """Sleep until the next frame may begin; returns the time from the last frame's to this one's, ns; at first 0.

        Frames that begin within GRACE of their time count as on time, so that motion is as even as the display.
        """
        if self._due is None:
            self._due = self._now()
            return 0
        last = self._due
        early = self.lead
        repaid = min(self._lag, REPAID) if early else 0  # otherwise the display sets the rhythm
        self._due += self.period - repaid
        self._lag -= repaid
        self.sleep_until(self._due - early)
        now = self._now()
        if (late := now - self._due) >= GRACE:
            self._lag = min(self._lag + late, self.period) if early and late < self.period else 0
            self._due = now
        self.ahead = self._due - now
        return self._due - last

    @property
    def next_due(self) -> bool:
        """Whether the next frame should begin already."""
        return self._due is not None and self._now() >= self._due + self.period - self.lead

    def record_draw(self, work: int) -> None:
        """Take in that a frame was drawn, which took `work` ns."""
        self._draw_times.append(work)
        self._slow_draw = _slow(self._draw_times) + MARGIN * self.period

    def record_grade(self, work: int) -> None:
        """Take in that it took `work` ns to make a picture of a frame's light, and to finish it."""
        self._grade_times.append(work)

    @property
    def grade_time(self) -> int:
        """When to make a picture of the light of the frame that has begun, so that 95 of 100 are finished in time."""
        return self.show_time - _slow(self._grade_times) if self._grade_times else self._now()

    @property
    def show_time(self) -> int:
        """When to show the frame that has begun: as long after its time as 95 of 100 frames take to draw.

        Frames are then shown as evenly as they begin, though their draw times differ.
        """
        due = self._now() if self._due is None else self._due
        slot = due + int(min(self._slow_draw, HELD * self.period))
        return slot if self._shown_at is None else max(slot, self._shown_at + self.period - HURRY)

    def sleep_until(self, time: int) -> None:
        """Sleep until a time, unless it has passed."""
        if (left := time - self._now()) > 0:
            self._sleep(left)

    def record_shown(self) -> None:
        """Take in that a frame is shown now."""
        now = self._now()
        if self._shown_at is not None:
            self._intervals.append(now - self._shown_at)
        self._shown_at = now

    def restart(self) -> None:
        """Start anew: the next frame is the first."""
        self._due, self._lag = None, 0
        self.skip_interval()

    def skip_interval(self) -> None:
        """Ignore the next interval, since nothing was shown for a while."""
        self._shown_at = None

    def statistics(self) -> Statistics:
        """How even the last frames were."""
        ms = np.array(self._intervals or [self.period]) * 1e-6
        wanted = self.period * 1e-6
        median, p95, p99 = (float(value) for value in np.percentile(ms, (50, 95, 99)))
        even = float(np.mean(np.abs(ms - wanted) <= GRACE * 1e-6))
        return Statistics(median, p95, p99, int((ms > LATE * wanted).sum()), even)


def _slow(times: Collection[int]) -> int:
    """The 95th percentile."""
    return sorted(times)[math.ceil(0.95 * (len(times) - 1))]


class Playhead:
    """The position in the dream: it follows the sound while there is one, else the wall clock.

    Attributes:
        tick: the last whole tick.
        paused: whether it stands still.
        speed: dream seconds a second; the sound is followed only at 1.
        sound: gives the position that is heard, in seconds of the dream; None while there is no sound.
    """

    def __init__(self, tick: int = 0, sound: Callable[[], float | None] | None = None) -> None:
        self.paused = False
        self.speed = 1.0
        self.sound = sound
        self.jump(tick)

    def jump(self, tick: int) -> None:
        """Move to a tick."""
        self.tick, self._alpha, self._accumulator = tick, 0.0, Accumulator()

    def advance(self, elapsed: int, ahead: int = 0) -> Moment:
        """The moment to draw, `elapsed` ns after the last one; a machine that slept continues where it was.

        Args:
            elapsed: from the last moment's time to this one's.
            ahead: ns from now to this moment's time; only matters when following a sound.
        """
        if self.paused:
            return Moment(self.tick, self._alpha)
        heard = self.sound() if self.sound and self.speed == 1.0 else None
        if heard is not None:
            return self._follow((heard + ahead * 1e-9) * TICKS_PER_SECOND)
        self.tick += self._accumulator.advance(round(elapsed * self.speed))
        self._alpha = self._accumulator.alpha
        return Moment(self.tick, self._alpha)

    def _follow(self, position: float) -> Moment:
        """Move to the sound's position, but never back, and at most half a second forward at once."""
        position = min(max(position, self.tick + self._alpha), self.tick + MAX_FOLLOWED)
        self.tick = math.floor(position)
        self._alpha = position - self.tick
        return Moment(self.tick, self._alpha)
