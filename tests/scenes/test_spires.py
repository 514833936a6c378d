"""The street of crystals: what breaks here makes one jump while the viewer comes nearer."""

from itertools import pairwise

import numpy as np
import pytest

import dreamscape


@pytest.mark.slow
def test_a_crystal_clears_little_by_little() -> None:
    """At `medium`, one comes near enough to be seen through at 33.0 s: no frame may show that by itself."""
    frames = dreamscape.frames(act="spires", start=32.9, stop=33.2, size=(320, 180), quality="medium")
    grey = [frame.mean(axis=2) for frame in frames]
    jumps = [np.sqrt(((after - before) ** 2).mean()) for before, after in pairwise(grey)]
    assert max(jumps) < 1.5 * np.median(jumps), jumps
