"""The governor: what breaks here lets a window stutter on a slow machine, or stay coarse on a fast one, or pulse."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.live.playback.governor import EASY, FINE, FULL, LEAST, MOST, PROMPT, STEP, WINDOW, Governor

PERIOD = 1.0 / 30.0


def run(governor: Governor, frames: int, still: float, whole: float) -> list[float]:
    """The scales of so many frames on a machine where a frame costs `still` plus `whole` times the scale squared, s."""
    scales = []
    for _ in range(frames):
        governor.record(still + whole * governor.scale**2)
        scales.append(governor.scale)
    return scales


@given(st.floats(0.0, 0.02), st.floats(0.001, 0.4), st.floats(LEAST, MOST))
def test_any_machine_is_held_or_drawn_as_cheaply_as_can_be(still: float, whole: float, scale: float) -> None:
    governor = Governor(PERIOD, scale)
    run(governor, 800, still, whole)
    assert still + whole * governor.scale**2 <= FULL * PERIOD + 1e-9 or governor.scale == LEAST


@given(st.floats(0.0, 0.02), st.floats(0.001, 0.4), st.floats(LEAST, MOST))
def test_it_comes_to_rest(still: float, whole: float, scale: float) -> None:
    """A picture that grows sharper and softer by turns is worse than a soft one."""
    governor = Governor(PERIOD, scale)
    run(governor, 800, still, whole)
    assert len(set(run(governor, 300, still, whole))) == 1


def test_where_pictures_answer_what_is_heard_drawing_takes_less_of_a_frames_time() -> None:
    governor = Governor(PERIOD, MOST)
    governor.prompt = True
    run(governor, 800, 0.006, 0.1)
    assert governor.scale > LEAST
    assert 0.5 * FULL < governor.load <= PROMPT * FULL + 1e-9


def test_a_load_that_goes_gives_the_sharpness_back_in_steps_that_are_not_seen() -> None:
    governor = Governor(PERIOD, MOST)
    assert run(governor, 200, 0.004, 0.15)[-1] < 0.5
    back = run(governor, 900, 0.004, 0.01)
    assert back[-1] == MOST
    assert max(b - a for a, b in pairwise(back)) <= STEP + 1e-9


def test_relief_is_there_within_a_second() -> None:
    governor = Governor(PERIOD, MOST)
    scales = run(governor, 3 * WINDOW, 0.002, 0.06)
    assert 0.002 + 0.06 * scales[-1] ** 2 <= PERIOD


def test_what_does_not_grow_with_the_scale_does_not_keep_the_picture_coarse() -> None:
    """Half of a frame at the coarsest is planes, bodies and Python: the scale that a machine can hold is found."""
    governor = Governor(PERIOD, 0.4)
    run(governor, 800, 0.011, 0.05)
    assert governor.scale == pytest.approx(0.55)
    assert EASY * PERIOD < 0.011 + 0.05 * (0.55 + FINE) ** 2  # one step more would leave too little for slow frames


def test_what_is_left_below_a_whole_step_makes_the_picture_sharper() -> None:
    """Where 0.35 is easy and 0.4 too much, it is not drawn at 0.35."""
    governor = Governor(PERIOD, LEAST)
    run(governor, 800, 0.009, 0.115)
    assert 0.009 + 0.115 * (LEAST + STEP) ** 2 > EASY * PERIOD
    assert governor.scale == pytest.approx(LEAST + FINE)


def test_one_slow_frame_changes_nothing() -> None:
    governor = Governor(PERIOD, MOST)
    run(governor, 100, 0.001, 0.01)
    governor.record(0.5)
    assert set(run(governor, 30, 0.001, 0.01)) == {MOST}


@pytest.mark.parametrize(("whole", "level", "expected"), [(0.5, 1, 0), (0.5, 0, 0), (0.005, 1, 2), (0.02, 1, 1)])
def test_the_next_act_is_drawn_at_the_tier_that_this_one_allows(whole: float, level: int, expected: int) -> None:
    governor = Governor(PERIOD, MOST)
    run(governor, 800, 0.001, whole)
    assert governor.tier(level) == expected


def test_what_is_pinned_stays() -> None:
    governor = Governor(PERIOD, 0.6, pinned=True)
    assert set(run(governor, 300, 0.0, 0.9)) == {0.6}
    assert governor.tier(2) == 2


def test_it_is_ready_for_a_shift_before_one_frame_is_late() -> None:
    governor = Governor(PERIOD, MOST)
    run(governor, WINDOW, 0.004, 0.02)
    assert governor.expect_slower(1.5)
    assert 1.5 * (0.004 + 0.02 * governor.scale**2) <= PERIOD
    assert not Governor(PERIOD, MOST).expect_slower(1.5)  # nothing is known yet
    easy = Governor(PERIOD, MOST)
    run(easy, WINDOW, 0.002, 0.01)
    assert not easy.expect_slower(1.5)
    assert easy.scale == MOST
