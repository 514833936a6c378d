"""Jumps in a window: what breaks here ends a session, or lets it stand still, for a key that was pressed."""

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import world_of
from living import Live, at_once, sessions, short
from msgspec.structs import replace

from dreamscape import rng
from dreamscape.dream.dream_file import Act, Dream, DreamFile, Shift
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import recording
from dreamscape.live.playback import jump

Make = Callable[..., Live]
ROUNDS = 10


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    at_once(monkeypatch)
    yield from sessions(monkeypatch, tmp_path)


def endless(*scenes: str) -> Dream:
    """Rounds of these scenes, of which Immersion's memories close while it leaves."""
    acts = (Act(scene, 3.0, shift=Shift("mist", 1.0)) for scene in scenes)
    early = {"first": 1.0, "turn": 5.0}
    acts = (replace(act, parameters=early) if act.scene == "immersion" else act for act in acts)
    return Dream("brief", DreamFile("Brief", 7, tuple(acts), endless=True), "0" * 32)


@pytest.mark.slow
def test_a_window_jumps_anywhere(live: Make) -> None:
    one = live(dream=endless("immersion", "key", "silence"))
    session, random = one.session, np.random.default_rng(2)
    timeline = session.renderer.timeline
    later = [timeline.arrived_tick(act) + 20 for act in range(12)]
    wanted = [tick for act, tick in enumerate(later) if act and timeline.acts[act - 1].scene == "immersion"]
    wanted += random.integers(0, ROUNDS * 9 * 60, 2).tolist()
    for tick, action in zip(wanted, ("forward", "back", "new-seed", "act-8") * 2, strict=False):
        session.seek(tick)
        one.frames(2)
        assert abs(session.renderer.world.tick - tick) < 12
        one.actions.perform(action)
        one.frames(2)


def test_in_a_dream_without_an_end_every_number_leads_to_an_act(live: Make) -> None:
    one = live(dream=endless("silence", "key"))
    one.actions.perform("act-8")
    cue = one.session.renderer.timeline.cue(one.session.target_tick)
    assert (cue.act, cue.leaving) == (7, None)


def test_another_seed_begins_where_its_own_act_has_come(live: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rounds have another order, so that the old act's time may be anywhere in them."""
    dream = endless("silence", "key")
    acts = (replace(dream.file.act[0], seconds=9.0), *dream.file.act[1:])
    dream = Dream("uneven", replace(dream.file, act=acts), "0" * 32)
    one = live(dream=dream)
    here = one.session.renderer.timeline
    other = next(n for n in range(100) if Timeline(replace(dream.file, seed=n)).acts[0] is not here.acts[0])
    monkeypatch.setattr(rng, "tonight", lambda: other)
    one.session.jump(here.arrived_tick(1))
    one.actions.perform("new-seed")
    one.session.prepare_jump(0)
    assert one.session.number == other
    assert one.session.renderer.world.tick == one.session.renderer.timeline.arrived_tick(1)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["new-seed", "forward"])
def test_a_window_lives_while_it_is_on_its_way(live: Make, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """It froze, and ignored every key, while the act was played up to the target."""
    monkeypatch.setattr(jump, "LONGEST_WAY", 10**12)
    one = live("silence", "key")
    session, stepped = one.session, list[int]()
    if way == "new-seed":
        session.jump(session.renderer.timeline.arrived_tick(1))
    one.frames(3)
    one.actions.perform(way)
    pending = session._pending
    assert pending
    step = pending.world.step
    monkeypatch.setattr(pending.world, "step", lambda: (stepped.append(pending.world.tick), step()))
    there = session.target_tick
    frames = 0
    while session._pending and frames < 5000:
        count, before = len(stepped), session.renderer.world.tick
        session.prepare_jump(1)
        assert len(stepped) <= count + 1, "at most a step for a budget of nothing"
        assert session._pending is None or session.renderer.world.tick == before
        frames += 1
    assert frames > 10
    assert session.renderer.world.tick == there
    played = world_of(session.dream.file, session.number)
    played.follow(session.log.events)
    played.advance_to(there)
    assert session.renderer.world.digest() == played.digest()


@pytest.mark.slow
def test_a_jump_that_is_being_prepared_as_the_dream_ends_is_made_and_recorded(
    live: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dream began again, and the key that was pressed just before its end was forgotten."""
    one = live(dream=short("silence", seconds=3.0))
    session = one.session
    session.jump(175)
    session.log.record(tmp_path / "log.jsonl", session.renderer.world.tick)
    with monkeypatch.context() as patch:
        patch.setattr(jump.Jump, "prepare", lambda self, budget: False)
        session.seek(60)
        one.frames(10)
        assert (session.target_tick, session.renderer.world.tick) == (60, 179), "the last picture stays"
    while session.target_tick != session.renderer.world.tick:
        one.frames(1)
    one.actions.finish()
    first, second = recording.read(tmp_path / "log.jsonl").legs
    assert (first.start, first.stop, second.start) == (175, 179, 60)


@pytest.mark.slow
def test_a_dream_that_is_left_leaves_nothing_behind(live: Make) -> None:
    """What it drew with stayed until Python looked for cycles, and on the GPU until the next act: a dream's worth."""
    one = live("silence")
    one.frames(2)
    session = one.session
    left, ctx = weakref.ref(session.renderer), session.window.ctx
    gc.collect()
    gc.disable()
    try:
        session.play(session.dream, 9, 0)
        assert left() is None
        one.frames(1)
        assert not ctx.objects
    finally:
        gc.enable()


@pytest.mark.slow
def test_the_window_is_named_after_the_dream_that_plays(live: Make) -> None:
    """A song's dream that followed another one's left the other's name in the frame."""
    one = live("silence")
    session = one.session
    other = replace(session.dream, file=replace(session.dream.file, title="Other"), digest="1" * 32)
    session.follow_with(other, 7, lambda: True)
    for _ in range(200):
        one.frames(1)
        if session.dream.file.title == "Other":
            break
    assert session.window._window.title == "Other"
