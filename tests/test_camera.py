"""The camera: what breaks here draws geometry and ray-traced layers in different places, or mirrors the world."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.camera import FAR, NARROWEST, NEAR, WIDE, Camera

COORDINATE = st.floats(-100.0, 100.0)
ASPECT = st.floats(0.3, 4.0)


@st.composite
def cameras(draw: st.DrawFn) -> Camera:
    x, y, z = draw(COORDINATE), draw(COORDINATE), draw(COORDINATE)
    heading, pitch = draw(st.floats(-3.0, 3.0)), draw(st.floats(-1.3, 1.3))
    forward = np.array([np.sin(heading) * np.cos(pitch), np.sin(pitch), np.cos(heading) * np.cos(pitch)])
    target = np.array([x, y, z]) + 10.0 * forward
    return Camera((x, y, z), tuple(target.tolist()), draw(st.floats(20.0, 90.0)), draw(st.floats(-0.5, 0.5)))


@given(cameras())
def test_the_basis_is_orthonormal_and_not_mirrored(camera: Camera) -> None:
    basis = camera.basis()
    assert basis @ basis.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(basis) == pytest.approx(1.0)


def test_x_is_right_y_is_up_z_goes_into_the_scene() -> None:
    matrix = Camera((0.0, 0.0, 0.0), (0.0, 0.0, 1.0)).view_projection(16 / 9)
    right, above = matrix @ [1.0, 0.0, 5.0, 1.0], matrix @ [0.0, 1.0, 5.0, 1.0]
    assert right[0] > 0.0 < above[1]
    assert (right[1], above[0]) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert (right[3], above[3]) == pytest.approx((5.0, 5.0))


@given(cameras(), ASPECT, st.floats(-1.0, 1.0), st.floats(-1.0, 1.0), st.floats(1.0, 500.0))
def test_matrix_and_rays_agree(camera: Camera, aspect: float, x: float, y: float, depth: float) -> None:
    """A point along the ray of a pixel must be projected to that pixel: ocean and cliff meet there."""
    right, up, forward = camera.basis()
    wide, high = camera.tangents(aspect)
    point = np.array(camera.position) + depth * (forward + x * wide * right + y * high * up)
    clip = camera.view_projection(aspect).astype(np.float64) @ [*point, 1.0]
    assert clip[3] == pytest.approx(depth, rel=1e-3, abs=1e-3)
    assert clip[:2] / clip[3] == pytest.approx([x, y], abs=2e-3)


@given(cameras(), st.floats(NEAR, FAR))
def test_depth_grows_from_near_to_far(camera: Camera, depth: float) -> None:
    matrix = Camera((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), camera.fov).view_projection(1.5).astype(np.float64)
    z = [clip[2] / clip[3] for d in (NEAR, depth, FAR) for clip in [matrix @ [0.0, 0.0, d, 1.0]]]
    assert z == sorted(z)
    assert (z[0], z[2]) == pytest.approx((-1.0, 1.0), abs=1e-3)


@given(cameras(), ASPECT, st.floats(0.0, 0.5), st.floats(0.3, 0.5))
def test_a_picture_of_any_aspect_shows_the_whole_span(camera: Camera, aspect: float, left: float, wide: float) -> None:
    """A phone held upright must see the dreamer and what they look at, not the water between."""
    camera = replace(camera, span=(left, left + wide), roll=0.0)
    for edge in camera.span:
        assert -0.03 < camera.part((edge, 0.5), aspect)[0] < 1.03


@given(cameras(), ASPECT)
def test_a_narrow_window_sees_as_far_to_the_sides_as_the_narrowest(camera: Camera, aspect: float) -> None:
    wide, high = camera.tangents(aspect)
    assert wide / high == pytest.approx(aspect)
    assert wide >= camera.tangents(NARROWEST)[0] - 1e-9 or aspect > NARROWEST


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_a_camera_may_look_straight_down_or_up(side: float) -> None:
    camera = Camera((0.0, 10.0, 0.0), (0.0, 10.0 + 10.0 * side, 0.0), 46.0)
    right, up, forward = camera.basis()
    assert forward.tolist() == [0.0, side, 0.0]
    assert right.tolist() == [1.0, 0.0, 0.0]
    assert up.tolist() == [0.0, 0.0, -side]
    assert camera.project(camera.target) == pytest.approx((0.5, 0.5))
    assert camera.horizon(WIDE) == ((1.0, 1.0) if side < 0.0 else (0.0, 0.0))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (((0.0, 1.0, 0.0), (0.0, 1.0, 0.0)), r"Camera\.target: expected a point away from the position"),
        (((0.0, 1.0), (0.0, 1.0, 1.0)), r"Camera\.position: expected a tuple of 3 numbers, got \(0\.0, 1\.0\)"),
        (((0.0, 1.0, 0.0), (0.0, "1", 1.0)), r"Camera\.target: expected a tuple of 3 numbers"),
        (((0.0, 1.0, 0.0), (0.0, math.nan, 1.0)), r"Camera\.target: expected a tuple of 3 numbers"),
        (((0.0, 1.0, 0.0), (0.0, 1.0, 1.0), "wide"), r"Camera\.fov: expected a number, got 'wide'"),
    ],
)
def test_a_camera_that_cannot_see_is_refused_as_it_is_made(values: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Camera(*values)
