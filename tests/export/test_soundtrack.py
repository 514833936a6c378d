"""Sound in files: what breaks here is heard too early or too late, or is not the sound of that part of the dream."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape import cli, resources
from dreamscape.engine.request import check_request
from dreamscape.errors import InputError
from dreamscape.export import sound_file as sounds
from dreamscape.export.container import soundtrack
from dreamscape.export.container.mux import SegmentStream, join_segments
from dreamscape.export.container.soundtrack import SoundSource
from dreamscape.export.encoding import codecs, formats
from dreamscape.export.encoding.encoder import EncodedSegment, Encoder, FramePool
from dreamscape.synthesis.voice import BLOCK, RATE

SIZE = 64, 36
FLASH = 13  # the number of the bright frame


def decoded(path: Path) -> tuple[float, NDArray[np.float64]]:
    """When the first sample sounds, seconds, and all of them, `(n, 2)`, -1 to 1."""
    pieces, first = [], None
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            first = frame.time if first is None else first
            piece = frame.to_ndarray()
            piece = piece.T if frame.format.is_planar else piece.reshape(-1, 2)
            full = 1.0 if piece.dtype.kind == "f" else float(np.iinfo(piece.dtype).max) + 1.0
            pieces.append(piece / full)
    return first, np.concatenate(pieces)


def click(start: int, count: int) -> NDArray[np.float32]:
    """A click, and a quiet tone before and after it."""
    sound = 0.01 * np.sin(np.arange(count) * 0.05)
    sound[start : start + 24] += 0.7 * np.hanning(24)
    return np.stack([sound, sound], axis=1).astype(np.float32)


@pytest.mark.parametrize(
    ("suffix", "codec"), [(".mp4", None), (".webm", None), (".mkv", None), (".mkv", "flac"), (".mov", "pcm")]
)
@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30_000, 1001)])
def test_a_click_is_heard_as_the_flash_is_seen(tmp_path: Path, suffix: str, codec: str | None, rate: Fraction) -> None:
    name = "h264" if suffix != ".webm" else "vp9"
    form = formats.choose(suffix, SIZE, codec=name, preset="ultrafast")
    made: list[EncodedSegment] = []
    pool = FramePool(SIZE, form.pixels)
    encoder = Encoder(tmp_path / "one", form, rate, pool, made.append)
    for number in range(20):
        frame = pool.acquire()
        for plane, level in zip(frame.planes, (230 if number == FLASH else 20, 128, 128), strict=True):
            plane.update(bytes([level]) * plane.buffer_size)
        encoder.send(frame)
    encoder.finish()
    encoder.join()
    heard = click(round(FLASH / rate * RATE), round(20 / rate * RATE))
    path = tmp_path / f"a{suffix}"
    sound = SoundSource(
        [heard[at : at + BLOCK] for at in range(0, len(heard), BLOCK)],
        soundtrack.choose_encoder(codec, form.audio_encoders, suffix),
    )
    for _ in join_segments(path, [SegmentStream(encoder.path, 0, 20)], made[0].delay, form, SIZE, rate, {}, (), sound):
        pass
    with av.open(str(path)) as container:
        seen = [(frame.to_ndarray(format="gray").mean(), frame.time) for frame in container.decode(video=0)]
    first, samples = decoded(path)
    sounds = first + (int(np.abs(samples[:, 0]).argmax()) - 12) / RATE
    assert abs(sounds - max(seen)[1]) < 0.001
    assert len(samples) >= len(heard)
    if codec is not None:
        assert np.abs(samples[: len(heard)] - heard).max() < 2.0**-22


def test_a_codec_that_the_file_cannot_hold_is_refused_with_those_it_can() -> None:
    with pytest.raises(InputError, match=r"--sound-codec flac: .webm cannot hold it, expected opus"):
        soundtrack.choose_encoder("flac", codecs.CONTAINERS[".webm"].audio_encoders, ".webm")


@pytest.mark.slow
def test_a_dream_of_ones_own_is_heard_for_its_loudness_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or every second of film that somebody tries costs as long as hearing the whole dream."""
    heard: list[object] = []
    monkeypatch.setattr(sounds.platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr(sounds.meter, "measure", lambda *parts: heard.append(parts) or -17.25)
    dream = tmp_path / "mine.toml"
    dream.write_text(resources.asset("new-dream.toml").read_text("utf-8"), "utf-8")
    assert [sounds.loudness_of(check_request(str(dream))) for _ in range(3)] == [-17.25] * 3
    assert len(heard) == 1
    assert sounds.loudness_of(check_request(str(dream), 8)) == -17.25
    assert len(heard) == 2
    kept = next((tmp_path / "cache" / "loudness").iterdir())
    for times, damaged in enumerate((b"", b"loud", b"nan", b"-inf", b"-200", b"1e308", b"\xff", b"9" * 99), start=3):
        kept.write_bytes(damaged)  # a film at full scale, or a silent one
        assert sounds.loudness_of(check_request(str(dream))) == -17.25
        assert sounds.loudness_of(check_request(str(dream), 8)) == -17.25
        assert len(heard) == times
        assert float(kept.read_text("ascii")) == -17.25


BRIEF = """
title = "Brief"
seed = 7
[[act]]
scene = "shore"
seconds = 3
[act.shift]
through = "light"
seconds = 0.5
[[act]]
scene = "starlight"
seconds = 3
"""


@pytest.mark.slow
def test_a_film_of_a_part_has_the_sound_of_that_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--from` with `--act` in a film, a longer file of sound around it, and a film without sound."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sounds.platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    Path("brief.toml").write_text(BRIEF, "utf-8")
    small = ["--size", "32x18", "--fps", "10", "--quality", "low", "--preset", "ultrafast"]
    part = ["--dream", "brief.toml", "--act", "starlight", "--from", "0.2", "--to", "0.6"]
    assert cli.run(["export", "a.mkv", *part, *small, "--sound-codec", "flac"]) == 0
    assert cli.run(["sound", "a.wav", "--dream", "brief.toml", "--from", "3", "--to", "4"]) == 0
    assert cli.run(["export", "b.mp4", *part, *small, "--no-sound"]) == 0
    first, film = decoded(tmp_path / "a.mkv")
    _, alone = decoded(tmp_path / "a.wav")
    assert first == 0.0
    assert film.shape == (round(0.4 * RATE), 2)
    assert np.abs(film).max() > 0.001
    assert np.array_equal(film, alone[round(0.2 * RATE) :][: len(film)])
    with av.open("b.mp4") as container:
        assert not container.streams.audio
    capsys.readouterr()
    assert cli.run(["export", "c.mp4", *part, *small, "--loudness", "0"]) == 2
    assert "--loudness 0: out of bounds, expected -31 to -9 LUFS" in capsys.readouterr().err
