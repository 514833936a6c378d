"""Crystals hidden by nearer ones: one that is left out wrongly leaves a hole in the street."""

import numpy as np

from dreamscape.camera import Camera
from dreamscape.places.street import skyline

ANGLE = np.arange(6) * np.pi / 3.0
CAMERA = Camera((0.0, 1.7, 0.0), (0.0, 1.7, 10.0))


def _crystal(x: float, z: float, girth: float, tall: float) -> np.ndarray:
    around = np.stack([x + girth * np.cos(ANGLE), 0.0 * ANGLE, z + girth * np.sin(ANGLE)], axis=1)
    return np.concatenate([around, around + np.array((0.0, tall, 0.0)), [(x, tall + girth, z)]]).astype(np.float32)


def test_only_what_nearer_crystals_cover_in_all_its_columns_is_hidden() -> None:
    wall, behind = _crystal(0.0, 10.0, 2.0, 3.0), _crystal(0.3, 20.0, 1.0, 1.5)
    taller, beside, near = _crystal(0.0, 20.0, 1.0, 8.0), _crystal(4.5, 20.0, 1.0, 1.5), _crystal(0.0, 6.0, 0.5, 1.0)
    outlines = skyline.outlines(np.stack([near, wall, behind, taller, beside]), CAMERA, 16.0 / 9.0)
    assert outlines.seen().tolist() == [True, True, False, True, True]
    assert outlines.seen(2).tolist() == [True, True, True, True, True], "those before are not there"


def test_two_side_by_side_hide_what_neither_does_alone() -> None:
    left, right = _crystal(-1.4, 10.0, 1.6, 6.0), _crystal(1.4, 10.0, 1.6, 6.0)
    wide = _crystal(0.0, 25.0, 4.0, 4.0)
    assert skyline.outlines(np.stack([left, right, wide]), CAMERA, 16.0 / 9.0).seen().tolist() == [True, True, False]
    assert skyline.outlines(np.stack([left, wide]), CAMERA, 16.0 / 9.0).seen().all()


def test_what_the_camera_stands_in_is_seen_and_hides_nothing() -> None:
    around, behind = _crystal(0.0, 0.5, 1.0, 5.0), _crystal(0.0, 20.0, 1.0, 1.0)
    assert skyline.outlines(np.stack([around, behind]), CAMERA, 16.0 / 9.0).seen().all()
