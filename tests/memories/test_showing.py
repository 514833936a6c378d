"""Memories of one's own in the dream: what breaks here shows somebody else's, or another picture each time."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import moderngl
import numpy as np
import pytest
from making import clip, note, save, scene, wave
from numpy.typing import NDArray

from dreamscape.clock import moment_at
from dreamscape.engine import dream_source
from dreamscape.engine.features import features_of
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import DreamscapeError
from dreamscape.memories import album as albums
from dreamscape.memories.album import Album
from dreamscape.places.water.own_memories import held_by, opened
from dreamscape.quality import TIERS
from dreamscape.render import murmur_atlas
from dreamscape.render.own_memories import OwnMemories
from dreamscape.rng import Streams
from dreamscape.scenes.chorus import Chorus
from dreamscape.scenes.immersion import Immersion
from dreamscape.synthesis.voice import BLOCK, RATE
from dreamscape.voices import murmuring
from dreamscape.voices.murmuring import Murmuring

DREAM = 'title = "t"\nseed = 1\nopening = 0\n[[act]]\nscene = "immersion"\nseconds = 12\nparameters = {first = 1}\n'


@pytest.fixture
def dream(tmp_path: Path) -> str:
    (tmp_path / "d.toml").write_text(DREAM)
    return str(tmp_path / "d.toml")


def seen(ctx: moderngl.Context, dream: str, times: list[int], words: list[str]) -> Iterator[NDArray[np.uint8]]:
    renderer = Renderer(ctx, dream_source.load(dream, memories=words), (160, 90), TIERS["low"])
    for time in times:
        yield renderer.read(renderer.draw(moment_at(time))).copy()


@pytest.mark.slow
def test_the_open_droplet_shows_the_picture_and_always_the_same(
    ctx: moderngl.Context, dream: str, tmp_path: Path
) -> None:
    red, blue = (str(save(tmp_path / f"{hue}.png", scene(hue=hue))) for hue in (0, 1))
    (own,) = seen(ctx, dream, [4], [red])
    (again,) = seen(ctx, dream, [4], [red])
    assert np.array_equal(own, again)
    after_others = [*seen(ctx, dream, [2, 4], [red])][-1]
    assert np.array_equal(own, after_others), "whatever was drawn before"
    (other,) = seen(ctx, dream, [4], [blue])
    (plain,) = seen(ctx, dream, [4], [])
    middle = slice(35, 55), slice(65, 95)
    assert np.abs(own[middle].astype(int) - other[middle]).mean() > 10.0
    assert np.abs(own[middle].astype(int) - plain[middle]).mean() > 10.0


@pytest.mark.slow
def test_a_clip_moves_in_its_droplet(ctx: moderngl.Context, dream: str, tmp_path: Path) -> None:
    film = str(clip(tmp_path / "c.mp4", 40))
    first, second = seen(ctx, dream, [4, 5], [film])
    assert np.abs(first[30:60, 60:100].astype(int) - second[30:60, 60:100]).mean() > 2.0
    (alone,) = seen(ctx, dream, [5], [film])
    assert np.array_equal(second, alone)


def test_a_window_waits_for_the_painter_in_small_steps(
    ctx: moderngl.Context, dream: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, begin = dream_source.load(dream, memories=[str(save(tmp_path / "a.png", scene()))]), Event()
    own = albums.album(loaded.memories.digest)
    assert own is not None
    paint = albums.picture
    monkeypatch.setattr(albums, "picture", lambda one, side: (begin.wait(60.0), paint(one, side))[1])
    steps = OwnMemories(ctx, TIERS["low"], own, Streams(1)).painted(0)
    assert [next(steps, "over") for _ in range(3)] == [None, None, None]
    begin.set()
    assert all(step is None for step in steps), "and ends"


def test_each_turn_opens_another(tmp_path: Path) -> None:
    assert [opened(turn, 5) for turn in range(7)] == [0, 1, 2, 3, 4, 0, 1]
    assert all(held_by(turn % 3, turn, 7) == opened(turn, 7) for turn in range(12)), "what opens is what it holds"
    assert len({held_by(body, 4, 30) for body in range(19)}) == 19


def test_features_tell_of_them_in_place_of_those_of_others(tmp_path: Path, dream: str) -> None:
    for hue in (0, 1):
        save(tmp_path / f"{hue}.png", scene(hue=hue))
    for words, told in (([str(tmp_path / "*.png")], {"own_memories": 2}), ([], {"first_memory": "first_snow"})):
        made = features_of(dream_source.load(dream, memories=words), 1).acts["immersion"].features
        values = {one.name: one.value for one in made if "memor" in one.name}
        assert {name: values[name] for name in told} == told
        assert ("own_memories" in values) is bool(words)
        assert ("memories" in values) is not bool(words)


def test_what_drifts_is_chosen_by_the_light(tmp_path: Path, dream: str) -> None:
    dark, warm, cool = scene() // 6, scene(hue=1), 255 - scene() // 4
    for name, picture in (("dark", dark), ("warm", warm), ("cool", cool)):
        save(tmp_path / f"{name}.png", picture.astype(np.uint8))
    loaded = dream_source.load(dream, memories=[str(tmp_path / "*.png")])
    moods = {Path(one.path).stem: one.mood for one in loaded.memories.files}
    assert moods == {"dark": "lights", "warm": "petals", "cool": "snow"}
    said = " ".join(
        text for sight in Immersion(Streams(1), {"album": loaded.memories.digest}).sights() for text in sight.sentences
    )
    assert "A memory of your own." in said
    assert "picnic" not in said
    told = [one.name for one in Immersion(Streams(1), {"album": loaded.memories.digest}).features()]
    assert "first_memory" not in told
    assert "light" in told


def test_lines_of_text_take_the_place_of_the_words() -> None:
    page, rects = murmur_atlas.atlas(("one line", "two"))
    assert len(rects) == 2
    assert page.any()
    many = murmur_atlas.atlas(tuple(f"a line of some length, {number}" for number in range(400)))[1]
    assert 20 < len(many) < 400, "as many as there is room for"


def test_voice_notes_are_heard_and_the_same_from_any_moment(tmp_path: Path, dream: str) -> None:
    loaded = dream_source.load(dream, memories=[str(note(tmp_path / "n.wav"))])
    digest = loaded.memories.digest
    voice = Murmuring(Streams(1), digest, 2.0)
    sound = np.concatenate([voice.block(number) for number in range(400)])
    assert 0.02 < sound.std() < 0.3
    again = Murmuring(Streams(1), digest, 2.0)
    assert np.array_equal(again.block(250), sound[250 * BLOCK : 251 * BLOCK])
    for kind in (Immersion, Chorus):
        played = kind(Streams(1), {"album": digest}).sounding(8.0).textures
        (level,) = [loud for (texture, _), loud in played.items() if isinstance(texture, Murmuring)]
        assert 0.5 < level < 1.2, "it murmurs under the rest"
        plain = kind(Streams(1), {}).sounding(8.0).textures
        assert not any(isinstance(texture, Murmuring) for texture, _ in plain)


def test_pieces_of_a_note_are_as_loud_as_each_other(tmp_path: Path, dream: str) -> None:
    """Who was far from the microphone for a while was lost, and who came close was louder than the dream."""
    t = np.arange(12 * RATE) / RATE
    tone = 0.4 * np.sin(2.0 * np.pi * 300.0 * t) * np.where(t < 6.0, 0.4, 1.0)
    digest = dream_source.load(dream, memories=[str(wave(tmp_path / "n.wav", tone))]).memories.digest
    muffled = murmuring._muffled(digest, 0, 900.0)
    soft, loud = (murmuring._piece(muffled, where, 2.0).std() for where in (0.0, 1.0))
    assert loud == pytest.approx(soft, rel=0.3)


def test_a_process_without_the_files_says_so() -> None:
    with pytest.raises(DreamscapeError, match="are not on this machine; give them as --memories FOLDER"):
        albums.album("1" * 32)
    assert albums.album("") is None
    assert Album((), (), ()).moods(Streams(1)) == []


def test_a_file_that_changes_is_noticed(tmp_path: Path, dream: str) -> None:
    path = save(tmp_path / "a.png", scene())
    (one,) = dream_source.load(dream, memories=[str(path)]).memories.files
    albums.picture(one, 32)
    save(path, scene(hue=1))
    with pytest.raises(DreamscapeError, match="was changed meanwhile; begin again"):
        albums.picture(one, 48)
