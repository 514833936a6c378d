"""The report of a session: what breaks here leaves a bug report empty, or tells strangers what a home is called."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from living import Live, sessions

from dreamscape.cli import run
from dreamscape.live.report import Report, words


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Live]]:
    yield from sessions(monkeypatch, tmp_path)


def test_what_happens_is_written_as_it_happens(live: Callable[..., Live], tmp_path: Path) -> None:
    one, file = live("shore"), tmp_path / "log.txt"
    report = Report(file, "--size 192x108")
    report.watch(one.session)
    one.frames(1)
    report.frame_drawn()
    first = file.read_text()
    for part in (
        "program: dreamscape ",
        "options: --size 192x108",
        "renderer: ",
        "OpenGL ",
        "act: shore",
        "sound: none",
    ):
        assert part in first
    report.frame_drawn()
    assert file.read_text() == first, "what stays as it is, is not said again"
    one.actions.perform("pause")
    report.frame_drawn()
    assert "pace: paused" in file.read_text()
    assert "message: paused" in file.read_text()
    report.end()
    assert file.read_text().splitlines()[-1].endswith("ended: normally")


def test_why_it_ended_is_written_without_places(
    live: Callable[..., Live], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/jo"))
    file = tmp_path / "log.txt"
    report = Report(file, "", [Path("/media/My Songs")])
    try:
        raise ValueError("/media/My Songs/a b.flac, ~/x/y.toml, /home/jo/keys.toml:3 and '/opt/secret place/z' 1/60 s")
    except ValueError:
        report.end()
    said = file.read_text()
    assert "ended: ValueError: .../a b.flac, .../y.toml, .../keys.toml:3 and '.../secret place/z' 1/60 s" in said
    assert "at: test_report.py:" in said
    assert "/home" not in said
    assert "/media" not in said
    assert str(tmp_path) not in said


def test_options_are_reported_without_names_of_files() -> None:
    given = [("what", "/home/jo/mine.toml"), ("--record", Path("x.jsonl")), ("--heart", "ble:12:34"), ("--mute", True)]
    assert words(given) == "what FILE.toml --record FILE.jsonl --heart ble:... --mute"
    assert words([("--volume", 30), ("--at", "1:07.5"), ("--knob", ("21=ocean.glow",))]) == (
        "--volume 30 --at 1:07.5 --knob 21=ocean.glow"
    )


def test_a_command_that_fails_says_so_in_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["play", "--log", "a.txt", "--no-sound", "--volume", "900"]
    assert run(command) == 2
    said = (tmp_path / "a.txt").read_text()
    assert "--no-sound --volume" in said
    assert "ended: InputError: --volume 900" in said
    assert run(command) == 2
    assert "a.txt: exists already" in capsys.readouterr().err
    assert (tmp_path / "a.txt").read_text() == said
