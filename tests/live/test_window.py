"""A real window, driven as by hands: what breaks here fails on somebody's desktop, though all else is well."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

SCREEN = 900, 600
SIZE = 480, 270
PATIENCE = 600  # tenths of a second: machines that do much else at the same time are slow

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is Linux's"),
    pytest.mark.skipif(
        not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="Xvfb or xdotool is not installed"
    ),
]


class Desk:
    """A display of our own with `dreamscape play` on it."""

    def __init__(self, number: str, home: Path) -> None:
        from Xlib.display import Display

        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER")},
            "DISPLAY": number,
            "SDL_AUDIODRIVER": "dummy",
            **{name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")},
        }
        self.display: Any = Display(number)
        self.player: subprocess.Popen[str] | None = None

    def play(self, *words: str) -> None:
        command = [sys.executable, "-m", "dreamscape", "play", "--size", "{}x{}".format(*SIZE), *words]
        self.player = subprocess.Popen(command, env=self.environment, stderr=subprocess.PIPE, text=True)

    def do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=180)

    def seen(self) -> NDArray[np.uint8]:
        """All of the display, `(h, w, 3)`."""
        from Xlib import X

        image = self.display.screen().root.get_image(0, 0, *SCREEN, X.ZPixmap, 0xFFFFFFFF)
        return np.frombuffer(image.data, np.uint8).reshape(*SCREEN[::-1], 4)[..., 2::-1]

    def window(self) -> Any:
        """The player's: the largest there is."""
        children = self.display.screen().root.query_tree().children
        return max(children, key=lambda child: child.get_geometry().width)

    def until(self, true: Callable[[], bool], what: str) -> None:
        for _ in range(PATIENCE):
            assert self.player is None or self.player.poll() is None, self.player.communicate()[1]
            if true():
                return
            threading.Event().wait(0.1)
        pytest.fail(f"{what}: not within {PATIENCE / 10} s")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    ours, theirs = os.pipe()
    size = "{}x{}x24".format(*SCREEN)
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", size, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[theirs], stderr=subprocess.DEVNULL)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        number = pipe.readline().strip()
    made = Desk(f":{number}", tmp_path)
    yield made
    if made.player and made.player.poll() is None:
        made.player.kill()
        made.player.wait()
    made.display.close()
    server.terminate()
    server.wait()


def fills(picture: NDArray[np.uint8], size: tuple[int, int]) -> bool:
    """Whether what is not black is of about this size: a picture is dark at its edges."""
    rows, columns = (np.flatnonzero(picture.max(axis=(axis, 2)) > 2) for axis in (1, 0))
    if not len(rows):
        return False
    found = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    return all(0.85 * wanted <= side <= wanted for side, wanted in zip(found, size, strict=True))


def test_a_window_does_what_hands_ask(desk: Desk, tmp_path: Path) -> None:
    desk.play("--record", str(tmp_path / "hand.jsonl"), "--at", "8")
    desk.until(lambda: fills(desk.seen(), SIZE), "the first frame")
    desk.do("key", "space")
    threading.Event().wait(3.0)  # until the word "paused" is gone
    still = desk.seen().astype(int)
    desk.do("key", "h")
    desk.until(lambda: bool((np.abs(desk.seen() - still).max(axis=2) > 40).sum() > 500), "the figures")
    desk.do("key", "question")
    desk.until(lambda: bool((np.abs(desk.seen() - still).max(axis=2) > 40).sum() > 4000), "the help")
    desk.do("key", "h", "key", "question", "key", "space")
    for width, height in ((300, 200), (700, 420), (200, 400), (640, 360)):
        desk.window().configure(width=width, height=height)
        desk.display.sync()
    desk.until(lambda: fills(desk.seen(), (640, 360)), "the new size")
    desk.do("mousemove", "450", "300", "click", "1")
    desk.do("key", "s")
    desk.until(lambda: bool(list(tmp_path.rglob("*.png"))), "the picture")
    desk.do("key", "q")
    assert desk.player is not None
    assert (desk.player.wait(20), desk.player.communicate()[1]) == (0, "")
    assert '"pluck"' in (tmp_path / "hand.jsonl").read_text()


def test_a_window_fits_its_display_and_is_remembered(desk: Desk, tmp_path: Path) -> None:
    def larger() -> bool:
        return fills(desk.seen(), SCREEN)

    command = [sys.executable, "-m", "dreamscape", "play", "ambient", "--seed", "3", "--no-sound"]
    desk.player = subprocess.Popen(command, env=desk.environment, stderr=subprocess.PIPE, text=True)
    desk.until(lambda: bool(desk.seen().max() > 60), "the first frame")
    place = desk.window().get_geometry()
    assert place.x >= 0
    assert place.y >= 0
    assert 500 < place.width < SCREEN[0]
    assert 280 < place.height < SCREEN[1]
    desk.do("key", "alt+Return")
    desk.until(larger, "the full screen")
    desk.do("key", "Escape", "key", "q")
    assert (desk.player.wait(20), desk.player.communicate()[1]) == (0, "")
    assert "fullscreen = true" in (tmp_path / "dreamscape" / "settings.toml").read_text()
    desk.player = subprocess.Popen(command, env=desk.environment, stderr=subprocess.PIPE, text=True)
    desk.until(larger, "the full screen again")
    desk.do("key", "q")
    assert (desk.player.wait(20), desk.player.communicate()[1]) == (0, "")


def test_a_window_that_another_program_destroys_ends_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    """Else it plays on for ever, where nobody sees it or can close it; what was recorded until then is kept."""
    desk.play("--no-sound", "--record", str(tmp_path / "a.jsonl"))
    desk.until(lambda: fills(desk.seen(), SIZE), "the first frame")
    assert desk.player is not None
    desk.window().destroy()
    desk.display.sync()
    assert desk.player.wait(60) == 1
    assert desk.player.communicate()[1].endswith("another program has destroyed the window; start the program again\n")
    assert (tmp_path / "a.jsonl").read_text().splitlines()[-1].startswith('{"end":')


def test_a_display_that_goes_ends_in_a_sentence(desk: Desk) -> None:
    desk.play("--no-sound", "--fullscreen")
    desk.until(lambda: fills(desk.seen(), SCREEN), "the first frame")
    assert desk.player is not None
    desk.window().kill_client()
    desk.display.sync()
    _, said = desk.player.communicate(timeout=180)
    assert desk.player.returncode != 0
    assert said
    assert "Traceback" not in said
