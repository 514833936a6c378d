"""Presets by use: what breaks here is refused by the place that a film was made for, or is not what was asked for."""

from pathlib import Path

import av
import pytest

from dreamscape import cli
from dreamscape.commands.presets import USES

SHORT = ("--act", "shore", "--from", "1", "--to", "1.4", "--quality", "low")
KINDS = [(use, suffix) for use, suffixes in USES.items() for suffix in suffixes]
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command(name: str) -> list[str]:
    with av.open(name) as film:
        comments = (text for key, text in film.metadata.items() if key.lower() in ("comment", "comment_comment"))
        return next(line for line in next(comments).splitlines() if line.startswith("Command: ")).split()


def said(words: list[str], option: str) -> str | None:
    return words[words.index(option) + 1] if option in words else None


@pytest.mark.parametrize(
    ("use", "suffix"),
    [kind if kind == ("discord", ".mp4") else pytest.param(*kind, marks=pytest.mark.slow) for kind in KINDS],
)
@pytest.mark.slow
def test_a_use_says_what_nobody_has_said_and_the_command_has_all_of_it(use: str, suffix: str) -> None:
    small = "256x144"  # drawn small, which an option that is given may ask for
    assert cli.run(["export", f"a{suffix}", *SHORT, "--for", use, "--size", small, "--fps", "30000/1001"]) == 0
    words = command(f"a{suffix}")
    assert "--for" not in words
    assert (said(words, "--size"), said(words, "--fps")) == (small, "30000/1001")
    for name, value in USES[use][suffix].items():
        if name not in ("size", "fps"):
            assert said(words, f"--{name.replace('_', '-')}") == str(value)


@pytest.mark.slow
def test_a_film_for_a_use_can_be_verified() -> None:
    assert cli.run(["export", "a.mp4", *SHORT, "--for", "youtube", "--size", "128x72", "--fps", "8", "--no-sound"]) == 0
    assert cli.run(["verify", "a.mp4", "--frames", "1"]) == 0


@pytest.mark.slow
def test_another_codec_and_another_sound_keep_their_own_ways() -> None:
    options = (
        "--for",
        "web",
        "--codec",
        "av1",
        "--sound-codec",
        "flac",
        "--size",
        "64x36",
        "--fps",
        "8",
        "--to",
        "1.3",
    )
    assert cli.run(["export", "a.mp4", *SHORT, *options]) == 0
    words = command("a.mp4")
    assert (said(words, "--codec"), said(words, "--sound-codec")) == ("av1", "flac")
    assert not {"--crf", "--bits", "--preset", "--sound-bitrate"} & set(words)


@pytest.mark.parametrize(
    ("name", "use", "message"),
    [
        ("a.mp4", "tiktak", "--for tiktak: unknown, expected discord, editor, instagram, web or youtube"),
        ("a.gif", "discord", "--for discord: not with .gif, expected a film that ends in .mp4"),
        ("a.mp4", "editor", "--for editor: not with .mp4, expected a film that ends in .mov or .mxf"),
    ],
)
def test_a_use_that_is_not_known(capsys: pytest.CaptureFixture[str], name: str, use: str, message: str) -> None:
    assert cli.run(["export", name, *SHORT, "--for", use]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(("use", "suffix"), KINDS)
def test_the_table_of_uses_is_true(use: str, suffix: str) -> None:
    lines = (DOCS / "export.md").read_text("utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(f"| `{use}` | `{suffix}` |")]
    told = {cell.strip(" `") for cell in line.split("|")}
    for value in USES[use][suffix].values():
        assert str(value) in told
