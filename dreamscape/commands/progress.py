"""Progress reports: a bar on a terminal, lines of JSON for scripts, otherwise a line a minute for logs.

If nobody reads them any more, the work goes on silently.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dreamscape.clock import now_ns
from dreamscape.export.film import Outcome
from dreamscape.system import standard_streams
from dreamscape.text import short

LINES_A_SECOND = 2  # of JSON
EVERY = 60.0  # s between lines where there is no terminal
SETTLED = 2.0  # s before the speed is meaningful: shaders compile first


class Pace:
    """The speed of an export in this run; frames of an earlier run do not count."""

    def __init__(self) -> None:
        self._begin = now_ns()
        self._before: int | None = None

    def seconds_left(self, outcome: Outcome) -> float | None:
        """Seconds that the remaining frames take at the mean speed so far; None while it is unknown."""
        if self._before is None:
            self._before = outcome.written
        done, elapsed = outcome.written - self._before, (now_ns() - self._begin) / 1e9
        if done <= 0 or elapsed < SETTLED:
            return None
        return (outcome.total - outcome.written) * elapsed / done

    def fps(self, outcome: Outcome) -> float:
        """Frames per second so far."""
        done = outcome.written - (outcome.written if self._before is None else self._before)
        return done / max((now_ns() - self._begin) / 1e9, 1e-3)


@contextmanager
def progress(name: str, as_json: bool = False) -> Iterator[Callable[[Outcome], None]]:
    """A function that reports the progress of exporting `name`.

    It prints lines of JSON on stdout if `as_json`; otherwise a bar if stderr is a terminal, or else a line a minute.
    """
    if as_json:
        yield _lines()
        return
    pace = Pace()
    if not sys.stderr.isatty():
        due = _timer(EVERY, begin=now_ns())

        def note(outcome: Outcome) -> None:
            left = clock_face(pace.seconds_left(outcome))
            if due():
                _note(name, f"{_state(outcome, pace)}  ETA {left}")

        yield note
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[state]}", markup=False),
        TimeElapsedColumn(),
        TextColumn("ETA {task.fields[left]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), refresh_per_second=5) as bar:
        task = bar.add_task(short(name), total=None, state="", left="-:--")

        def tell(outcome: Outcome) -> None:
            left = clock_face(pace.seconds_left(outcome))
            state = _state(outcome, pace)
            bar.update(task, completed=outcome.written, total=outcome.total, state=state, left=left)

        yield tell


@contextmanager
def percent(name: str) -> Iterator[Callable[[float], None]]:
    """A function that reports the fraction of `name` that is done: a bar on a terminal, otherwise a line a minute."""
    if not sys.stderr.isatty():
        due = _timer(EVERY, begin=now_ns())

        def note(done: float) -> None:
            if due():
                _note(name, f"{done:.0%}")

        yield note
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), refresh_per_second=5) as bar:
        task = bar.add_task(short(name), total=1.0)
        yield lambda done: bar.update(task, completed=done)


def _state(outcome: Outcome, pace: Pace) -> str:
    """The state of an export as text."""
    parts = (
        f"  part {min(outcome.segments + 1, outcome.total_segments)}/{outcome.total_segments}"
        if outcome.total_segments > 1
        else ""
    )
    state = f"joining {outcome.joined:.0%}" if outcome.joined else f"{pace.fps(outcome):.1f} fps"
    return f"{outcome.written}/{outcome.total} frames{parts}  {state}  {outcome.size / 1e6:.1f} MB"


def _note(name: str, words: str) -> None:
    standard_streams.tell(sys.stderr, f"dreamscape: {short(name)}: {words}\n")


def _timer(seconds: float, begin: int | None = None) -> Callable[[], bool]:
    """A function that is true at most once in so many seconds, counted from `begin`, ns; None for true at once."""
    last = begin

    def due() -> bool:
        nonlocal last
        now = now_ns()
        if last is not None and now - last < 1e9 * seconds:
            return False
        last = now
        return True

    return due


def _lines() -> Callable[[Outcome], None]:
    """A function that prints JSON lines on stdout: at most LINES_A_SECOND, and always when the film is complete."""
    pace, due, is_read = Pace(), _timer(1.0 / LINES_A_SECOND), True

    def tell(outcome: Outcome) -> None:
        nonlocal is_read
        left = pace.seconds_left(outcome)
        if not is_read or not (due() or outcome.joined >= 1.0):
            return
        state = {
            "frames": outcome.written,
            "of": outcome.total,
            "segments": outcome.segments,
            "of_segments": outcome.total_segments,
            "bytes": outcome.size,
            "joined": round(outcome.joined, 3),
            "fps": round(pace.fps(outcome), 2),
            "seconds_left": None if left is None else round(left, 1),
        }
        is_read = standard_streams.tell(sys.stdout, f"{json.dumps(state)}\n")

    return tell


def clock_face(seconds: float | None) -> str:
    """A duration as `0:07` or `1:02:03`."""
    if seconds is None:
        return "-:--"
    minutes, seconds_left = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds_left:02}" if minutes >= 60 else f"{minutes}:{seconds_left:02}"
