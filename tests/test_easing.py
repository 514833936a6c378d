"""Easing: what breaks here moves everything that sets out, arrives or fades."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.easing import ease, give, smoothstep

CURVES = (ease, smoothstep, give)


@pytest.mark.parametrize("curve", CURVES)
def test_a_curve_rests_before_its_time_and_after_it(curve) -> None:
    assert [curve(x) for x in (-9.0, 0.0, 1.0, 9.0)] == pytest.approx([0.0, 0.0, 1.0, 1.0], abs=1e-12)


@pytest.mark.parametrize("curve", CURVES)
def test_a_curve_has_no_speed_at_its_ends_and_never_jumps(curve) -> None:
    way = np.array([curve(x) for x in np.linspace(-0.1, 1.1, 12_001)])
    speed = np.diff(way) / 1e-4
    assert np.abs(speed[[0, 1000, 11_000, -1]]).max() < 1e-3
    assert np.abs(np.diff(speed)).max() < 0.02


@given(st.floats(-2.0, 3.0))
def test_a_number_and_an_array_go_the_same_way(x: float) -> None:
    assert smoothstep(np.array([x]))[0] == smoothstep(x)
    assert smoothstep(np.array([x], np.float32)).dtype == np.float32


def test_a_smooth_step_is_glsl_s() -> None:
    assert [smoothstep(x) for x in (0.25, 0.5, 0.75)] == [0.15625, 0.5, 0.84375]
