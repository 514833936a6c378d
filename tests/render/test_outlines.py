"""Outlines: a fringe goes all the way around what is seen of a mesh, and looks out of it."""

import moderngl
import numpy as np
import pytest

from dreamscape.layers import hand
from dreamscape.places.hand.mesh import mesh
from dreamscape.render.outlines import Outlines, edges
from dreamscape.render.shader import Shader

HAND = mesh("coarse")
BENDS = hand.bends(HAND.position)
EYES = np.random.default_rng(3).normal(0.0, 0.5, (6, 3)).astype("f4")


@pytest.fixture
def outlines(ctx: moderngl.Context) -> Outlines:
    shader = Shader(ctx, hand.Hand.shader_file(), {"QUALITY": 2})
    part = np.zeros(len(HAND.triangles), np.int64)
    return Outlines(ctx, [(shader, hand.LAYOUT)], HAND.vertices, HAND.triangles, part, BENDS)


def test_each_edge_of_a_closed_mesh_has_two_sides() -> None:
    corner = np.array([(0, 1, 2), (0, 2, 3), (0, 3, 1), (1, 3, 2)], np.uint32)
    ends, sides = edges(corner)
    assert sorted(map(tuple, ends.tolist())) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    for end, side in zip(ends, sides, strict=True):
        assert side[0] != side[1]
        assert all(set(end.tolist()) <= set(corner[triangle].tolist()) for triangle in side)


def test_an_edge_of_one_triangle_has_one_side() -> None:
    _, sides = edges(np.array([(0, 1, 2)], np.uint32))
    assert sides.tolist() == [[0, -1]] * 3


@pytest.mark.parametrize("bend", [0.0, 0.06])
def test_a_fringe_is_where_faces_turn_away_and_looks_out(outlines: Outlines, bend: float) -> None:
    """An edge that is missed is a stair in the outline; a fringe that looks inwards is none."""
    place = HAND.position.astype(float)
    place[:, 1] += bend * BENDS
    a, b, c = (place[HAND.triangles[:, k]] for k in range(3))
    _, sides = edges(HAND.triangles)
    both = (sides >= 0).all(axis=1)
    for eye in EYES:
        towards = np.einsum("ij,ij->i", np.cross(c - a, b - a), eye - a) > 0.0
        turns = int((towards[sides[both, 0]] != towards[sides[both, 1]]).sum())
        seen, used, outward = outlines.outward(eye, bend)
        assert turns - 2 <= len(seen) <= turns + 2 + int((~both).sum())  # rounding, and the arm's end
        looks = np.einsum("ij,ij->i", HAND.normal[used], outward)
        assert (looks > 0.0).mean() > 0.8  # all but hollows, which something nearer always hides
        assert np.abs(np.einsum("ij,ij->i", outward, eye - place[used])).max() < 0.05 * np.linalg.norm(eye)


def test_the_vertex_stage_bends_fingers_as_outlines_are_told() -> None:
    text = hand.Hand.shader_file().read_text("utf-8")
    assert "max(p.x - 0.092 - 0.3 * abs(p.z + 0.004), 0.0)" in text
    assert (
        "(0.045 * sin(frame.time * 1.57) + 0.020 * sin(frame.time * 0.73 + 1.0)) * smoothstep(0.0, 0.04, past)" in text
    )
    assert 0.05 < max(abs(hand.bent(seconds)) for seconds in range(60)) < hand.BENT
