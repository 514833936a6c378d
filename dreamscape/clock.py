"""Time: whole ticks of 1/60 s for the world, exact fractions for frames. The only module that reads a clock."""

import locale
import time
from dataclasses import dataclass
from fractions import Fraction

TICKS_PER_SECOND = 60
TICK = 1.0 / TICKS_PER_SECOND  # s
MAX_CATCH_UP = (
    6  # ticks per frame, 100 ms; below ten frames a second the dream slows down instead of falling further behind
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point between two ticks: the last whole `tick`, and the fraction `alpha` in [0, 1) of the way to the next."""

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
    """The exposure of each frame, centred on the frame's moment.

    Attributes:
        part: the fraction of a frame's time that is exposed, 0 for a single moment; 1/2 is a film camera's 180 degrees.
        samples: the moments that are averaged over the exposure.
    """

    part: Fraction = Fraction(0)
    samples: int = 1

    def times(self, number: int, rate: Fraction) -> "list[Fraction]":
        """The times in seconds that frame `number` averages, in order; none lies before the dream's beginning.

        They are the middles of `samples` equal spans of the exposure. Neighbouring frames never share a time.
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
    """Turns elapsed wall time into whole ticks and a remainder, without falling ever further behind.

    Time is kept in integer nanoseconds, so no error builds up over a night.
    """

    def __init__(self) -> None:
        self._rest = 0  # in ns * TICKS_PER_SECOND, less than a second

    def advance(self, elapsed_ns: int) -> int:
        """The ticks to step after `elapsed_ns` nanoseconds, at most MAX_CATCH_UP; time beyond that is dropped."""
        self._rest += max(0, elapsed_ns) * TICKS_PER_SECOND
        ticks, self._rest = divmod(self._rest, 1_000_000_000)
        return min(ticks, MAX_CATCH_UP)

    @property
    def alpha(self) -> float:
        """The remainder as a fraction of a tick, in [0, 1)."""
        return self._rest / 1_000_000_000


def now_ns() -> int:
    """The monotonic wall clock in nanoseconds; it stops while the machine is suspended."""
    return time.perf_counter_ns()


def used_ns() -> int:
    """The processor time of all threads of this process, in nanoseconds."""
    return time.process_time_ns()


def sleep_ns(nanoseconds: int) -> None:
    """Sleep for some nanoseconds; returns at once for 0 or less."""
    if nanoseconds > 0:
        time.sleep(nanoseconds * 1e-9)


def date() -> str:
    """The local date and time for file names: `2026-03-01 14.05.09`."""
    return time.strftime("%Y-%m-%d %H.%M.%S")


def hour() -> float:
    """The local hour of the day, 0 to 24, with minutes as a fraction."""
    now = time.localtime()
    return now.tm_hour + now.tm_min / 60.0 + now.tm_sec / 3600.0


def counts_to_twelve() -> bool:
    """Whether the user's locale (LC_TIME) has 12-hour clocks."""
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "")
        if hasattr(locale, "nl_langinfo"):
            return is_of_twelve(locale.nl_langinfo(locale.T_FMT))
        return "13" not in time.strftime("%X", time.struct_time((2000, 1, 1, 13, 0, 0, 5, 1, 0)))
    except locale.Error:  # not installed
        return False
    finally:
        locale.setlocale(locale.LC_TIME, before)


def is_of_twelve(pattern: str) -> bool:
    """Whether a format such as `%I:%M %p` is of a 12-hour clock."""
    return any(f"%{flag}{sign}" in pattern for flag in ("", "-", "O", "_") for sign in "rIlpP")
