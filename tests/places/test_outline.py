"""What is cut off beside the face is not seen, and what is left carries what it did."""

import numpy as np

from dreamscape.places.face.head import at_rest, head
from dreamscape.places.face.outline import around, clipped
from dreamscape.rng import Streams


def test_a_triangle_is_cut_where_the_half_plane_ends() -> None:
    corners = np.array([(0, 0, 1, 0, 3), (2, 0, 0, 5, 3), (0, 2, 0, 7, 3)], np.float32)  # x, y, inner, depth, cell
    ways, reach = np.array([(1, 0)], np.float32), np.array([1.0], np.float32)
    vertices, triangles = clipped(corners, np.array([(0, 1, 2)], np.uint32), ways, reach)
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    area = 0.5 * ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0])
    np.testing.assert_allclose(area.sum(), 1.5)
    left = vertices[triangles.ravel()]
    assert left[:, 0].max() <= 1.0
    np.testing.assert_allclose(left[:, 2], 1.0 - 0.5 * (left[:, 0] + left[:, 1]), atol=1e-6)
    assert (left[:, 3] == 7.0).all()  # as OpenGL would have taken it from the last


def test_triangles_that_are_wholly_within_stay_as_they_are() -> None:
    corners = np.array([(0, 0, 1, 0, 3), (2, 0, 0, 5, 3), (0, 2, 0, 7, 3)], np.float32)
    ways, reach = np.array([(1, 0)], np.float32), np.array([3.0], np.float32)
    vertices, triangles = clipped(corners, np.array([(0, 1, 2)], np.uint32), ways, reach)
    assert (vertices == corners).all()
    assert triangles.tolist() == [[0, 1, 2]]


def test_all_that_is_seen_of_the_face_lies_within() -> None:
    one = head(Streams(7))
    place, normal = at_rest(one)
    seen = (one.marks[1] > 0.0) & (normal[2] > 0.2)
    ways, reach = around(one)
    beyond = place[:2, seen].T @ ways.T - reach
    assert beyond.max() < -0.05
