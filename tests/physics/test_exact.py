"""The stand-ins for sin and sum: exactness is worth nothing if they are wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.physics import emotions, events, exact


def test_sine_is_a_sine_within_what_it_says():
    turns = np.linspace(-40, 40, 100_001, dtype=np.float32)
    expected = np.sin(2 * np.pi * turns.astype(np.float64))
    exact.sine(turns, np.empty_like(turns))
    assert np.abs(turns - expected).max() < 0.0012


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=70))
def test_fold_is_a_sum(values):
    assert exact.sum_rows(np.array(values, np.float32).reshape(-1, 1))[0] == sum(values)


@pytest.mark.parametrize("bound", [2.0, np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], np.float32)])
def test_clip_is_numpys_without_a_number_too(bound):
    values = np.array([-np.inf, -1.5, -0.0, np.nan, 4.5, np.inf], np.float32)
    clipped = np.empty_like(values)
    exact.clip(values, -bound, bound, clipped)
    assert clipped.tobytes() == np.clip(values, -bound, bound).tobytes()


def test_tame_leaves_nothing_absurd():
    values = np.array([np.nan, np.inf, -np.inf, 7, -1e30], np.float32)
    exact.make_finite(values, 10)
    assert values.tolist() == [0, 10, -10, 7, -10]


def test_a_mixture_is_a_mean():
    pure = emotions.mix_traits(emotions.feeling(joy=0.3))
    assert pure == pytest.approx(emotions.TRAITS[emotions.NAMES.index("joy")], rel=1e-6)
    assert not emotions.mix_traits(np.zeros(8, np.float32)).any()
    both = emotions.mix_traits(emotions.feeling(joy=0.5, grief=0.5))
    mean = (emotions.TRAITS[7] + emotions.TRAITS[3]) / 2
    assert both == pytest.approx(mean, rel=1e-6)


def test_an_unknown_emotion_lists_the_known_ones():
    with pytest.raises(KeyError, match="'envy' is no emotion; expected one of sadness, resilience"):
        emotions.feeling(envy=1)


@given(st.lists(st.integers(0, 12), max_size=8))
def test_the_ring_keeps_the_latest(counts):
    ring, all_of_them = events.make(5, 1), []
    for tick, count in enumerate(counts):
        new = [float(len(all_of_them) + k) for k in range(count)]
        all_of_them += new
        events.record(ring, tick, np.array([new], np.float32))
    assert sorted(ring.data[0][ring.tick >= 0].tolist()) == all_of_them[-5:]
