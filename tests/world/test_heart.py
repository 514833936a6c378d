"""The heart: what breaks here makes it beat like a machine, or differently in a film than live."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.rng import Streams
from dreamscape.world import heart
from dreamscape.world.world import World

BPM = st.floats(heart.RESTING_BPM, heart.EXCITED_BPM)


def beats(bpm: float, seconds: int, seed: int = 7) -> NDArray[np.float64]:
    """The times of all beats, seconds `(n,)`."""
    beating, streams = heart.Heart(), Streams(seed)
    found = [
        beating.beats[-1] / (heart.SUBTICKS * TICKS_PER_SECOND)
        for tick in range(seconds * TICKS_PER_SECOND)
        if heart.step(beating, tick, bpm, streams)
    ]
    return np.array(found)


@given(BPM, st.integers(0, 2**32))
def test_the_mean_rate_is_the_given_rate(bpm: float, seed: int) -> None:
    assert 60.0 / np.diff(beats(bpm, 120, seed)).mean() == pytest.approx(bpm, rel=0.02)


@given(BPM, st.integers(0, 2**32))
def test_beats_vary_by_a_few_percent_as_living_ones_do(bpm: float, seed: int) -> None:
    intervals = np.diff(beats(bpm, 120, seed)) * bpm / 60.0
    assert 0.015 < intervals.std() < 0.05
    assert abs(intervals - 1.0).max() < 0.08


def test_the_rate_follows_the_breath() -> None:
    """Sinus arrhythmia: intervals four seconds apart are alike, intervals half a breath apart are not."""
    times = beats(60.0, 600)
    intervals = np.diff(times)
    breath = np.sin(2.0 * np.pi * times[:-1] / 4.0)
    assert np.corrcoef(intervals, breath)[0, 1] > 0.8


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_connection_slows_the_heart_within_its_natural_bounds(a: float, b: float) -> None:
    near, far = heart.natural_bpm(max(a, b)), heart.natural_bpm(min(a, b))
    assert heart.RESTING_BPM <= near <= far <= heart.EXCITED_BPM


@given(BPM)
def test_a_beat_is_a_lub_and_a_softer_dub(bpm: float) -> None:
    beating = heart.Heart()
    beating.beats[-1] = 0
    seconds = np.arange(0.0, 60.0 / bpm, 1e-3)
    level = heart.level(beating, seconds, bpm)
    peaks = [i for i in range(1, len(level) - 1) if level[i - 1] < level[i] >= level[i + 1]]
    assert len(peaks) == 2
    lub, dub = peaks
    assert 0.5 < level[dub] / level[lub] < 0.95
    assert seconds[dub] - seconds[lub] == pytest.approx(heart.dub_delay(bpm), abs=0.03)
    assert 0.25 < heart.dub_delay(bpm) < 0.4  # systole is that long at these rates


@given(st.integers(0, 3000))
def test_the_level_never_leaves_its_range(tick: int) -> None:
    beating, streams = heart.Heart(), Streams(7)
    for t in range(tick):
        heart.step(beating, t, heart.EXCITED_BPM, streams)
    trace = heart.trace(beating, tick / TICKS_PER_SECOND, heart.EXCITED_BPM)
    assert trace.dtype == np.float32
    assert ((trace >= 0.0) & (trace < 1.3)).all()


@pytest.mark.slow
def test_the_trace_reaches_back_through_time(world: World) -> None:
    """A pulse that is now at the heart is a second later one second out on the cliff."""
    world.advance_to(600)
    now = heart.trace(world.heart, 10.0, 80.0)
    later = heart.trace(world.heart, 11.0, 80.0)
    assert later[64:] == pytest.approx(now[:-64], abs=1e-5)


def test_enough_beats_are_remembered_for_the_trace() -> None:
    beating, streams = heart.Heart(), Streams(7)
    for tick in range(1200):
        heart.step(beating, tick, heart.EXCITED_BPM, streams)
    oldest = beating.beats[0] / (heart.SUBTICKS * TICKS_PER_SECOND)
    assert 1200 / TICKS_PER_SECOND - oldest > 4.0 + 1.0  # the trace's span, and a beat's fall


def test_a_pulse_that_is_felt_is_beaten_interval_by_interval() -> None:
    """Somebody watches their own heart: the very intervals, in order, and not a mean of them."""
    beating, streams = heart.Heart(), Streams(3)
    felt = [0.9 + 0.2 * np.sin(1.7 * i) for i in range(40)]
    comes = np.ceil(np.cumsum(felt) * TICKS_PER_SECOND).astype(int)
    times = []
    for tick in range(35 * TICKS_PER_SECOND):
        for interval in (felt[i] for i in np.flatnonzero(comes == tick)):
            heart.feel(beating, tick, interval)
        if heart.step(beating, tick, 60.0, streams):
            times.append(beating.beats[-1] / (heart.SUBTICKS * TICKS_PER_SECOND))
    beaten = np.diff(times)[8:]
    offsets = [abs(beaten[:20] - felt[i : i + 20]).max() for i in range(15)]
    assert min(offsets) < 1e-4


def test_a_lost_pulse_glides_back_to_the_natural_rhythm() -> None:
    beating, streams = heart.Heart(), Streams(3)
    for tick in range(20 * TICKS_PER_SECOND):
        if tick % 30 == 0:
            heart.feel(beating, tick, 0.5)
        heart.step(beating, tick, 60.0, streams)
    assert heart.rate(beating, tick, 60.0) == pytest.approx(120.0)
    rates = []
    for later in range(tick, tick + 20 * TICKS_PER_SECOND):
        heart.step(beating, later, 60.0, streams)
        rates.append(heart.rate(beating, later, 60.0))
    assert rates[-1] == 60.0
    assert np.abs(np.diff(rates)).max() < 0.2, "no jump"
    assert np.diff(beating.beats)[-3:] / (heart.SUBTICKS * TICKS_PER_SECOND) == pytest.approx(1.0, abs=0.08)


@given(st.lists(st.floats(allow_nan=False), max_size=30), st.integers(0, 2**32))
def test_no_pulse_stops_the_heart(intervals: list[float], seed: int) -> None:
    beating, streams = heart.Heart(), Streams(seed)
    for tick, interval in enumerate(intervals):
        heart.feel(beating, tick, interval)
    count = sum(heart.step(beating, tick, 60.0, streams) for tick in range(30 * TICKS_PER_SECOND))
    assert 30 * heart.SLOWEST_BPM / 60 - 1 <= count <= 30 * heart.FASTEST_BPM / 60 + 1
