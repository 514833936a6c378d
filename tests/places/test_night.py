"""The nights over the mere: what breaks here puts the moon out of view, or the land into the sky, for some seeds."""

import math

import numpy as np
import pytest

from dreamscape.camera import WIDE
from dreamscape.layers.rings import rain_drops
from dreamscape.places.key import far_shore, helix, night
from dreamscape.places.key.night import Night
from dreamscape.rng import Streams
from dreamscape.scenes.key import Key

SEEDS = range(60)


def test_seeds_choose_every_sky_weather_shore_and_side() -> None:
    nights = [Night.from_seed(Streams(seed)) for seed in SEEDS]
    for field, options in (("heaven", night.HEAVENS), ("weather", night.WEATHERS), ("shore", night.SHORES)):
        assert {getattr(one, field) for one in nights} == set(options)
    assert {one.side for one in nights} == {-1.0, 1.0}


@pytest.mark.parametrize("aspect", [WIDE, 1.0, 9 / 16, 21 / 9])
def test_key_and_dreamer_are_whole_in_every_seed_and_shape(aspect: float) -> None:
    for seed in SEEDS:
        scene = Key(Streams(seed), {})
        side, who = scene.night.side, scene.camera(0.0)  # where the water breaks, the dreamer alone is in view
        assert 0.0 < who.framed(aspect).project((scene._who, 0.0, 0.0), aspect)[0] < 1.0
        for seconds in (10.0, 16.0, 22.0):
            camera = scene.camera(seconds).framed(aspect)
            head, feet = (scene._who - side * 0.16, 0.76, 0.0), (scene._who, 0.0, 0.0)
            places = [camera.project(at, aspect) for at in (head, feet, scene._tip, scene._along(1.03))]
            assert all(0.0 < x < 1.0 and 0.0 < y < 0.99 for x, y in places), (seed, seconds, places)


def test_the_moon_stands_above_the_land_and_within_the_picture() -> None:
    for seed in SEEDS:
        scene = Key(Streams(seed), {})
        x, y = scene.night.moon
        camera = scene.camera(14.0)
        way = np.array((x, y, math.sqrt(1.0 - x * x))) * 1000.0 + camera.position
        across, up = camera.project((float(way[0]), float(way[1]), float(way[2])))
        assert 0.02 < across < 0.98
        assert up < 0.97
        near, _ = far_shore.outline(Streams(seed), scene.night.shore).max(axis=0)
        assert y > near


def test_coarser_outlines_keep_the_height_of_the_land() -> None:
    lines = far_shore.outline(Streams(3), "forest")
    np.testing.assert_allclose(far_shore.coarser(lines).mean(axis=0), lines.mean(axis=0), rtol=1e-4)


def test_the_sky_turns_without_changing_its_shape() -> None:
    turned = night.sky_turned(Streams(5), 200.0).astype(float)
    np.testing.assert_allclose(turned @ turned.T, np.eye(3), atol=1e-6)
    np.testing.assert_allclose(night.galaxy(Streams(5)) @ night.galaxy(Streams(5)).T, np.eye(3), atol=1e-6)


def test_every_bow_stays_within_the_space_that_is_drawn() -> None:
    for form in helix.BOWS:
        path, radius, _ = helix._bow(200, 7, form)
        reach = np.abs(path[:, 0]) + radius + helix.TUBE
        assert reach.max() < 0.28
        assert (path[:, 1] + radius + helix.TUBE).max() < 1.04
        assert path[:, 1].min() > helix.SHAFT[1]


def test_rain_falls_where_its_rings_are_seen_and_in_rainy_nights_only() -> None:
    drops = rain_drops(Streams(3), 9.0)
    assert (np.diff(drops[:, 0]) >= 0.0).all(), "the latest come last: these are drawn if there are too many"
    assert 8.0 < np.histogram(drops[:, 0], bins=[4.0, 24.0])[0][0] / 20.0 < 10.0
    assert np.abs(drops[:, 1:3]).max() < 3.2, "the map of ripples reaches so far"
    assert len(rain_drops(Streams(3), 0.0)) == 0
    for seed in SEEDS:
        scene = Key(Streams(seed), {})
        assert (scene.layer_parameters("rings")["rain"] != 0.0) == (scene.night.weather == "rain")
