"""The world: what breaks here makes an exported film differ from what was seen live, or from its own second export."""

import os
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from conftest import world_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dreamscape.clock import TICKS_PER_SECOND, moment_of_frame
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, DreamFile, Shift
from dreamscape.dream.inputs import Pointer
from dreamscape.world.state import State
from dreamscape.world.world import World


def brief() -> DreamFile:
    """Every act of the canonical dream, twice, in brief: what they hand over to each other is what goes wrong."""
    dream = dream_file.load("sapphire").file
    acts = [replace(act, seconds=1.0, voice=(), shift=Shift(act.shift.through, 0.5)) for act in dream.act]
    return replace(dream, act=(*acts, *acts))


DREAM = brief()
LAST = int(DREAM.seconds * TICKS_PER_SECOND)
APART = 37  # ticks from one checkpoint to the next: they lie anywhere in an act's 60
TICKS = st.integers(0, LAST)
few = settings(max_examples=8)  # a world takes about a millisecond a tick


def fresh(number: int = 7) -> World:
    return world_of(DREAM, number)


def after(ticks: int, number: int = 7) -> World:
    world = fresh(number)
    world.advance_to(ticks)
    return world


@dataclass
class Played:
    """What a world was like that was played once, from its beginning to its end.

    Attributes:
        digests: by tick.
        kept: checkpoints, every APART ticks.
        other: another world, to put them back into.
    """

    digests: list[str]
    kept: dict[int, State]
    other: World

    def at(self, tick: int) -> World:
        """The other world at a tick, from the nearest checkpoint before it."""
        self.other.restore(self.kept[tick // APART * APART])
        self.other.advance_to(tick)
        assert self.other.digest() == self.digests[tick]
        return self.other


@pytest.fixture(scope="module")
def played() -> Played:
    world, found = fresh(), Played([], {}, fresh())
    for tick in range(LAST + 1):
        world.advance_to(tick)
        found.digests.append(world.digest())
        if tick % APART == 0:
            found.kept[tick] = world.checkpoint()
    return found


@pytest.mark.slow
@few
@given(st.sampled_from(range(0, LAST, APART)), TICKS)
def test_a_restored_checkpoint_is_exact_and_so_is_what_follows(played: Played, ticks: int, further: int) -> None:
    world = played.other
    world.restore(played.kept[ticks])
    assert (world.tick, world.digest()) == (ticks, played.digests[ticks])
    last = min(ticks + further, LAST)
    world.advance_to(last)
    assert world.digest() == played.digests[last]


@pytest.mark.parametrize("ticks", [0, 40, 75])  # the last lies in a shift, where two acts have a cast
def test_a_checkpoint_restores_into_another_world(ticks: int) -> None:
    first, second = after(ticks), after(31)
    second.restore(first.checkpoint())
    assert second.digest() == first.digest()
    second.step()
    first.step()
    assert second.digest() == first.digest()


def test_a_checkpoint_is_a_copy() -> None:
    world = after(40)
    kept = world.checkpoint()
    before = {name: array.copy() for name, array in kept.items()}
    world.advance_to(100)
    assert all((kept[name] == before[name]).all() for name in before)


@pytest.mark.slow
@pytest.mark.parametrize("rate", [Fraction(24), Fraction(24000, 1001), Fraction(25), Fraction(30), Fraction(144)])
def test_the_frame_rate_changes_nothing_in_the_world(played: Played, rate: Fraction) -> None:
    world = fresh()
    for number in range(int(DREAM.seconds * rate)):
        moment = moment_of_frame(number, rate)
        world.advance_to(moment.tick)
        world.snapshot(moment.alpha)
    world.advance_to(LAST)
    assert world.digest() == played.digests[LAST]


@pytest.mark.slow
@few
@given(TICKS, st.floats(0.0, 1.0, exclude_max=True))
def test_looking_changes_nothing(played: Played, ticks: int, alpha: float) -> None:
    world = played.at(ticks)
    world.snapshot(alpha)
    assert world.digest() == played.digests[ticks]


@pytest.mark.slow
def test_another_process_reaches_the_same_state() -> None:
    """The hash seed, import order and memory of a process must not leak into a dream."""
    program = "import test_world; print(test_world.after(90).digest())"
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "123",
        "PYTHONPATH": os.pathsep.join(map(str, Path(__file__).parents[:2])),
    }
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == after(90).digest()


def test_another_seed_is_another_dream() -> None:
    assert after(60, 7).digest() != after(60, 8).digest()


def test_an_input_takes_effect_at_its_tick_and_is_part_of_the_state() -> None:
    """A session is exported again from its log: the same inputs at the same ticks must give the same dream."""
    first, second, none = fresh(), fresh(), fresh()
    for world in (first, second):
        world.push(Pointer(tick=20, x=0.5, y=0.4, press=1.0))
    for world in (first, second, none):
        world.advance_to(19)
    assert first.digest() == none.digest()
    for world in (first, second, none):
        world.advance_to(60)
    assert first.digest() == second.digest() != none.digest()
    with pytest.raises(ValueError, match="an input for tick 60 comes too late: the world is at tick 60"):
        first.push(Pointer(tick=60, x=0.5, y=0.4, press=1.0))


def test_the_hand_is_where_the_pointer_is_in_each_act_of_a_shift() -> None:
    """Two acts have two cameras: with one place for both, what follows the hand jumps as an act begins to leave."""
    world = fresh()
    world.push(Pointer(tick=50, x=0.5, y=-0.4, press=1.0))
    world.advance_to(75)
    cue = world.timeline.cue(75)
    assert cue.leaving is not None
    for seen in (cue, cue.leaving):
        snapshot = world.snapshot_of(seen, 0.0)
        expected = (*world.scenes[seen.act].hand(0.5, -0.4, snapshot.act_seconds), 1.0)
        np.testing.assert_allclose(snapshot.hand, expected, rtol=1e-6)
        np.testing.assert_array_equal(snapshot.cast.hand, snapshot.hand)
    world.push(Pointer(tick=76, x=np.nan, y=np.nan))
    world.step()
    assert np.isinf(world.snapshot().hand[:3]).all()


@pytest.mark.slow
def test_every_tick_has_a_state_of_its_own(played: Played) -> None:
    assert len(set(played.digests)) == LAST + 1


def test_time_does_not_go_back_by_accident() -> None:
    with pytest.raises(ValueError, match="the world is at tick 100 and cannot go back to 99; restore a checkpoint"):
        after(100).advance_to(99)


@pytest.mark.slow
@few
@given(TICKS, st.floats(0.0, 1.0, exclude_max=True))
def test_a_snapshot_is_finite_and_in_its_shapes(played: Played, ticks: int, alpha: float) -> None:
    shot = played.at(ticks).snapshot(alpha)
    assert (shot.heart_trace.shape, shot.heart_trace.dtype) == ((256,), np.float32)
    assert (shot.flicker.shape, shot.flicker.dtype) == ((4, 4), np.float32)
    assert np.isfinite([*shot.heart_trace, *shot.flicker.flat, shot.seconds, shot.act_seconds]).all()


@pytest.mark.slow
@few
@given(TICKS)
def test_motion_is_continuous_between_ticks(played: Played, ticks: int) -> None:
    """The end of one tick is the start of the next; a gap there is what people see as stutter."""
    world = played.at(ticks)
    assume(world.timeline.cue(ticks).act == world.timeline.cue(ticks + 1).act)
    end = world.snapshot(1.0 - 1e-9)
    world.step()
    start = world.snapshot(0.0)
    assert end.seconds == pytest.approx(start.seconds, abs=1e-6)
    assert end.heart_trace == pytest.approx(start.heart_trace, abs=0.02)
    assert end.flicker[:, 3] == pytest.approx(start.flicker[:, 3], abs=0.02)


@pytest.mark.slow
def test_skipping_reaches_the_very_state_of_playing() -> None:
    """A viewer's jump must show the dream that a film of it shows."""
    acts = tuple(Act(scene, 2.0, shift=Shift("light", 1.0)) for scene in ("silence", "shore", "reflection", "key"))
    stepped = world_of(DreamFile("t", 7, acts))
    stepped.push(Pointer(tick=30, x=0.5, y=0.4, press=1.0))
    for tick in (130, 200, 370, 430, 479):
        skipped = world_of(DreamFile("t", 7, acts))
        skipped.push(Pointer(tick=30, x=0.5, y=0.4, press=1.0))
        stepped.advance_to(tick)
        skipped.skip_to(tick)
        assert skipped.digest() == stepped.digest()
