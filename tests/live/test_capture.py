"""Captures: what breaks here loses a picture, a film or a recording that somebody wanted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from conftest import world_of
from living import Live, sessions

from dreamscape.dream.inputs import ParameterChange, Pointer
from dreamscape.dream.legs import inputs_of
from dreamscape.engine import recording
from dreamscape.files.placing import write
from dreamscape.live import capture
from dreamscape.live.playback import input_log

Make = Callable[..., Live]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    yield from sessions(monkeypatch, tmp_path)


@pytest.mark.slow
def test_a_recording_is_the_session(live: Make, tmp_path: Path) -> None:
    import pygame

    one = live("chorus")
    session, file = one.session, tmp_path / "hand.jsonl"
    one.frames(5)
    pressed = session.renderer.world.tick
    session.log.record(file, pressed)
    one.event(pygame.MOUSEMOTION, pos=(100, 50), touch=False)
    one.frames(4)
    one.event(pygame.MOUSEBUTTONDOWN, pos=(100, 50), button=1, touch=False)
    one.frames(30)
    session.send(ParameterChange(session.renderer.world.tick + 1, "ocean.glow", 2.0))
    one.frames(2)
    one.actions.finish()
    kept = recording.read(file)
    world = world_of(session.dream.file, kept.header.seed)
    [leg] = kept.legs
    assert leg.start == pressed, "a film of it begins where the key was pressed"
    world.follow(leg.own)
    world.advance_to(leg.stop)
    assert leg.stop == session.renderer.world.tick
    assert {type(event).__name__ for event in leg.own} >= {"Pointer", "Pluck", "Call", "ParameterChange"}
    assert world.digest() == session.renderer.world.digest()


@pytest.mark.slow
def test_pictures_and_films_are_kept_with_what_made_them(live: Make, tmp_path: Path) -> None:
    import av

    one = live("silence")
    one.frames(3)
    one.actions.perform("screenshot")
    one.frames(1)
    [picture] = (tmp_path / "pictures" / "Dreamscape").glob("*.png")
    assert b"dreamscape still" in picture.read_bytes()
    one.actions.perform("record")
    one.frames(6)
    one.actions.perform("record")
    folder = tmp_path / "videos" / "Dreamscape"
    [film], [log] = folder.glob("*.mkv"), folder.glob("*.jsonl")
    with av.open(str(film)) as file:
        times = [frame.time for frame in file.decode(video=0)]
    assert 2 <= len(times) <= 7
    assert times == sorted(times)
    assert recording.read(log).legs[-1].stop == one.session.renderer.world.tick


@pytest.mark.parametrize("letter", ["\N{MATHEMATICAL BOLD SCRIPT CAPITAL A}", "夢", "a", "/"])
def test_pictures_of_dreams_with_any_title_are_kept(letter: str, tmp_path: Path) -> None:
    """Sixty letters may be 240 bytes, and with the date and what a file is called while it is written, too many."""
    folder = capture._folder(tmp_path)
    folder.mkdir()
    for count in range(1, 4):
        write(capture._free_path(folder, letter * 60, ".png"), b"x")
        assert len(list(folder.iterdir())) == count


def test_a_recording_beside_a_film_replaces_none(tmp_path: Path) -> None:
    """Whose film was moved away."""
    request = capture._free_path(tmp_path, "a", ".mkv").with_suffix(".jsonl")
    request.write_text("years")
    assert capture._free_path(tmp_path, "a", ".mkv", ".jsonl").with_suffix(".jsonl") != request


@pytest.mark.slow
def test_a_full_disk_is_a_word_in_the_window(live: Make, tmp_path: Path) -> None:
    one = live("silence")
    one.frames(1)
    (tmp_path / "videos").write_text("a file where a folder should be")
    (tmp_path / "pictures").write_text("")
    for what in ("record", "screenshot"):
        one.actions.perform(what)
        assert one.session.hud._note
    one.frames(1)
    assert not one.session.log.is_recording


@pytest.mark.slow
def test_jumps_are_lines_of_one_recording_and_another_dream_is_another_one(live: Make, tmp_path: Path) -> None:
    """Each jump began a file of its own. Each leg is that part of the session, to the last bit."""
    one = live("silence", "key")
    session, parts = one.session, list[tuple[int, int, str]]()
    one.frames(3)
    session.log.record(tmp_path / "hand.jsonl", session.renderer.world.tick)
    session.send(ParameterChange(session.renderer.world.tick + 1, "ocean.glow", 2.0))
    night = session.number
    for jump in (
        lambda: session.jump(160),
        lambda: session.jump(40),
        lambda: session.play(session.dream, night, 100),
        lambda: session.play(session.dream, 9, 20),
        lambda: session.play(msgspec.structs.replace(session.dream, digest="1" * 32), night, 80),
        lambda: session.jump(60),
        None,
    ):
        one.frames(2)
        session.send(Pointer(session.renderer.world.tick + 1, 0.2, 0.1, 1.0))
        one.frames(6)
        parts.append((session.number, session.renderer.world.tick, session.renderer.world.digest()))
        if jump:
            jump()
            assert session.log.path.name == ("hand 2.jsonl" if session.dream.digest[0] == "1" else "hand.jsonl")
    assert session.hud._note == "the recording continues in hand 2.jsonl"
    one.actions.finish()
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["hand 2.jsonl", "hand.jsonl"]
    found = []
    for name in ("hand.jsonl", "hand 2.jsonl"):
        kept = recording.read(tmp_path / name)
        for number, leg in enumerate(kept.legs):
            seed = kept.header.seed if leg.seed is None else leg.seed
            world = world_of(session.dream.file, seed)
            world.follow(inputs_of(kept.legs, number))
            world.advance_to(leg.stop)
            found.append((seed, leg.stop, world.digest()))
    assert found == parts


@pytest.mark.slow
def test_so_many_jumps_go_on_in_another_file(live: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(input_log, "MOST_JUMPS", 2)
    session = live("silence").session
    session.log.record(tmp_path / "hand.jsonl", session.renderer.world.tick)
    for tick in (300, 20, 500, 40):
        session.jump(tick)
    session.log.close(50)
    jumps = [len(recording.read(tmp_path / name).legs) - 1 for name in ("hand.jsonl", "hand 2.jsonl")]
    assert jumps == [2, 1]


@pytest.mark.slow
def test_a_recording_that_cannot_go_on_is_a_word_and_the_jump_is_made(
    live: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = live("silence")
    session = one.session
    session.log.record(tmp_path / "hand.jsonl", session.renderer.world.tick)
    session.send(Pointer(1, 0.2, 0.1))
    one.frames(3)
    monkeypatch.setattr(recording, "LARGEST", 0)
    session.jump(300)
    assert "recording failed" in session.hud._note
    assert session.renderer.world.tick == 300
    assert not session.log.is_recording
