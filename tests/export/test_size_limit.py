"""Films of at most so many bytes: what breaks here is refused by the place that a film is sent to, or drawn again."""

from pathlib import Path

import av
import pytest

from dreamscape import cli, options
from dreamscape.errors import InputError
from dreamscape.export.segments import frames

SHORT = ("--act", "shore", "--from", "1", "--to", "5", "--fps", "6", "--size", "128x72", "--quality", "low")
LONG = (
    "--act",
    "shore",
    "--from",
    "1",
    "--to",
    "20",
    "--fps",
    "4",
    "--size",
    "96x54",
    "--quality",
    "low",
    "--no-sound",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pictures(name: str) -> list[bytes]:
    with av.open(name) as film:
        return [bytes(packet) for packet in film.demux(video=0) if packet.size]


@pytest.mark.slow
def test_a_film_with_sound_fills_what_it_may_have(folder: Path) -> None:
    assert cli.run(["export", "a.mp4", *SHORT, "--max-size", "55kB"]) == 0
    assert 0.9 * 55_000 < (folder / "a.mp4").stat().st_size <= 55_000
    assert [path.name for path in folder.iterdir()] == ["a.mp4"]
    with av.open("a.mp4") as film:
        kinds = [stream.type for stream in film.streams]
        assert ("video" in kinds, "audio" in kinds, film.streams.video[0].frames) == (True, True, 24)
        assert "--max-size 55kB" in film.metadata["comment"]


@pytest.mark.slow
def test_a_film_that_fits_anyway_has_the_pictures_of_any_other() -> None:
    assert cli.run(["export", "a.mp4", *SHORT, "--no-sound"]) == 0
    assert cli.run(["export", "b.mp4", *SHORT, "--no-sound", "--max-size", "5MB"]) == 0
    assert pictures("a.mp4") == pictures("b.mp4")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "codec", "kilobytes"), [("a.mp4", "h264", 45), ("a.webm", "vp9", 30)])
def test_segments_of_several_qualities_are_one_film(folder: Path, name: str, codec: str, kilobytes: int) -> None:
    assert cli.run(["export", name, *LONG, "--codec", codec, "--max-size", f"{kilobytes}kB"]) == 0
    assert 900 * kilobytes < (folder / name).stat().st_size <= 1000 * kilobytes
    with av.open(name) as film:
        assert len(list(film.decode(video=0))) == 76
    assert cli.run(["verify", name, "--frames", "2"]) == 0


@pytest.mark.slow
def test_what_was_drawn_serves_another_size(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.run(["export", "a.mp4", *LONG, "--max-size", "5kB", "--jobs", "2"]) == 1
    assert "cannot be made smaller than" in capsys.readouterr().err
    assert (folder / "a.mp4.parts" / "000002.packets").exists()

    def refuse(*_: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr(frames.FrameRenderer, "draw", refuse)
    assert cli.run(["export", "a.mp4", *LONG, "--max-size", "40kB", "--resume"]) == 0
    assert 36_000 < (folder / "a.mp4").stat().st_size <= 40_000
    assert [path.name for path in folder.iterdir()] == ["a.mp4"]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("25MB", 25_000_000),
        ("25M", 25_000_000),
        ("24MiB", 24 << 20),
        ("800 kB", 800_000),
        ("1.5GB", 1_500_000_000),
        ("9", 9),
    ],
)
def test_a_size_is_read_as_people_write_it(text: str, size: int) -> None:
    assert options.file_size(text) == size


@pytest.mark.parametrize("text", ["", "0", "-5MB", "MB", "5TB", "1e9", "9" * 13, "99999999GB", "5 M B"])
def test_what_is_no_size_is_said(text: str) -> None:
    with pytest.raises(InputError, match="not a size, expected one like 25MB"):
        options.file_size(text)


@pytest.mark.parametrize(
    ("name", "asked", "message"),
    [
        (
            "a.mov",
            "--max-size 5MB",
            "like this has only one quality; expected a film, --codec av1, h264, hevc or vp9",
        ),
        ("a.gif", "--max-size 5MB", ".gif like this has only one quality"),
        ("a.%d.png", "--max-size 5MB", ".png like this has only one quality"),
        ("a.mp4", "--max-size 9kB", "--max-size 9kB: too small for 4 s, expected at least 0.03 MB"),
        ("a.mp4", "--no-sound --to 1.1 --max-size 1B", "1B: too small for 0.2 s, expected at least 0.01 MB"),
        ("a.mp4", "--max-size much", "--max-size much: not a size"),
        ("a.mov", "--sound-bitrate 128", "--sound-bitrate 128: this sound is lossless"),
        ("a.mp4", "--no-sound --sound-bitrate 128", "--sound-bitrate 128: there is no sound"),
    ],
)
def test_what_cannot_fit_is_said_before_anything_is_drawn(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, asked: str, message: str
) -> None:
    assert cli.run(["export", name, *SHORT, *asked.split()]) == 2
    assert message in capsys.readouterr().err
    assert not list(folder.iterdir())


@pytest.mark.slow
def test_the_rate_of_sound_can_be_chosen() -> None:
    sizes = []
    for kbits in ("64", "320"):
        assert cli.run(["export", f"{kbits}.mp4", *SHORT, "--to", "1.5", "--sound-bitrate", kbits]) == 0
        with av.open(f"{kbits}.mp4") as film:
            sizes.append(sum(packet.size for packet in film.demux(audio=0)))
    assert sizes[1] > 3 * sizes[0]
