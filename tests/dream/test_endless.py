"""Dreams without an end: what breaks here shows a screensaver the same hour twice, or jumps where it should pass."""

import itertools

import moderngl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape import catalogue
from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, Dream, DreamFile, Shift
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS
from dreamscape.rng import Streams

ROUNDS = 40


def laid_out(acts: tuple[Act, ...], number: int, rounds: int = ROUNDS) -> Timeline:
    timeline = Timeline(DreamFile("t", number, acts, endless=True), Streams(number))
    timeline.cue(rounds * sum(round(act.seconds * TICKS_PER_SECOND) for act in acts) - 1)
    return timeline


@given(st.integers(2, 8), st.integers(0, 1000))
def test_every_round_plays_all_acts_and_none_twice_running(count: int, number: int) -> None:
    acts = tuple(Act("shore", 4.0 + k) for k in range(count))
    timeline = laid_out(acts, number, 12)
    for first in range(0, 12 * count, count):
        assert sorted(timeline.acts[first : first + count], key=lambda act: act.seconds) == list(acts)
    assert all(one is not after for one, after in itertools.pairwise(timeline.acts))


def test_rounds_and_seeds_have_orders_of_their_own() -> None:
    acts = dream_file.load("ambient").file.act
    orders = {number: laid_out(acts, number).acts for number in (1, 2, 3)}
    for result in orders.values():
        rounds = {tuple(map(id, result[k : k + len(acts)])) for k in range(0, len(result), len(acts))}
        assert len(rounds) > 0.8 * ROUNDS  # of 720 orders, hardly one comes twice in forty
    assert len({tuple(map(id, result)) for result in orders.values()}) == 3


def test_the_same_seed_has_the_same_order_in_whatever_order_it_is_read() -> None:
    acts = dream_file.load("ambient").file.act
    one, other = laid_out(acts, 7), Timeline(DreamFile("t", 7, acts, endless=True))
    for tick in range(0, one.ticks, 3600):
        other.cue(tick)
    assert list(map(id, one.acts)) == list(map(id, other.acts))


def test_the_ambient_dream_is_quiet() -> None:
    dream = dream_file.load("ambient").file
    assert dream.endless
    for act in dream.act:
        assert not act.voice
        assert act.pace <= 0.5
        assert 30.0 <= act.seconds * act.pace <= 110.0, "hardly a scene has more to tell, and then stands still"
        assert act.seconds >= 120.0
        assert act.shift.seconds >= 8.0
        assert act.shift.through == "mist"
        assert act.scene not in ("silence", "chorus")  # the line of light, the flood
        for lightning in {"storm", "murmur", "falling"} & set(vars(catalogue.scene(act.scene))):
            assert act.parameters[lightning] == 0.0


@pytest.mark.slow
def test_rounds_look_different_and_pass_into_each_other_without_a_jump(ctx: moderngl.Context) -> None:
    """Two rounds of two short acts: luck is drawn anew, and no frame leaps from the one before it."""
    acts = tuple(Act(scene, 2.0, shift=Shift("light", 1.0)) for scene in ("reflection", "key"))
    renderer = Renderer(ctx, Dream("t", DreamFile("t", 5, acts, endless=True), ""), (64, 36), TIERS["low"])
    frames = [renderer.read(renderer.draw(Moment(tick, 0.0))).astype(float) for tick in range(0, 8 * 60, 6)]
    steps = [np.abs(after - one).mean() for one, after in itertools.pairwise(frames)]
    assert max(steps) < 40.0
    assert len(renderer.timeline.acts) >= 4  # what comes is looked for some seconds ahead
    late = {renderer.timeline.acts[k].scene: frames[20 * k + 19] for k in (0, 1)}
    again = {renderer.timeline.acts[k].scene: frames[20 * k + 19] for k in (2, 3)}
    for scene in late:
        assert np.abs(late[scene] - again[scene]).mean() > 2.0, scene
