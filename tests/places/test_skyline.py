"""Crystals hidden by nearer ones: one that is left out wrongly leaves a hole in the street."""

import numpy as np

from dreamscape.camera import Camera
from dreamscape.places.street import skyline

ANGLE = np.arange(6) * np.pi / 3.0
CAMERA = Camera((0.0, 1.7, 0.0), (0.0, 1.7, 10.0))


def _crystal(x: float, z: float, girth: float, tall: float) -> np.ndarray:
    around = np.stack([x + girth * np.cos(ANGLE), 0.0 * ANGLE, z + girth * np.sin(ANGLE)], axis=1)
    return np.concatenate([around, around + np.array((0.0, tall, 0.0)), [(x, tall + girth, z)]]).astype(np.float32)


def _seen(*crystals: np.ndarray, first: int = 0) -> list[bool]:
    outlines = skyline.outlines(np.stack(crystals), CAMERA, 16.0 / 9.0)
    return [bool(seen) for seen in outlines.seen(outlines.hidden(first))]


def test_only_what_nearer_crystals_cover_in_all_its_columns_is_hidden() -> None:
    wall, behind = _crystal(0.0, 10.0, 2.0, 3.0), _crystal(0.3, 20.0, 1.0, 1.5)
    taller, beside, near = _crystal(0.0, 20.0, 1.0, 8.0), _crystal(4.5, 20.0, 1.0, 1.5), _crystal(0.0, 6.0, 0.5, 1.0)
    assert _seen(near, wall, behind, taller, beside) == [True, True, False, True, True]
    assert all(_seen(near, wall, behind, taller, beside, first=2)), "those before are not there"


def test_two_side_by_side_hide_what_neither_does_alone() -> None:
    left, right = _crystal(-1.4, 10.0, 1.6, 6.0), _crystal(1.4, 10.0, 1.6, 6.0)
    wide = _crystal(0.0, 25.0, 4.0, 4.0)
    assert _seen(left, right, wide) == [True, True, False]
    assert all(_seen(left, wide))


def test_what_the_camera_stands_in_is_seen_and_hides_nothing() -> None:
    assert all(_seen(_crystal(0.0, 0.5, 1.0, 5.0), _crystal(0.0, 20.0, 1.0, 1.0)))


def test_sides_rise_as_far_as_what_hides_them_and_no_further() -> None:
    """A side that rose too far would leave a gap over the nearer crystal."""
    wall, tall, beside = _crystal(0.0, 10.0, 2.0, 3.0), _crystal(0.0, 20.0, 1.0, 8.0), _crystal(4.5, 20.0, 1.0, 1.5)
    outlines = skyline.outlines(np.stack([wall, tall, beside]), CAMERA, 16.0 / 9.0)
    facing = np.ones((3, 12), np.bool_)
    rises, shown = outlines.rises(outlines.hidden(), np.arange(3), facing)
    assert (rises[[0, 2]] == 0.0).all()
    assert shown.all()
    assert (rises[1] > 0.8).all()
    left, right = np.roll(tall[:6], 1, axis=0), tall[:6]
    x, y, z = (np.stack([left, right], axis=1) + rises[1][..., None] * np.array((0.0, 8.0, 0.0))).transpose(2, 0, 1)
    eye, nearer = CAMERA.position[1], 10.0 / z
    assert (eye + (y - eye) * nearer < 5.0 - np.abs(x * nearer)).all(), "below the wall's tip, which is 5 m up"


def test_only_faces_that_are_beside_the_picture_are_left_out_of_it() -> None:
    """A face left out wrongly is a hole; one that reaches beyond the picture unsaid makes a frame dearer."""
    small, tall, beside = _crystal(0.0, 20.0, 1.0, 1.5), _crystal(2.0, 8.0, 1.0, 9.0), _crystal(30.0, 20.0, 1.0, 1.5)
    points = np.stack([small, tall, beside, _crystal(0.0, 0.5, 1.0, 5.0)])
    outlines = skyline.outlines(points, CAMERA, 16.0 / 9.0)
    within, crosses = skyline.framed(outlines.x, outlines.y, outlines.near)
    assert within[0].all()
    assert not crosses[0].any()
    assert within[1, :6].all()
    assert not within[1, 6:].any(), "its tip is above the picture"
    assert crosses[1].all()
    assert not within[2].any()
    assert crosses[3].all(), "the camera stands in it"
    of_images = skyline.mirrored(points * np.array([1.0, -1.0, 1.0], np.float32), CAMERA, 16.0 / 9.0)
    assert np.array_equal(of_images, (within, crosses)), "the image of what hangs below the ground is upright"
