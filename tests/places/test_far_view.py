"""The far view of Starlight: what breaks here puts the dreamer or a living thing out of the picture for some seeds."""

import numpy as np
import pytest

from dreamscape.camera import WIDE
from dreamscape.places.night.creatures import LIVING
from dreamscape.places.night.far_view import FarView
from dreamscape.places.shore import coast
from dreamscape.rng import Streams
from dreamscape.scenes.starlight import Starlight

SEEDS = range(100)


def test_the_dreamer_stands_where_the_seed_says() -> None:
    for seed in SEEDS:
        view = FarView.from_seed(Streams(seed))
        seen = Starlight(Streams(seed), {}).camera(16.8).project(coast.FEET)
        np.testing.assert_allclose(seen, view.place, atol=0.02, err_msg=str(seed))  # less the sway of the camera


@pytest.mark.parametrize("aspect", [WIDE, 9 / 16])
def test_every_living_thing_is_in_every_picture(aspect: float) -> None:
    for seed in SEEDS:
        scene = Starlight(Streams(seed), {})
        camera = scene.camera(24.0)
        for name, home, _ in LIVING:
            if name != "resilience":
                across, up = camera.framed(aspect).project(tuple(scene._view.home(home).tolist()), aspect)
                assert 0.03 < across < 0.985, (seed, name, home)
                assert 0.05 < up < 0.97, (seed, name, home)
