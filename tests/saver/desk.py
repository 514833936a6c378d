"""A desktop for tests: an X server of its own, with simulated input and screenshots."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

PATIENCE = 180.0  # s, on a machine that does much else
PROGRAM = [sys.executable, "-m", "dreamscape", "screensaver"]
SEED = ["--seed", "5"]


def needs(*programs: str) -> None:
    """Skip the test where one of these programs is missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}; scripts/setup test installs it where apt may be used")


@contextmanager
def server(command: Sequence[str]) -> Iterator["Desk"]:
    """An X server; it reports its display by `-displayfd`."""
    read, write = os.pipe()
    process = subprocess.Popen(
        [*command, "-displayfd", str(write), "-nolisten", "tcp", "-noreset"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    try:
        assert number, f"{command[0]} did not start"
        with closing(desk := Desk(f":{number}")):
            yield desk
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def running(command: Sequence[str], environment: dict[str, str], **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is terminated with the test."""
    process = subprocess.Popen(command, env=environment, **how)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def eventually(true: Callable[[], bool], what: str) -> None:
    """Wait until something is true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.02)


class Desk:
    """A display with simulated input and screenshots."""

    def __init__(self, display: str) -> None:
        from Xlib.display import Display

        self.display = display
        self.server = Display(display)
        self.root = self.server.screen().root

    def environment(self, home: Path) -> dict[str, str]:
        """The environment of a program on this desktop."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WAYLAND_", "SDL_", "XDG_"))}
        return {**kept, "DISPLAY": self.display, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}

    def close(self) -> None:
        """Close the connection."""
        self.server.close()

    def windows(self) -> int:
        """The number of visible windows."""
        return len(self.shown())

    def shown(self) -> list[Any]:
        """The visible windows."""
        from Xlib import X
        from Xlib.error import BadWindow

        found = []
        for window in self.root.query_tree().children:
            with suppress(BadWindow):  # it has just gone
                if window.get_attributes().map_state == X.IsViewable:
                    found.append(window)
        return found

    def move(self, x: int, y: int) -> None:
        """Move the mouse to a position."""
        from Xlib import X
        from Xlib.ext import xtest

        xtest.fake_input(self.server, X.MotionNotify, x=x, y=y)
        self.server.sync()

    def nudge(self, x: int, y: int) -> None:
        """Move the mouse by so many pixels."""
        from Xlib import X
        from Xlib.ext import xtest

        xtest.fake_input(self.server, X.MotionNotify, detail=True, x=x, y=y)  # from where it is
        self.server.sync()

    def shaken(self) -> bool:
        """Move the mouse there and back, which takes a moment."""
        for x in (100, 140):
            self.move(x, 100)
            time.sleep(0.1)
        return True

    def see(self, left: int = 0, top: int = 0, width: int = 0, height: int = 0, window: Any = None) -> Any:
        """A part of the screen, or of a window, `(h, w, 3) uint8`; all of it if no size is given."""
        from Xlib import X

        window = window or self.root
        if not width:
            found = window.get_geometry()
            width, height = found.width, found.height
        image = window.get_image(left, top, width, height, X.ZPixmap, 0xFFFFFFFF)
        return np.frombuffer(image.data, np.uint8).reshape(height, width, 4)[..., 2::-1]


def alive(picture: Any) -> bool:
    """Whether a dream is shown: something bright on dark, in every quarter."""
    rows, columns = picture.shape[0] // 2, picture.shape[1] // 2
    quarters = [picture[y : y + rows, x : x + columns] for y in (0, rows) for x in (0, columns)]
    return bool(picture.mean() < 110 and all(q.max() > 40 and q.std() > 3.0 for q in quarters))
