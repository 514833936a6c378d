"""By itself on two displays: what breaks here leaves one dark, wakes at a shaking desk, or sleeps under a hand."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import PROGRAM, SEED, Desk, alive, eventually, needs, running, server

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
        for _ in range(10):
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
        assert shown.wait(60) == 0
    assert desk.windows() == 0
