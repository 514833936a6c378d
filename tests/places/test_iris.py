"""The iris of the shift into Reflection."""

import numpy as np

from dreamscape.places.face.eyes import IRISES, complexions
from dreamscape.places.face.iris import Iris
from dreamscape.rng import Streams


def test_each_seed_has_an_iris_of_the_colour_of_its_faces_eyes() -> None:
    """All the same, black ones, or blue ones in a brown-eyed face."""
    irises = [(IRISES[complexions(Streams(seed)).iris[0]], Iris.from_seed(Streams(seed))) for seed in range(24)]
    assert len({one.place for _, one in irises}) == 24
    for name, one in irises:
        assert 0.1 < max(one.outer) < max(one.inner) < 0.8
        red, _, blue = np.array(one.outer) / max(one.outer)
        assert (blue > red) == (name in {"blue", "grey", "green"}), name
