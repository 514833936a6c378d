"""From scene light to a picture: bloom by a dual filter from quarter size, then one grade pass at the output's size."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import moderngl

from dreamscape import resources
from dreamscape.flash.limiter import UNLIMITED
from dreamscape.quality import Quality
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Surface, Target
from dreamscape.render.upscale import Upscaler

FIRST, LAST = 4, 32  # the largest and the smallest size of bloom are these parts of the output's
LEAST = 3  # times that the largest is smaller than the scene: more than that costs more than it shows
THRESHOLD = 0.55  # scene light at which half of it blooms


FINER = 2  # times the output's size at which a picture is reduced by a filter of its own, and not by one tap


@dataclass(frozen=True, slots=True)
class Coding:
    """How a graded picture stores colour.

    Attributes:
        bits: of a code value: 8, 10, 12 or 16.
        ycbcr: code values of Y'CbCr, for `Planes`, in place of R'G'B'.
        clear: with an alpha channel, what is not covered being clear.
        linear: the light of the scene as it is, with neither tone map nor limiter, in floats.
        sharp: where it was drawn smaller, keep edges sharp, unless the tier is the lowest; else one tap, which costs
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
        """What finish.glsl must know."""
        found: dict[str, object] = {"YCBCR": self.code} if self.ycbcr else {}
        found |= {"CLEAR": 1} if self.clear else {}
        return found | ({"LINEAR": 1, "SCENE": 1} if self.linear else {})


class Post:
    """The chain from the HDR target to a graded target.

    Args:
        ctx: the OpenGL context.
        scene_size: of the HDR target, pixels.
        size: of the output, pixels.
        quality: the tier.
        coding: of the graded target.
        before: the chain of another size, whose shaders serve here too.
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
        self._made: dict[tuple[str, str], Shader] = before._made if before else {}
        self._enlargers: dict[Shader, Upscaler] = before._enlargers if before else {}
        self._ctx = ctx
        self._down, self._up = self._shader("down"), self._shader("up")
        smaller = scene_size[0] < size[0]  # then grading the few pixels and enlarging them is the cheaper way
        fine = scene_size == (FINER * size[0], FINER * size[1])
        defines = {"EXACT": 1} if smaller or fine or scene_size == size else {}
        own = {"FINE": 1, **({"SCENE": 1} if coding.linear else {})} if fine else coding.defines
        whole = {"WHOLE": 1} if coding.ycbcr and coding.bits > 8 else {}
        sharp = {"SHARP": 1} if coding.sharp and quality.level else {}
        self._cuttable = smaller and coding.dtype == "f1" and not sharp
        own |= {"ENLARGED": 1} if self._cuttable else {}
        self._grade = self._shader("grade", {**defines, **own})
        self.coding = coding
        self._bloom = [
            Target(ctx, level) for level in _sizes(scene_size, quality.scale if fine else min(1.0, quality.scale))
        ]
        self.graded = Target(ctx, size, dtype=coding.dtype, swapped=smaller)
        self._small = Target(ctx, scene_size, dtype=coding.dtype, swapped=True) if smaller else None
        self._fine = Target(ctx, scene_size) if fine else None
        self._enlarger = self._enlarging({**whole, **sharp}) if smaller else None
        self._reduce = self._shader("reduce", coding.defines) if fine else None
        self._lent: moderngl.Texture | None = None

    def _shader(self, name: str, defines: Mapping[str, object] = MappingProxyType({})) -> Shader:
        """A shader of glsl/post, made once for all sizes."""
        key = name, repr(sorted(defines.items()))
        if key not in self._made:
            path = resources.folder("glsl") / "post" / f"{name}.glsl"
            self._made[key] = Shader(self._ctx, path, defines)
        return self._made[key]

    def _enlarging(self, defines: Mapping[str, object]) -> Upscaler:
        """What enlarges, made once for all sizes."""
        shader = self._shader("enlarge", defines)
        return self._enlargers.setdefault(shader, Upscaler(self._ctx, shader))

    @property
    def glow(self) -> moderngl.Texture:
        """What `grade` adds to the scene, once `gather` has run."""
        return self._lent or self._bloom[0].texture

    def lend(self, glow: moderngl.Texture) -> None:
        """Have the next picture graded with a glow that was gathered before."""
        self._lent = glow

    def run(self, scene: moderngl.Texture, bloom: float, top_first: bool, onto: Surface | None = None) -> Target:
        """Gather the glow of `scene` and grade it; returns the output target. Arguments as of `grade`."""
        self.gather(scene)
        self.grade(scene, bloom, top_first, onto=onto)
        return self.graded

    def gather(self, scene: moderngl.Texture) -> None:
        """Gather the light that `scene` throws around, unless a glow was lent."""
        if self._lent:
            return
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        self._narrow(scene)
        self._spread()

    def grade(
        self,
        scene: moderngl.Texture,
        bloom: float,
        top_first: bool,
        exposure: tuple[float, float] = UNLIMITED.mix,
        onto: Surface | None = None,
    ) -> None:
        """Grade `scene`, whose glow has been gathered; one that was lent goes back.

        Args:
            scene: light.
            bloom: part of its glow that is added.
            top_first: put the first row at the top.
            exposure: what the flash limiter leaves of the colour, and what grey of its luminance it adds.
            onto: what to draw on, of the output's size; the output target if not given.
        """
        output = onto or self.graded
        drawn = self._small or self._fine or output
        finish: dict[str, object] = {"steps": self.coding.steps, "exposure": exposure}
        cut = {"cut": float(self._enlarger.cuts(output))} if self._enlarger and self._cuttable else {}
        drawn.begin()
        self._grade.set(target_texel=_texel(drawn), bloom_strength=bloom, flip=float(top_first), **finish, **cut)
        self._grade.bind({"scene": scene, "bloom": self.glow})
        self._grade.draw_fullscreen()
        if self._fine and self._reduce:
            output.begin()
            self._reduce.set(target_texel=_texel(output), **finish)
            self._reduce.bind({"image": self._fine.texture})
            self._reduce.draw_fullscreen()
        if self._small and self._enlarger:
            self._enlarger.draw(self._small.texture, output)
        self._lent = None

    def _narrow(self, scene: moderngl.Texture) -> None:
        source = scene
        for level, target in enumerate(self._bloom):
            target.begin()
            self._down.set(
                image_texel=(1.0 / source.width, 1.0 / source.height),
                target_texel=_texel(target),
                threshold=THRESHOLD if level == 0 else 0.0,
            )
            self._down.bind({"image": source})
            self._down.draw_fullscreen()
            source = target.texture

    def _spread(self) -> None:
        self._ctx.enable(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE
        for small, large in zip(self._bloom[:0:-1], self._bloom[-2::-1], strict=True):
            large.begin()
            self._up.set(image_texel=_texel(small), target_texel=_texel(large))
            self._up.bind({"image": small.texture})
            self._up.draw_fullscreen()
        self._ctx.disable(moderngl.BLEND)


def _sizes(scene: tuple[int, int], scale: float) -> list[tuple[int, int]]:
    """Of bloom, each half of the one before, so that glow reaches equally far at any scale of the scene."""
    first = max(LEAST, round(FIRST * scale))
    levels = 1 + max(0, round(math.log2(LAST * scale / first)))
    return [(max(1, scene[0] // first >> i), max(1, scene[1] // first >> i)) for i in range(levels)]


def _texel(target: Surface) -> tuple[float, float]:
    return 1.0 / target.size[0], 1.0 / target.size[1]
