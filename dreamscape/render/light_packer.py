"""Grading of light straight into the planes of a 4:2:0 film, in one pass, without a graded picture in between."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import MappingProxyType

import moderngl

from dreamscape.flash.limiter import UNLIMITED
from dreamscape.render.context import set_row_length
from dreamscape.render.glow import Glow
from dreamscape.render.in_place import InPlace, Scene, bind, file_of
from dreamscape.render.shader import Shader
from dreamscape.render.shader_source import InPlaceFile
from dreamscape.render.targets import unfiltered
from dreamscape.resources import folder

BLOCK = 8  # bytes of luma in each row of a block


@dataclass(frozen=True, slots=True)
class Written:
    """A caption that is packed with light.

    Attributes:
        image: code values as parts of `steps`, premultiplied, and alpha; of the film's size, first row at the bottom.
        reach: left, bottom, right and top of all that is not clear in it, px.
    """

    image: moderngl.Texture
    reach: tuple[int, int, int, int]
    steps: float


@dataclass(frozen=True, slots=True)
class Light:
    """Scene light and how it is to be graded.

    Attributes:
        scene: linear light, drawn, or a layer that is read in place.
        glow: what `Post.gather` made of it.
        bloom: the part of the glow that is added.
        exposure: the part of the colour that the flash limiter leaves, and of grey of its luminance that it adds.
        look: how far bloom, vignette and tone map apply, as of `Post.grade`.
        written: what is written over it, if anything.
    """

    scene: Scene
    glow: Glow
    bloom: float
    exposure: tuple[float, float]
    look: float = 1.0
    written: Written | None = None


def look_defines(look: float, exposure: tuple[float, float]) -> dict[str, object]:
    """The defines of shown.glsl and finish.glsl for a look and an exposure; arguments as of `Post.grade`."""
    kind = "PLAIN" if look == 0.0 else "BETWEEN" if look < 1.0 else ""
    return dict.fromkeys(filter(None, (kind, "UNLIMITED" if exposure == UNLIMITED.mix else "")), 1)


class LightPacker:
    """Packs light into planes.

    A fragment covers a block of two rows, as wide as BLOCK bytes of luma, so that each pixel is graded once for luma
    and chroma, and writes whole words of each plane. Even and odd rows of luma have a texture each, and are interleaved
    as they are copied out.

    Args:
        ctx: the OpenGL context.
        size: of the pictures in pixels, even.
        row: bytes of a row of luma, without what pads it.
        strides: bytes from row to row of each plane; those of luma, and of chroma that is interleaved, are multiples of
            4 and whole blocks at least, those of chroma planes half of that.
        defines: `YCBCR`, `WORD` for samples of two bytes, and `DARK_DITHER`, as pack.glsl takes them.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        size: tuple[int, int],
        row: int,
        strides: Sequence[int],
        defines: Mapping[str, object],
    ) -> None:
        self._ctx, self._size, self._strides, self._pixels = ctx, size, strides, BLOCK * size[0] // row
        planar = len(strides) > 2
        self._defines = {**defines, "PLANAR": 1} if planar else defines
        blocks, self._words = (-(-row // BLOCK), size[1] // 2), (2, 2, *((1, 1) if planar else (2,)))
        self._planes = [ctx.texture(blocks, words, dtype="u4") for words in self._words]
        self._blocks = ctx.framebuffer(self._planes)
        self._shaders: dict[tuple[tuple[str, ...], InPlaceFile | None], Shader] = {}

    def draw(self, light: Light) -> None:
        """Grade and pack light, and once more, under what is written over it, as much as that reaches."""
        self._blocks.use()
        self._pack(self._shader(light), light)
        if light.written:
            shader = self._shader(light, {"WRITTEN": 1})
            self._ctx.scissor = self._blocks_of(light.written.reach)
            self._pack(shader, light, written=light.written.image)
            self._ctx.scissor = None

    def _blocks_of(self, reach: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Left, bottom, width and height in blocks of what pixels change, the chroma of their neighbours included."""
        left, bottom, right, top = reach
        rows, first, last = self._size[1], left // self._pixels, right // self._pixels + 1
        return first, (rows - top) // 2, last - first, -(-(rows - bottom) // 2) - (rows - top) // 2

    def _pack(self, shader: Shader, light: Light, **more: moderngl.Texture) -> None:
        steps = light.written.steps if light.written else 1.0
        shader.set(size=self._size, bloom_strength=light.bloom * light.look, exposure=light.exposure, steps=steps)
        if 0.0 < light.look < 1.0:
            shader.set(look=light.look)
        bind(shader, light.scene, {**light.glow.samplers, **more})
        with ExitStack() as sampled:
            if not isinstance(light.scene, InPlace):
                sampled.enter_context(unfiltered(light.scene, light.scene.size == self._size))
            sampled.enter_context(light.glow.unfiltered(self._quarter(light)))
            shader.draw_fullscreen()

    def _quarter(self, light: Light) -> bool:
        """Whether glow has a texel for each four by four of a block's pixels, so that it is read without a filter."""
        width, height = light.glow.size
        return self._pixels == BLOCK and self._size == (4 * width, 4 * height)

    def copy(self, buffer: moderngl.Buffer) -> None:
        """Begin to copy the planes to a buffer, one after the other."""
        luma, rows = self._strides[0], self._size[1]
        self._copy_rows(buffer, 0, 0, 2 * luma)
        self._copy_rows(buffer, 1, luma, 2 * luma)
        begin = luma * rows
        for plane, stride in enumerate(self._strides[1:], start=2):
            self._copy_rows(buffer, plane, begin, stride)
            begin += stride * rows // 2
        set_row_length(self._ctx, 0)

    def _copy_rows(self, buffer: moderngl.Buffer, attachment: int, begin: int, stride: int) -> None:
        words = self._words[attachment]
        set_row_length(self._ctx, stride // (4 * words))
        self._blocks.read_into(buffer, components=words, dtype="u4", attachment=attachment, write_offset=begin)

    def _shader(self, light: Light, more: Mapping[str, object] = MappingProxyType({})) -> Shader:
        quarter = {"QUARTER": 1} if light.look and self._quarter(light) else {}
        defines = {**self._defines, **quarter, **more, **look_defines(light.look, light.exposure)}
        key = tuple(defines), file_of(light.scene)
        if key not in self._shaders:
            self._shaders[key] = Shader(self._ctx, folder("glsl") / "post" / "pack.glsl", defines, file_of(light.scene))
        return self._shaders[key]

    def release(self) -> None:
        """Free the GPU's objects."""
        self._blocks.release()
        for plane in self._planes:
            plane.release()
        for shader in self._shaders.values():
            shader.release()
