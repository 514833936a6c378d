"""Targets: the framebuffers that passes draw into, a window's or a texture's."""

import ctypes
import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.render.context import function, is_software

_TEXTURE_2D, _RGBA, _BGRA, _REVERSED = 0x0DE1, 0x1908, 0x80E1, 0x8367


class Surface:
    """A framebuffer that is drawn into as a whole.

    Args:
        framebuffer: the framebuffer.
        size: its width and height in pixels.
    """

    def __init__(self, framebuffer: moderngl.Framebuffer, size: tuple[int, int]) -> None:
        self.framebuffer, self.size = framebuffer, size
        framebuffer.viewport = 0, 0, *size

    def begin(self, clear: tuple[float, float, float, float] | None = None) -> None:
        """Direct drawing into it; clear it first if a colour is given."""
        self.framebuffer.use()
        if clear is not None:
            self.framebuffer.clear(*clear)


class Target(Surface):
    """A four-channel texture with a framebuffer.

    Args:
        ctx: the OpenGL context.
        size: width and height in pixels.
        dtype: of the texels, as of `moderngl.Context.texture`.
        depth: add a depth buffer.
        mipmaps: sample through mipmaps. Drivers compile what makes them at their first use, 50 ms with llvmpipe, and
            once more for sides that are powers of two; such sides are refused so that it happens once.
        bgra: BGRA storage: llvmpipe upscales 8-bit textures three times faster; the pixels are the same.

    Raises:
        ValueError: mipmaps are requested, and a side is a power of two.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        size: tuple[int, int],
        dtype: str = "f2",
        depth: bool = False,
        mipmaps: bool = False,
        bgra: bool = False,
    ) -> None:
        if mipmaps and any(side & (side - 1) == 0 for side in size):
            raise ValueError(f"{size[0]}x{size[1]}: expected no power of two on a target with mipmaps")
        self.texture = ctx.texture(size, 4, dtype=dtype)
        if bgra and dtype == "f1":
            _store_as_bgra(ctx, self.texture)
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


class SplitTarget(Surface):
    """Textures that are drawn at once: llvmpipe reads two of four bytes a texel faster than one of eight.

    Args:
        ctx: the OpenGL context.
        size: width and height in pixels.
        kinds: of each, its channels and the dtype of its texels, as of `moderngl.Context.texture`.
    """

    def __init__(self, ctx: moderngl.Context, size: tuple[int, int], kinds: Sequence[tuple[int, str]]) -> None:
        self.textures = [ctx.texture(size, channels, dtype=dtype) for channels, dtype in kinds]
        for texture in self.textures:
            texture.repeat_x = texture.repeat_y = False
            texture.filter = moderngl.LINEAR, moderngl.LINEAR
        super().__init__(ctx.framebuffer(self.textures), size)

    def release(self) -> None:
        """Free the GPU's objects."""
        self.framebuffer.release()
        for texture in self.textures:
            texture.release()


def unfiltered(texture: moderngl.Texture, whether: bool = True) -> AbstractContextManager[None]:
    """Sample a texture without a filter for a while, if `whether`; llvmpipe does so faster than by texelFetch."""
    return _filtered(texture, moderngl.NEAREST, whether)


def finest_read(texture: moderngl.Texture, whether: bool = True) -> AbstractContextManager[None]:
    """Sample a texture without its mipmaps for a while, if `whether`; with llvmpipe a tap is a third cheaper."""
    return _filtered(texture, moderngl.LINEAR, whether)


@contextmanager
def _filtered(texture: moderngl.Texture, by: int, whether: bool) -> Iterator[None]:
    before = texture.filter
    if whether:
        texture.filter = by, by
    try:
        yield
    finally:
        if whether:
            texture.filter = before


def _store_as_bgra(ctx: moderngl.Context, texture: moderngl.Texture) -> None:
    """Give a new texture BGRA storage, the layout of displays, on a software rasteriser."""
    types = [ctypes.c_int] * 8 + [ctypes.c_void_p]
    if is_software(ctx) and (define := function(ctx, "glTexImage2D", *types)):
        texture.use()
        define(_TEXTURE_2D, 0, _RGBA, *texture.size, 0, _BGRA, _REVERSED, None)


def copy_rectangle(ctx: moderngl.Context, target: Target, rectangle: tuple[int, int, int, int]) -> None:
    """Copy a rectangle of the bound framebuffer (left, bottom, width, height, px) into a target of its size.

    A software rasteriser does so on one core, some 1 ms for each million of pixels.
    """
    left, bottom, width, height = rectangle
    types = [ctypes.c_uint] + [ctypes.c_int] * 7
    if copy := function(ctx, "glCopyTexSubImage2D", *types):
        target.texture.use()
        copy(_TEXTURE_2D, 0, left, bottom, left, bottom, width, height)
        return
    picture = ctx.fbo
    ctx.copy_framebuffer(target.framebuffer, picture)
    picture.use()


def divided(size: tuple[int, int], divisor: float) -> tuple[int, int]:
    """A size divided by `divisor`, rounded up."""
    return math.ceil(size[0] / divisor), math.ceil(size[1] / divisor)


def fitted(size: tuple[int, int], most: int) -> tuple[int, int]:
    """The size, or if that is more than `most` pixels, one of its shape that is about as many."""
    smaller = min(1.0, math.sqrt(most / (size[0] * size[1])))
    return max(1, round(size[0] * smaller)), max(1, round(size[1] * smaller))


def read_pixels(target: Target) -> NDArray[np.uint8]:
    """An 8-bit picture as `uint8 (h, w, 3)`, rows as they were drawn."""
    width, height = target.size
    return np.frombuffer(target.framebuffer.read(components=3), np.uint8).reshape(height, width, 3)
