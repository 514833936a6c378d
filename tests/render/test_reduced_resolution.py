"""What is drawn small in eight bits comes into the picture as the light it was."""

import moderngl
import numpy as np
import pytest

from dreamscape.render.reduced_resolution import ReducedResolution
from dreamscape.render.targets import Target

VERTEX = """#version 330
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0); }
"""
FRAGMENT = """#version 330
uniform vec3 kept;
out vec4 colour;
void main() { colour = vec4(kept, 1.0); }
"""
LIGHT = np.array((0.0004, 0.02, 0.9))
KEPT = {1: LIGHT, 2: LIGHT**0.5, 4: (0.5 * LIGHT) ** 0.25}
STEPS = {1: 0.0005, 2: 0.004, 4: 0.01}  # of the light, at most, that rounding loses


@pytest.mark.parametrize("roots", KEPT)
def test_roots_come_back_as_light(ctx: moderngl.Context, roots: int) -> None:
    """The water would be dark, or grey."""
    small, picture = ReducedResolution(ctx, 2, roots=roots), Target(ctx, (8, 8))
    program = ctx.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT)
    program["kept"] = tuple(KEPT[roots])
    ctx.enable_only(moderngl.NOTHING)
    small.begin(picture.size)
    ctx.vertex_array(program, []).render(moderngl.TRIANGLES, vertices=3)
    picture.begin()
    small.lay()
    found = np.frombuffer(picture.framebuffer.read(components=4, dtype="f2"), np.float16).reshape(64, 4)
    assert found == pytest.approx(np.tile((*LIGHT, 1.0), (64, 1)), abs=STEPS[roots])
    if roots == 4:
        assert found[0, 0] == pytest.approx(LIGHT[0], rel=0.05), "the dark has finer steps"
