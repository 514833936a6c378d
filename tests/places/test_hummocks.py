"""Hummocks of moss: what breaks here leaves ledges as straw, or lays moss over stone."""

import numpy as np
import pytest

from dreamscape.places.shore import coast
from dreamscape.places.shore.hummocks import ASLANT, MOST, Hummocks, hummocks, thickness
from dreamscape.places.shore.sheet import VIEW
from dreamscape.rng import Streams


@pytest.fixture(scope="module")
def stand() -> Hummocks:
    return hummocks(coast.promontory(Streams(7), 0.4), Streams(7))


def test_hummocks_stand_on_ground_that_is_seen_aslant_the_farthest_first(stand: Hummocks) -> None:
    ray = stand.foot - np.array(VIEW, np.float32)
    away = np.linalg.norm(ray, axis=1)
    cosine = -(stand.facing * ray).sum(axis=1) / away
    assert 300 < len(stand.foot) <= MOST
    assert np.quantile(np.abs(cosine), 0.9) < ASLANT[3]
    assert (np.diff(away) <= 0.0).all(), "nearer ones lie over farther ones"


def test_each_shows_a_part_of_the_sheet_and_stands_as_high_as_moss_does(stand: Hummocks) -> None:
    assert (stand.look[:, :2] - np.abs(stand.look[:, 2:])).min() > -1e-6
    assert (stand.look[:, :2] + np.abs(stand.look[:, 2:])).max() < 1.0 + 1e-6
    assert 0.05 < stand.radius.min() < stand.radius.max() < 0.8


def test_no_hummocks_stand_where_rock_is_bare_or_has_no_moss_to_show() -> None:
    land = coast.promontory(Streams(7), 0.4)
    assert (thickness(land)[land.shade[:, 1] < 0.2] == 0.0).all()
    land.shade[:, 1] *= 0.5
    try:
        assert len(hummocks(land, Streams(7)).foot) == 0
    finally:
        land.shade[:, 1] *= 2.0
