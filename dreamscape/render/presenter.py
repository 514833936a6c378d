"""The screen: a finished picture laid over a window's own framebuffer."""

import moderngl

from dreamscape import resources
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target


class Presenter:
    """Lays pictures over whole framebuffers.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._shader = Shader(ctx, resources.folder("glsl") / "post" / "show.glsl")

    def show(self, picture: Target, framebuffer: moderngl.Framebuffer, size: tuple[int, int], light: float) -> None:
        """Draw `picture`, its first row at the bottom, over a framebuffer of `size` px; `light` 0 is black, 1 as is."""
        if picture.size == size and picture.texture.dtype == "f1" and light == 1.0:
            self._ctx.copy_framebuffer(framebuffer, picture.framebuffer)  # half of the time that drawing takes
            return
        framebuffer.viewport = 0, 0, *size
        framebuffer.use()
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._shader.set(window=size, light=light)
        self._shader.bind({"image": picture.texture})
        self._shader.draw_fullscreen()
