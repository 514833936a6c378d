"""Planes: a graded Y'CbCr picture, packed by a shader into the layout that encoders take, and read back as it is."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import moderngl

from dreamscape.render.light_packer import BLOCK, Light, LightPacker
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.resources import folder


@dataclass(frozen=True, slots=True)
class PlaneLayout:
    """A memory layout of planes, under FFmpeg's name for it.

    Attributes:
        bits: of a code value; values of more than 8 bits lie in 16-bit little-endian words.
        planar: whether U and V have a plane each; else they are interleaved in one.
        shift: left shift of a code value in its word.
        wide, tall: pixels that share a sample of U and V, across and down.
        alpha: whether there is a fourth plane, the alpha channel in full range.
    """

    name: str
    bits: int
    planar: bool
    shift: int = 0
    wide: int = 2
    tall: int = 2
    alpha: bool = False

    @property
    def sample_bytes(self) -> int:
        """Bytes of one sample."""
        return 1 if self.bits == 8 else 2

    def planes(self, size: tuple[int, int]) -> list[tuple[int, int]]:
        """Width in bytes and height in rows of each plane of a picture of `size` pixels, multiples of wide and tall."""
        width, height = size
        row = width * self.sample_bytes
        chroma = (row // self.wide, height // self.tall) if self.planar else (row, height // self.tall)
        return [(row, height), *[chroma] * (2 if self.planar else 1), *[(row, height)] * self.alpha]


LAYOUTS = {
    layout.name: layout
    for layout in (
        PlaneLayout("yuv420p", 8, planar=True),
        PlaneLayout("nv12", 8, planar=False),
        PlaneLayout("yuv420p10le", 10, planar=True),
        PlaneLayout("p010le", 10, planar=False, shift=6),
        PlaneLayout("yuv422p", 8, planar=True, tall=1),
        PlaneLayout("yuv422p10le", 10, planar=True, tall=1),
        PlaneLayout("yuv444p", 8, planar=True, wide=1, tall=1),
        PlaneLayout("yuv444p10le", 10, planar=True, wide=1, tall=1),
        PlaneLayout("yuva420p", 8, planar=True, alpha=True),
        PlaneLayout("yuva444p10le", 10, planar=True, wide=1, tall=1, alpha=True),
    )
}


class Planes:
    """Packs graded pictures and reads them back, some frames late so that drawing need not wait.

    A picture is copied out once the next one has been drawn. Drivers queue the copy; a software rasteriser waits for
    all drawing into what is copied, and by then there is none left.

    Args:
        ctx: the OpenGL context.
        size: of the pictures in pixels, multiples of the layout's `wide` and `tall`.
        layout: of the planes.
        strides: bytes from row to row of each plane, multiples of 4; None for the next multiples of 8.
        dark_dither: of light, dither only what is dark.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        size: tuple[int, int],
        layout: PlaneLayout,
        strides: Sequence[int] | None = None,
        dark_dither: bool = False,
    ) -> None:
        if size[0] % layout.wide or size[1] % layout.tall:
            shared = f"{layout.wide} and {layout.tall}"
            raise ValueError(f"expected multiples of {shared} for {layout.name}, got {size[0]}x{size[1]}")
        extents = layout.planes(size)
        self.strides = tuple(strides or (-(-row // BLOCK) * BLOCK for row, _ in extents))
        self.sizes = tuple(stride * rows for stride, (_, rows) in zip(self.strides, extents, strict=True))
        defines: dict[str, object] = {"WIDE": layout.wide, "TALL": layout.tall}
        if layout.planar:
            defines["PLANAR"] = 1
        if layout.bits > 8:
            defines["WORD"] = 1 << layout.shift
        path = folder("glsl") / "post" / "planes.glsl"
        self._ctx, self._size, self._layout = ctx, size, layout
        chroma = slice(1, 3 if layout.planar else 2)
        self._steps = 255.0 if layout.bits == 8 else 1.0
        self._textures = [
            ctx.texture((stride // 4, rows), 4, dtype="f1")
            for stride, (_, rows) in zip(self.strides, extents, strict=True)
        ]
        self._outputs = [ctx.framebuffer([texture]) for texture in self._textures]
        self._chroma = ctx.framebuffer(self._textures[chroma])
        self._passes = [
            (Shader(ctx, path, {"SINGLE": "r", **defines}), self._outputs[0]),
            (Shader(ctx, path, {"CHROMA": 1, **defines}), self._chroma),
        ]
        if layout.alpha:
            self._passes.append((Shader(ctx, path, {"SINGLE": "a", **defines}), self._outputs[-1]))
        self._packer: LightPacker | None = None
        self._dark_dither = dark_dither
        self._from_light = False  # whether the last picture was packed from light
        self._free: list[moderngl.Buffer] = []
        self._pending: deque[moderngl.Buffer] = deque()
        self._packed = False  # whether the textures hold a picture that has not been copied out

    @property
    def takes_light(self) -> bool:
        """Whether `begin_light` can pack pictures of this layout."""
        layout = self._layout
        row = -(-self._size[0] * layout.sample_bytes // BLOCK) * BLOCK
        fits = min(self.strides[0], self.strides[1] * (2 if layout.planar else 1)) >= row
        return (layout.wide, layout.tall, layout.alpha) == (2, 2, False) and fits

    def __len__(self) -> int:
        """The number of pictures begun and not yet read."""
        return len(self._pending) + self._packed

    def begin(self, graded: Target) -> None:
        """Pack a graded picture, its first row at the top, and begin to copy the one before it out of the GPU."""
        self._next(from_light=False)
        for shader, target in self._passes:
            target.use()
            shader.set(steps=self._steps)
            shader.bind({"graded": graded.texture})
            shader.draw_fullscreen()

    def begin_light(self, light: Light) -> None:
        """As `begin`, for light of any size, its first row at the bottom, that is graded on the way."""
        self._next(from_light=True)
        if self._packer is None:
            defines: dict[str, object] = {"YCBCR": 1 << self._layout.bits - 8}
            if self._layout.bits > 8:
                defines["WORD"] = 1 << self._layout.shift
            if self._dark_dither:
                defines["DARK_DITHER"] = 1
            row = self._size[0] * self._layout.sample_bytes
            self._packer = LightPacker(self._ctx, self._size, row, self.strides, defines)
        self._packer.draw(light)

    def _next(self, from_light: bool) -> None:
        self._copy()
        self._packed, self._from_light = True, from_light
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)

    def _copy(self) -> None:
        """Begin to copy the packed picture, if there is one, out of the GPU."""
        if not self._packed:
            return
        self._packed = False
        buffer = self._free.pop() if self._free else self._ctx.buffer(reserve=sum(self.sizes), dynamic=True)
        if self._from_light and self._packer:
            self._packer.copy(buffer)
        else:
            offset = 0
            for output, count in zip(self._outputs, self.sizes, strict=True):
                output.read_into(buffer, components=4, write_offset=offset)
                offset += count
        self._pending.append(buffer)

    def read(self, into: Sequence[Any]) -> None:
        """Copy the oldest picture begun into writable buffers, one for each plane, of at least `sizes` bytes."""
        if not self._pending:
            self._copy()
        buffer = self._pending.popleft()
        offset = 0
        for plane, count in zip(into, self.sizes, strict=True):
            buffer.read_into(plane, count, offset)
            offset += count
        self._free.append(buffer)

    def release(self) -> None:
        """Free the GPU's objects."""
        for framebuffer in (*self._outputs, self._chroma):
            framebuffer.release()
        for texture in self._textures:
            texture.release()
        for buffer in (*self._free, *self._pending):
            buffer.release()
        for shader, _ in self._passes:
            shader.release()
        if self._packer:
            self._packer.release()
