"""Who reads what is told may leave: what breaks here loses a film because nobody looked at its progress."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dreamscape import cli
from dreamscape.commands import progress
from dreamscape.export.film import Outcome
from dreamscape.system import standard_streams

TINY = ["--size", "32x18", "--quality", "low", "--fps", "1", "--to", "3", "--no-sound", "--preset", "ultrafast"]
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")


@pytest.fixture
def broken():
    """Standard output whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as stream:
        yield stream


@pytest.mark.slow
def test_a_film_goes_on_when_nobody_reads_how_far_it_is(tmp_path, monkeypatch, capsys, broken):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdout", broken)
    assert cli.run(["export", "a.mp4", *TINY, "--json"]) == 0
    assert os.listdir() == ["a.mp4"]
    assert capsys.readouterr().err == ""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_a_film_goes_on_when_its_terminal_is_closed(tmp_path):
    leader, follower = os.openpty()
    command = [sys.executable, "-m", "dreamscape", "export", "a.mp4", *TINY]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=follower)
    os.close(follower)
    os.read(leader, 1)
    os.close(leader)
    assert process.wait(180) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
def test_a_film_is_made_with_all_standard_streams_closed(tmp_path):
    command = [sys.executable, "-m", "dreamscape", "export", "a.mp4", *TINY]
    done = subprocess.run(command, cwd=tmp_path, preexec_fn=lambda: os.closerange(0, 3), check=False)
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


@full
@pytest.mark.parametrize("words", [["dreams"], ["--help"]])
def test_what_cannot_be_said_is_no_internal_error(words):
    with open("/dev/full", "w") as nowhere:
        done = subprocess.run(
            [sys.executable, "-m", "dreamscape", *words], stdout=nowhere, stderr=subprocess.PIPE, text=True, check=False
        )
    message = "dreamscape: standard output: cannot be written (No space left on device)\n"
    assert (done.returncode, done.stderr) == (1, message)


@full
def test_a_mistake_keeps_its_code_when_it_cannot_be_said():
    with open("/dev/full", "w") as nowhere:
        done = subprocess.run([sys.executable, "-m", "dreamscape", "film"], stderr=nowhere, check=False)
    assert done.returncode == 2


def test_what_was_lost_is_not_reported_again_at_the_end(broken):
    assert not standard_streams.tell(broken, "one\n")
    assert standard_streams.tell(broken, "two\n")
    broken.flush()


def test_without_a_terminal_there_is_a_line_a_minute(monkeypatch, capsys):
    now = 0
    monkeypatch.setattr(progress, "now_ns", lambda: now)
    with progress.progress("a.mp4") as tell, progress.percent("a.flac") as say:
        for second in range(150):
            now = second * 10**9
            tell(Outcome(10 * second, 6000, 1_000_000, 1, 3))
            say(second / 200)
    assert capsys.readouterr() == (
        "",
        "dreamscape: a.mp4: 600/6000 frames  part 2/3  10.0 fps  1.0 MB  ETA 9:00\n"
        "dreamscape: a.flac: 30%\n"
        "dreamscape: a.mp4: 1200/6000 frames  part 2/3  10.0 fps  1.0 MB  ETA 8:00\n"
        "dreamscape: a.flac: 60%\n",
    )


def test_lines_of_json_come_twice_a_second_and_at_the_end(monkeypatch, capsys):
    now = 0
    monkeypatch.setattr(progress, "now_ns", lambda: now)
    with progress.progress("a.mp4", as_json=True) as tell:
        for tenth in range(11):
            now = tenth * 10**8
            tell(Outcome(tenth, 11, 0))
        tell(Outcome(11, 11, 9, joined=1.0))
    assert [json.loads(line)["frames"] for line in capsys.readouterr().out.splitlines()] == [0, 5, 10, 11]
