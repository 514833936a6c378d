"""The presenter: copies a finished picture to a window's framebuffer."""

import moderngl

from dreamscape import resources
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target


class Presenter:
    """Draws pictures over whole framebuffers.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._shader = Shader(ctx, resources.folder("glsl") / "post" / "show.glsl")

    def show(self, picture: Target, framebuffer: moderngl.Framebuffer, size: tuple[int, int], light: float) -> None:
        """Draw `picture`, its first row at the bottom, over a framebuffer of `size` px.

        `light` scales its brightness: 0 is black, 1 as it is.
        """
        if picture.size == size and picture.texture.dtype == "f1" and light == 1.0:
            self._ctx.copy_framebuffer(framebuffer, picture.framebuffer)  # twice as fast as drawing
            return
        framebuffer.viewport = 0, 0, *size
        framebuffer.use()
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._shader.set(window=size, light=light)
        self._shader.bind({"image": picture.texture})
        self._shader.draw_fullscreen()
