"""The curve of a fine thread: an error here shows as kinks, or as threads that miss the lights they are tied to."""

import numpy as np

from dreamscape.layers.fine_threads import spline


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
