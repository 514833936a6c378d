"""The Chorus in tall pictures: what breaks here cuts off fingertips, or shows a nose and a mouth at the edge."""

from dreamscape.camera import WIDE
from dreamscape.rng import Streams
from dreamscape.scenes.chorus import Chorus

TALL = 9.0 / 16.0
FINGERTIP, HEAD = (0.135, 0.0, 0.0), (-0.50, 0.3, 0.0)  # m


def test_tall_pictures_show_the_whole_hand_and_then_the_whole_dreamer() -> None:
    for seed in range(0, 100, 9):
        scene = Chorus(Streams(seed), {})
        for seconds, point in ((6.0, FINGERTIP), (11.0, FINGERTIP), (14.0, FINGERTIP), (14.0, HEAD), (16.0, HEAD)):
            across, _ = scene.camera(seconds).framed(TALL).project(point, TALL)
            assert 0.02 < across < 0.98, (seed, seconds, point)


def test_wide_pictures_are_not_turned() -> None:
    scene = Chorus(Streams(7), {})
    for half_seconds in range(72):
        camera = scene.camera(half_seconds / 2.0)
        assert camera.framed(WIDE) is camera
