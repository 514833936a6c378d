"""Many seeds in one command: what breaks here films one seed fifty times, or ends a night at the first failure."""

import json
import signal
from pathlib import Path

import av
import pytest

from dreamscape import cli
from dreamscape.commands.seed_batch import parse_seeds
from dreamscape.errors import InputError
from dreamscape.export import film

DREAM = 'title = "One"\nseed = 7\n[[act]]\nscene = "silence"\nseconds = 2\n'
SMALL = ("--dream", "one.toml", "--size", "64x36", "--quality", "low")
FILM = (*SMALL, "--fps", "5", "--no-sound", "--preset", "ultrafast")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("one.toml").write_text(DREAM, "utf-8")
    return tmp_path


def test_lists_and_spans_are_taken_in_their_order() -> None:
    assert parse_seeds("1-3") == [1, 2, 3]
    assert parse_seeds("9, 1,5-7,6") == [9, 1, 5, 6, 7]


@pytest.mark.parametrize(
    "text", ["", "a", "1-", "3-1", "1--3", "-5", "1,,2", "0-10000", "1-9,20-99999999999", "9" * 19]
)
def test_what_is_no_list_of_seeds_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"--seeds? .*expected"):
        parse_seeds(text)


def seed_of(path: str) -> str:
    with av.open(path) as made:
        comment = made.metadata["comment"]
    assert f"dreamscape export {path} " in comment
    return dict(line.split(": ", 1) for line in comment.splitlines())["Seed"]


@pytest.mark.slow
def test_each_seed_is_a_film_of_its_own_and_one_bar_counts_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["export", "a.%seed.mp4", "--seeds", "7,9", *FILM, "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["frames"], one["of"]) for one in lines if one["joined"] == 1.0] == [(20, 20)]
    assert sorted(path.name for path in Path().iterdir()) == ["a.7.mp4", "a.9.mp4", "one.toml"]
    assert [seed_of(f"a.{seed}.mp4") for seed in (7, 9)] == ["7", "9"]
    assert cli.run(["verify", "a.9.mp4", "--dream", "one.toml", "--frames", "1"]) == 0


@pytest.mark.slow
def test_one_that_fails_is_reported_and_the_rest_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.8.mp4.parts").write_text("mine")
    assert cli.run(["export", "a.%seed.mp4", "--seeds", "7-9", *FILM]) == 1
    first, last = capsys.readouterr().err.splitlines()
    assert "a.8.mp4.parts: is in the way of the film's parts" in first
    assert last == "dreamscape: 1 of 3 failed: seed 8"
    assert sorted(path.name for path in Path().glob("a.*.mp4")) == ["a.7.mp4", "a.9.mp4"]


@pytest.mark.slow
def test_gone_on_with_what_is_complete_is_left_and_the_rest_is_made() -> None:
    options = ["export", "a.%seed.mp4", "--seeds", "7-9", *FILM]
    Path("a.8.mp4.parts").write_text("mine")
    assert cli.run(options) == 1
    whole = {path: path.stat().st_mtime_ns for path in (Path("a.7.mp4"), Path("a.9.mp4"))}
    Path("a.8.mp4.parts").unlink()
    assert cli.run([*options, "--resume"]) == 0
    assert seed_of("a.8.mp4") == "8"
    assert {path: path.stat().st_mtime_ns for path in whole} == whole


def test_ctrl_c_ends_all_of_them(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    made = []

    def interrupted(path: Path, *rest: object) -> film.Outcome:
        made.append(path.name)
        if len(made) == 2:
            signal.raise_signal(signal.SIGINT)
            return film.Outcome(3, 10, 0)
        return film.Outcome(10, 10, 0, joined=1.0)

    monkeypatch.setattr(film, "export", interrupted)
    assert cli.run(["export", "a.%seed.mp4", "--seeds", "7-9", *FILM]) == 130
    assert made == ["a.7.mp4", "a.8.mp4"]
    err = capsys.readouterr().err
    assert "dreamscape: interrupted; 1 of 3 are there; go on with: dreamscape export a.%seed.mp4 --seeds 7-9" in err
    assert err.rstrip().endswith("--resume")


@pytest.mark.slow
def test_stills_of_many_seeds_and_sequences_have_a_place_for_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["still", "s.%seed.png", "--seeds", "3-4", *SMALL, "--at", "1"]) == 0
    assert capsys.readouterr() == ("", "dreamscape: s.3.png: drawn\ndreamscape: s.4.png: drawn\n")
    assert cli.run(["export", "p.%seed.%02d.png", "--seeds", "5", *SMALL, "--fps", "5", "--to", "0.4"]) == 0
    assert sorted(path.name for path in Path().glob("*.png")) == ["p.5.00.png", "p.5.01.png", "s.3.png", "s.4.png"]
    assert len({path.read_bytes() for path in Path().glob("s.*.png")}) == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["a.mp4", "--seeds", "1-2"], "a.mp4: expected one place for the seed in the name, like a.%seed.mp4"),
        (["a.%seed.%seed.mp4", "--seeds", "1-2"], "expected one place for the seed"),
        (["a.%seed.mp4"], "a.%seed.mp4: has a place for the seed, expected --seeds, like --seeds 1-50"),
        (["a.%seed.mp4", "--seeds", "1-2", "--seed", "3"], "--seeds and --seed: expected one of them"),
        (["a.%seed.mp4", "--seeds", "1-2", "--replay", "x"], "--seeds and --replay: expected one of them"),
        (["b.%seed.mp4", "--seeds", "1-2"], "b.2.mp4: exists already; choose another name or give --overwrite"),
        (["a.%seed.mp4", "--seeds", "1-2", "--crf", "99"], "--crf 99: out of bounds"),
        (["x" * 300 + ".%seed.mp4", "--seeds", "1-2"], "cannot be written (File name too long)"),
    ],
)
def test_what_does_not_go_together_is_said_once_before_anything_is_drawn(
    capsys: pytest.CaptureFixture[str], given: list[str], message: str
) -> None:
    Path("b.2.mp4").write_text("mine")
    assert cli.run(["export", *given, *FILM]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert sorted(path.name for path in Path().iterdir()) == ["b.2.mp4", "one.toml"]


@pytest.mark.slow
def test_a_dry_run_speaks_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["export", "a.%seed.mp4", "--seeds", "1-50", *FILM, "--dry-run"]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == "films     50, each about like the first:"
    assert second.startswith("a.1.mp4: ")
