"""Films through pipes: what breaks here sends another program half a film, words among its pictures, or hangs."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from dreamscape import cli
from dreamscape.engine.request import check_request
from dreamscape.export.container.soundtrack import SoundSource
from dreamscape.export.encoding import formats
from dreamscape.export.film import Outcome
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.export.stream import stream

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pipes with names, and SIGPIPE's exit code")
DREAM = """
title = "Sent"
seed = 7
[[act]]
scene = "silence"
seconds = 2
[[act.voice]]
at = 0.5
stay = 1
text = "Pass it on."
[act.shift]
through = "light"
seconds = 0.5
[[act]]
scene = "key"
seconds = 1
"""
SMALL = ("--dream", "sent.toml", "--size", "64x36", "--quality", "low", "--fps", "10")
COUNT, FRAME = 30, 64 * 36 * 3 // 2


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stream")
    (path / "sent.toml").write_text(DREAM, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(path)
        yield path


def export(*given: str, out: int = subprocess.PIPE) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "dreamscape", "export", *given, *SMALL]
    return subprocess.run(command, stdout=out, stderr=subprocess.PIPE, timeout=180)


def pictures(path: str) -> list[bytes]:
    with av.open(path) as film:
        return [frame.to_ndarray().tobytes() for frame in film.decode(video=0)]


@pytest.fixture(scope="module")
def filed(folder: Path) -> list[bytes]:
    """The frames of the film in a file."""
    assert cli.run(["export", "whole.mp4", *SMALL, "--crf", "0", "--no-sound"]) == 0
    return pictures("whole.mp4")


@pytest.mark.slow
def test_pictures_alone_are_those_of_a_file_and_words_go_elsewhere(filed: list[bytes]) -> None:
    sent = export("-", "--format", "y4m", "--json")
    assert sent.returncode == 0
    head, *frames = sent.stdout.split(b"FRAME\n")
    assert head.startswith(b"YUV4MPEG2 W64 H36 F10:1 Ip ")
    assert b" C420mpeg2 " in head  # chroma is sited left
    assert frames == filed
    assert b'"frames": 30, "of": 30' in sent.stderr
    assert [path.name for path in Path().glob("*.parts")] == []


@pytest.mark.slow
def test_a_film_with_all_that_it_has_goes_through_a_pipe() -> None:
    sent = export("-", "--format", "mkv", "--crf", "0", "--artist", "Ada", "--chapters")
    assert (sent.returncode, sent.stderr) == (0, b"0:00 Silence\n0:02 Key\n")
    Path("sent.bin").write_bytes(sent.stdout)
    with av.open("sent.bin") as film:
        kinds = [stream.type for stream in film.streams]
        assert kinds == ["video", "audio", "subtitle"]
        assert [one["metadata"]["title"] for one in film.chapters()] == ["Silence", "Key"]
        assert film.metadata["ARTIST"] == "Ada"
        assert "dreamscape export - --format mkv " in film.metadata["COMMENT"]
        heard = sum(frame.samples for frame in film.decode(audio=0))
    assert heard == pytest.approx(3 * 48_000, abs=2000)
    assert len(pictures("sent.bin")) == COUNT
    assert cli.run(["verify", "sent.bin", "--dream", "sent.toml", "--frames", "2"]) == 0


@pytest.mark.slow
def test_bare_pixels_have_the_given_size_and_depth() -> None:
    eight = export("-", "--format", "rawvideo", "--to", "0.3")
    deep = export("-", "--format", "rawvideo", "--to", "0.3", "--bits", "16")
    assert len(eight.stdout) == 3 * 64 * 36 * 3
    assert len(deep.stdout) == 2 * len(eight.stdout)
    high = np.frombuffer(deep.stdout, "<u2") / 65_535 - np.frombuffer(eight.stdout, "u1") / 255
    assert np.abs(high).max() < 3 / 255


@pytest.mark.slow
def test_a_named_pipe_says_by_its_name_what_goes_through_it(filed: list[bytes]) -> None:
    os.mkfifo("p.y4m")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(Path("p.y4m").read_bytes()))
    reader.start()
    assert cli.run(["export", "p.y4m", *SMALL]) == 0
    reader.join()
    assert read[0].split(b"FRAME\n")[1:] == filed
    assert Path("p.y4m").is_fifo()


@pytest.mark.slow
def test_who_has_seen_enough_ends_it_without_a_word() -> None:
    command = [sys.executable, "-m", "dreamscape", "export", "-", "--format", "y4m", *SMALL]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as made:
        assert made.stdout is not None
        assert made.stderr is not None
        made.stdout.read(FRAME)
        made.stdout.close()
        assert (made.wait(180), made.stderr.read()) == (141, b"")


@pytest.mark.slow
def test_what_is_interrupted_is_a_whole_shorter_film() -> None:
    request = check_request("sent.toml", size=(64, 36), tier="low")
    job = FilmJob(request, Fraction(10), formats.choose(".mkv", (64, 36), preset="ultrafast"), 8)
    told = [Outcome(0, 0, 0)]
    sound = SoundSource((np.zeros((480, 2), np.float32) for _ in range(300)), "flac")
    with open("short.mkv", "wb") as file:
        outcome = stream(file, job, {}, lambda: told[-1].written >= 4, told.append, lambda: sound)
    assert (outcome.total, outcome.joined) == (30, 0.0)
    assert 4 <= outcome.written < 10
    assert len(pictures("short.mkv")) == outcome.written
    with av.open("short.mkv") as film:
        heard = sum(frame.samples for frame in film.decode(audio=0)) / 48_000
    assert heard == pytest.approx(outcome.written / 10, abs=0.15)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_where_it_cannot_be_written_it_says_why() -> None:
    with open("/dev/full", "wb") as full:
        sent = export("-", "--format", "mkv", out=full.fileno())
    assert sent.returncode == 1
    told = b"dreamscape: standard output: writing failed after 0 frames (No space left on device); a pipe cannot be "
    assert sent.stderr.startswith(told)


@pytest.mark.slow
def test_pictures_are_not_shown_on_a_terminal() -> None:
    ours, theirs = os.openpty()
    sent = export("-", "--format", "mkv", out=theirs)
    os.close(theirs)
    os.close(ours)
    assert (sent.returncode, sent.stderr.count(b"\n")) == (2, 1)
    assert b"standard output is a terminal, which shows no film; pipe it on" in sent.stderr


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["-"], "standard output takes a film in order, expected --format mkv, rawvideo, webm or y4m"),
        (["-", "--format", "mp4"], "--format mp4: unknown, expected mkv, rawvideo, webm or y4m"),
        (["q.mp4"], "q.mp4: is a pipe, which takes a film in order, expected --format mkv"),
        (["a.mkv", "--format", "mkv"], "--format mkv: is for - and for named pipes; a file says by its name"),
        (["-", "--format", "mkv", "--resume"], "--resume: is for films in files; a pipe is written once, in order"),
        (["-", "--format", "mkv", "--jobs", "2"], "--jobs: is for films in files"),
        (["-", "--format", "mkv", "--srt"], "--srt: is for films in files"),
        (["-", "--format", "y4m", "--codec", "hevc"], "--codec hevc: y4m is not compressed; leave --codec out"),
        (["-", "--format", "y4m", "--bits", "16"], "--bits 16: y4m does not come in 16 bits here, expected 10 or 8"),
        (["-", "--format", "y4m", "--layers", "key"], "--layers: y4m holds no alpha channel, expected --format raw"),
        (["-", "--format", "y4m", "--sound-codec", "aac"], "--sound-codec aac: .y4m holds no sound"),
    ],
)
def test_what_a_pipe_cannot_take_is_refused(
    capfd: pytest.CaptureFixture[str], given: Sequence[str], message: str
) -> None:
    if not Path("q.mp4").exists():
        os.mkfifo("q.mp4")
    assert cli.run(["export", *given, *SMALL]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert message in err
