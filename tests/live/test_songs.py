"""Songs that follow each other in a session: what breaks here stops the music, or shows another song's dream."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from test_music import song_file

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.dream.inputs import Heard
from dreamscape.live.playback.song_dreams import SongDreams
from dreamscape.live.playback.song_loader import open_from
from dreamscape.live.playback.song_player import SongPlayer
from dreamscape.live.playback.songs_input import SongsInput
from dreamscape.live.song_actions import SongActions
from dreamscape.songs.m3u import ListedSong
from dreamscape.songs.song_files import find
from dreamscape.songs.song_order import SongOrder
from dreamscape.synthesis.voice import RATE


def dream(name: str, seconds: float = 2.0, plan: bool = True) -> Dream:
    return Dream(name, DreamFile(name, 7, (Act("key", seconds),)), name, plan=("a plan",) if plan else ())


class Stage:
    """A session, as far as songs know it."""

    def __init__(self, first: Dream) -> None:
        self.dream, self.playhead = first, SimpleNamespace(tick=0)
        self.said: list[str] = []
        self.hud = SimpleNamespace(say=self.said.append)
        self.asked: list[tuple[str, int]] = []
        self.due: Callable[[], bool] | None = None
        self.following: Dream | None = None

    def seek(self, tick: int) -> None:
        self.asked.append(("seek", tick))

    def seek_dream(self, other: Dream, number: int, tick: int) -> None:
        self.asked.append((other.name, tick))

    def follow_with(self, other: Dream, number: int, due: Callable[[], bool]) -> None:
        self.following, self.due = other, due

    def follow_no_more(self) -> None:
        self.following = self.due = None


class Plans:
    """Stands in for the process that makes dreams."""

    def __init__(self, *known: Dream) -> None:
        self.known = {one.name: one for one in known}

    def of(self, path: Path) -> Dream | None:
        return self.known.get(path.name)

    def hurry(self, path: Path) -> None:
        pass

    def close(self) -> None:
        pass


class Sound:
    """Stands in for a speaker: what is ready reaches a fifth of a second beyond what is heard."""

    def __init__(self, player: SongPlayer) -> None:
        self.at, self._player = 0, player
        player.attach(self)  # type: ignore[arg-type]

    def heard(self) -> float:
        return self.at / RATE

    def replace(self, changes: Callable[[int], None]) -> int:
        changes(self.at + RATE // 5)
        return self.at + RATE // 5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, seconds in ((1, 2.0), (3, 2.0)):
        song_file(tmp_path / f"{number}.flac", seconds)
    (tmp_path / "2.flac").write_text("no song")
    return tmp_path


@pytest.fixture
def played(folder: Path) -> Iterator[Callable[..., tuple[SongPlayer, Stage, Any]]]:
    players: list[SongPlayer] = []

    def make(plans: Plans | None = None, sound: bool = True, fade: float = 0.5) -> tuple[SongPlayer, Stage, Any]:
        order = SongOrder(find([folder]).songs)
        place, song, _ = open_from(order, 0)
        assert song
        stage = Stage(dream("1.flac") if plans else dream("named", plan=False))
        dreams = SongDreams(plans, None, dream("spare", plan=False))  # type: ignore[arg-type]
        player = SongPlayer(order, place, song, fade, dreams)
        players.append(player)
        player.begin(stage, 0)  # type: ignore[arg-type]
        return player, stage, Sound(player) if sound else None

    yield make
    for player in players:
        player.close()


def until(player: SongPlayer, happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 180
    while not happened():
        assert time.monotonic() < end
        player.step()
        time.sleep(0.002)


def test_songs_follow_each_other_and_what_is_none_is_left_out(played: Any) -> None:
    player, stage, sound = played()
    until(player, lambda: len(player.mix.passages) == 2)
    assert stage.said == ["2.flac: holds no sound; left out"]
    join = player.mix.passages[1]
    assert (join.first, join.rises) == (pytest.approx(1.5 * RATE, abs=10), RATE // 2)
    sound.at = join.first
    player.step()
    assert (player.path.name, player.tags.label, player.position) == ("3.flac", "3", 0.0)
    until(player, lambda: len(player.mix.passages) == 3)
    sound.at = player.mix.passages[2].first + 4 * RATE
    until(player, lambda: player.path.name == "1.flac" and len(player.mix.passages) == 2)
    assert np.abs(player.mix.read(sound.at - RATE // 2, RATE)).max() > 0.0


@pytest.mark.parametrize("sound", [True, False])
def test_a_song_that_is_opened_late_cuts_nothing_off_the_one_before(played: Any, sound: bool) -> None:
    player, stage, speaker = played(sound=sound)
    until(player, lambda: len(player.mix.passages) == 2)
    (_, third), loader = player.mix.passages, player._loader
    opened, loader.opened = loader.opened, lambda place: None
    for tick in (90, 130, 150):  # the third song joins at tick 90, and the first one again at tick 180
        stage.playhead.tick = tick
        if speaker:
            speaker.at = tick * RATE // TICKS_PER_SECOND
        player.step()
    loader.opened = opened
    until(player, lambda: player.mix.passages[-1].song is not third.song)
    assert player.path.name == "3.flac"
    assert player.mix.passages[-1].first == pytest.approx(3.0 * RATE, abs=20)
    assert player.mix.passages[-1].rises == RATE // 2


def test_keys_lead_to_the_next_song_and_back(played: Any) -> None:
    player, _, sound = played()
    sound.at = RATE // 2
    player.next()
    assert player.path.name == "3.flac"
    assert player.mix.passages[-1].first - sound.at <= 0.3 * RATE
    player.previous()
    assert player.path.name == "1.flac"
    player.next()
    sound.at += 4 * RATE
    player.previous()
    assert player.path.name == "3.flac", "a song that has played for a while begins again"
    assert player.mix.passages[-1].begin == sound.at + RATE // 5


def test_each_song_brings_its_own_dream_when_it_begins(played: Any) -> None:
    third = dream("3.flac")
    player, stage, sound = played(Plans(third))
    until(player, lambda: stage.due is not None)
    assert stage.following is third
    assert not stage.due()
    assert player.dream_over(), "the dream waits where it has ended"
    sound.at = player.mix.passages[1].first + 480
    player.step()
    assert stage.due()
    stage.dream = third
    player.dream_jumped(0)
    assert player.offset == player.mix.passages[1].first, "the dream's beginning lies where the song's does"


def test_a_dream_that_is_late_comes_in_where_the_song_is_by_then(played: Any) -> None:
    plans = Plans()
    player, stage, sound = played(plans)
    player.next()
    head = player.mix.passages[-1].first
    sound.at = head + RATE
    player.step()
    assert stage.asked == []
    player.dream_jumped(30)
    assert player.now - player.offset == 30 * RATE // TICKS_PER_SECOND, "the dream before goes its own way"
    plans.known["3.flac"] = dream("3.flac")
    player.step()
    assert stage.asked == [("3.flac", TICKS_PER_SECOND)]
    stage.dream = plans.known["3.flac"]
    player.dream_jumped(TICKS_PER_SECOND)
    assert player.offset == head
    assert len(player.mix.passages) == 2, "the song goes on as it was"


def test_a_jump_in_its_own_dream_is_one_in_the_song_and_in_no_other(played: Any) -> None:
    player, _, sound = played(Plans())
    sound.at = RATE
    player.dream_jumped(30)
    assert (player.offset, player.mix.passages[-1].begin) == (RATE + RATE // 5 - RATE // 2,) * 2
    other, _, sound = played()
    sound.at = RATE
    other.dream_jumped(30)
    assert (other.offset, len(other.mix.passages)) == (RATE // 2, 1)


@pytest.mark.slow
@pytest.mark.parametrize("sound", [True, False])
def test_the_picture_hears_the_mix(played: Any, sound: bool) -> None:
    player, stage, speaker = played(sound=sound)
    ear = SongsInput(player)
    until(player, lambda: len(player.mix.passages) == 2)
    heard: list[Heard] = []
    for tick in range(1, 130, 2):
        stage.playhead.tick = tick
        if speaker:
            speaker.at = tick * RATE // TICKS_PER_SECOND
        player.step()
        heard += [event for event in ear.events(tick, tick + 1, 0.0) if isinstance(event, Heard)]
    assert player.path.name == "3.flac"
    assert [event.tick for event in heard] == sorted({event.tick for event in heard})
    assert max(event.onset for event in heard if event.tick > 115) > 0.0
    assert "3   no beat   of 3" in ear.status()


def test_without_songs_their_keys_say_so() -> None:
    said: list[str] = []
    actions = SongActions(SimpleNamespace(songs=None, hud=SimpleNamespace(say=said.append)))  # type: ignore[arg-type]
    for do in actions.handlers.values():
        do()
    assert said == ["no songs play; name some, or a folder of them"] * 3


def test_a_list_names_what_has_no_tags(folder: Path) -> None:
    order = SongOrder([ListedSong(folder / "1.flac", "Ana - Mosaic")])
    place, song, _ = open_from(order, 0)
    assert song
    player = SongPlayer(order, place, song, 0.0, SongDreams(None, None, dream("spare")))
    assert (player.tags.artist, player.tags.title) == ("Ana", "Mosaic")
    player.close()
