"""A patch drawn finer: what breaks here puts a stair-stepped edge, or a seam, on a face's lips."""

import moderngl
import numpy as np
import pytest

from dreamscape.render.fine_patch import FinePatch
from dreamscape.render.targets import Target

SIZE = 40, 24
VERTEX = """#version 330 core
in vec2 place;
void main() { gl_Position = vec4(place, 0.0, 1.0); }
"""
FRAGMENT = """#version 330 core
out vec4 colour;
void main() { colour = vec4(1.0); }
"""
CORNERS = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 0.6)], np.float32)  # a slope across the whole target


@pytest.mark.parametrize("rectangle", [(8, 4, 20, 14), (-5, -3, 60, 40), (30, 10, 30, 12)])
def test_edges_are_smooth_within_a_patch_and_as_they_were_beside_it(
    ctx: moderngl.Context, rectangle: tuple[int, int, int, int]
) -> None:
    array = ctx.vertex_array(
        ctx.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT), [(ctx.buffer(CORNERS.tobytes()), "2f", "place")]
    )
    target, patch = Target(ctx, SIZE, dtype="f1"), FinePatch(ctx)
    ctx.enable_only(moderngl.NOTHING)
    target.begin(clear=(0.0, 0.0, 0.0, 0.0))
    array.render()
    before = read(target)
    patch.draw(target, rectangle, (0.0, 0.0, 0.0, 0.0), array.render)
    after = read(target)
    left, bottom = max(rectangle[0], 0), max(rectangle[1], 0)
    inside = np.zeros(SIZE[::-1], bool)
    inside[bottom : rectangle[1] + rectangle[3], left : rectangle[0] + rectangle[2]] = True
    assert (after[~inside] == before[~inside]).all()
    assert set(np.unique(before)) == {0, 255}
    np.testing.assert_allclose(after[inside], covered()[inside], atol=32)
    assert (after[inside] % 255 != 0).any()


def test_what_nothing_covers_is_cleared_as_the_target_was(ctx: moderngl.Context) -> None:
    """Cleared to zeros, the hole of a mouth leaned as far as bytes can say."""
    target = Target(ctx, SIZE, dtype="f1")
    target.begin((0.5, 0.5, 0.0, 0.0))
    before = read(target)
    FinePatch(ctx).draw(target, (8, 4, 20, 14), (0.5, 0.5, 0.0, 0.0), lambda: None)
    assert (read(target) == before).all()


def test_nothing_is_drawn_of_a_patch_beside_the_target(ctx: moderngl.Context) -> None:
    FinePatch(ctx).draw(Target(ctx, SIZE, dtype="f1"), (40, 2, 9, 9), (0.0, 0.0, 0.0, 0.0), pytest.fail)


def read(target: Target) -> np.ndarray:
    return np.frombuffer(target.framebuffer.read(components=1), np.uint8).reshape(SIZE[::-1]).copy()


def covered() -> np.ndarray:
    """How much of each pixel lies under the slope, 0 to 255, from 16 x 16 points in it."""
    x, y = ((np.arange(side * 16) + 0.5) / 16 for side in SIZE)
    under = y[:, None] / SIZE[1] < 0.8 * x[None] / SIZE[0]
    return under.reshape(SIZE[1], 16, SIZE[0], 16).mean(axis=(1, 3)) * 255.0
