"""Pace: what breaks here makes the picture stutter, race after a stall, or drift from the sound."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.clock import MAX_CATCH_UP, TICKS_PER_SECOND
from dreamscape.live.playback.pace import GRACE, MAX_FOLLOWED, Pacer, Playhead

SECOND = 1_000_000_000
MS = 1_000_000


class Machine:
    """A clock that goes by itself only while something works or sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 0, 0

    def sleep(self, ns: int) -> None:
        self.now += ns
        self.slept += ns

    def pacer(self, rate: float) -> Pacer:
        return Pacer(rate, lambda: self.now, self.sleep)

    def play(self, pacer: Pacer, works: Iterable[int]) -> list[int]:
        """Draw frames that take so many ms, as a session does; returns when each was shown, ns."""
        shown: list[int] = []
        slot: int | None = None

        def show() -> None:
            nonlocal slot
            if slot is not None:
                pacer.sleep_until(slot)
                pacer.record_shown()
                shown.append(self.now)
                slot = None

        for work in works:
            pacer.wait()
            for _ in range(work):
                if slot is not None and slot - self.now < MS:
                    show()
                self.now += MS
            show()
            pacer.record_draw(work * MS)
            slot = pacer.show_time
            if not pacer.lead:
                show()
        return shown


@pytest.mark.parametrize("rate", [24.0, 30.0, 60.0])
def test_frames_come_evenly_and_the_rest_of_the_time_is_slept(rate: float) -> None:
    machine = Machine()
    pacer = machine.pacer(rate)
    for number in range(101):
        pacer.wait()
        machine.now += 3_000_000 + 1_500_000 * (number % 3)  # work of 3 to 6 ms
        pacer.record_shown()
    assert machine.now == pytest.approx(100 / rate * SECOND, abs=8_000_000)
    assert machine.slept > 0.5 * machine.now
    assert pacer.statistics().even == 1.0
    assert pacer.statistics().missed == 0


