"""Favourites: what breaks here loses moments that somebody saved, or jumps to others."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from living import Live, at_once, sessions

from dreamscape.dream import dream_file as dream_files
from dreamscape.dream.timeline import Timeline
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.live.controls.keys import Keys
from dreamscape.live.menu.menu import Menu
from dreamscape.live.menu.rows import Row
from dreamscape.live.store import favourites
from dreamscape.live.store.favourites import Favourite, at_tick, load, same, tick_of, toggle
from dreamscape.rng import Streams

Make = Callable[..., Live]
ONE = Favourite("Low tide", "low-tide", 7, 1, "shore", 3.5)
ODD = Favourite('A "title" é', '/a "b"\\\n\x7f é 🌊/d.toml', dream_files.HIGHEST_SEED, 100_000, "shore", 0.0167)
ACTS = '\n[[act]]\nscene = "{}"\nseconds = 20.0\nshift = {{ through = "light", seconds = 1.0 }}\n'


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    at_once(monkeypatch)
    yield from sessions(monkeypatch, tmp_path)


def dream_file(path: Path, *scenes: str, top: str = "") -> Path:
    path.write_text(f'title = "{path.stem}"\nseed = 7\n{top}' + "".join(map(ACTS.format, scenes)))
    return path


def press(one: Live, name: str) -> None:
    import pygame

    one.event(pygame.KEYDOWN, key=pygame.key.key_code(name), unicode=name if len(name) == 1 else "", mod=0)


def rows(one: Live) -> list[Row]:
    """What the menu lists of favourites."""
    if one.session.menu is None:
        press(one, "escape")
    assert isinstance(one.session.menu, Menu)
    menu = one.session.menu
    menu.show_section([section.name for section in menu.sections].index("Favourites"))
    return menu.rows()


def choose(one: Live, number: int) -> None:
    do = rows(one)[number].do
    assert do is not None
    do()
    one.frames(12)  # by which the menu has gone


def test_what_is_kept_is_read_again_and_turned_off_alone(tmp_path: Path) -> None:
    where = tmp_path / "deep" / favourites.NAME
    assert load(where) == ()
    assert toggle(where, ONE)
    assert toggle(where, ODD)
    assert load(where) == (ONE, ODD)
    assert not toggle(where, ONE)
    assert load(where) == (ODD,)
    assert [path.name for path in where.parent.iterdir()] == [favourites.NAME]


def test_only_what_a_hand_could_mean_is_the_same() -> None:
    def at(dream: str = "low-tide", number: int = 7, act: int = 1, seconds: float = 3.5) -> Favourite:
        return Favourite("Low tide", dream, number, act, "shore", seconds)

    assert same(ONE, at(seconds=5.5))
    assert not any(same(ONE, other) for other in (at(seconds=7.0), at(act=2), at(number=8), at("ambient")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[favourite]]\ntitle = "A"', "favourites.toml: favourite[0].dream: missing, expected text of 1 to 4096"),
        ("[[favorite]]", "favourites.toml: unknown key 'favorite'; did you mean 'favourite'?"),
        ("favourite", "favourites.toml: not valid TOML"),
        ("#" * (1 << 20) + "#", "favourites.toml: too large"),
    ],
)
def test_a_damaged_file_is_said_and_left_as_it_is(tmp_path: Path, text: str, message: str) -> None:
    where = tmp_path / favourites.NAME
    where.write_text(text)
    with pytest.raises(InputError) as caught:
        toggle(where, ONE)
    assert message in str(caught.value)
    assert where.read_text() == text


@given(st.binary(max_size=200))
def test_whatever_the_file_holds_there_are_favourites_or_one_sentence(data: bytes) -> None:
    with suppress(InputError):
        favourites.decode(data, "favourites.toml")


def test_what_cannot_be_kept_is_one_sentence(tmp_path: Path) -> None:
    where = tmp_path / favourites.NAME
    with pytest.raises(InputError, match="not valid UTF-8"):
        toggle(where, Favourite("A", "/\udcff.toml", 7, 1, "shore", 0.0))
    many = [Favourite("A", "ambient", number, 1, "shore", 0.0) for number in range(favourites.MOST)]
    favourites.save(where, tuple(many))
    with pytest.raises(InputError, match="there can be at most"):
        toggle(where, ONE)
    assert not toggle(where, many[5])
    assert toggle(where, ONE)
    where.unlink()
    where.mkdir()
    with pytest.raises(DreamscapeError, match="cannot be read"):
        toggle(where, ONE)


@pytest.mark.parametrize("top", ["", "endless = true\n"])
def test_a_moment_is_found_again(tmp_path: Path, top: str) -> None:
    dream = dream_files.load(str(dream_file(tmp_path / "own.toml", "silence", "key", top=top)))
    for tick in (0, 700, 1199, 1200, 2399, *([20_000] if top else [])):
        kept = at_tick(dream, 7, Timeline(dream.file, Streams(7)), tick)
        assert tick_of(kept, Timeline(dream.file, Streams(7))) == tick


def test_an_act_that_has_become_another_is_said(tmp_path: Path) -> None:
    dream = dream_files.load(str(dream_file(tmp_path / "own.toml", "silence", "key")))
    kept = at_tick(dream, 7, Timeline(dream.file), 2000)
    dream_file(tmp_path / "own.toml", "key", "silence")
    with pytest.raises(InputError, match="own: act 2 is no longer key"):
        tick_of(kept, Timeline(dream_files.load(dream.name).file))
    dream_file(tmp_path / "own.toml", "silence")
    with pytest.raises(InputError, match="own: act 2 is no longer key"):
        tick_of(kept, Timeline(dream_files.load(dream.name).file))


@pytest.mark.slow
def test_a_key_keeps_the_moment_and_lets_it_go(live: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dream_file(tmp_path / "own.toml", "silence", "key")
    monkeypatch.chdir(tmp_path)
    one = live(dream=dream_files.load("own.toml"))
    one.frames(3)
    press(one, "b")
    kept = load(favourites.path())
    assert [(known.title, known.dream, known.seed, known.act, known.scene) for known in kept] == [
        ("own", str(tmp_path / "own.toml"), 7, 1, "silence")
    ]
    assert kept[0].at == pytest.approx(float(one.session.seconds), abs=0.02)
    assert one.session.hud.note == "a favourite: silence 0:00, seed 7"
    one.frames(5)
    press(one, "b")
    assert load(favourites.path()) == ()
    assert one.session.hud.note.startswith("no longer a favourite")
    assert ("b", "add or remove a favourite") in Keys().help()


def test_strangers_keep_nothing(live: Make) -> None:
    one = live("silence", kiosk=True)
    one.frames(1)
    press(one, "b")
    assert not favourites.path().exists()


@pytest.mark.slow
def test_the_menu_keeps_and_lists_and_travels(live: Make, tmp_path: Path) -> None:
    other = dream_file(tmp_path / "other.toml", "key", "silence")
    one = live(dream=dream_files.load(str(dream_file(tmp_path / "own.toml", "silence", "key"))))
    one.frames(2)
    assert [row.label for row in rows(one)] == ["Add this moment"]
    favourites.save(favourites.path(), (Favourite("other", str(other), 42, 1, "key", 15.0),))
    choose(one, 0)
    shown = rows(one)
    assert [(row.label, row.value, row.is_current) for row in shown] == [
        ("Remove this moment", "", False),
        ("own", "silence 0:00, seed 7", True),
        ("other", "key 0:15, seed 42", False),
    ]
    choose(one, 2)
    assert (one.session.dream.name, one.session.number) == (str(other), 42)
    assert 900 <= one.session.renderer.world.tick < 960
    assert [row.is_current for row in rows(one)] == [False, False, True]
    choose(one, 1)
    assert (one.session.dream.file.title, one.session.number) == ("own", 7)
    assert one.session.renderer.world.tick < 120


@pytest.mark.slow
def test_the_same_dream_goes_on_on_the_same_stage(live: Make, tmp_path: Path) -> None:
    own = dream_file(tmp_path / "own.toml", "silence", "key")
    favourites.save(favourites.path(), (Favourite("own", str(own), 7, 1, "silence", 10.0),))
    one = live(dream=dream_files.load(str(own)))
    one.frames(2)
    renderer = one.session.renderer
    choose(one, 1)
    assert one.session.renderer is renderer
    assert 600 <= one.session.renderer.world.tick < 660


@pytest.mark.slow
def test_a_dream_that_has_gone_and_a_damaged_file_are_said(live: Make, tmp_path: Path) -> None:
    gone = tmp_path / "gone.toml"
    favourites.save(favourites.path(), (Favourite("gone", str(gone), 7, 1, "key", 1.0),))
    one = live("silence")
    one.frames(1)
    choose(one, 1)
    assert "no such dream" in one.session.hud.note
    assert one.session.dream.file.title == "Short"
    favourites.path().write_text("favourite = 3")
    assert [row.label for row in rows(one)] == ["Add this moment"]
    assert "favourites.toml: favourite: expected a list" in one.session.hud.note
    press(one, "b")
    assert favourites.path().read_text() == "favourite = 3"
