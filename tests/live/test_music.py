"""Music: what breaks here lets the dream move beside a song, forget it after a jump, or film another sound."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from conftest import world_of

from dreamscape import cli
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, DreamFile
from dreamscape.dream.inputs import Heard
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.hearing.listener import score
from dreamscape.hearing.song import Song
from dreamscape.live.controls.sound_input import BEFORE, SongInput
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import RATE
from dreamscape.world import heart
from dreamscape.world.music import AMOUNTS
from dreamscape.world.world import World

BAR = 60 * TICKS_PER_SECOND  # ticks a minute


def beaten(bpm: float, ticks: int = 1500) -> list[float]:
    """When a heart beats, ticks, that hears a beat of `bpm` from the tick 200 on."""
    kept, streams, beats = heart.Heart(), Streams(7), []
    for tick in range(1, ticks):
        if heart.step(kept, tick, 80.0, streams):
            beats.append(kept.beats[-1] / heart.SUBTICKS)
        if tick > 200:
            heart.keep_time(kept, tick, bpm, (tick - 11.0) * bpm / BAR % 1.0)
    return beats


@pytest.mark.parametrize(("bpm", "own"), [(50, 50), (73, 73), (97, 48.5), (120, 60), (180, 90), (199, 49.75)])
def test_the_heart_keeps_time_with_the_beat_or_a_part_of_it(bpm: float, own: float) -> None:
    beats = [beat for beat in beaten(bpm) if beat > 600]
    assert BAR / np.diff(beats).mean() == pytest.approx(own, rel=1e-3)
    assert all(abs((beat - 11.0) * bpm / BAR % 1.0 - 0.5) > 0.49 for beat in beats), "beside the music's beat"


def test_the_heart_comes_to_the_beat_without_a_jolt() -> None:
    intervals = [later - earlier for earlier, later in pairwise(beaten(60.0))]
    assert all(0.6 * 45 < interval < 1.25 * 60 for interval in intervals)


def test_a_pulse_that_is_felt_goes_before_music() -> None:
    kept, streams = heart.Heart(), Streams(7)
    for tick in range(1, 600):
        heart.step(kept, tick, 80.0, streams)
        heart.keep_time(kept, tick, 60.0, tick / 60.0 % 1.0)
        if tick % 40 == 0:
            heart.feel(kept, tick, 40 / 60)
    assert np.diff(kept.beats)[-1] / heart.SUBTICKS == pytest.approx(40.0)


def chorus() -> World:
    world = world_of(DreamFile("t", 7, (Act("chorus", 30.0),)))
    world.advance_to(300)
    return world


@pytest.mark.slow
def test_an_onset_plucks_threads_and_bands_are_felt_and_forgotten() -> None:
    world, still = chorus(), chorus()
    world.push(Heard(301, 0.9, 0.4, 0.0, onset=0.9))
    before = int(world.casts[0].strands.plucks.head[0])
    world.advance_to(303)
    assert int(world.casts[0].strands.plucks.head[0]) > before
    heard = world.snapshot().heard
    assert heard["low"] > heard["middle"] > heard["high"] == 0.0
    world.advance_to(600)
    assert max(heard[name] for name in ("low", "middle", "high")) > 0.0, "a snapshot stays as it is"
    assert world.snapshot().heard.values[AMOUNTS].max() < 0.06
    still.push(Heard(301, 0.9, 0.4, 0.0, onset=0.9))
    still.advance_to(303)
    state = still.checkpoint()
    still.advance_to(305)
    after = still.digest()
    still.restore(state)
    still.advance_to(305)
    assert still.digest() == after, "what is heard is state"


def song_file(path: Path, seconds: float = 20.0, bpm: float = 120.0) -> Path:
    """Clicks at a tempo, as a mono FLAC at 44.1 kHz."""
    rate = 44_100
    sound = np.zeros(int(seconds * rate), np.float32)
    click = np.exp(-np.arange(2000) / 400.0) * np.sin(np.arange(2000) * 0.2)
    for at in range(0, len(sound) - 2000, int(60 * rate / bpm)):
        sound[at : at + 2000] += click.astype(np.float32) * 0.8
    with av.open(str(path), "w") as out:
        stream = out.add_stream("flac", rate=rate)
        stream.layout = "mono"  # type: ignore[union-attr]
        frame = av.AudioFrame.from_ndarray((sound * 32767).astype(np.int16)[None], format="s16", layout="mono")
        frame.sample_rate = rate
        for packet in [*stream.encode(frame), *stream.encode(None)]:  # type: ignore[union-attr]
            out.mux(packet)
    return path


def test_a_song_is_the_same_wherever_it_is_read(tmp_path: Path) -> None:
    path = song_file(tmp_path / "song.flac", 3.0)
    song, again = Song(path, "--music"), Song(path, "--music")
    assert song.length() == pytest.approx(3 * RATE, abs=8)
    whole = song.read(0, song.length())
    assert np.array_equal(again.read(50_000, 9_000), whole[50_000:59_000])
    assert np.array_equal(again.read(-100, 200)[100:], whole[:100])
    assert not song.read(song.length() + 5, 100).any()
    song.close()
    again.close()


@pytest.mark.slow
def test_the_beat_is_known_right_after_a_jump(tmp_path: Path) -> None:
    song = Song(song_file(tmp_path / "song.flac", 20.0), "--listen-file")
    all_of_it = score(song.read, 60, 60 + 18 * TICKS_PER_SECOND)
    song_input = SongInput(song, 60)
    goal = 60 + BEFORE + 200
    song_input.jump(goal)
    heard = [event for event in song_input.events(goal + 1, goal + 30, 0.0) if isinstance(event, Heard)]
    told = {event.tick: event for event in all_of_it}
    assert [event.tick for event in heard] == [tick for tick in told if goal < tick <= goal + 30]
    assert heard[-1].bpm == pytest.approx(120.0, rel=0.02)
    assert heard[-1].phase == pytest.approx(told[heard[-1].tick].phase, abs=0.1)
    song_input.close()


@pytest.mark.parametrize("content", [b"", b"not a song", b"RIFF\x24\0\0\0WAVEfmt "])
def test_what_is_no_song_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "song.wav"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"--music .*song\.wav"):
        Song(path, "--music")


def test_a_song_that_breaks_off_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    song = Song(song_file(tmp_path / "song.flac", 2.0), "--music")

    def broken() -> Iterator[object]:
        yield np.zeros((RATE, 2), np.float32)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(song, "_pieces", broken())
    with pytest.raises(DreamscapeError, match="Input/output error"):
        song.read(0, 3 * RATE)
    assert song.read(0, 10).shape == (10, 2)
    song.close()


def wave(path: Path, samples: list[float]) -> Path:
    """A second of a WAV in 64-bit floats, silent but for some samples in its middle."""
    sound = np.zeros(RATE)
    sound[RATE // 2 : RATE // 2 + len(samples)] = samples
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_f64le", rate=RATE)
        stream.layout = "mono"  # type: ignore[union-attr]
        frame = av.AudioFrame.from_ndarray(sound[None], format="dbl", layout="mono")
        frame.sample_rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:  # type: ignore[union-attr]
            out.mux(packet)
    return path


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 1e30, 1e300, -200.0])
def test_what_is_no_sound_is_silence_and_no_film_is_begun_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: float
) -> None:
    path = wave(tmp_path / "song.wav", [0.5, wrong, 1.5])
    song = Song(path, "--music")
    heard = song.read(0, song.length())
    assert np.abs(heard).max() == pytest.approx(1.5 / np.sqrt(2.0))  # in each of two channels
    assert song.damaged == pytest.approx(0.5, abs=1e-3)
    assert "damaged at 0.5 s" in SongInput(song, 0).status()
    song.close()
    small = ["--size", "64x36", "--fps", "5", "--quality", "low", "--to", "1"]
    for option in ("--music", "--soundtrack"):
        assert cli.run(["export", str(tmp_path / "a.mp4"), option, str(path), *small]) == 2
        assert f"{option} {path}: holds values that are no sound at 0.5 s" in capsys.readouterr().err
    assert not (tmp_path / "a.mp4.parts").exists()


def test_a_hot_mix_is_a_song(tmp_path: Path) -> None:
    song = Song(wave(tmp_path / "song.wav", [4.0, -4.0]), "--music")
    assert np.abs(song.read(0, song.length())).max() == pytest.approx(4.0 / np.sqrt(2.0))
    assert song.damaged is None
    song.close()


def test_a_song_of_another_alphabet_is_a_song(tmp_path: Path) -> None:
    path = wave(tmp_path / "song.wav", [0.5])
    name = b"LIST\x12\0\0\0INFOINAM\x05\0\0\0caf\xe9\0\0"
    data = path.read_bytes()
    path.write_bytes(data[:12] + name + data[12:])
    Song(path, "--music").close()
