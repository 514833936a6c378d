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
    corners = points[mesh(name).triangles]
    cornered = boxes(corners.min(axis=1), corners.max(axis=1))
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
    assert strips(boxes(*2 * [mesh("coarse").position]), away, SIZE) == []


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


RAMP = """
#version 330
#if STAGE == 0
out vec2 at;
void main() {
    at = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0;
    gl_Position = vec4(at, 0.0, 1.0);
}
#else
in vec2 at;
out vec4 colour;
void main() { colour = vec4(abs(dFdy(at.y * at.y)), 0.0, 0.0, 1.0); }
#endif
"""


def test_derivatives_do_not_depend_on_where_strips_begin(ctx: moderngl.Context) -> None:
    """Soft outlines, whose width is a derivative, must not flicker as a moving camera shifts the strips by a row."""
    ramp = [RAMP.replace("#version 330", f"#version 330\n#define STAGE {stage}").strip() for stage in (0, 1)]
    triangle = ctx.vertex_array(ctx.program(vertex_shader=ramp[0], fragment_shader=ramp[1]), [])
    rows = []
    for bottom in (7, 8):
        target, fine = Target(ctx, (64, 48)), Multisampling(ctx, 1)
        target.begin()
        fine.begin([(0, bottom, 64, 32)], target.size)
        triangle.render(vertices=3)
        fine.end()
        target.begin()
        fine.lay([(0, bottom, 64, 32)])
        rows.append(np.frombuffer(target.framebuffer.read(components=1, dtype="f4"), np.float32).reshape(48, 64)[8:39])
    assert rows[0].max() > 0.0
    np.testing.assert_array_equal(rows[0], rows[1])
