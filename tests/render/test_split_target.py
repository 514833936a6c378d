"""Channels that are kept in textures of their own: what breaks here puts the water's height where its slope was."""

import moderngl
import numpy as np

from dreamscape.render.targets import SplitTarget

VERTEX = """#version 330 core
void main() { gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 0.0, 1.0); }
"""
FRAGMENT = """#version 330 core
layout(location = 0) out vec2 one;
layout(location = 1) out float other;
void main() {
    one = vec2(0.25, 0.75);
    other = -3.0;
}
"""


def test_each_texture_gets_its_own_channels(ctx: moderngl.Context) -> None:
    """All of both, in bytes of their own kind."""
    target = SplitTarget(ctx, (6, 4), [(2, "nu2"), (1, "f4")])
    array = ctx.vertex_array(ctx.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT), [])
    ctx.enable_only(moderngl.NOTHING)
    target.begin()
    array.render(moderngl.TRIANGLES, vertices=3)
    one, other = (texture.read() for texture in target.textures)
    assert np.allclose(np.frombuffer(one, np.uint16).reshape(24, 2) / 65535.0, (0.25, 0.75), atol=1e-4)
    assert (np.frombuffer(other, np.float32) == -3.0).all()
    target.release()
