"""Media: what breaks here lets FFmpeg open what somebody else's file names, or wait for ever, or miss a good file."""

import ast
import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.error import FFmpegError

import dreamscape
from dreamscape import cli, media
from dreamscape.export import flash_review
from dreamscape.export.container import png
from dreamscape.export.segments.segment_folder import folder_of

PACKAGE = Path(dreamscape.__file__).parent


def film(path: Path, muxer: str = "mp4", frames: int = 5) -> Path:
    """A small grey film."""
    with media.writing(path, muxer) as out:
        stream = out.add_stream("libx264", rate=5, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"  # type: ignore[union-attr]
        for _ in range(frames):
            grey = av.VideoFrame.from_ndarray(np.full((54, 64), 99, np.uint8), format="yuv420p")
            out.mux(stream.encode(grey))  # type: ignore[union-attr]
        out.mux(stream.encode(None))  # type: ignore[union-attr]
    return path


def test_ffmpeg_opens_files_and_filters_in_one_place_only() -> None:
    texts = {path: path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    assert [path for path, text in texts.items() if path.name != "media.py" and opens(text)] == []
    assert [path for path, text in texts.items() if path.name != "filters.py" and "av.filter" in text] == []


def opens(text: str) -> set[str]:
    """The calls of a file that let FFmpeg open something."""
    if ".open(" not in text:
        return set()
    called = {ast.unparse(node.func) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)}
    return called & {"av.open", "container.open", "av.container.open"}


@pytest.mark.parametrize(
    "name", ["12:30.mp4", "http:x.mp4", "concat:a|b.mp4", "a%d.mp4", "50%d/a.mp4", "two\nlines.mp4"]
)
def test_a_name_is_a_name_whatever_it_looks_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).parent.mkdir(exist_ok=True)
    film(Path(name))
    assert Path(name).exists()
    assert flash_review.review(Path(name)).frames == 5
    assert cli.run(["flashes", name]) == 0


def test_pictures_in_a_folder_with_a_sign_of_a_number_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "50%d"
    folder.mkdir()
    for number in range(7, 10):
        png.save(folder / f"100%.{number:03}.png", np.zeros((36, 64, 3), np.uint8), {})
    png.save(folder / "100%.png", np.zeros((36, 64, 3), np.uint8), {})
    assert flash_review.review(folder / "100%.%03d.png", Fraction(12)).rate == 12.0
    assert flash_review.review(folder / "100%.%03d.png").frames == 3
    assert flash_review.review(folder / "100%.%03d.png", first=8).frames == 2
    assert flash_review.review(folder / "100%.png").frames == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.mp4", "ffconcat version 1.0\nfile b.mkv\n"),
        ("a.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nb.ts\n#EXT-X-ENDLIST\n"),
        ("a.wav", "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nhttp://127.0.0.1:9/b.ts\n#EXT-X-ENDLIST\n"),
    ],
)
def test_nothing_that_a_playlist_names_is_opened(tmp_path: Path, name: str, text: str) -> None:
    film(tmp_path / "b.mkv", "matroska")
    film(tmp_path / "b.ts", "mpegts")
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises((OSError, FFmpegError)), media.reading(tmp_path / name) as found:
        list(found.demux())


def test_words_of_another_alphabet_are_read(tmp_path: Path) -> None:
    """A byte that is no UTF-8 made a good file one that cannot be read, or a letter that nothing can write."""
    with media.writing(tmp_path / "a.wav", "wav") as out:
        out.metadata["title"] = "cafe!"
        stream = out.add_stream("pcm_s16le", rate=48_000)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 480), np.int16), format="s16", layout="stereo")
        silence.sample_rate = 48_000
        out.mux([*stream.encode(silence), *stream.encode(None)])  # type: ignore[union-attr]
    (tmp_path / "b.wav").write_bytes((tmp_path / "a.wav").read_bytes().replace(b"cafe!", b"caf\xe9!"))
    for name, told in (("a", "cafe!"), ("b", "caf\ufffd!")):
        with media.reading(tmp_path / f"{name}.wav") as found:
            assert media.tags_of(found)["title"] == told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "a.mp4"],
        ["flashes", "a.mp4"],
        ["flashes", "a.%d.png"],
        ["export", "b.mp4", "--music", "a.mp4"],
        ["export", "b.mp4", "--dream", "a.mp4"],
        ["export", "b.mp4", "--replay", "a.mp4"],
        ["play", "--keys", "a.mp4"],
        ["play", "--listen-file", "a.mp4"],
        ["verify", "/dev/zero"],
        ["still", "b.png", "--dream", "/dev/zero"],
    ],
)
def test_nobody_waits_at_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.mp4", "a.3.png"):
        os.mkfifo(name)
    assert cli.run(arguments) == 2
    err = capsys.readouterr().err
    assert "(not a regular file), expected" in err
    assert err.count("\n") == 1


LONGEST = "\u5922" * 83 + "yz.mp4"  # 255 bytes
SMALL = ["--size", "64x36", "--quality", "low", "--fps", "5", "--to", "0.2", "--no-sound"]


@pytest.mark.slow
def test_a_film_may_have_the_longest_name_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["export", LONGEST, *SMALL]) == 0
    assert os.listdir() == [LONGEST]
    folders = [folder_of(Path(name)).name for name in (LONGEST, f"z{LONGEST[1:]}", "a.mp4")]
    assert len(set(folders)) == 3
    assert all(len(os.fsencode(name)) <= 255 and name.endswith(".mp4.parts") for name in folders)
    assert folders[-1] == "a.mp4.parts"


@pytest.mark.parametrize("name", ["x" * 252 + ".mp4", "x" * 250 + ".%d.png"])
@pytest.mark.parametrize("more", [[], ["--resume"], ["--overwrite"]])
def test_a_name_that_no_file_can_have_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, more: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["export", name, *SMALL, *more]) == 2
    assert "(File name too long); choose another place" in capsys.readouterr().err
    assert not os.listdir()
