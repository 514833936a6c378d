"""While an export runs: a bar if someone watches, lines of JSON for scripts, and Ctrl-C as a request."""

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from dreamscape.clock import now_ns
from dreamscape.outputs.film import Outcome

LINES_A_SECOND = 2  # of JSON
SETTLED = 2.0  # s before a speed is worth anything: shaders compile first


class Interrupt:
    """While active, the first Ctrl-C only sets a flag; a second one interrupts at once."""

    def __init__(self) -> None:
        self._asked = False

    def asked(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._asked

    def __enter__(self) -> "Interrupt":
        self._before = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _handle(self, number: int, frame: FrameType | None) -> Any:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True


class Pace:
    """How fast an export goes, from what this run has done; frames that an earlier one left do not count."""

    def __init__(self) -> None:
        self._begin = now_ns()
        self._before: int | None = None

    def seconds_left(self, outcome: Outcome) -> float | None:
        """How much longer the frames take at the mean speed so far, in seconds; None while that is not known."""
        if self._before is None:
            self._before = outcome.written
        done, elapsed = outcome.written - self._before, (now_ns() - self._begin) / 1e9
        if done <= 0 or elapsed < SETTLED:
            return None
        return (outcome.asked - outcome.written) * elapsed / done

    def fps(self, outcome: Outcome) -> float:
        """Frames a second so far."""
        done = outcome.written - (outcome.written if self._before is None else self._before)
        return done / max((now_ns() - self._begin) / 1e9, 1e-3)


@contextmanager
def progress(name: str, as_json: bool = False) -> Iterator[Callable[[Outcome], None]]:
    """A function to tell how far the export of `name` has come.

    Lines of JSON on stdout if they are asked for; else a bar if stderr is a terminal; else nothing.
    """
    if as_json:
        yield _lines()
        return
    if not sys.stderr.isatty():
        yield lambda outcome: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
        TextColumn("ETA {task.fields[left]}"),
    )
    pace = Pace()
    with Progress(*columns, console=Console(stderr=True), refresh_per_second=5) as bar:
        task = bar.add_task(name, total=None, state="", left="-:--")

        def tell(outcome: Outcome) -> None:
            left = pace.seconds_left(outcome)
            parts = f"  part {min(outcome.segments + 1, outcome.parts)}/{outcome.parts}" if outcome.parts > 1 else ""
            state = f"joining {outcome.joined:.0%}" if outcome.joined else f"{pace.fps(outcome):.1f} fps"
            state = f"{outcome.written}/{outcome.asked} frames{parts}  {state}  {outcome.size / 1e6:.1f} MB"
            bar.update(task, completed=outcome.written, total=outcome.asked, state=state, left=clock_face(left))

        yield tell


@contextmanager
def percent(name: str) -> Iterator[Callable[[float], None]]:
    """A function to tell what part of `name` is done, 0 to 1: a bar if stderr is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), refresh_per_second=5) as bar:
        task = bar.add_task(name, total=1.0)
        yield lambda done: bar.update(task, completed=done)


def _lines() -> Callable[[Outcome], None]:
    """Tells on stdout, one JSON object a line: at most LINES_A_SECOND, and always when the film is complete."""
    pace = Pace()
    last = -(10**9)

    def tell(outcome: Outcome) -> None:
        nonlocal last
        left = pace.seconds_left(outcome)
        complete = outcome.joined >= 1.0
        if complete or now_ns() - last >= 1e9 / LINES_A_SECOND:
            last = now_ns()
            print(
                json.dumps(
                    {
                        "frames": outcome.written,
                        "of": outcome.asked,
                        "segments": outcome.segments,
                        "of_segments": outcome.parts,
                        "bytes": outcome.size,
                        "joined": round(outcome.joined, 3),
                        "fps": round(pace.fps(outcome), 2),
                        "seconds_left": None if left is None else round(left, 1),
                    }
                ),
                flush=True,
            )

    return tell


def clock_face(seconds: float | None) -> str:
    """A span of time as `0:07`, `1:02:03`."""
    if seconds is None:
        return "-:--"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
