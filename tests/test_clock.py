"""Time: what breaks here makes films drift from their sound, or live sessions stall."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.clock import (
    MAX_CATCH_UP,
    TICKS_PER_SECOND,
    Accumulator,
    frames_between,
    is_of_twelve,
    moment_at,
    moment_of_frame,
)

RATES = st.sampled_from([Fraction(24), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60), Fraction(120)])
FRAMES = st.integers(0, 60 * 60 * 24 * 120)  # a day at 120 frames a second


@given(FRAMES, RATES)
def test_a_frame_shows_its_exact_time_however_late(number: int, rate: Fraction) -> None:
    moment = moment_of_frame(number, rate)
    exact = number / rate * TICKS_PER_SECOND
    assert moment.tick <= exact < moment.tick + 1
    assert moment.alpha == float(exact - moment.tick)


@given(FRAMES)
def test_frames_at_the_tick_rate_fall_on_ticks(number: int) -> None:
    assert moment_of_frame(number, Fraction(60)) == moment_at(Fraction(number, 60))
    assert moment_of_frame(number, Fraction(60)).tick == number
    assert moment_of_frame(number, Fraction(60)).alpha == 0.0


@given(st.lists(st.fractions(0, 600), min_size=3, max_size=3), RATES)
def test_neighbouring_spans_share_no_frame_and_lose_none(times: list[Fraction], rate: Fraction) -> None:
    start, middle, stop = sorted(times)
    parts = [*frames_between(start, middle, rate), *frames_between(middle, stop, rate)]
    assert parts == list(frames_between(start, stop, rate))


@given(st.fractions(0, 600), st.fractions(0, 600), RATES)
def test_a_span_holds_the_frames_whose_times_lie_in_it(start: Fraction, stop: Fraction, rate: Fraction) -> None:
    frames = frames_between(start, stop, rate)
    assert all(start <= number / rate < stop for number in (*frames[:1], *frames[-1:]))
    if frames:
        assert (frames[0] - 1) / rate < start
        assert frames[-1] + 1 >= stop * rate


@given(st.lists(st.integers(0, 99_000_000), max_size=200))
def test_the_accumulator_loses_no_time_while_it_keeps_up(elapsed: list[int]) -> None:
    accumulator = Accumulator()
    ticks = sum(accumulator.advance(ns) for ns in elapsed)
    assert 0.0 <= accumulator.alpha < 1.0
    assert ticks == sum(elapsed) * TICKS_PER_SECOND // 1_000_000_000


@pytest.mark.parametrize("stall", [200_000_000, 3600 * 1_000_000_000])
def test_a_stall_is_let_go_instead_of_made_up_for(stall: int) -> None:
    accumulator = Accumulator()
    assert accumulator.advance(stall) == MAX_CATCH_UP
    assert accumulator.advance(0) == 0


def test_a_clock_that_goes_backwards_moves_nothing() -> None:
    accumulator = Accumulator()
    accumulator.advance(10_000_000)
    before = accumulator.alpha
    assert accumulator.advance(-5_000_000_000) == 0
    assert accumulator.alpha == before


@pytest.mark.parametrize(
    ("pattern", "twelve"),
    [("%r", True), ("%I:%M:%S %p", True), ("%l:%M:%S %P", True), ("%H:%M:%S", False), ("%T", False), ("%k.%M", False)],
)
def test_a_locale_says_how_far_clocks_count(pattern: str, twelve: bool) -> None:
    """As en_US, en_IN, en_AU, de_DE, en_GB and others have it."""
    assert is_of_twelve(pattern) == twelve
