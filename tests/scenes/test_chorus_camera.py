"""The Chorus in tall pictures: what breaks here cuts off fingertips, or shows a nose and a mouth at the edge."""

import numpy as np

from dreamscape.camera import WIDE
from dreamscape.places.hand.offering import Offering, axes
from dreamscape.rng import Streams
from dreamscape.scenes.chorus import Chorus

TALL = 9.0 / 16.0
FINGERTIP, HEAD = (0.135, 0.0, 0.0), (-0.50, 0.3, 0.0)  # m, of a right hand that is not turned


def test_tall_pictures_show_the_whole_hand_and_then_the_whole_dreamer() -> None:
    for seed in range(0, 100, 9):
        scene = Chorus(Streams(seed), {})
        hand = Offering.from_seed(Streams(seed))
        tip, head = (tuple(axes(hand.left, 0.0, hand.turn) @ point) for point in (FINGERTIP, HEAD))
        for seconds, point in ((6.0, tip), (11.0, tip), (14.0, tip), (14.0, head), (16.0, head)):
            across, _ = scene.camera(seconds).framed(TALL).project(point, TALL)
            assert 0.02 < across < 0.98, (seed, seconds, point)


def test_the_head_is_whole_soon_after_it_comes_into_view() -> None:
    """Half a face at the picture's edge, or a head without a crown, for a second and a half."""
    for seed in range(0, 100, 9):
        scene = Chorus(Streams(seed), {})
        side = Offering.from_seed(Streams(seed)).mirror
        for seconds in (13.4, 13.7, 14.0, 15.0):
            across, high = scene.camera(seconds).project((-0.60 * side, 0.36, 0.0))  # m, of the hair's outer corner
            assert -0.02 < across < 1.02, (seed, seconds)
            assert high < 0.97, (seed, seconds)


def test_wide_pictures_are_not_turned() -> None:
    scene = Chorus(Streams(7), {})
    for half_seconds in range(72):
        camera = scene.camera(half_seconds / 2.0)
        assert camera.framed(WIDE) is camera


def test_the_palm_lies_under_the_key_however_a_seed_holds_it() -> None:
    """A key that stands beside its hand."""
    seen = set()
    for seed in range(24):
        hand = Offering.from_seed(Streams(seed))
        palm = np.add(hand.wrist, axes(hand.left, hand.tilt, hand.turn) @ (0.056, 0.008, 0.003))
        assert np.linalg.norm(palm) < 0.018, seed
        seen.add(hand.left)
    assert seen == {False, True}
