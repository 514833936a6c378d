"""The shore: what breaks here loses the dreamer out of the picture, or stands them in the same place in every seed."""

from dataclasses import replace

import numpy as np

from dreamscape.places.shore import coast
from dreamscape.rng import Streams
from dreamscape.scenes.shore import Shore

TALL = 9.0 / 16.0
SECONDS = 0.0, 12.0, 24.0, 36.0
HEAD = (coast.FEET[0], coast.FEET[1] + 1.75, coast.FEET[2])


def test_the_dreamer_stands_well_in_the_picture_in_every_seed() -> None:
    for seed in range(100):
        scene = Shore(Streams(seed), {})
        for seconds in SECONDS:
            camera = scene.camera(seconds)
            x, y = camera.project(coast.FEET)
            assert 0.22 < x < 0.42, (seed, seconds)
            assert 0.42 < y < 0.60, (seed, seconds)
            assert 0.05 < camera.project(HEAD)[1] - y < 0.17, (seed, seconds)
            assert camera.framed(TALL).project(coast.FEET, TALL)[0] > 0.11, (seed, seconds)


def test_tall_pictures_come_nearer_to_the_dreamer_who_keeps_their_place() -> None:
    camera = Shore(Streams(7), {}).camera(22.0)
    near, far = camera.framed(TALL), replace(camera, nearer=(0.0, 0.0, 0.0)).framed(TALL)
    feet, head = (np.array([c.project(point, TALL) for c in (near, far)]) for point in (coast.FEET, HEAD))
    tall = (head - feet)[:, 1]
    assert tall[0] > 1.5 * tall[1]
    heart = near.project(coast.HEART, TALL)
    assert np.abs(np.subtract(heart, far.project(coast.HEART, TALL))).max() < 1e-3
    assert np.abs(np.subtract(heart, camera.part(camera.project(coast.HEART), TALL))).max() < 1e-3  # the shift's gate
    assert camera.framed(16.0 / 9.0) == camera


def test_seeds_differ_in_where_the_dreamer_stands_and_how_large() -> None:
    cameras = [Shore(Streams(seed), {}).camera(22.0) for seed in range(24)]
    feet, heads = (np.array([camera.project(point) for camera in cameras]) for point in (coast.FEET, HEAD))
    tall = heads[:, 1] - feet[:, 1]
    assert np.ptp(feet[:, 0]) > 0.06
    assert tall.max() > 1.35 * tall.min()
