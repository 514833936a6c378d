"""`play WHAT`, `--seed random`: what breaks here plays what nobody asked for, or makes what nobody can make again."""

import re
import wave
from pathlib import Path

import click
import pytest

from dreamscape import cli
from dreamscape.commands import film
from dreamscape.commands.play import play
from dreamscape.commands.play_parameters import PlayParameters
from dreamscape.commands.play_target import listed
from dreamscape.hearing.song import Song
from dreamscape.live.playback.live_sound import _DelayedSong


def song_file(path: Path, seconds: float = 0.5) -> Path:
    with wave.open(str(path), "wb") as song:
        song.setparams((2, 2, 48_000, 0, "NONE", ""))
        song.writeframes(b"\0\1\0\1" * int(48_000 * seconds))
    return path


def parameters(*words: str) -> PlayParameters:
    """What `play` makes of its words."""
    with play.make_context("play", [*words]) as context:
        return listed(PlayParameters(**context.params))[1]


def test_one_word_says_what_plays(tmp_path: Path) -> None:
    song = song_file(tmp_path / "song.wav")
    assert parameters().dream is None  # which is sapphire
    assert parameters("ambient").dream == "ambient"
    assert parameters("mine.TOML").dream == "mine.TOML"
    assert parameters(str(song)).listen_file == (song,)
    assert parameters(str(song), str(tmp_path), "--shuffle").listen_file == (song, tmp_path)
    beside = parameters("homeward", "low-tide", "--listen-file", str(song))
    assert (beside.dream, beside.listen_file) == ("homeward", (song,))
    assert parameters(str(song), "--dream", "ambient").dream == "ambient"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ambiet"], "ambiet: nothing to play has this name (did you mean ambient?), expected a dream (ambient, "),
        (
            ["none"],
            "none: nothing to play has this name, expected a dream (ambient, bright-water, homeward, low-tide, ",
        ),
        (["text.txt"], "text.txt: cannot be read (Invalid data found when processing input), expected a dream (amb"),
        (["a.jsonl"], "a.jsonl: a recording is filmed: dreamscape export FILM.mp4 --replay it"),
        (["ambient", "--dream", "sapphire"], "ambient and --dream: expected one of them"),
        (["song.wav", "--listen-file", "song.wav"], "song.wav and --listen-file: expected one of them"),
        (["x.toml"], "x.toml: no such dream"),
        (["a\0b"], "a\\x00b: nothing to play has this name"),
        (["ambient", "song.wav"], "song.wav: a song among dreams, expected one or the other; --listen-file plays"),
        (["empty"], "empty: no song in it, expected files such as MP3"),
        (["text.m3u"], "none of the 1 songs can be played, expected files such as MP3"),
        (["--favourites"], "--favourites: no song is marked yet; press * while one plays"),
        (["--favourites", "song.wav"], "--favourites and --listen-file: expected one of them"),
        (["song.wav", "--link"], "--link and songs: expected one of them; songs keep their own beat"),
        (["song.wav", "--cross-fade", "-1"], "--cross-fade -1: out of bounds, expected 0 to 30 s"),
        (["ambient", "x.toml"], "x.toml: no such dream"),
    ],
)
def test_what_cannot_be_played_is_one_sentence(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path)
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path)
    song_file(tmp_path / "song.wav")
    (tmp_path / "text.txt").write_text("no song")
    (tmp_path / "text.m3u").write_text("gone.mp3\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.jsonl").touch()
    assert cli.run(["play", *words]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1 + said.count("gone.mp3")


@pytest.mark.slow
def test_a_random_seed_is_printed_and_can_be_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["still", "a.png", "--seed", "random", "--size", "64x36", "--quality", "low"]) == 0
    found = re.fullmatch(r"dreamscape: seed (\d+)\ndreamscape: a\.png: drawn\n", capsys.readouterr().err)
    assert found
    assert f"--seed {found[1]} ".encode() in Path("a.png").read_bytes()


@pytest.mark.parametrize("words", [["--seed", "random"], ["--seed=random"]])
def test_what_goes_on_with_a_film_names_the_seed_that_was_drawn(words: list[str]) -> None:
    given = ["export", "random", *words]
    context = click.Context(click.Group(), obj=given)
    with film.export.make_context("export", given[1:], parent=context) as made:
        number = made.params["seed"]
        assert number.isdecimal()
        assert "random" not in " ".join(given[2:])
        assert number in " ".join(given)
        assert given[1] == "random", "the film's own name"


def test_a_song_that_ends_says_so_and_again_after_a_jump_back(tmp_path: Path) -> None:
    said: list[str] = []
    song = Song(song_file(tmp_path / "song.wav"), "--listen-file")
    later = _DelayedSong(song, 1000, said.append)
    for start in range(0, 20_000, 5_000):
        later.read(start, 5_000)
    assert not said
    for start in range(20_000, 40_000, 5_000):
        later.read(start, 5_000)
    assert said == ["song.wav has ended; the dream goes on in silence"]
    later.read(2_000, 5_000)
    later.read(30_000, 5_000)
    assert len(said) == 2
    song.close()
