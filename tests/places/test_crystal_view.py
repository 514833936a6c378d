"""How crystals are drawn: those that reach beyond the picture apart, in an order in which near ones hide others."""

import numpy as np
import pytest

from dreamscape.places.street.crystal_view import runs


@pytest.mark.parametrize(
    ("sizes", "crosses", "ends"),
    [
        ([], [], [0, 0]),
        ([5, 7], "..", [0, 12]),
        ([5, 20, 30, 4], "x..x", [0, 5, 55, 59]),
        ([5, 6, 5, 40], "x.x.", [0, 16, 56]),
        ([0, 40, 0, 20], "x.x.", [0, 60]),
    ],
)
def test_a_few_triangles_are_not_worth_a_draw_of_their_own(sizes: list[int], crosses: str, ends: list[int]) -> None:
    """All are drawn once and in their order, whatever the parts."""
    found = runs(np.array(sizes, np.int64), np.array([mark == "x" for mark in crosses], np.bool_))
    assert found == ends
