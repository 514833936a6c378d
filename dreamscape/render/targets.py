"""Targets: what passes draw into, a window's own framebuffer or a texture."""

import ctypes

import moderngl

from dreamscape.render.context import function, is_software

_TEXTURE_2D, _RGBA, _BGRA, _REVERSED = 0x0DE1, 0x1908, 0x80E1, 0x8367


class Surface:
    """A framebuffer that is drawn into as a whole.

    Args:
        framebuffer: where to.
        size: of it in pixels, width and height.
    """

    def __init__(self, framebuffer: moderngl.Framebuffer, size: tuple[int, int]) -> None:
        self.framebuffer, self.size = framebuffer, size
        framebuffer.viewport = 0, 0, *size

    def begin(self, clear: tuple[float, float, float, float] | None = None) -> None:
        """Draw into it from now on; clear it first if a colour is given."""
        self.framebuffer.use()
        if clear is not None:
            self.framebuffer.clear(*clear)


class Target(Surface):
    """A colour texture with a framebuffer, and a depth buffer if asked for.

    A renderer in software enlarges a picture of 8 bits three times as fast where texels of both lie as displays have
    them, blue first: `swapped`. Nobody sees a difference but the clock.

    Drivers compile what makes mipmaps when they are first made, for 50 ms with llvmpipe, and once more for sides that
    are powers of two. So that this happens once, early in most dreams, no side is one where mipmaps are asked for.

    Raises:
        ValueError: mipmaps are asked for, and a side is a power of two.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        size: tuple[int, int],
        dtype: str = "f2",
        depth: bool = False,
        mipmaps: bool = False,
        swapped: bool = False,
    ) -> None:
        if mipmaps and any(side & (side - 1) == 0 for side in size):
            raise ValueError(f"{size[0]}x{size[1]}: expected no power of two on a target with mipmaps")
        self.texture = ctx.texture(size, 4, dtype=dtype)
        if swapped and dtype == "f1":
            _swap(ctx, self.texture)
        self.texture.repeat_x = self.texture.repeat_y = False
        self.texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR if mipmaps else moderngl.LINEAR, moderngl.LINEAR)
        self._depth = ctx.depth_renderbuffer(size) if depth else None
        super().__init__(ctx.framebuffer([self.texture], self._depth), size)

    def release(self) -> None:
        """Free the GPU's objects."""
        self.framebuffer.release()
        self.texture.release()
        if self._depth is not None:
            self._depth.release()


def _swap(ctx: moderngl.Context, texture: moderngl.Texture) -> None:
    """Lay out the texels of a texture that nothing was drawn on yet as displays do, where that makes a difference."""
    types = [ctypes.c_int] * 8 + [ctypes.c_void_p]
    if is_software(ctx) and (define := function(ctx, "glTexImage2D", *types)):
        texture.use()
        define(_TEXTURE_2D, 0, _RGBA, *texture.size, 0, _BGRA, _REVERSED, None)


def divided(size: tuple[int, int], divisor: int) -> tuple[int, int]:
    """A size of a part of the resolution, rounded up."""
    return -(-size[0] // divisor), -(-size[1] // divisor)
