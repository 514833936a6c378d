"""What is drawn straight into a picture with a depth buffer of its own."""

import contextlib

import moderngl
import numpy as np

from dreamscape.render.own_depth import OwnDepth, depth_alone

VERTEX = """#version 330
uniform float deep;
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, deep, 1.0); }
"""
FRAGMENT = """#version 330
out vec4 colour;
void main() { colour = vec4(0.25, 0.25, 0.25, 0.5); }
"""


def test_of_what_is_seen_through_only_the_nearest_shows(ctx: moderngl.Context) -> None:
    """A figure that faded in showed the back of its head as patches on its cheek."""
    program = ctx.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT)
    surface, own = ctx.vertex_array(program, []), OwnDepth(ctx)
    picture = ctx.framebuffer([ctx.texture((4, 4), 4, dtype="f2")])

    def surfaces() -> None:
        for deep in (0.5, 0.1, 0.3):
            program["deep"] = deep
            surface.render(moderngl.TRIANGLES, vertices=3)

    def red() -> float:
        return float(np.frombuffer(picture.read(components=4, dtype="f2"), np.float16)[0])

    ctx.depth_func = "<="
    picture.clear()
    own.begin(picture)
    with own.depth_alone():
        surfaces()
    assert red() == 0.0, "colour was written"
    surfaces()
    assert red() == 0.25


def test_a_mask_of_colour_holds_at_once(ctx: moderngl.Context) -> None:
    """Moderngl takes a mask of colour up as a target is used: one set on a target in use changes nothing."""
    target = ctx.framebuffer([ctx.texture((4, 4), 4)], ctx.depth_renderbuffer((4, 4)))
    target.use()
    program = ctx.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT)
    surface = ctx.vertex_array(program, [])
    with depth_alone(target):
        surface.render(moderngl.TRIANGLES, vertices=3)
    assert not any(target.read(components=4))
    with contextlib.suppress(RuntimeError), depth_alone(target):
        raise RuntimeError  # as of a shader that its author is changing: the next picture has colour again
    surface.render(moderngl.TRIANGLES, vertices=3)
    assert all(target.read(components=4))