def test_where_pictures_answer_what_is_heard_frames_begin_no_earlier_than_slow_ones_need() -> None:
    evens, leads = list[float](), list[int]()
    for prompt in (False, True):
        machine = Machine()
        pacer = machine.pacer(30.0)
        pacer.prompt = prompt
        machine.play(pacer, [27, 28, 27, 29, 28, 27, 26, 28, 27, 36] * 30)
        evens.append(pacer.statistics().even)
        leads.append(pacer.lead // MS)
    assert leads == [16, 3]
    assert evens[1] > evens[0] - 0.01


def test_a_picture_is_made_of_light_as_late_as_it_can_still_be_shown_in_time() -> None:
    machine = Machine()
    pacer = machine.pacer(30.0)
    for number in range(60):
        pacer.wait()
        machine.now += 10 * MS
        grades = (4 + number % 2) * MS
        if number > 1:
            pacer.sleep_until(pacer.grade_time)
        machine.now += grades
        pacer.record_draw(10 * MS + grades)
        pacer.record_grade(grades)
        assert machine.now <= pacer.show_time
        assert number < 2 or pacer.show_time - machine.now < 3 * MS


def test_frames_that_are_drawn_in_uneven_times_are_shown_evenly_and_as_soon_as_most_are_drawn() -> None:
    machine = Machine()
    pacer = machine.pacer(30.0)
    shown = np.diff(machine.play(pacer, [4, 13] * 100)[50:])
    assert shown.max() - shown.min() < 100_000
    pacer.wait()
    assert pacer.show_time - machine.now < 14 * MS
    assert pacer.statistics().even > 0.99


def test_a_frame_is_never_held_into_the_next_ones_time() -> None:
    machine = Machine()
    pacer = machine.pacer(30.0)
    for number in range(100):
        pacer.wait()
        pacer.record_draw((60 if number % 3 == 0 else 5) * MS)
        assert pacer.show_time - machine.now - pacer.ahead <= pacer.period


def test_what_quick_frames_leave_is_there_for_slow_ones() -> None:
    """One frame in eight takes longer than there is; all are shown in time."""
    machine = Machine()
    pacer = machine.pacer(30.0)
    shown = np.diff(machine.play(pacer, [24, 24, 24, 40, 24, 24, 24, 24] * 60)[100:])
    assert np.abs(shown - pacer.period).max() < GRACE


def test_frames_are_begun_in_their_own_time_while_that_is_enough() -> None:
    machine = Machine()
    pacer = machine.pacer(30.0)
    machine.play(pacer, [20, 24, 28] * 40)
    for _ in range(5):
        pacer.wait()
        assert pacer.lead == 0
        assert pacer.ahead == 0
        machine.now += 20 * MS


def test_after_a_frame_that_was_late_the_others_do_not_hurry_but_the_time_is_made_good() -> None:
    machine = Machine()
    pacer = machine.pacer(30.0)
    shown = np.array(machine.play(pacer, ([20] * 9 + [36] + [20] * 9 + [58]) * 20 + [20, 20]))[100:]
    apart = np.diff(shown)
    assert (apart > pacer.period + GRACE).sum() == 15
    assert apart.min() > pacer.period - GRACE
    assert shown[-1] - shown[0] == pytest.approx((len(shown) - 1) * pacer.period, rel=1e-3)


def test_a_display_that_is_slower_than_the_rate_sets_the_beat() -> None:
    """Vertical sync at 59.94 Hz: no frame comes sooner than another, which would be seen as a stutter."""
    machine = Machine()
    pacer = machine.pacer(60.0)
    elapsed = []
    refresh = SECOND / 59.94
    for _ in range(600):
        elapsed.append(pacer.wait())
        machine.now += 2 * MS
        pacer.record_draw(2 * MS)
        pacer.sleep_until(pacer.show_time)
        machine.now = round(np.ceil(machine.now / refresh) * refresh)
        pacer.record_shown()
    assert min(elapsed[1:]) == pacer.period
    assert sum(ns > pacer.period for ns in elapsed) < 5


def test_a_slow_frame_is_not_made_up_for_by_hurried_ones() -> None:
    machine = Machine()
    pacer = machine.pacer(30.0)
    pacer.wait()
    machine.now += SECOND
    assert pacer.wait() == SECOND
    begun = machine.now
    pacer.wait()
    assert machine.now - begun == pacer.period
    pacer.record_shown()
    machine.now += 2 * pacer.period
    pacer.record_shown()
    assert pacer.statistics().missed == 1


@pytest.mark.parametrize("ahead", [-3 * MS, 0, 8 * MS])
def test_a_frame_that_begins_early_or_late_shows_what_is_heard_at_its_time(ahead: int) -> None:
    playhead = Playhead(110, sound=lambda: 2.0 - ahead / SECOND)
    moment = playhead.advance(0, ahead)
    assert moment.tick + moment.alpha == pytest.approx(2.0 * TICKS_PER_SECOND)


@given(st.lists(st.integers(0, 90_000_000), min_size=1, max_size=60), st.sampled_from([0.25, 0.5, 1.0]))
def test_the_dream_goes_as_fast_as_the_clock(elapsed: list[int], speed: float) -> None:
    playhead = Playhead()
    playhead.speed = speed
    for ns in elapsed:
        moment = playhead.advance(ns)
    assert moment.tick + moment.alpha == pytest.approx(sum(elapsed) * speed * TICKS_PER_SECOND / SECOND, abs=1e-3)


def test_after_a_suspend_it_goes_on_from_where_it_was() -> None:
    playhead = Playhead(100)
    assert playhead.advance(3600 * SECOND).tick == 100 + MAX_CATCH_UP
    playhead.paused = True
    assert playhead.advance(SECOND).tick == 100 + MAX_CATCH_UP


@given(st.lists(st.floats(0.0, 100.0), max_size=40))
def test_it_follows_the_sound_but_never_back_and_never_by_a_leap(heard: list[float]) -> None:
    playhead = Playhead()
    last = 0.0
    for seconds in heard:
        playhead.sound = lambda seconds=seconds: seconds
        moment = playhead.advance(0)
        place = moment.tick + moment.alpha
        assert last <= place <= last + MAX_FOLLOWED + 1e-6
        if last <= seconds * TICKS_PER_SECOND <= last + MAX_FOLLOWED:
            assert place == pytest.approx(seconds * TICKS_PER_SECOND)
        last = place
