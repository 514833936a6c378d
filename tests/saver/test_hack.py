"""The real XScreenSaver and foreign windows: what breaks here shows a black screen, or one that does not go away."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from desk import PROGRAM, SEED, Desk, alive, eventually, needs, running, server

from dreamscape.devices.displays import GONE
from dreamscape.devices.x11 import X11
from dreamscape.errors import DreamscapeError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    needs("Xvfb")
    with server(["Xvfb", "-screen", "0", "480x270x24"]) as found:
        yield found


def unprivileged(home: Path) -> list[str]:
    """The prefix of a command that runs it as the user nobody, since XScreenSaver refuses root.

    Nobody may read everything here, as the interpreter may lie in root's own folder.
    """
    if os.geteuid() != 0:
        return []
    needs("setpriv")
    shutil.chown(home, "nobody")
    for folder in home.parents:  # pytest keeps its folders for their owner
        if folder.stat().st_uid == 0 and folder.name.startswith("pytest-"):
            folder.chmod(0o711)
    able = ["--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"]
    return ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", *able]


def hacks() -> list[psutil.Process]:
    found = psutil.process_iter(["cmdline"])
    return [one for one in found if "screensaver --root" in " ".join(one.info["cmdline"] or ())]


def test_xscreensaver_shows_it_and_ends_it(desk: Desk, tmp_path: Path) -> None:
    needs("xscreensaver", "xscreensaver-command")
    nobody, environment = unprivileged(tmp_path), desk.environment(tmp_path)
    subprocess.run([*nobody, *PROGRAM, "install", "--only"], env=environment, cwd=tmp_path, check=True, timeout=180)
    file = tmp_path / ".xscreensaver"
    chosen = re.sub(r"screensaver --root(?= +\\n)", f"screensaver --root {' '.join(SEED)}", file.read_text())
    assert chosen.count(" ".join(SEED)) == 1
    file.write_text(f"timeout: 1:00:00\nfade: False\nunfade: False\n{chosen}")

    def command(word: str) -> int:
        words = [*nobody, "xscreensaver-command", word]
        return subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True).returncode

    with running([*nobody, "xscreensaver", "--no-splash"], environment, cwd=tmp_path, stderr=subprocess.DEVNULL):
        eventually(lambda: command("-time") == 0, "the daemon answers")
        assert command("-activate") == 0
        eventually(lambda: alive(desk.see()), "the dream is on the root window")
        (shown,) = hacks()
        assert shown.uids().real != 0
        assert command("-deactivate") == 0
        eventually(lambda: not shown.is_running() or shown.status() == psutil.STATUS_ZOMBIE, "the hack is gone")
        assert not hacks()


def test_a_preview_follows_its_window_and_goes_with_it(desk: Desk, tmp_path: Path) -> None:
    dialog = desk.root.create_window(0, 0, 400, 260, 0, desk.server.screen().root_depth)
    frame = dialog.create_window(10, 10, 160, 100, 0, desk.server.screen().root_depth, background_pixel=0)
    dialog.map()
    frame.map()
    desk.server.sync()
    command = [*PROGRAM, "--window-id", hex(frame.id), *SEED, "--clock"]
    with running(command, desk.environment(tmp_path), stderr=subprocess.PIPE) as shown:
        eventually(lambda: alive(desk.see(window=frame)), "a picture in the frame")
        frame.configure(width=360, height=220)
        eventually(lambda: alive(desk.see(window=frame)[100:, 160:]), "it fills the larger frame")
        desk.move(60, 60)
        desk.move(150, 90)
        assert shown.poll() is None, "in a preview the hand is at the dialog"
        frame.destroy()
        desk.server.sync()
        eventually(lambda: shown.poll() is not None, "it ends with its window")
        assert (shown.returncode, shown.communicate()[1]) == (0, b""), "Xlib keeps to itself what it can no longer do"
    dialog.destroy()


def test_a_number_that_is_no_window_is_an_error(desk: Desk, tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "--window-id", "0x7fffff"], env=desk.environment(tmp_path), capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("dreamscape: window 8388607: the display has none of this number")


def test_a_display_that_goes_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    with running([*PROGRAM, *SEED], desk.environment(tmp_path), stderr=subprocess.PIPE) as shown:
        eventually(lambda: desk.windows() == 1, "its window")
        desk.shown()[0].kill_client()  # to the program it is as if the server had ended
        desk.server.sync()
        assert shown.communicate(timeout=180)[1] == f"dreamscape: {GONE}\n".encode()
    assert shown.returncode == 1


def test_a_display_that_goes_while_it_waits_is_one_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", desk.display)
    server = X11()
    own = server._root.create_window(0, 0, 9, 9, 0, 24)
    assert server.idle() is not None
    desk.server.create_resource_object("window", own.id).kill_client()
    desk.server.sync()
    with pytest.raises(DreamscapeError, match="the display has gone"):
        server.idle()


def test_it_minds_the_time_itself(desk: Desk, tmp_path: Path) -> None:
    with running([*PROGRAM, "--after", "1", *SEED], desk.environment(tmp_path)) as waiting:
        for _ in range(2):
            eventually(lambda: alive(desk.see()), "nobody moved for a second")
            eventually(lambda: desk.shaken() and desk.windows() == 0, "a hand is back, and the dream is gone")
        eventually(lambda: desk.windows() == 1, "nobody moved for a second once more")
        waiting.terminate()
        assert waiting.wait(180) == 143
        eventually(lambda: desk.windows() == 0, "what it showed ends with it")


def test_reduced_motion_is_silent_and_still_shown(desk: Desk, tmp_path: Path) -> None:
    command = [*PROGRAM, "--sound", "--reduced-motion", *SEED]
    with (tmp_path / "told").open("w+") as told, running(command, desk.environment(tmp_path), stderr=told) as shown:
        eventually(lambda: alive(desk.see()), "what both boxes of XScreenSaver's dialog ask for is seen")
        assert shown.poll() is None
        assert "silent with --reduced-motion" in (tmp_path / "told").read_text()
