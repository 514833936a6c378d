"""Requests to end: what breaks here loses what people waited for, or leaves their disk full of what nobody wants."""

import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from dreamscape import cli
from dreamscape.commands import progress
from dreamscape.files import owned, placing
from dreamscape.system import interrupts
from dreamscape.system.interrupts import Deferred, Interrupt

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
TINY = ["--size", "32x18", "--quality", "low", "--fps", "1", "--no-sound"]
EARLY = """
import os, signal, sys

class Press:
    def find_spec(self, name, path, target=None):
        if name == "dreamscape.commands":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Press())
from dreamscape.__main__ import main
main()
"""


@pytest.fixture(autouse=True)
def heard():
    """Nobody has this process ignore signals, whoever started it, and each test leaves them as they were."""
    before = {number: signal.getsignal(number) for number in interrupts.SIGNALS}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def press(number: int = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_request_is_a_wish_at_first(number):
    with Interrupt() as gently:
        press(number)
        assert gently.asked()
    assert interrupts.exit_code() == 128 + number
    with pytest.raises(KeyboardInterrupt), Interrupt(gently=False):
        press(number)


def test_a_wish_that_comes_twice_is_one_and_ctrl_c_again_is_an_order():
    with Interrupt():
        press()
        press(signal.SIGTERM)
        press(signal.SIGHUP)
        with pytest.raises(KeyboardInterrupt):
            press()
        press()  # while it is tidied up
    assert interrupts.exit_code() == 128 + signal.SIGINT
    tidied = []
    with pytest.raises(KeyboardInterrupt), Interrupt(gently=False), ExitStack() as stack:  # noqa: PT012
        stack.callback(tidied.append, "it")
        stack.callback(press)
        press()
    assert tidied == ["it"]


def test_after_a_wish_was_heard_whoever_tidies_up_is_not_interrupted():
    with Interrupt(gently=False) as whole:
        with Interrupt() as part:
            press()
        assert part.asked()
        assert whole.asked()
        press()
        press(signal.SIGTERM)


def test_what_we_are_to_ignore_is_ignored():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    interrupts.end_at_once()
    with Interrupt() as gently:
        press(signal.SIGHUP)
        assert not gently.asked()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


@pytest.mark.slow
def test_an_export_whose_terminal_is_closed_says_how_to_go_on(tmp_path, monkeypatch, capsys):
    @contextmanager
    def closing(name, as_json):
        yield lambda outcome: press(signal.SIGHUP) if outcome.segments else None

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progress, "progress", closing)
    words = ["export", "a.mp4", *TINY, "--to", "40"]
    assert cli.run(words) == 128 + signal.SIGHUP
    err = capsys.readouterr().err
    found = re.fullmatch(r"dreamscape: interrupted after (\d+) of 40 frames; go on with: dreamscape (.*)\n", err)
    assert found
    assert shlex.split(found[2]) == [*words, "--resume"]
    assert os.listdir() == ["a.mp4.parts"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "words", "there"),
    [
        (signal.SIGTERM, ["sound", "a.flac"], ".a-*.part.flac"),
        (signal.SIGHUP, ["export", "a.mp4", *TINY, "--dry-run"], "dreamscape-*"),
    ],
)
def test_nothing_is_left_behind(number, words, there, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "dreamscape", *words],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 180
    while not list(tmp_path.glob(there)):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(number)
    _, err = process.communicate(timeout=180)
    assert (process.returncode, err) == (128 + number, "dreamscape: interrupted; nothing was written\n")
    assert not list(Path(tmp_path).iterdir())


def folder_to_fill(path: Path) -> AbstractContextManager[Path]:
    return placing.temporary_folder()


@contextmanager
def owned_file(path: Path) -> Iterator[Path]:
    owned.replace(path, b"data")
    yield path


@pytest.mark.parametrize("make", [folder_to_fill, placing.placing, owned_file])
@pytest.mark.parametrize("function", ["tempfile.mkdtemp", "tempfile.mkstemp", "os.rmdir", "os.unlink", "os.replace"])
def test_a_request_just_as_files_are_made_or_removed_leaves_none(make, function, tmp_path, monkeypatch):
    """Seen once in a thousand runs: the signal came between the making of a folder and the notice that it is there."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    module, _, name = function.partition(".")
    original = getattr(sys.modules[module], name)
    pressed = []

    def then_press(*args, **keywords):
        result = original(*args, **keywords)
        if not pressed:
            pressed.append(press())
        return result

    monkeypatch.setattr(sys.modules[module], name, then_press)
    with suppress(KeyboardInterrupt), Interrupt(gently=False), make(tmp_path / "a.txt") as there:
        assert there.exists()
    assert not [path for path in tmp_path.iterdir() if path.name != "a.txt"]


def test_a_request_that_waited_is_heard_at_the_end():
    done = []
    with pytest.raises(KeyboardInterrupt), Interrupt(gently=False):  # noqa: PT012
        with Deferred():
            press()
            done.append("made")
        done.append("used")
    assert done == ["made"]
    with pytest.raises(KeyboardInterrupt), Interrupt(gently=False), Deferred():  # noqa: PT012
        press()
        with Deferred(wait=False):
            done.append("used")
    assert done == ["made"]
    with pytest.raises(KeyboardInterrupt), Interrupt(gently=False):
        press()  # and none of it is still in force


def test_ctrl_c_while_it_starts_is_no_traceback():
    done = subprocess.run([sys.executable, "-c", EARLY, "dreams"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
