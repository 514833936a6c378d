"""Multisampling: what a mesh covers is laid over the picture, and its outline is smooth."""

import moderngl
import numpy as np
import pytest

from dreamscape.camera import Camera
from dreamscape.places.hand.mesh import mesh
from dreamscape.render.multisampling import Multisampling, boxes, strips
from dreamscape.render.targets import Target

SIZE = 320, 180
EYES = np.random.default_rng(2).normal(0.0, 0.35, (12, 3))


@pytest.mark.parametrize("name", ["fine", "sleeve_fine"])
def test_all_of_a_mesh_lies_within_the_strips(name: str) -> None:
    """A strip that ends too early cuts a fingertip off."""
    points = mesh(name).position
    cornered = boxes(points, 0.008)
    outside = 0
    for eye in EYES:
        seen = Camera(tuple(eye.tolist()), (0.0, 0.0, 0.0), 40.0).view_projection(SIZE[0] / SIZE[1])
        clip = np.hstack([points, np.ones((len(points), 1), np.float32)]) @ seen.T
        clip = clip[clip[:, 3] > 0.02]
        x, y = ((clip[:, k] / clip[:, 3] * 0.5 + 0.5) * SIZE[k] for k in (0, 1))
        here = (x > 0) & (x < SIZE[0]) & (y > 0) & (y < SIZE[1])
        covered = np.zeros(SIZE[::-1], bool)
        for left, bottom, width, height in strips(cornered, seen, SIZE):
            covered[bottom : bottom + height, left : left + width] = True
        assert covered[y[here].astype(int), x[here].astype(int)].all()
        outside += int((~covered).sum())
    assert outside > 0.2 * len(EYES) * SIZE[0] * SIZE[1]  # what it does not cover costs nothing


def test_strips_that_nothing_covers_are_left_out() -> None:
    away = Camera((0.0, 0.0, -1.0), (0.0, 0.0, -2.0), 40.0).view_projection(1.0)
    assert strips(boxes(mesh("coarse").position, 0.008), away, SIZE) == []


@pytest.mark.parametrize("samples", [1, 4])
def test_a_strip_is_laid_where_it_was_drawn(ctx: moderngl.Context, samples: int) -> None:
    target = Target(ctx, (64, 48))
    fine = Multisampling(ctx, samples)
    target.begin((0.25, 0.25, 0.25, 1.0))
    fine.begin([(16, 8, 24, 20)], target.size)
    ctx.clear(1.0, 0.5, 0.0, 1.0)
    fine.end()
    target.begin()
    fine.lay([(16, 8, 24, 20)])
    red = np.frombuffer(target.framebuffer.read(components=1, dtype="f4"), np.float32).reshape(48, 64)
    inside = np.zeros((48, 64), bool)
    inside[8:28, 16:40] = True
    assert (red[inside] == 1.0).all()
    assert (red[~inside] == 0.25).all()
