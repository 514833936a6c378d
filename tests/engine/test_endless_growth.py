"""Endless dreams play for days, as screensavers do: what is kept of acts that are over may not grow with them."""

import gc
import weakref

import pytest

from dreamscape.audio.levels import Levels
from dreamscape.audio.score import EventDetector
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, DreamFile, Shift
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import KEPT, Scenes
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import SAMPLES_PER_TICK
from dreamscape.world import weather
from dreamscape.world.scene import Scene
from dreamscape.world.world import World

ACTS = tuple(Act("paper", seconds, shift=Shift("mist", 0.5)) for seconds in (1.0, 1.5))
HOURS = 4 * KEPT * TICKS_PER_SECOND  # ticks: many acts, if short ones


@pytest.fixture
def timeline() -> Timeline:
    return Timeline(DreamFile("Endless", 7, ACTS, endless=True), Streams(7))


@pytest.mark.slow
def test_acts_that_are_over_leave_nothing_behind(timeline: Timeline) -> None:
    """Of each act its scene stayed, with what it had computed, its sound and its lightning: 0.4 GB a day."""
    streams, before = Streams(7), {id(one) for one in gc.get_objects() if isinstance(one, Scene)}
    world = World(timeline, streams, Scenes(timeline, streams))
    levels = Levels(timeline, streams, world.scenes)
    ear = EventDetector(levels, streams)
    first = weakref.ref(world.scenes[0]), weakref.ref(levels.act(0).scene)
    while world.tick < HOURS:
        world.step()
        ear.listen(world)
        world.snapshot()
        if world.tick % TICKS_PER_SECOND == 0:
            levels.at(world.tick * SAMPLES_PER_TICK)
    gc.collect()
    assert first[0]() is None
    assert first[1]() is None
    assert len(world._strikes) <= weather.KEPT
    kept = [one for one in gc.get_objects() if isinstance(one, Scene) and id(one) not in before]
    assert len(kept) <= 2 * KEPT


def test_a_scene_that_was_dropped_is_made_again_as_it_was(timeline: Timeline) -> None:
    """A jump back into an act of hours ago shows what it showed then."""
    scenes = Scenes(timeline, Streams(7))
    timeline.cue(HOURS)
    before = scenes[3], scenes.palette(3), scenes[3].camera(1.0)
    for act in range(len(timeline.acts)):
        assert scenes[act] is scenes[act]
    assert scenes[3] is not before[0]
    assert all((scenes.palette(3)[name] == colour).all() for name, colour in before[1].items())
    assert scenes[3].camera(1.0) == before[2]
