"""The rock that threads keep clear of: what breaks here lets rock cut them, or throws them out to sea."""

import numpy as np

from dreamscape.places.shore import coast, seaward
from dreamscape.rng import Streams

STREAMS = Streams(7)


def test_threads_in_the_face_come_out_softly_and_stay_out() -> None:
    rock = seaward.field(STREAMS)
    height, z = 5.25, -2.25
    row, column = (int((v - low) / seaward.CELL) for v, low in zip((height, z), seaward.LEAST, strict=True))
    face = rock[row, column]
    nodes = np.zeros((3, 4, 1), np.float32)
    nodes[:, :, 0] = [[face - 0.5, face + 0.2, face + 2.0, face - 20.0], [height] * 4, [z] * 4]
    before = nodes.copy()
    seaward.push_out(nodes, rock, 0.4)
    assert (nodes[0] - before[0]).max() < 0.1
    for _ in range(200):
        seaward.push_out(nodes, rock, 0.4)
    np.testing.assert_allclose(nodes[0, :2, 0], face + 0.4, atol=0.01)
    np.testing.assert_array_equal(nodes[:, 2:], before[:, 2:])  # far out, and far behind the rock


def test_there_is_no_rock_over_the_ledge() -> None:
    above = seaward.field(STREAMS)[int((coast.FEET[1] + 1.1 - seaward.LEAST[0]) / seaward.CELL)]
    assert above[int((coast.FEET[2] - seaward.LEAST[1]) / seaward.CELL)] < coast.FEET[0]


def test_what_is_behind_rock_is_not_clear_and_what_is_before_it_is() -> None:
    rock = np.full(seaward.SIZE, seaward.NOWHERE, np.float32)
    rock[:, 40:44] = 2.0  # a wall at z from -4 to -2
    eye = np.array([0.0, 5.0, -20.0], np.float32)
    points = np.array([[0.0, 0.0, 6.0], [5.0, 5.0, 5.0], [-8.0, 6.0, 6.0]], np.float32)
    before, behind, beside = seaward.clearance(points, eye, rock).tolist()
    assert before > 5.0
    assert behind < 0.0
    assert beside > 1.0
