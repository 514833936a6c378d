"""The curve of a fine thread: an error here shows as kinks, or as threads that miss the lights they are tied to."""

import numpy as np

from dreamscape.camera import Camera
from dreamscape.layers.fine_threads import bent, spline


def test_a_curve_begins_and_ends_in_the_outer_nodes() -> None:
    matrix = spline(9, 20)
    assert np.allclose(matrix[0], np.eye(9)[0], atol=1e-6)
    assert np.allclose(matrix[-1], np.eye(9)[-1], atol=1e-6)


def test_a_straight_thread_stays_straight() -> None:
    """And nodes that are moved move it as far: its weights are a whole."""
    matrix = spline(9, 20)
    assert np.allclose(matrix.sum(axis=1), 1.0, atol=1e-6)
    assert np.allclose(matrix @ np.arange(9.0), np.linspace(0.0, 8.0, 20), atol=1e-5)


def test_a_zigzag_is_rounded_off() -> None:
    zigzag = (-1.0) ** np.arange(9)
    assert abs(spline(9, 33)[8:-8] @ zigzag).max() < 0.34


def test_a_bent_thread_stays_tied() -> None:
    """Its ends stay, its middle lies aside in the picture, and two threads go different ways."""
    run = np.linspace(0.0, 1.0, 9)[None, :, None] * np.array((2.0, 1.0, 0.5))[:, None, None]
    points = np.repeat(run, 2, axis=2).astype(np.float32)
    aside = bent(points, np.array((2, 3)), Camera((0.0, 0.0, -20.0), (0.0, 0.0, 0.0)), 1.0)
    assert not aside[:, (0, -1)].any()
    middle = np.linalg.norm(aside[:2, 4], axis=0)
    assert (middle > 0.2).all()
    assert (middle < 3.0).all()
    assert abs(aside[:, 4, 0] - aside[:, 4, 1]).max() > 0.1
