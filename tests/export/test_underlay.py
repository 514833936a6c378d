"""A sound track of one's own: what breaks here is cut off with a click, too loud, or not the song that was given."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame

from dreamscape import cli
from dreamscape.audio.peak_limiter import CEILING
from dreamscape.engine.request import check_request
from dreamscape.export import underlay
from dreamscape.export.container.loudness import LoudnessMeter
from dreamscape.export.encoding import formats
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.synthesis.voice import BLOCK, RATE, Samples

DREAM = 'title = "One"\nseed = 7\n[[act]]\nscene = "silence"\nseconds = 4\n'
SMALL = ["--dream", "one.toml", "--size", "64x36", "--quality", "low", "--fps", "5"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("one.toml").write_text(DREAM, "utf-8")
    return tmp_path


def song(seconds: float, level: float = 0.1, name: str = "song.wav") -> Samples:
    """A file of a tone, and its samples."""
    tone = level * np.sin(np.arange(round(seconds * RATE)) * 0.06)
    samples = np.stack([tone, -tone], axis=1).astype(np.float32)
    with av.open(name, "w") as out:
        stream = out.add_stream("pcm_f32le", rate=RATE)
        stream.codec_context.layout = "stereo"
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate = RATE
        out.mux([*stream.encode(frame), *stream.encode(None)])
    return samples


def job(stop: float) -> FilmJob:
    request = check_request("one.toml", size=(64, 36), stop=stop, tier="low")
    return FilmJob(request, Fraction(5), formats.choose(".mkv", (64, 36)), 8)


def heard(stop: float, loudness: float | None = None) -> Samples:
    blocks = underlay.file_soundtrack(Path("song.wav"), job(stop), "flac", loudness, lambda: False).blocks
    return np.concatenate(list(blocks))


def test_a_song_that_goes_on_fades_at_the_end_of_the_film() -> None:
    given, laid = song(4.0), heard(3.0)
    assert len(laid) == 3 * RATE
    assert np.array_equal(laid[:RATE], given[:RATE])
    assert np.abs(laid[-100:]).max() < 1e-4
    levels = [np.abs(laid[at : at + RATE // 10]).max() for at in range(RATE, 3 * RATE, RATE // 10)]
    assert np.diff(levels).max() < 1e-6


def test_a_song_that_ends_before_the_film_is_whole_and_then_silent() -> None:
    given, laid = song(1.0), heard(3.0)
    assert np.array_equal(laid[:RATE], given)
    assert not laid[RATE:].any()


def test_it_gets_the_given_loudness_and_no_more_than_files_hold() -> None:
    song(4.0, 0.02)
    meter = LoudnessMeter()
    meter.add(heard(3.0, -23.0)[:RATE])  # before it fades
    assert meter.integrated() == pytest.approx(-23.0, abs=2.0)
    spiked = song(4.0, 0.01)
    spiked[RATE::4000] = 0.9
    loud = np.concatenate(list(underlay.peak_limited(_blocks(spiked * 6.0))))
    assert len(loud) == len(spiked)
    assert np.abs(loud).max() <= 10 ** (CEILING / 20) + 1e-6
    quiet = spiked * 0.1
    assert np.array_equal(np.concatenate(list(underlay.peak_limited(_blocks(quiet)))), quiet)


def _blocks(samples: Samples) -> Iterator[Samples]:
    yield from (samples[at : at + BLOCK] for at in range(0, len(samples), BLOCK))


@pytest.mark.slow
def test_a_film_carries_the_song_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    given = song(1.5)
    options = ["export", "a.mkv", *SMALL, "--to", "2", "--codec", "ffv1", "--bits", "8"]
    assert cli.run([*options, "--soundtrack", "song.wav", "--sound-codec", "flac"]) == 0
    with av.open("a.mkv") as film:
        comment = {name.lower(): text for name, text in film.metadata.items()}["comment"]
        pieces = [frame.to_ndarray().reshape(-1, 2) for frame in film.decode(audio=0)]
    assert "--soundtrack song.wav" in comment
    assert "--loudness" not in comment
    laid = np.concatenate(pieces) / 2.0**31
    assert len(laid) == 2 * RATE
    assert np.abs(laid[: len(given)] - given).max() < 2.0**-22
    assert cli.run(["verify", "a.mkv", "--dream", "one.toml", "--frames", "1"]) == 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["a.gif", "--soundtrack", "song.wav"], "--soundtrack song.wav: .gif holds no sound"),
        (["a.mp4", "--soundtrack", "song.wav", "--no-sound"], "--soundtrack and --no-sound: expected one of them"),
        (["a.mp4", "--soundtrack", "song.wav", "--music", "song.wav"], "--soundtrack and --music: expected one"),
        (["a.mp4", "--soundtrack", "none.wav"], "--soundtrack none.wav: cannot be read"),
        (["a.mp4", "--soundtrack", "one.toml"], "--soundtrack one.toml: cannot be read"),
        (["s.mkv", "--soundtrack", "s.mkv", "--overwrite"], "--soundtrack s.mkv: would be overwritten"),
    ],
)
def test_what_cannot_be_laid_under_a_film_is_refused(
    capsys: pytest.CaptureFixture[str], given: list[str], message: str
) -> None:
    song(1.0)
    Path("s.mkv").write_bytes(Path("song.wav").read_bytes())
    assert cli.run(["export", *given, *SMALL]) == 2
    assert message in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["one.toml", "s.mkv", "song.wav"]
