"""Sheets: textures that hold the relief of surfaces, drawn once by a shader over the whole of them."""

from collections.abc import Iterator, Mapping

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.render.shader import Shader

BANDS = 6  # in which a sheet is drawn, some 15 ms each with llvmpipe: while an act is rehearsed, another one plays


class Sheet:
    """Textures of one size that one shader fills, in 8 bits with mipmaps.

    Args:
        ctx: the OpenGL context.
        file: the name of the shader among glsl/acts, with an output for each texture.
        size: width and height in texels, no powers of two (see `render.targets.Target`).
        count: of textures.
        level: the tier's, `QUALITY` in the shader.
        repeats: whether it is a tile.
        blends: whether levels of detail blend into each other, so that none steps as the viewer comes near; where the
            finest is read that costs nothing, elsewhere a second tap.

    Attributes:
        textures: once `drawn`.
        drawn: whether it is.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        file: str,
        size: tuple[int, int],
        count: int,
        level: int,
        repeats: bool = False,
        blends: bool = False,
    ) -> None:
        self._ctx, self._size, self._level = ctx, size, level
        self._made_from = resources.folder("glsl") / "acts" / file, {"QUALITY": level}
        self._finest = 0.1 if blends else 0.5
        self.textures = [ctx.texture(size, 4, dtype="f1") for _ in range(count)]
        self._filter = moderngl.LINEAR_MIPMAP_LINEAR if blends else moderngl.LINEAR_MIPMAP_NEAREST
        for texture in self.textures:
            texture.repeat_x = texture.repeat_y = repeats
        self.drawn = False

    def draw(self, values: Mapping[str, object], textures: Mapping[str, moderngl.Texture]) -> Iterator[None]:
        """Draw it a band at a time; others may draw in between."""
        shader = Shader(self._ctx, *self._made_from)
        shader.set(**values)
        framebuffer = self._ctx.framebuffer(self.textures)
        framebuffer.viewport = 0, 0, *self._size
        yield from in_bands(self._ctx, shader, textures, framebuffer, -(-self._size[1] // BANDS))
        for texture in self.textures:
            texture.build_mipmaps()
            texture.filter = self._filter, moderngl.LINEAR
        framebuffer.release()
        shader.release()
        self.drawn = True

    def channel(self, nth: int) -> moderngl.Texture:
        """One channel of the first texture, once it is drawn: what is so smooth that it is read without a filter."""
        whole = np.frombuffer(self.textures[0].read(), np.uint8).reshape(*self._size[::-1], 4)
        alone = self._ctx.texture(self._size, 1, whole[..., nth].tobytes(), alignment=1)
        alone.filter = moderngl.NEAREST, moderngl.NEAREST
        alone.repeat_x, alone.repeat_y = self.textures[0].repeat_x, self.textures[0].repeat_y
        return alone

    def smooth_channel(self, nth: int, level: int) -> moderngl.Texture:
        """One channel of a level of the first texture, once it is drawn, as 32-bit floats, read between texels.

        With llvmpipe such a tap is cheaper than one of four bytes, of which it fills four lanes.
        """
        size = self._size[0] >> level, self._size[1] >> level
        whole = np.frombuffer(self.textures[0].read(level), np.uint8).reshape(*size[::-1], 4)
        alone = self._ctx.texture(size, 1, (whole[..., nth] / np.float32(255.0)).tobytes(), dtype="f4")
        alone.filter = moderngl.LINEAR, moderngl.LINEAR
        alone.repeat_x, alone.repeat_y = self.textures[0].repeat_x, self.textures[0].repeat_y
        return alone

    def read_from(self, coarsest: float) -> None:
        """Say down to which level of detail it is about to be read: where that is the finest, no other is looked for.

        The picture is the same, but for a tenth of a level where levels blend; with llvmpipe a tap is a third cheaper.
        """
        levels = moderngl.LINEAR if coarsest < self._finest else self._filter
        for texture in self.textures:
            texture.filter = levels, moderngl.LINEAR


def in_bands(
    ctx: moderngl.Context,
    shader: Shader,
    textures: Mapping[str, moderngl.Texture],
    framebuffer: moderngl.Framebuffer,
    rows: int,
) -> Iterator[None]:
    """Draw all over a framebuffer, so many rows at once; others may draw in between."""
    width, height = framebuffer.size
    for bottom in range(0, height, rows):
        framebuffer.use()
        shader.bind(textures)
        ctx.scissor = 0, bottom, width, rows
        shader.draw_fullscreen()
        ctx.scissor = None
        yield
