"""The part of the sky's panorama that is drawn finely: what is missed there shows a sky of another moment, or none."""

import numpy as np
import pytest

from dreamscape.camera import Camera
from dreamscape.render.panorama import BEND, REACH, Part, seen_part

PANORAMA = 896, 258
CAMERAS = (
    Camera((0.0, 12.0, -20.0), (1.0, 10.0, 30.0), 40.0, 0.1),
    Camera((0.0, 12.0, -20.0), (-9.0, 14.0, 30.0), 55.0, -0.2),
)


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("size", [(1280, 720), (160, 90), (900, 1600), (2560, 1080)])
def test_all_that_is_seen_lies_in_the_part_with_its_filter(camera, size):
    part = seen_part(camera, size, PANORAMA)
    wide, high = camera.tangents(size[0] / size[1])
    right, up, forward = camera.basis()
    x, y = np.meshgrid((np.arange(size[0]) + 0.5) / size[0] * 2 - 1, (np.arange(size[1]) + 0.5) / size[1] * 2 - 1)
    ray = forward + x[..., None] * wide * right + y[..., None] * high * up
    rise = np.maximum(ray[..., 1] / ray[..., 2], 0.0)
    across = PANORAMA[0] * (0.5 + 0.5 / REACH * ray[..., 0] / ray[..., 2])
    above = PANORAMA[1] * rise / (rise + BEND)
    texels = max(np.abs(np.diff(place, axis=axis)).max() for place in (across, above) for axis in (0, 1))
    assert texels <= part.texels
    assert part.left == 0 or part.left <= across.min() - 2.0 * texels - 1.0
    assert part.right == PANORAMA[0] or part.right >= across.max() + 2.0 * texels + 1.0
    assert part.top == PANORAMA[1] or part.top >= above.max() + 2.0 * texels + 1.0


def test_a_part_is_drawn_anew_for_more_of_it_or_for_mipmaps_that_it_has_not():
    drawn = Part(100, 120, 500, 1.5)
    assert Part(110, 110, 480, 1.2).within(drawn)
    assert not Part(90, 110, 480, 1.2).within(drawn)
    assert Part(110, 110, 480, 2.0).within(drawn)
    assert not Part(110, 110, 480, 1.2).within(Part(100, 120, 500, 0.9))


def test_a_camera_that_looks_back_sees_all():
    part = seen_part(Camera((0.0, 0.0, 0.0), (1.0, 0.0, -1.0)), (1280, 720), PANORAMA)
    assert (part.left, part.top, part.right) == (0, PANORAMA[1], PANORAMA[0])
