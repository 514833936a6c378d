"""The far view of Starlight: what breaks here puts the dreamer or a living thing out of the picture for some seeds."""

import numpy as np
import pytest

from dreamscape.camera import WIDE
from dreamscape.places.night.creatures import LIVING
from dreamscape.places.night.far_view import FarView
from dreamscape.places.shore import coast
from dreamscape.rng import Streams
from dreamscape.scenes.starlight import Starlight

SEEDS = range(0, 100, 4)


@pytest.mark.slow
def test_the_dreamer_stands_where_the_seed_says() -> None:
    for seed in SEEDS:
        view = FarView.from_seed(Streams(seed))
        seen = Starlight(Streams(seed), {}).camera(16.8).project(coast.FEET)
        np.testing.assert_allclose(seen, view.place, atol=0.02, err_msg=str(seed))  # less the sway of the camera


@pytest.mark.slow
def test_every_living_thing_is_in_every_picture() -> None:
    for seed in SEEDS:
        for name, across, up in _living(Starlight(Streams(seed), {}), WIDE):
            assert 0.03 < across < 0.985, (seed, name)
            assert 0.05 < up < 0.97, (seed, name)


@pytest.mark.slow
def test_tall_pictures_show_the_dreamer_off_their_edge_and_most_of_the_fan() -> None:
    for seed in SEEDS:
        scene = Starlight(Streams(seed), {})
        camera = scene.camera(24.0).framed(9 / 16)
        assert 0.08 < camera.project(coast.FEET, 9 / 16)[0] < 0.4, seed
        assert 0.3 < camera.project(scene._middle, 9 / 16)[0] < 0.9, seed
        shown = [0.0 < across < 1.0 and 0.0 < up < 1.0 for _, across, up in _living(scene, 9 / 16)]
        assert np.mean(shown) > 0.6, seed


def _living(scene: Starlight, aspect: float) -> list[tuple[str, float, float]]:
    """What flies or floats, and where in the picture; what grows on the rock may be outside."""
    camera = scene.camera(24.0).framed(aspect)
    homes = [(name, scene._view.home(home).tolist()) for name, home, _ in LIVING if name != "resilience"]
    return [(name, *camera.project((x, y, z), aspect)) for name, (x, y, z) in homes]


def test_the_horizon_does_not_run_through_the_dreamers_head() -> None:
    for seed in range(100):
        view = FarView.from_seed(Streams(seed))
        for distance in (view.distance, view.distance - 1.5):
            eye = view.aim()[1] + distance * view.side[1] / np.linalg.norm(view.side) - coast.FEET[1]
            assert not 1.45 < eye < 1.85, seed
