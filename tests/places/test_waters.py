"""The water of a seed: what breaks here makes all seas alike, or one too bright or too dark to see in."""

import numpy as np

from dreamscape.places.water.waters import waters
from dreamscape.rng import Streams


def test_seas_differ_within_bounds() -> None:
    all_of_them = [waters(Streams(seed)) for seed in range(1, 101)]
    tint = np.log([one.tint for one in all_of_them])
    assert (np.ptp(tint, axis=0) > 0.8).all()
    assert np.abs(tint).max() < 1.2
    glow = np.array([one.glow for one in all_of_them])
    np.testing.assert_allclose(glow @ (0.2126, 0.7152, 0.0722), 1.0, rtol=1e-6)
    assert waters(Streams(3)) == waters(Streams(3))
