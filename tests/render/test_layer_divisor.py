"""What a layer's picture is divided by."""

import pytest

from dreamscape.quality import TIERS
from dreamscape.render.layer import Layer


class Soft(Layer):
    """Drawn at an eighth, but never with fewer than 64 rows."""

    divisor = (8, 8, 8, 1)
    fewest_rows = (1, 64, 64, 64)


@pytest.mark.parametrize(
    ("tier", "rows", "divisor"),
    [("high", 720, 8), ("high", 511, 8), ("high", 500, 6), ("high", 360, 4), ("high", 90, 1), ("high", 40, 1),
     ("low", 90, 8), ("ultra", 720, 1)],
)  # fmt: skip
def test_a_small_picture_is_divided_by_less_rather_than_by_nothing(tier: str, rows: int, divisor: int) -> None:
    """Otherwise a layer that is cheap at 1280x720 is dearer at 640x360, or falls apart into blocks."""
    layer = object.__new__(Soft)
    layer.quality = TIERS[tier]
    assert layer.divisor_of(rows) == divisor
