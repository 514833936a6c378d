"""The folded sheet: what breaks here is seen along the edges of its colours."""

import numpy as np
import pytest

import dreamscape


@pytest.mark.slow
def test_edges_of_coloured_facets_have_no_teeth() -> None:
    """At `low`, with one sample a pixel, a bright crease between two colours is a row of dots."""
    red = dreamscape.still(dream="unfolded", at=20, size=(640, 360), quality="low")[..., 0].astype(int)
    height, width = red.shape
    padded = np.pad(red, 4, mode="edge")
    around = [padded[4 + y :, 4 + x :][:height, :width] for y, x in ((4, 0), (-4, 0), (0, 4), (0, -4))]
    assert (red > np.max(around, axis=0) + 12).sum() < 20
