"""Time: whole ticks of 1/60 s for the world, exact fractions for frames. The only module that reads a clock."""

import locale
import time
from dataclasses import dataclass
from fractions import Fraction

TICKS_PER_SECOND = 60
TICK = 1.0 / TICKS_PER_SECOND  # s
MAX_CATCH_UP = 6  # ticks per frame; beyond it the dream slows down instead of spiralling (100 ms, ten frames a second)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point between two ticks: the last whole `tick` and how far, `alpha` in [0, 1), towards the next one."""

    tick: int
    alpha: float

    @property
    def seconds(self) -> float:
        """The moment in seconds since the dream began."""
        return (self.tick + self.alpha) / TICKS_PER_SECOND


def moment_of_frame(number: int, rate: Fraction) -> Moment:
    """The moment that frame `number` of a film at `rate` frames a second shows; integer arithmetic, no drift."""
    return moment_at(Fraction(number) / rate)


def moment_at(seconds: Fraction) -> Moment:
    """The moment at an exact time in seconds."""
    position = seconds * TICKS_PER_SECOND
    tick = position.numerator // position.denominator
    return Moment(tick, float(position - tick))


@dataclass(frozen=True, slots=True)
class Shutter:
    """How long of a frame's time its picture is exposed, around the moment that it shows.

    Attributes:
        part: of that time, 0 for one moment to 1; half of it is a film camera's 180 degrees.
        samples: moments that the exposure is made of, if it is more than one.
    """

    part: Fraction = Fraction(0)
    samples: int = 1

    def times(self, number: int, rate: Fraction) -> "list[Fraction]":
        """The times in seconds that frame `number` is made of, in order; none lies before the dream began.

        The exposure is cut into `samples` equal spans, and the middle of each is seen. Frames next to each other see no
        time twice.
        """
        middle = Fraction(number) / rate
        if not self.part:
            return [middle]
        offsets = (Fraction(2 * k + 1 - self.samples, 2 * self.samples) for k in range(self.samples))
        return [time for offset in offsets if (time := middle + offset * self.part / rate) >= 0]


INSTANT = Shutter()


def frames_between(start: Fraction, stop: Fraction, rate: Fraction) -> range:
    """The numbers of the frames at `rate` whose times lie in [start, stop), counted from the dream's beginning."""
    return range(_ceil(start * rate), _ceil(stop * rate))


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


class Accumulator:
    """Turns elapsed wall time into whole ticks and a rest, without a spiral of death.

    Time is held in integer nanoseconds, so nothing accumulates an error over a night.
    """

    def __init__(self) -> None:
        self._rest = 0  # in ns * TICKS_PER_SECOND, below one second's worth: exact

    def advance(self, elapsed_ns: int) -> int:
        """The ticks to step after `elapsed_ns` nanoseconds, at most MAX_CATCH_UP; what lies beyond is let go."""
        self._rest += max(0, elapsed_ns) * TICKS_PER_SECOND
        ticks, self._rest = divmod(self._rest, 1_000_000_000)
        return min(ticks, MAX_CATCH_UP)

    @property
    def alpha(self) -> float:
        """The rest as a part of a tick, in [0, 1)."""
        return self._rest / 1_000_000_000


def now_ns() -> int:
    """The monotonic wall clock in nanoseconds; it stands still while the machine is suspended."""
    return time.perf_counter_ns()


def used_ns() -> int:
    """The processor time that this process has used, all its threads together, in nanoseconds."""
    return time.process_time_ns()


def sleep_ns(nanoseconds: int) -> None:
    """Let other programs have the processor for so long; not at all if there is nothing to wait for."""
    if nanoseconds > 0:
        time.sleep(nanoseconds * 1e-9)


def date() -> str:
    """The local date and time as file names have it: `2026-03-01 14.05.09`."""
    return time.strftime("%Y-%m-%d %H.%M.%S")


def hour() -> float:
    """The local hour of the day, 0 to 24, with its minutes as a part."""
    now = time.localtime()
    return now.tm_hour + now.tm_min / 60.0 + now.tm_sec / 3600.0


def counts_to_twelve() -> bool:
    """Whether clocks go to 12 and begin again, as the user's locale has it (LC_TIME)."""
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "")
        if hasattr(locale, "nl_langinfo"):
            return is_of_twelve(locale.nl_langinfo(locale.T_FMT))
        return "13" not in time.strftime("%X", time.struct_time((2000, 1, 1, 13, 0, 0, 5, 1, 0)))
    except locale.Error:  # one that is not installed
        return False
    finally:
        locale.setlocale(locale.LC_TIME, before)


def is_of_twelve(pattern: str) -> bool:
    """Whether a time that is written so, as `%I:%M %p`, counts to 12."""
    return any(f"%{flag}{sign}" in pattern for flag in ("", "-", "O", "_") for sign in "rIlpP")
