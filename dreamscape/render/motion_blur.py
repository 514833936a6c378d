"""Motion blur: the mean light of several moments, as film records it while the shutter is open."""

from contextlib import ExitStack

import moderngl

from dreamscape import resources
from dreamscape.render.glow import Glow
from dreamscape.render.post import Post
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target, unfiltered


class MotionBlur:
    """Accumulates light, and the glow of each moment, before the tone map.

    The glow of the mean light would be too weak: a moving spark throws as much glow as one at rest. Sums are 32-bit
    floats, since many small contributions would be lost in 16-bit ones.

    Args:
        ctx: the OpenGL context.
        post: the chain that gathers the glow and then grades the mean.
        size: of the light in pixels.
    """

    def __init__(self, ctx: moderngl.Context, post: Post, size: tuple[int, int]) -> None:
        self._ctx, self._post = ctx, post
        folder = resources.folder("glsl") / "post"
        self._expose, self._up = Shader(ctx, folder / "expose.glsl"), Shader(ctx, folder / "up.glsl")
        self._light = Target(ctx, size, dtype="f4")
        self._glow = Glow(ctx, post.glow.size, dtype="f4")

    def open(self) -> None:
        """Clear the sums for the next picture."""
        for target in (self._light, self._glow):
            target.begin(clear=(0.0, 0.0, 0.0, 0.0))

    def add(self, light: Target, part: float) -> None:
        """Add the light of a moment that takes a `part` of the exposure time."""
        self._post.gather(light.texture)
        self._ctx.enable(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE
        self._expose.set(part=part)
        self._up.set(shares=(part, 1.0))
        parts = (
            (self._light, self._expose, {"image": light.texture}),
            (self._glow, self._up, self._post.glow.samplers),
        )
        for target, shader, textures in parts:
            target.begin()
            shader.bind(textures)
            with ExitStack() as stack:
                for texture in textures.values():
                    stack.enter_context(unfiltered(texture))
                shader.draw_fullscreen()
        self._ctx.disable(moderngl.BLEND)

    def close(self) -> Target:
        """The mean light, which must be graded next: the chain has been lent its glow."""
        self._post.lend(self._glow)
        return self._light
