"""Grading of light straight into the planes of a 4:2:0 film, in one pass, without a graded picture in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import moderngl

from dreamscape.flash.limiter import UNLIMITED
from dreamscape.render.context import set_row_length
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target, unfiltered
from dreamscape.resources import folder


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
        scene: linear light.
        glow: what `Post.gather` made of it.
        bloom: the part of the glow that is added.
        exposure: the part of the colour that the flash limiter leaves, and of grey of its luminance that it adds.
        look: how far bloom, vignette and tone map apply, as of `Post.grade`.
        written: what is written over it, if anything.
    """

    scene: moderngl.Texture
    glow: moderngl.Texture
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

    Even and odd rows of luma are written to a texture each: a fragment that covers two rows writes their chroma too, so
    that each pixel is graded once for both. The rows are interleaved as they are copied out.

    Args:
        ctx: the OpenGL context.
        size: of the pictures in pixels, even.
        stride: bytes from row to row of the luma plane.
        defines: `YCBCR`, and `WORD` for samples of two bytes, as pack.glsl takes them.
        chroma: the textures of the chroma planes: of U and V; or of both, interleaved, as wide as luma.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        size: tuple[int, int],
        stride: int,
        defines: Mapping[str, object],
        chroma: Sequence[moderngl.Texture],
    ) -> None:
        self._ctx, self._size, self._stride, self._defines = ctx, size, stride, defines
        texels = stride // 4, size[1] // 2
        self._rows = [ctx.texture(texels, 4) for _ in range(2)]
        self._interleaved = Target(ctx, texels, dtype="f1") if len(chroma) > 1 else None
        both = self._interleaved.texture if self._interleaved else chroma[0]
        self._blocks = ctx.framebuffer([*self._rows, both])
        self._planes = ctx.framebuffer(list(chroma))
        self._shaders: dict[tuple[str, ...], Shader] = {}
        self._split = Shader(ctx, folder("glsl") / "post" / "split.glsl", defines) if self._interleaved else None

    def draw(self, light: Light) -> None:
        """Grade and pack light, and once more, under what is written over it, as much as that reaches."""
        self._blocks.use()
        self._pack(self._shader(light), light)
        if light.written:
            shader = self._shader(light, {"WRITTEN": 1})
            self._ctx.scissor = self._blocks_of(light.written.reach)
            self._pack(shader, light, written=light.written.image)
            self._ctx.scissor = None
        if self._split and self._interleaved:
            self._planes.use()
            self._split.bind({"chroma": self._interleaved.texture})
            self._split.draw_fullscreen()

    def _blocks_of(self, reach: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Left, bottom, width and height in blocks of what pixels change, the chroma of their neighbours included."""
        left, bottom, right, top = reach
        wide, rows = 2 if "WORD" in self._defines else 4, self._size[1]
        first, last = left // wide, right // wide + 1
        return first, (rows - top) // 2, last - first, -(-(rows - bottom) // 2) - (rows - top) // 2

    def _pack(self, shader: Shader, light: Light, **more: moderngl.Texture) -> None:
        steps = light.written.steps if light.written else 1.0
        shader.set(size=self._size, bloom_strength=light.bloom * light.look, exposure=light.exposure, steps=steps)
        if 0.0 < light.look < 1.0:
            shader.set(look=light.look)
        shader.bind({"scene": light.scene, "bloom": light.glow, **more})
        with unfiltered(light.scene, light.scene.size == self._size):
            shader.draw_fullscreen()

    def copy_luma(self, buffer: moderngl.Buffer) -> None:
        """Begin to copy the luma plane to the beginning of a buffer."""
        set_row_length(self._ctx, 2 * self._stride // 4)
        for row in range(2):
            self._blocks.read_into(buffer, components=4, attachment=row, write_offset=row * self._stride)
        set_row_length(self._ctx, 0)

    def _shader(self, light: Light, more: Mapping[str, object] = MappingProxyType({})) -> Shader:
        defines = {**self._defines, **more, **look_defines(light.look, light.exposure)}
        key = tuple(defines)
        if key not in self._shaders:
            self._shaders[key] = Shader(self._ctx, folder("glsl") / "post" / "pack.glsl", defines)
        return self._shaders[key]

    def release(self) -> None:
        """Free the GPU's objects."""
        self._blocks.release()
        self._planes.release()
        for row in self._rows:
            row.release()
        if self._interleaved:
            self._interleaved.release()
        for shader in (*self._shaders.values(), *filter(None, [self._split])):
            shader.release()
