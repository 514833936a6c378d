"""The mirror: what stands over still water is drawn again, upside down, into a small texture of the water's.

The water publishes the texture `mirror`; without one in the scene, nothing is mirrored.
"""

import moderngl

_NO_COLOUR = False, False, False, False
_COLOUR = True, True, True, True


class Mirror:
    """Draws one layer into the water's texture.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._texture: moderngl.Texture | None = None
        self._framebuffer: moderngl.Framebuffer | None = None

    def begin(self, texture: moderngl.Texture) -> None:
        """Direct drawing into the water's texture, over its content, with a cleared depth buffer."""
        if self._framebuffer is None or self._texture is not texture:
            self._texture = texture
            self._framebuffer = self._ctx.framebuffer([texture], self._ctx.depth_renderbuffer(texture.size))
        self._framebuffer.color_mask = _NO_COLOUR
        self._framebuffer.use()
        self._framebuffer.clear()
        self._framebuffer.color_mask = _COLOUR
        self._framebuffer.use()
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.BLEND | moderngl.CULL_FACE)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._ctx.front_face = "cw"  # upside down, triangles run the other way

    def end(self) -> None:
        """Restore the state of OpenGL that `begin` changed."""
        self._ctx.front_face = "ccw"
        self._ctx.enable_only(moderngl.NOTHING)
