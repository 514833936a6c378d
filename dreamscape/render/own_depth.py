"""A depth buffer of a layer's own: what is drawn with it stands in front of all that was drawn before."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import moderngl

_ALL, _NONE = (True,) * 4, (False,) * 4


class OwnDepth:
    """Draws straight into pictures, with a depth buffer that no other layer sees.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._framebuffer: moderngl.Framebuffer | None = None

    def begin(self, picture: moderngl.Framebuffer) -> None:
        """Direct drawing into a picture, its depth cleared, with culling and blending of premultiplied colours.

        `picture.use()` directs it back.
        """
        colour = picture.color_attachments[0]
        own = self._framebuffer
        if own is None or own.color_attachments[0] is not colour:
            if own is not None:
                own.depth_attachment.release()
                own.release()
            own = self._framebuffer = self._ctx.framebuffer([colour], self._ctx.depth_renderbuffer(colour.size))
        own.viewport = picture.viewport
        own.use()
        with depth_alone(own):
            own.clear()
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE | moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA

    def depth_alone(self) -> AbstractContextManager[None]:
        """What is drawn within writes its depth alone: drawn again, of what is seen through only the nearest shows."""
        assert self._framebuffer is not None, "begin first"
        return depth_alone(self._framebuffer)

    @contextmanager
    def depth_kept(self) -> Iterator[None]:
        """What is drawn within is tested against its depth and writes none."""
        assert self._framebuffer is not None, "begin first"
        self._framebuffer.depth_mask = False
        try:
            yield
        finally:
            self._framebuffer.depth_mask = True


@contextmanager
def depth_alone(target: moderngl.Framebuffer) -> Iterator[None]:
    """Within, what is drawn into a target in use writes no colour.

    Unlike one of depth, moderngl takes a mask of colour up only as the target is used anew.
    """
    target.color_mask = _NONE
    target.use()
    try:
        yield
    finally:
        target.color_mask = _ALL
        target.use()
