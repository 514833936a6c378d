"""The world: what breaks here makes an exported film differ from what was seen live, or from its own second export."""

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape import seed
from dreamscape.clock import moment_of_frame
from dreamscape.rng import Streams
from dreamscape.timeline import Timeline
from dreamscape.world import World

TICKS = st.integers(0, 1200)


def fresh(number: int = 7) -> World:
    return World(Timeline(seed.load("sapphire").seed), Streams(number))


def after(ticks: int, number: int = 7) -> World:
    world = fresh(number)
    world.advance_to(ticks)
    return world


@given(TICKS, TICKS)
def test_a_restored_checkpoint_is_exact_and_so_is_what_follows(ticks: int, further: int) -> None:
    world = after(ticks)
    kept, digest = world.checkpoint(), world.digest()
    world.advance_to(ticks + further)
    later = world.digest()
    world.restore(kept)
    assert (world.tick, world.digest()) == (ticks, digest)
    world.advance_to(ticks + further)
    assert world.digest() == later


@given(TICKS)
def test_a_checkpoint_restores_into_another_world(ticks: int) -> None:
    first, second = after(ticks), after(31)
    second.restore(first.checkpoint())
    assert second.digest() == first.digest()
    second.step()
    first.step()
    assert second.digest() == first.digest()


def test_a_checkpoint_is_a_copy() -> None:
    world = after(100)
    kept = world.checkpoint()
    before = {name: array.copy() for name, array in kept.items()}
    world.advance_to(400)
    assert all((kept[name] == before[name]).all() for name in before)


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(24000, 1001), Fraction(25), Fraction(30), Fraction(144)])
def test_the_frame_rate_changes_nothing_in_the_world(rate: Fraction) -> None:
    world = fresh()
    for number in range(int(10 * rate) + 1):
        moment = moment_of_frame(number, rate)
        world.advance_to(moment.tick)
        world.snapshot(moment.alpha)
    world.advance_to(660)
    assert world.digest() == after(660).digest()


@given(TICKS, st.floats(0.0, 1.0, exclude_max=True))
def test_looking_changes_nothing(ticks: int, alpha: float) -> None:
    world = after(ticks)
    before = world.digest()
    world.snapshot(alpha)
    assert world.digest() == before


def test_another_process_reaches_the_same_state() -> None:
    """The hash seed, import order and memory of a process must not leak into a dream."""
    program = (
        "from dreamscape import seed; from dreamscape.rng import Streams; from dreamscape.timeline import Timeline;"
        "from dreamscape.world import World; w = World(Timeline(seed.load('sapphire').seed), Streams(7));"
        "w.advance_to(500); print(w.digest())"
    )
    environment = {"PYTHONHASHSEED": "123", "PATH": ""}
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert told.stdout.strip() == after(500).digest()


def test_another_seed_is_another_dream() -> None:
    assert after(500, 7).digest() != after(500, 8).digest()


@given(TICKS, st.integers(0, 1200))
def test_every_tick_has_a_state_of_its_own(a: int, b: int) -> None:
    assert (after(a).digest() == after(b).digest()) == (a == b)


def test_time_does_not_go_back_by_accident() -> None:
    with pytest.raises(ValueError, match="the world is at tick 100 and cannot go back to 99; restore a checkpoint"):
        after(100).advance_to(99)


@given(TICKS, st.floats(0.0, 1.0, exclude_max=True))
def test_a_snapshot_is_finite_and_in_its_shapes(ticks: int, alpha: float) -> None:
    shot = after(ticks).snapshot(alpha)
    assert (shot.heart_trace.shape, shot.heart_trace.dtype) == ((256,), np.float32)
    assert (shot.flicker.shape, shot.flicker.dtype) == ((4, 4), np.float32)
    assert np.isfinite([*shot.heart_trace, *shot.flicker.flat, *shot.wind, shot.seconds, shot.act_seconds]).all()


@given(TICKS, st.floats(0.0, 1.0, exclude_max=True))
def test_motion_is_continuous_between_ticks(ticks: int, alpha: float) -> None:
    """The end of one tick is the start of the next; a gap there is what people see as stutter."""
    world = after(ticks)
    end = world.snapshot(1.0 - 1e-9)
    world.step()
    start = world.snapshot(0.0)
    assert end.seconds == pytest.approx(start.seconds, abs=1e-6)
    assert end.heart_trace == pytest.approx(start.heart_trace, abs=0.02)
    assert end.flicker[:, 3] == pytest.approx(start.flicker[:, 3], abs=0.02)
