"""Supersampling: what breaks here loses a figure from large pictures."""

import pytest

from dreamscape.render.supersampling import MOST_SAMPLES, finest


@pytest.mark.parametrize(
    ("size", "wanted", "finer"),
    [
        ((1280, 720), 3, 3),
        ((3840, 2160), 3, 3),
        ((4961, 7016), 3, 2),  # A2 at 300 dpi: three would take a viewport of 21,048 px
        ((5461, 3072), 3, 3),
        ((8192, 8192), 3, 2),
        ((16384, 4096), 3, 1),
        ((16384, 4096), 1, 1),
    ],
)
def test_no_viewport_is_larger_than_the_context_can_draw(size: tuple[int, int], wanted: int, finer: int) -> None:
    found = finest(size, wanted, 16_384)
    assert found == finer
    assert max(size) * found <= 16_384
    assert size[0] * size[1] * found**2 <= MOST_SAMPLES
