"""Code in the folder that the program is started in: what breaks here runs what a stranger has put into it."""

import multiprocessing
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dreamscape
from dreamscape import __main__
from dreamscape.commands.screensaver import _myself
from dreamscape.saver import install
from dreamscape.system.child_processes import python_command, safely

ROOT = Path(dreamscape.__file__).parents[1]
DEPENDENCIES = {"av", "click", "moderngl", "msgspec", "numpy", "platformdirs", "psutil", "pygame", "rich"}
SMALL = ["--size", "32x18", "--fps", "5", "--quality", "low", "--to", "0.4", "--no-sound"]


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, in which whatever Python may look for leaves a mark when it is run."""
    for name in {*sys.stdlib_module_names, *DEPENDENCIES} - {*sys.builtin_module_names}:
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write('{name} ')\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    return tmp_path


def ran(folder: Path) -> str:
    mark = folder / "ran"
    return mark.read_text("utf-8") if mark.exists() else ""


def test_a_process_of_multiprocessing_finds_its_own(hostile: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=os.getcwd)
    with safely():
        process.start()
    process.join()
    assert (process.exitcode, ran(hostile)) == (0, "")
    assert os.environ.get("PYTHONSAFEPATH") is None


def test_a_module_that_is_run_finds_its_own(hostile: Path) -> None:
    done = subprocess.run(python_command("dreamscape", "dreams"), capture_output=True, text=True)
    assert (done.returncode, done.stderr, ran(hostile)) == (0, "", "")
    assert "sapphire" in done.stdout


def test_the_program_finds_its_own_once_python_has_begun_it(hostile: Path) -> None:
    """With -m alone, Python itself takes what it needs for that from the folder, before anything of ours."""
    names = "import runpy, sys; print(*sys.modules)"
    for name in subprocess.run([sys.executable, "-I", "-c", names], capture_output=True, text=True).stdout.split():
        (hostile / f"{name}.py").unlink(missing_ok=True)
    assert len(list(hostile.iterdir())) > 200
    done = subprocess.run([sys.executable, "-m", "dreamscape", "dreams"], capture_output=True, text=True)
    assert (done.returncode, done.stderr, ran(hostile)) == (0, "", "")


@pytest.mark.skipif(sys.flags.safe_path, reason="Python is told to be safe already")
@pytest.mark.parametrize(("started", "left"), [("elsewhere", []), (str(ROOT), [str(ROOT)])])
def test_from_its_source_the_program_finds_itself_last(monkeypatch: pytest.MonkeyPatch, started: str, left: list[str]):
    monkeypatch.setattr(sys, "path", [started, "installed"])
    __main__.drop_current_folder()
    assert sys.path == ["installed", *left]


def test_what_begins_the_program_elsewhere_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _myself()[1:] == ["-P", "-m", "dreamscape", "screensaver"]
    monkeypatch.setattr(sys, "argv", ["-m"])
    monkeypatch.setattr(install.shutil, "which", lambda name: f"./{name}")
    assert install.program().endswith(" -P -m dreamscape screensaver")


def test_every_process_is_begun_so() -> None:
    for path in Path(dreamscape.__file__).parent.rglob("*.py"):
        text = path.read_text("utf-8")
        assert len(re.findall(r"(?<!psutil)\.Process\(", text)) == len(re.findall(r"with safely\(\)", text)), path
        assert path.name == "child_processes.py" or "[sys.executable, " not in text, path


@pytest.mark.slow
def test_an_export_of_many_finds_its_own(hostile: Path) -> None:
    program = Path(sys.executable).with_name("dreamscape")
    done = subprocess.run([program, "export", "a.mp4", *SMALL, "--jobs", "2"], capture_output=True, text=True)
    assert (done.returncode, ran(hostile)) == (0, ""), done.stderr
    assert (hostile / "a.mp4").exists()
