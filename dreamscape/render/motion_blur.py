"""Motion blur: one picture of the light of several moments, as a film sees it while the shutter is open."""

import moderngl

from dreamscape import resources
from dreamscape.render.post import Post
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target


class MotionBlur:
    """Takes the mean of light, and of the glow that each moment of it throws, before the tone map.

    The glow is not that of the mean: a spark that moves shines as brightly around it as one that stands. Sums are whole
    floats, as the many small parts would be lost in halves.

    Args:
        ctx: the OpenGL context.
        post: the chain that gathers the glow and then grades the mean.
        size: of the light in pixels.
    """

    def __init__(self, ctx: moderngl.Context, post: Post, size: tuple[int, int]) -> None:
        self._ctx, self._post = ctx, post
        self._shader = Shader(ctx, resources.folder("glsl") / "post" / "expose.glsl")
        self._light = Target(ctx, size, dtype="f4")
        self._glow = Target(ctx, post.glow.size, dtype="f4")

    def open(self) -> None:
        """Begin with the dark."""
        for target in (self._light, self._glow):
            target.begin(clear=(0.0, 0.0, 0.0, 0.0))

    def add(self, light: Target, part: float) -> None:
        """See the light of a moment for a `part` of the time."""
        self._post.gather(light.texture)
        self._ctx.enable(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE
        for target, image in ((self._light, light.texture), (self._glow, self._post.glow)):
            target.begin()
            self._shader.set(part=part)
            self._shader.bind({"image": image})
            self._shader.draw_fullscreen()
        self._ctx.disable(moderngl.BLEND)

    def close(self) -> Target:
        """The mean light, to be graded next."""
        self._post.lend(self._glow.texture)
        return self._light
