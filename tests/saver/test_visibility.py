"""Visibility: what breaks here draws all night what nobody sees, or stands still while somebody watches."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from compositor import sway
from desk import PATIENCE, eventually, needs, running, server

pytestmark = pytest.mark.slow

SEES = """
from dreamscape.clock import sleep_ns
from dreamscape.devices.visibility import Visibility
from dreamscape.devices.window import Window, poll

window, visibility, before = Window("seen", (320, 180)), Visibility(), None
while True:
    poll(window)
    visibility.look([window])
    if window.seen != before:
        before = window.seen
        print("seen" if before else "hidden", flush=True)
    if window.seen:
        window.flip()
    sleep_ns(20_000_000)
"""


@contextmanager
def looking(environment: dict[str, str]) -> Iterator[Callable[[], str]]:
    """A window that reports each change of its visibility."""
    with running([sys.executable, "-c", SEES], environment, stdout=subprocess.PIPE, text=True) as shown:
        assert shown.stdout is not None
        with shown.stdout as output:
            lines: Queue[str] = Queue()
            reading = Thread(target=lambda: [lines.put(line.strip()) for line in output])
            reading.start()
            try:
                yield lambda: lines.get(timeout=PATIENCE)
            finally:
                shown.kill()  # SDL takes SIGTERM for a wish
                reading.join()


def test_a_window_that_another_one_covers_is_not_drawn(tmp_path: Path) -> None:
    needs("Xvfb")
    with server(["Xvfb", "-screen", "0", "480x270x24"]) as desk, looking(desk.environment(tmp_path)) as state:
        assert state() == "seen"
        depth = desk.server.screen().root_depth
        over = desk.root.create_window(0, 0, 480, 270, 0, depth, background_pixel=0, override_redirect=True)
        over.map()
        desk.server.sync()
        assert state() == "hidden"
        over.configure(width=200)
        desk.server.sync()
        assert state() == "seen", "a part of it is"
        over.destroy()
        desk.server.sync()


def test_a_window_on_another_workspace_is_not_drawn(tmp_path: Path) -> None:
    with sway(1) as desk, looking(desk.environment(tmp_path)) as state:
        assert state() == "seen"
        eventually(lambda: desk.windows() == 1, "it has been placed")
        desk.ask("workspace 2")
        assert state() == "hidden"
        desk.ask("workspace 1")
        assert state() == "seen"
