"""Dreams that are made for songs: what breaks here films another dream than planned, or ends in a traceback."""

import wave
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from dreamscape import cli
from dreamscape.commands.play_songs import Music, dream_for
from dreamscape.dream import dream_file
from dreamscape.engine import dream_source
from dreamscape.engine.request import check_request
from dreamscape.engine.song_dream import song_dream
from dreamscape.errors import InputError
from dreamscape.hearing.song import Song

RATE = 8000


def song_file(path: Path, seconds: float, level: float = 0.5) -> Path:
    """A song in mono at 8 kHz: strokes on a beat of 120 over a tone."""
    t = np.arange(round(seconds * RATE)) / RATE
    sound = (
        level
        * (0.5 * np.sin(2.0 * np.pi * 220.0 * t) + 0.5 * np.sin(2.0 * np.pi * 90.0 * t))
        * np.exp(-4.0 * (t % 0.5))
    )
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((sound * 32767.0).astype("<i2").tobytes())
    return path


@pytest.mark.slow
def test_the_plan_is_printed_and_written_as_the_dream_that_is_filmed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    song, output = song_file(tmp_path / "a song.wav", 12.0), tmp_path / "mine.toml"
    assert cli.run(["choreograph", str(song), str(output)]) == 0
    printed = capsys.readouterr().out
    written = dream_file.load(str(output))
    assert all(act.scene in printed for act in written.file.act)
    with closing(Song(song, "--music")) as opened:
        made = song_dream(opened, song, "--music")
    assert made.file == written.file
    assert made.digest == written.digest
    assert made.file.seconds == pytest.approx(12.0, abs=0.3)


def test_a_dream_that_no_file_holds_is_not_asked_for_by_name(tmp_path: Path) -> None:
    song = song_file(tmp_path / "song.wav", 6.0)
    with closing(Song(song, "--music")) as opened:
        made = song_dream(opened, song, "--music")
    request = check_request(made, size=(64, 36))
    assert request.dream == made
    assert dream_source.option_words(request.dream, "song.wav") == []
    assert dream_source.reload(request.dream) == made


@pytest.mark.parametrize(
    ("seconds", "level", "said"),
    [(1.0, 0.5, "at least 2 s"), (4.0, 0.0, "nothing sounds in it"), (0.0, 0.5, "no sound")],
)
def test_what_no_dream_can_be_made_for_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seconds: float, level: float, said: str
) -> None:
    assert cli.run(["choreograph", str(song_file(tmp_path / "song.wav", seconds, level))]) == InputError.exit_code
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_the_song_itself_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    song = song_file(tmp_path / "song.toml", 6.0)
    before = song.read_bytes()
    assert cli.run(["choreograph", str(song), str(song), "--overwrite"]) == InputError.exit_code
    assert "would be overwritten" in capsys.readouterr().err
    assert song.read_bytes() == before


def test_a_song_that_no_dream_can_be_made_for_is_played_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such as one in which nothing sounds; and with a dream that is named, none is made."""
    given = SimpleNamespace(dream=None, scene=None, act=None, shuffle=False)
    for song, made in ((song_file(tmp_path / "a.wav", 6.0), True), (song_file(tmp_path / "b.wav", 4.0, 0.0), False)):
        with closing(Song(song, "--listen-file")) as opened:
            assert (dream_for(Music(opened, song), given) is not None) == made
            assert dream_for(Music(opened, song), SimpleNamespace(**{**vars(given), "dream": "sapphire"})) is None
    assert "played to the canonical dream" in capsys.readouterr().err
