"""From scene light to a picture: bloom by a dual filter from quarter size, then one grade pass at the output's size."""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import moderngl

from dreamscape import resources
from dreamscape.flash.limiter import UNLIMITED
from dreamscape.quality import Quality
from dreamscape.render.glow import Glow, apart_of
from dreamscape.render.in_place import Scene, bind, file_of
from dreamscape.render.light_packer import Light, Written, look_defines
from dreamscape.render.planes import Planes
from dreamscape.render.shader import Shader
from dreamscape.render.shader_source import InPlaceFile
from dreamscape.render.targets import Surface, Target, unfiltered
from dreamscape.render.upscale import Upscaler

FIRST, LAST = 4, 32  # px at 720 that a texel of the finest and the coarsest glow covers
REFERENCE = 720  # px, the shorter side of a picture of which bloom levels are that fine and coarse, one light each
LEAST = 3  # the scene's size divided by that of the largest level, at least: finer costs more than it shows
THRESHOLD = 0.55  # scene light of which half blooms
FINER = 2  # times the output's size at which a picture is reduced by a filter of its own instead of one tap
ANY = 0.0, 0.0  # an exposure that stands for any that limits


@dataclass(frozen=True, slots=True)
class Coding:
    """How a graded picture stores colour.

    Attributes:
        bits: of a code value: 8, 10, 12 or 16.
        ycbcr: store code values of Y'CbCr, for `Planes`, instead of R'G'B'.
        clear: store an alpha channel; what is not covered is transparent.
        linear: store the scene's light as floats, without tone map or flash limiter.
        sharp: upscale a smaller picture with sharp edges, unless the tier is the lowest; else with one tap, which costs
            least.
    """

    bits: int = 8
    ycbcr: bool = False
    clear: bool = False
    linear: bool = False
    sharp: bool = False

    @property
    def code(self) -> int:
        """Factor of 8-bit Y'CbCr code values; 0 for R'G'B'."""
        return 1 << self.bits - 8 if self.ycbcr else 0

    @property
    def steps(self) -> float:
        """Code values that a texel of 1 stands for."""
        return 1.0 if self.ycbcr and self.bits > 8 else float((1 << self.bits) - 1)  # a half float holds 10 bits

    @property
    def dtype(self) -> str:
        """Of the target's texels."""
        return "f1" if self.bits == 8 else "f4" if self.bits > 10 and not self.linear else "f2"

    @property
    def defines(self) -> dict[str, object]:
        """The defines of finish.glsl."""
        defines: dict[str, object] = {"YCBCR": self.code} if self.ycbcr else {}
        defines |= {"CLEAR": 1} if self.clear else {}
        return defines | ({"LINEAR": 1, "SCENE": 1} if self.linear else {})


