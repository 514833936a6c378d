"""Dreams that follow each other: what breaks here stops an evening at its first dream, or plays what nobody chose."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from living import FRAME, Live, at_once, sessions
from test_favourites import dream_file as long_file

from dreamscape.commands.play import play
from dreamscape.commands.play_parameters import PlayParameters
from dreamscape.commands.play_target import listed
from dreamscape.commands.playing import make_playlist
from dreamscape.commands.session_report import report
from dreamscape.dream import dream_file as dream_files
from dreamscape.dream.dream_file import Dream
from dreamscape.engine.request import check_request
from dreamscape.errors import InputError
from dreamscape.live.store.playlist import Playlist, read
from dreamscape.rng import Streams

Make = Callable[..., Live]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    at_once(monkeypatch)
    yield from sessions(monkeypatch, tmp_path)


def dream_file(path: Path, *scenes: str, top: str = "") -> Path:
    """Of a dream whose acts take three seconds each."""
    path.write_text(long_file(path, *scenes, top=top).read_text().replace("20.0", "3.0"))
    return path


def following(playlist: Playlist, first: Dream, count: int) -> list[tuple[str, int]]:
    """The names and seed numbers of what follows a dream."""
    found = []
    for _ in range(count):
        first, number = playlist.after(first)
        found.append((first.name, number))
    return found


def of_words(*words: str) -> Playlist | None:
    """The playlist that `play` makes of its arguments."""
    with play.make_context("play", [*words]) as context:
        names, parameters = listed(PlayParameters(**context.params))
        request = check_request(parameters.dream, parameters.seed, names=("--at", "--to"))
        return make_playlist(names, parameters.shuffle, request, parameters.seed)


def test_dreams_follow_in_their_order_for_ever() -> None:
    playlist = of_words("homeward", "low-tide", "homeward", "ambient")
    assert playlist
    own = {name: dream_files.load(name).file.seed for name in dream_files.names()}
    order = ["low-tide", "homeward", "ambient", "homeward", "low-tide"]
    assert following(playlist, dream_files.load("homeward"), 5) == [(name, own[name]) for name in order]
    assert playlist.after(dream_files.load("ambient"))[0].name == "homeward", "after what the menu chose"
    numbered = of_words("homeward", "low-tide", "--seed", "42")
    assert numbered
    assert following(numbered, dream_files.load("homeward"), 2) == [("low-tide", 42), ("homeward", 42)]


def test_one_dream_follows_itself() -> None:
    assert of_words() is of_words("ambient") is None


@pytest.mark.slow
def test_a_lot_plays_each_once_a_round_and_never_one_twice_running() -> None:
    dreams = read(dream_files.names())
    playlist = Playlist(dreams, None, Streams(3))
    count, total = len(dreams), 10 * len(dreams)
    found = following(playlist, dreams[0], total - 1)
    names = [dreams[0].name, *(name for name, _ in found)]
    rounds = [tuple(names[start : start + count]) for start in range(0, total, count)]
    assert all(set(one) == set(dream_files.names()) for one in rounds)
    assert len(set(rounds)) > 3
    assert all(before != after for before, after in pairwise(names))
    assert len({number for _, number in found}) == total - 1
    assert following(Playlist(dreams, None, Streams(3)), dreams[0], total - 1) == found


def test_without_a_number_each_evening_is_another() -> None:
    first = dream_files.load("sapphire")
    one, other = of_words("--shuffle"), of_words("--shuffle")
    again, same = of_words("--shuffle", "--seed", "42"), of_words("--shuffle", "--seed", "42")
    assert one
    assert other
    assert again
    assert same
    assert following(one, first, 3) != following(other, first, 3)
    assert following(again, first, 3) == following(same, first, 3)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["homeward", "lowtide"], "lowtide: nothing to play has this name (did you mean low-tide?)"),
        (["homeward", "none.toml"], "none.toml: no such dream, expected ambient"),
        (["homeward", "ambient", "--dream", "sapphire"], "homeward and --dream: expected one of them"),
    ],
)
def test_what_cannot_follow_is_one_sentence(words: list[str], message: str) -> None:
    with pytest.raises(InputError) as caught:
        of_words(*words)
    assert str(caught.value).startswith(message)


def test_a_file_that_has_gone_plays_as_it_was(tmp_path: Path) -> None:
    dreams = read(["homeward", str(dream_file(tmp_path / "own.toml", "key"))])
    dream_file(tmp_path / "own.toml", "silence")
    assert Playlist(dreams).after(dreams[0])[0].file.act[0].scene == "silence"
    (tmp_path / "own.toml").unlink()
    assert Playlist(dreams).after(dreams[0])[0].file.act[0].scene == "key"


@pytest.mark.slow
@pytest.mark.parametrize("top", ["", "endless = true\n"])
def test_the_next_dream_comes_when_one_or_its_round_is_over(live: Make, tmp_path: Path, top: str) -> None:
    names = [str(dream_file(tmp_path / f"{name}.toml", "silence", "key", top=top)) for name in ("own", "other")]
    one = live(dream=dream_files.load(names[0]))
    one.session.playlist = Playlist(read(names), 42)
    one.frames(2)
    one.session.jump(350)
    one.frames(4)
    assert one.session.dream.name == names[0]
    one.frames(6)
    assert (one.session.dream.name, one.session.number) == (names[1], 42)
    assert one.session.renderer.world.tick < 20
    assert one.session.hud.note == "other   seed 42"
    one.session.jump(350)
    one.frames(10)
    assert one.session.dream.name == names[0]


@pytest.mark.slow
def test_a_dream_waits_at_its_end_for_the_next_one(live: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And begins again where there is none."""
    from dreamscape.live.playback import jump

    names = [str(dream_file(tmp_path / f"{name}.toml", "silence")) for name in ("own", "other")]
    one = live(dream=dream_files.load(names[0]))
    one.frames(2)
    one.session.jump(175)
    one.frames(5)
    assert (one.session.dream.name, one.session.renderer.world.tick < 20) == (names[0], True)
    one.session.playlist = Playlist(read(names))
    monkeypatch.setattr(jump.Jump, "prepare", lambda self, budget: False)
    one.session.jump(175)
    one.frames(10)
    assert (one.session.dream.name, one.session.renderer.world.tick) == (names[0], 179)
    monkeypatch.undo()


def test_nobody_needs_to_look_for_the_next_one_to_come(live: Make, tmp_path: Path) -> None:
    names = [str(dream_file(tmp_path / f"{name}.toml", "silence")) for name in ("own", "other")]
    one = live(dream=dream_files.load(names[0]))
    one.session.playlist = Playlist(read(names))
    one.frames(2)
    one.session.jump(179)
    one.session.advance(FRAME)
    one.session.skip_frame(FRAME)
    assert one.session.dream.name == names[1]


def test_a_report_names_the_kinds_of_what_follows_and_knows_their_folders(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    own = dream_file(tmp_path / "private" / "own.toml", "key")
    for words, told in ((["ambient", str(own)], "what ambient FILE.toml"), ([], "")):
        with play.make_context("play", [*words, "--mute"]) as context, context.scope():
            begun = report(tmp_path / "report.txt", overwrite=True)
            assert begun
            assert not words or str(own.parent) in begun._folders
        said = (tmp_path / "report.txt").read_text()
        assert f"{told} --mute".strip() in said
        assert words or "what" not in said
