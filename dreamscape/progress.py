"""While an export runs: a progress bar if someone watches, and Ctrl-C as a request instead of an exception."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from dreamscape.outputs.film import Outcome


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


@contextmanager
def progress(name: str) -> Iterator[Callable[[Outcome], None]]:
    """A function to tell how far the export of `name` has come: a bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda outcome: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
        TextColumn("ETA"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), refresh_per_second=5) as bar:
        task = bar.add_task(name, total=None, state="")

        def tell(outcome: Outcome) -> None:
            speed = bar.tasks[task].speed or 0.0
            state = f"{outcome.written}/{outcome.asked} frames  {speed:.1f} fps  {outcome.size / 1e6:.1f} MB"
            bar.update(task, completed=outcome.written, total=outcome.asked, state=state)

        yield tell
