"""Pace: what breaks here makes the picture stutter, race after a stall, or drift from the sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.clock import MAX_CATCH_UP, TICKS_PER_SECOND
from dreamscape.live.pace import MAX_FOLLOWED, Pacer, Playhead

SECOND = 1_000_000_000


class Machine:
    """A clock that goes by itself only while something works or sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 0, 0

    def sleep(self, ns: int) -> None:
        self.now += ns
        self.slept += ns

    def pacer(self, rate: float) -> Pacer:
        return Pacer(rate, lambda: self.now, self.sleep)


@pytest.mark.parametrize("rate", [24.0, 30.0, 60.0])
def test_frames_come_evenly_and_the_rest_of_the_time_is_slept(rate: float) -> None:
    machine = Machine()
    pacer = machine.pacer(rate)
    for number in range(101):
        pacer.wait()
        machine.now += 3_000_000 + 1_500_000 * (number % 3)  # work of 3 to 6 ms
        pacer.note()
    assert machine.now == pytest.approx(100 / rate * SECOND, abs=8_000_000)
    assert machine.slept > 0.5 * machine.now
    assert pacer.statistics().even == 1.0
    assert pacer.statistics().missed == 0


def test_frames_that_are_drawn_in_uneven_times_are_shown_evenly_and_as_soon_as_most_are_drawn() -> None:
    machine = Machine()
    pacer = machine.pacer(30.0)
    late = []
    for number in range(200):
        pacer.wait()
        begun = machine.now
        machine.now += (4 + 9 * (number % 2)) * 1_000_000  # 4 ms or 13, in turns
        pacer.hold()
        late.append(machine.now - begun)
        pacer.note()
    assert max(late[50:]) - min(late[50:]) < 100_000
    assert max(late) < 14_000_000
    assert pacer.statistics().even > 0.99


def test_a_frame_is_never_held_into_the_next_ones_time() -> None:
    machine = Machine()
    pacer = machine.pacer(30.0)
    for number in range(100):
        pacer.wait()
        begun = machine.now
        machine.now += 60_000_000 if number % 3 == 0 else 5_000_000
        worked = machine.now
        pacer.hold()
        assert machine.now == worked or machine.now - begun <= pacer.period


def test_a_slow_frame_is_not_made_up_for_by_hurried_ones() -> None:
    machine = Machine()
    pacer = machine.pacer(30.0)
    pacer.wait()
    machine.now += SECOND
    assert pacer.wait() == SECOND
    begun = machine.now
    pacer.wait()
    assert machine.now - begun == pacer.period
    pacer.note()
    machine.now += 2 * pacer.period
    pacer.note()
    assert pacer.statistics().missed == 1


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
