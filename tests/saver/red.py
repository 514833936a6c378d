"""A red window for tests: whatever is red on the screen belongs to it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from desk import eventually, running

Place = tuple[int, int, int, int]

# A window that is toggled with each line it reads, that tells what it knows then, and is red all over.
SHOWN = """
import os, select, sys
from dreamscape.devices.window import Window, poll

window = Window("covers", (320, 180), fullscreen="full" in sys.argv, display=int("right" in sys.argv))
while True:
    poll(window, patience=10)
    window.ctx.screen.viewport = 0, 0, *window.size
    window.ctx.screen.use()
    window.ctx.clear(0.9, 0.0, 0.0)
    window.flip()
    if select.select([sys.stdin], [], [], 0)[0]:
        word = os.read(0, 1)
        if not word:
            break
        if word == b"f":
            window.fullscreen = not window.fullscreen
        os.write(1, b"F" if window.fullscreen else b"w")
"""


class Red:
    """The window, controlled by lines of text and found on the screen by its colour."""

    def __init__(self, process: "subprocess.Popen[bytes]", see: Callable[[], Any]) -> None:
        self._process, self._see = process, see

    def press(self) -> str:
        """Toggle full screen; returns the window's state."""
        return self._ask(b"f")

    def known(self) -> str:
        """The window's own state."""
        return self._ask(b"?")

    def place(self) -> Place:
        """The red rectangle on the screen: left, top, width and height."""
        red = (self._see()[..., 0] > 200) & (self._see()[..., 1] < 30)
        rows, columns = (red.any(axis=axis).nonzero()[0] for axis in (1, 0))
        if not len(rows):
            return 0, 0, 0, 0
        return int(columns[0]), int(rows[0]), int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1)

    def rests(self) -> Place:
        """Its rectangle once it is shown and has not moved for a moment."""
        seen: list[Place] = []

        def same() -> bool:
            time.sleep(0.15)
            seen.append(self.place())
            return len(seen) > 3 and seen[-1][2] > 0 and len(set(seen[-3:])) == 1

        eventually(same, "it rests")
        return seen[-1]

    def comes(self, place: Place) -> None:
        """Wait until its rectangle is this one."""
        eventually(lambda: self.place() == place, f"it lies at {place}, not at {self.place()}")

    def _ask(self, letter: bytes) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(letter)
        self._process.stdin.flush()
        return self._process.stdout.read(1).decode()


@contextmanager
def red(environment: dict[str, str], see: Callable[[], Any], *words: str) -> Iterator[Red]:
    """A red window."""
    command = [sys.executable, "-c", SHOWN, *words]
    with running(command, environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Red(process, see)
        finally:
            process.kill()  # SDL takes SIGTERM for a wish
            process.communicate()