class Post:
    """The chain from the HDR target to a graded target.

    Args:
        ctx: the OpenGL context.
        scene_size: of the HDR target, pixels.
        size: of the output, pixels.
        quality: the tier.
        coding: of the graded target.
        before: the chain of another size, whose compiled shaders are reused.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        scene_size: tuple[int, int],
        size: tuple[int, int],
        quality: Quality,
        coding: Coding,
        before: "Post | None" = None,
    ) -> None:
        self._shaders: dict[tuple[str, str, InPlaceFile | None], Shader] = before._shaders if before else {}
        self._upscalers: dict[Shader, Upscaler] = before._upscalers if before else {}
        self._ctx = ctx
        _, self._down = self._shader("down", {"FIRST": 1}), self._shader("down")
        self._spread, self._up = self._shader("spread"), self._shader("up")
        smaller = scene_size[0] < size[0]  # then grading the few pixels and upscaling them is cheaper
        fine = scene_size == (FINER * size[0], FINER * size[1])
        self._exact = smaller or fine or scene_size == size  # a texel of the scene for each that is graded
        coding_defines = {"FINE": 1, **({"SCENE": 1} if coding.linear else {})} if fine else coding.defines
        wide_range = {"WHOLE": 1} if coding.ycbcr and coding.bits > 8 else {}
        sharp = {"SHARP": 1} if coding.sharp and quality.level else {}
        self._cuttable = smaller and coding.dtype == "f1" and not sharp
        coding_defines |= {"ENLARGED": 1} if self._cuttable else {}
        self._grade_defines = coding_defines
        self.coding = coding
        first = max(LEAST, round(FIRST * (quality.scale if fine else min(1.0, quality.scale))))
        self._shares = glow_shares(first, min(scene_size))
        self._bloom = [Glow(ctx, _reduced(scene_size, first << level)) for level in range(len(self._shares))]
        self._spreads = [Glow(ctx, level.size) for level in self._bloom[1:]]
        self.graded = Target(ctx, size, dtype=coding.dtype, bgra=smaller)
        self._small = Target(ctx, scene_size, dtype=coding.dtype, bgra=True) if smaller else None
        self._fine = Target(ctx, scene_size) if fine else None
        self._upscale = self._upscaler({**wide_range, **sharp}) if smaller else None
        self._lent: Glow | None = None
        self.compile()

    def compile(self, look: float = 1.0) -> None:
        """Compile what grading with a look needs, unless that is done."""
        for exposure in (UNLIMITED.mix, ANY):
            self._graders(look, exposure)

    def _graders(self, look: float, exposure: tuple[float, float]) -> tuple[Shader, Shader | None]:
        """The shaders that grade, and that halve a supersampled picture afterwards; arguments as of `grade`."""
        variant = look_defines(look, ANY if look else exposure)  # a program less to compile as a window opens
        reduce = self._shader("reduce", {**self.coding.defines, **variant}) if self._fine else None
        return self._shader("grade", {**self._grade_defines, **variant}), reduce

    def _shader(
        self, name: str, defines: Mapping[str, object] = MappingProxyType({}), in_place: InPlaceFile | None = None
    ) -> Shader:
        """A shader of glsl/post, made once for all sizes, and for each file of a layer in place."""
        key = name, repr(sorted(defines.items())), in_place
        if key not in self._shaders:
            path = resources.folder("glsl") / "post" / f"{name}.glsl"
            self._shaders[key] = Shader(self._ctx, path, defines, in_place)
        return self._shaders[key]

    def _upscaler(self, defines: Mapping[str, object]) -> Upscaler:
        """The upscaler, made once for all sizes."""
        shader = self._shader("enlarge", defines)
        return self._upscalers.setdefault(shader, Upscaler(self._ctx, shader))

    @property
    def glow(self) -> Glow:
        """The glow that `grade` adds to the scene, once `gather` has run."""
        return self._lent or self._bloom[0]

    def lend(self, glow: Glow) -> None:
        """Grade the next picture with a glow that was gathered before."""
        self._lent = glow

    def run(
        self,
        scene: moderngl.Texture,
        bloom: float,
        top_first: bool,
        onto: Surface | None = None,
        look: float = 1.0,
    ) -> Target:
        """Gather the glow of `scene` and grade it; returns the output target. Arguments as of `grade`."""
        self.gather(scene, look)
        self.grade(scene, bloom, top_first, onto=onto, look=look)
        return self.graded

    def gather(self, scene: Scene, look: float = 1.0) -> None:
        """Compute the glow of `scene`, unless one was lent, or its look has none."""
        if self._lent or not look:
            return
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        self._downsample(scene)
        self._upsample()

    def grade(
        self,
        scene: moderngl.Texture,
        bloom: float,
        top_first: bool,
        exposure: tuple[float, float] = UNLIMITED.mix,
        onto: Surface | None = None,
        look: float = 1.0,
    ) -> None:
        """Grade `scene`, whose glow has been gathered; a lent glow is given back.

        Args:
            scene: linear light.
            bloom: the part of its glow that is added.
            top_first: put the first row at the top.
            exposure: the part of the colour that the flash limiter leaves, and of grey of its luminance that it adds.
            onto: the surface to draw on, of the output's size; the output target if not given.
            look: how far bloom, vignette and tone map apply: 1 fully; 0 not at all, and `scene` holds code values,
                which are shown as they are; between the two, it is light on the way to or from such a scene.
        """
        grade, reduce = self._graders(look, exposure)
        output = onto or self.graded
        drawn = self._small or self._fine or output
        finish: dict[str, object] = {"steps": self.coding.steps, "exposure": exposure}
        rounding = {"cut": float(self._upscale.cuts(output))} if self._upscale and self._cuttable else {}
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        drawn.begin()
        between = {"look": look} if 0.0 < look < 1.0 else {}
        grade.set(
            bloom_strength=bloom * look,
            flip=float(top_first),
            **finish,
            **rounding,
            **between,
        )
        grade.bind({"scene": scene, **self.glow.samplers})
        with unfiltered(scene, self._exact):
            grade.draw_fullscreen()
        if self._fine and reduce:
            output.begin()
            reduce.set(target_texel=_texel(output), **finish)
            reduce.bind({"image": self._fine.texture})
            reduce.draw_fullscreen()
        if self._small and self._upscale:
            self._upscale.draw(self._small.texture, output)
        self._lent = None

    def packs(self, planes: Planes) -> bool:
        """Whether `pack` may take the place of `grade` and `Planes.begin`; pictures are the same but for rounding."""
        return planes.takes_light and self.coding.ycbcr and self._small is None and self._fine is None

    def pack(
        self,
        scene: Scene,
        bloom: float,
        exposure: tuple[float, float],
        planes: Planes,
        look: float = 1.0,
        written: Written | None = None,
    ) -> None:
        """Grade `scene`, whose glow has been gathered, straight into a film's planes; other arguments as of `grade`."""
        planes.begin_light(Light(scene, self.glow, bloom, exposure, look, written))
        self._lent = None

    def _downsample(self, scene: Scene) -> None:
        (width, height), source = scene.size, dict[str, moderngl.Texture]()
        first = self._shader("down", {"FIRST": 1}, file_of(scene))
        for level, target in enumerate(self._bloom):
            target.begin()
            apart, down = apart_of(width / target.size[0]), self._down if level else first
            down.set(apart=(apart / width, apart / height), threshold=0.0 if level else THRESHOLD)
            if level:
                down.bind(source)
            else:
                bind(down, scene, {})
            down.draw_fullscreen()
            (width, height), source = target.size, target.samplers

    def _upsample(self) -> None:
        self._ctx.blend_func = moderngl.ONE, moderngl.SRC_ALPHA
        coarser = self._shares[-1]  # the share of what is added: its own for the coarsest, then all is weighed already
        for small, spread, large, own in zip(
            self._bloom[:0:-1], self._spreads[::-1], self._bloom[-2::-1], self._shares[-2::-1], strict=True
        ):
            self._ctx.disable(moderngl.BLEND)
            spread.begin()
            self._spread.set(image_texel=_texel(small))
            self._spread.bind(small.samplers)
            with small.unfiltered():
                self._spread.draw_fullscreen()
            self._ctx.enable(moderngl.BLEND)
            large.begin()
            self._up.set(shares=(coarser, own))
            coarser = 1.0
            self._up.bind(spread.samplers)
            self._up.draw_fullscreen()
        self._ctx.disable(moderngl.BLEND)


def glow_shares(first: int, side: int) -> list[float]:
    """How much each bloom level adds, from the finest on, so that light spreads as far in pictures of all sizes.

    Args:
        first: px of the scene that a texel of the finest level covers; each further level is twice as coarse.
        side: px, the shorter side of the scene.

    Light spreads evenly over the octaves from FIRST to LAST, and all levels together add as many shares as there are
    octaves; the finest level takes what is finer than it, the coarsest what is coarser.
    """
    octaves = round(math.log2(LAST / FIRST)) + 1
    finest = math.log2(first / FIRST * REFERENCE / side)  # octaves above FIRST
    count = max(2, 1 + round(octaves - 1 - finest))
    upto = [min(max(finest + level + 1.0, 0.0), float(octaves)) for level in range(count - 1)]
    bounds = [0.0, *upto, float(octaves)]
    return [far - near for near, far in itertools.pairwise(bounds)]


def _reduced(size: tuple[int, int], divisor: int) -> tuple[int, int]:
    return max(1, size[0] // divisor), max(1, size[1] // divisor)


def _texel(target: Surface) -> tuple[float, float]:
    return 1.0 / target.size[0], 1.0 / target.size[1]
