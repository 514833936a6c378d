"""What players and pages show of a film: its chapters, who made it, and its cover."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition

from dreamscape import cli, options
from dreamscape.engine.request import check_request
from dreamscape.export.container.chapters import Chapter, chapters_of, description_lines
from dreamscape.export.container.png import encode_png

DREAM = """
title = "Two"
seed = 7
[[act]]
scene = "silence"
seconds = 1
[act.shift]
through = "light"
seconds = 0.5
[[act]]
scene = "key"
seconds = 1
"""
SMALL = ["--dream", "two.toml", "--size", "64x36", "--quality", "low", "--fps", "5", "--no-sound"]
TAGS = {"title": "Zwölf: two", "artist": "Ada & Co", "copyright": "2026 Ada", "date": "2026-03-01"}
GIVEN = [word for name, text in TAGS.items() for word in (f"--{name}", text)]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("two.toml").write_text(DREAM, "utf-8")
    Path("cover.png").write_bytes(encode_png(np.full((9, 16, 3), 99, np.uint8), {}))
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
def test_a_film_carries_its_acts_and_who_made_it(suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    covered = suffix in (".mp4", ".mkv")
    cover = ["--cover", "cover.png"] if covered else []
    codec = ["--codec", "h264"] if suffix == ".mov" else []
    asked = ["export", f"a{suffix}", *SMALL, *codec, *GIVEN, "--comment", "for Eve", *cover, "--chapters"]
    assert cli.run(asked) == 0
    assert capsys.readouterr().out == "0:00 Silence\n0:01 Key\n"
    with av.open(f"a{suffix}") as film:
        tags = {name.lower(): text for name, text in film.metadata.items()}
        marks = [
            (float(one["start"] * one["time_base"]), float(one["end"] * one["time_base"]), one["metadata"]["title"])
            for one in film.chapters()
        ]
        pictures = [stream for stream in film.streams.video if stream.disposition & Disposition.attached_pic]
        sizes = [(stream.codec_context.name, stream.width, stream.height) for stream in pictures]
        assert film.streams.video[0].frames in (0, 10)
    assert {name: tags[name] for name in TAGS} == TAGS
    assert "\nComment: for Eve\n" in tags["comment"]
    assert marks == [(0.0, 1.0, "Silence"), (1.0, 2.0, "Key")]
    assert sizes == ([("png", 16, 9)] if covered else [])
    assert cli.run(["verify", f"a{suffix}", "--dream", "two.toml", "--frames", "1"]) == 0


def test_chapters_have_the_times_of_the_film_and_none_is_of_an_act_that_is_not_seen() -> None:
    request = check_request("sapphire", size=(64, 36), start=30, stop=80)
    found = chapters_of(request, options.rate("24000/1001"))
    assert [chapter.title for chapter in found] == ["Shore", "Starlight", "Reflection"]
    assert (found[0].start, [a.stop == b.start for a, b in pairwise(found)]) == (0, [True, True])
    assert found[1].start == pytest.approx(6000, abs=50)
    until = check_request("sapphire", size=(64, 36), start=30, stop=36)  # the last frame ends a little later
    assert [chapter.title for chapter in chapters_of(until, options.rate("24000/1001"))] == ["Shore"]
    rounds = chapters_of(check_request("ambient", size=(64, 36), stop=3000), options.rate("30"))
    assert len(rounds) > 8  # an endless dream's acts come again


def test_the_list_is_as_descriptions_have_it() -> None:
    chapters = [Chapter(0, 59_999, "Shore"), Chapter(59_999, 3_599_000, "Key"), Chapter(3_723_400, 4_000_000, "Bay")]
    assert list(description_lines(chapters)) == ["0:00 Shore", "0:59 Key", "1:02:03 Bay"]


@pytest.mark.slow
def test_an_act_alone_has_no_mark() -> None:
    assert cli.run(["export", "a.mp4", *SMALL, "--act", "key"]) == 0
    with av.open("a.mp4") as film:
        assert not film.chapters()
        assert film.metadata["title"] == "Two"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--date", "1.3.2026"], "--date 1.3.2026: not a date, expected one like 2026, 2026-03 or 2026-03-01"),
        (["--artist", "a\nCommand: b"], "--artist: expected a line of 1 to 500 letters, without control characters"),
        (["--title", "\x1b]0;x\x07"], "--title: expected a line"),
        (["--cover", "two.toml"], "--cover two.toml: not such a picture, expected a JPEG or PNG of at most 16 MB"),
        (["--cover", "cut.png"], "--cover cut.png: cannot be decoded, expected a JPEG or PNG"),
        (["--cover", "none.png"], "--cover none.png: not a file"),
    ],
)
def test_what_is_no_tag_or_cover_is_refused(capsys: pytest.CaptureFixture[str], given: list[str], message: str) -> None:
    Path("cut.png").write_bytes(Path("cover.png").read_bytes()[:20])
    assert cli.run(["export", "a.mp4", *SMALL, *given]) == 2
    assert message in capsys.readouterr().err
    assert not list(Path().glob("a.*"))


@pytest.mark.parametrize("name", ["a.mov", "a.webm", "a.gif", "a.%03d.png"])
def test_a_file_that_holds_no_cover_says_so(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert cli.run(["export", name, *SMALL, "--cover", "cover.png"]) == 2
    assert f"{Path(name).suffix} holds no cover, expected a film that ends in .mkv or .mp4" in capsys.readouterr().err
