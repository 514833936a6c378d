"""The people in the memories, as baked: what breaks here draws figures with holes, boxes or no light on them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.resources import asset


@pytest.fixture(scope="module")
def pictures() -> NDArray[np.float64]:
    with np.load(asset("memories.npz"), allow_pickle=False) as baked:
        assert baked["pictures"].dtype == np.uint8
        return np.asarray(baked["pictures"], np.float64)


def test_each_picture_holds_figures_that_its_border_does_not_cut(pictures: NDArray[np.float64]) -> None:
    assert pictures.shape == (14, 320, 240, 4)
    within = pictures[..., 0] > 128.0
    assert (within.mean(axis=(1, 2)) > 0.08).all()
    assert not within[:, (0, -1)].any()
    assert not within[:, :, (0, -1)].any()


def test_distances_are_those_of_a_plane(pictures: NDArray[np.float64]) -> None:
    """No faster than 4 steps a pixel: outlines are as soft as they are meant to be at every size."""
    for axis in (1, 2):
        assert np.quantile(np.abs(np.diff(pictures[..., 0], axis=axis)), 0.999) < 4.8


def test_normals_are_no_longer_than_one_and_turn_away_at_the_outline(pictures: NDArray[np.float64]) -> None:
    slope = np.hypot(pictures[..., 1] - 128.0, pictures[..., 2] - 128.0) / 127.0
    assert slope.max() < 1.05
    edge, middle = np.abs(pictures[..., 0] - 134.0) < 5.0, pictures[..., 0] > 175.0
    assert slope[edge].mean() > 1.4 * slope[middle].mean()


def test_people_are_dressed_and_have_faces_hands_and_hair(pictures: NDArray[np.float64]) -> None:
    for one in pictures:
        made, light = np.divmod(one[one[..., 0] > 136.0][:, 3], 51.0)
        assert 0.02 < (made == 4.0).mean() < 0.45, "skin"
        assert (made == 0.0).mean() > 0.015, "hair and shoes"
        assert light.max() == 50.0
        assert light.min() < 25.0, "hollows"
