"""Two displays: what breaks here leaves one dark, ends at a shaking desk, or does not end at a real move."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from compositor import sway
from desk import PROGRAM, SEED, Desk, alive, eventually, needs, running, server
from red import red

from dreamscape.saver.activity import GRACE

pytestmark = pytest.mark.slow

Place = tuple[int, int, int, int]
FIRST, SECOND = (0, 0, 480, 270), (480, 0, 400, 300)
OUTPUTS = {FIRST: "DUMMY0", SECOND: "DUMMY1"}
MODES = {FIRST: "9.5 480 496 544 608 270 273 278 282", SECOND: "9.0 400 416 456 512 300 303 307 313"}
CONFIGURATION = """
Section "Device"
    Identifier "none"
    Driver "dummy"
EndSection
Section "Monitor"
    Identifier "any"
    HorizSync 5-1000
    VertRefresh 5-200
EndSection
Section "Screen"
    Identifier "all"
    Device "none"
    Monitor "any"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Virtual 1024 1024
    EndSubSection
EndSection
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    needs("Xorg", "xrandr")
    if os.geteuid() != 0:
        pytest.skip("needs root: Xorg reads a configuration of ours for nobody else")
    if not any(Path("/usr/lib/xorg/modules/drivers").glob("dummy_drv.so")):
        pytest.skip("needs Xorg's dummy driver, Debian's xserver-xorg-video-dummy")
    (tmp_path / "xorg.conf").write_text(CONFIGURATION)
    own = ["-config", str(tmp_path / "xorg.conf"), "-logfile", str(tmp_path / "xorg.log")]
    with server(["Xorg", *own, "-novtswitch", "-sharevts"]) as found:
        for place, timing in MODES.items():
            mode = f"{place[2]}x{place[3]}"
            randr(found, "--newmode", mode, *timing.split())
            randr(found, "--addmode", OUTPUTS[place], mode)
            plug(found, place)
        randr(found, "--query")  # only now the server looks again at what is connected
        yield found


def plug(desk: Desk, place: Place) -> None:
    left, top, width, height = place
    randr(desk, "--output", OUTPUTS[place], "--mode", f"{width}x{height}", "--pos", f"{left}x{top}")


def unplug(desk: Desk, place: Place) -> None:
    randr(desk, "--output", OUTPUTS[place], "--off")


def randr(desk: Desk, *words: str) -> None:
    subprocess.run(
        ["xrandr", *words], env={**os.environ, "DISPLAY": desk.display}, stdout=subprocess.DEVNULL, check=True
    )


def test_two_displays_one_dream(desk: Desk, tmp_path: Path) -> None:
    desk.move(200, 100)
    with running([*PROGRAM, *SEED], desk.environment(tmp_path)) as shown:
        eventually(lambda: alive(desk.see(*FIRST)) and alive(desk.see(*SECOND)), "both are lit")
        for _ in range(3):
            unplug(desk, SECOND)
            eventually(lambda: desk.windows() == 1 and alive(desk.see(*FIRST)), "only the display that is left is lit")
            plug(desk, SECOND)
            eventually(lambda: desk.windows() == 2 and alive(desk.see(*SECOND)), "the display that came is lit")
        eventually(lambda: alive(desk.see(*FIRST)), "so is the other")
        for step in range(4):
            desk.move(200 + 3 * (step % 2), 100)
        with pytest.raises(subprocess.TimeoutExpired):
            shown.wait(1.5)
        desk.move(243, 100)
        assert shown.wait(180) == 0
    assert desk.windows() == 0


def test_displays_change_under_a_window_manager(desk: Desk, tmp_path: Path) -> None:
    needs("openbox")
    environment = desk.environment(tmp_path)
    desk.move(200, 100)
    with (
        running(["openbox"], environment, stderr=subprocess.DEVNULL),
        running([*PROGRAM, *SEED], environment) as shown,
    ):
        eventually(lambda: alive(desk.see(*FIRST)) and alive(desk.see(*SECOND)), "both are lit")
        unplug(desk, SECOND)
        survives(shown, lambda: alive(desk.see(*FIRST)))
        for mode in ("640x360", "400x300"):
            randr(desk, "--output", OUTPUTS[SECOND], "--mode", mode, "--pos", "480x0")
            width, height = map(int, mode.split("x"))
            survives(shown, lambda wide=width, high=height: alive(desk.see(480, 0, wide, high)))
        rests_then_leaves(desk, shown)


@pytest.mark.parametrize("manager", ["", "openbox"])
def test_a_full_screen_comes_back_to_a_display_that_is_there(manager: str, desk: Desk, tmp_path: Path) -> None:
    needs("openbox")
    environment = desk.environment(tmp_path)
    before = running([manager], environment, stderr=subprocess.DEVNULL) if manager else nullcontext()
    with before, red(environment, desk.see, "right") as window:
        assert window.rests()[0] > 480
        window.press()
        window.comes(SECOND)
        unplug(desk, SECOND)
        time.sleep(0.5)
        assert window.press() == "w"
        left, top, width, height = window.rests()
        assert (width, height) == (320, 180), "all of it is seen"
        assert left + width <= 480
        assert top + height <= 270


def test_displays_change_under_wayland(tmp_path: Path) -> None:
    with sway(2) as desk, running([*PROGRAM, *SEED], desk.environment(tmp_path)) as shown:
        desk.move(200, 100)
        survives(shown, lambda: alive(desk.see(1)) and alive(desk.see(2)))
        desk.ask("output HEADLESS-2 disable")
        survives(shown, lambda: alive(desk.see(1)))
        for change in ("enable", "mode 640x360", "mode 480x270"):
            desk.ask(f"output HEADLESS-2 {change}")
            survives(shown, lambda: alive(desk.see(1)) and alive(desk.see(2)))
        rests_then_leaves(desk, shown)


def survives(shown: "subprocess.Popen[bytes]", lit: Callable[[], bool]) -> None:
    """The screensaver goes on after a change, and every display shows it again."""
    time.sleep(1.5)  # it looks once a second
    eventually(lambda: shown.poll() is not None or lit(), "all that there is is lit")
    assert shown.poll() is None


def rests_then_leaves(desk: Any, shown: "subprocess.Popen[bytes]") -> None:
    """A pointer jogged by a pixel is ignored; one that moves 40 px ends the screensaver."""
    time.sleep(GRACE + 0.5)
    for step in range(6):
        desk.nudge((-1) ** step, 0)
        time.sleep(0.1)
    with pytest.raises(subprocess.TimeoutExpired):
        shown.wait(0.5)
    desk.nudge(-40, 0)
    assert shown.wait(180) == 0
