"""From scene light to a picture: bloom by a dual filter from quarter size, then one grade pass at the output's size."""

import moderngl

from dreamscape import resources
from dreamscape.quality import Quality
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target

LEVELS = 4  # bloom sizes from quarter down to 1/32; each doubles the reach of the glow
THRESHOLD = 0.55  # scene light at which half of it blooms


class Post:
    """The chain from the HDR target to a graded target.

    Args:
        ctx: the OpenGL context.
        scene_size: of the HDR target, pixels.
        size: of the output, pixels.
        quality: the tier.
        bits: of the output's code values: 8, or 10 and 16 in a half-float target.
        ycbcr: write code values of Y'CbCr, for `Planes`, in place of R'G'B'.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        scene_size: tuple[int, int],
        size: tuple[int, int],
        quality: Quality,
        bits: int = 8,
        ycbcr: bool = False,
    ) -> None:
        folder = resources.folder("glsl") / "post"
        self._down = Shader(ctx, folder / "down.glsl")
        self._up = Shader(ctx, folder / "up.glsl")
        smaller = scene_size[0] < size[0]  # then grading the few pixels and enlarging them is the cheaper way
        defines = {"EXACT": 1} if smaller or scene_size == size else {}
        self.code = 1 << bits - 8 if ycbcr else 0  # factor of 8-bit Y'CbCr code values, 0 for R'G'B'
        if ycbcr:
            defines["YCBCR"] = self.code
        self._grade = Shader(ctx, folder / "grade.glsl", defines)
        self.steps = 1.0 if ycbcr and bits > 8 else float((1 << bits) - 1)  # a half float holds a 10-bit code as it is
        self._ctx = ctx
        first = round(4 * min(1.0, quality.scale))  # a quarter of the output, so that the glow reaches equally far
        sizes = [(max(1, scene_size[0] // first >> i), max(1, scene_size[1] // first >> i)) for i in range(LEVELS)]
        self._bloom = [Target(ctx, level) for level in sizes]
        dtype = "f1" if bits == 8 else "f2"
        self.graded = Target(ctx, size, dtype=dtype)
        self._small = Target(ctx, scene_size, dtype=dtype) if smaller else None
        self._enlarge = Shader(ctx, folder / "enlarge.glsl", {"WHOLE": 1} if ycbcr and bits > 8 else {})

    def run(self, scene: moderngl.Texture, bloom: float, top_first: bool) -> Target:
        """Grade `scene` into the output target, the first row at the top if asked, and return it."""
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        self._gather(scene)
        self._spread()
        drawn = self._small or self.graded
        drawn.begin()
        self._grade.set(
            target_texel=_texel(drawn),
            bloom_strength=bloom,
            steps=self.steps,
            flip=float(top_first),
            exposure=(1.0, 0.0),
        )
        self._grade.bind({"scene": scene, "bloom": self._bloom[0].texture})
        self._grade.cover()
        if self._small:
            self.graded.begin()
            self._enlarge.set(target_texel=_texel(self.graded))
            self._enlarge.bind({"image": self._small.texture})
            self._enlarge.cover()
        return self.graded

    def _gather(self, scene: moderngl.Texture) -> None:
        source = scene
        for level, target in enumerate(self._bloom):
            target.begin()
            self._down.set(
                image_texel=(1.0 / source.width, 1.0 / source.height),
                target_texel=_texel(target),
                threshold=THRESHOLD if level == 0 else 0.0,
            )
            self._down.bind({"image": source})
            self._down.cover()
            source = target.texture

    def _spread(self) -> None:
        self._ctx.enable(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE
        for small, large in zip(self._bloom[:0:-1], self._bloom[-2::-1], strict=True):
            large.begin()
            self._up.set(image_texel=_texel(small), target_texel=_texel(large))
            self._up.bind({"image": small.texture})
            self._up.cover()
        self._ctx.disable(moderngl.BLEND)

    def release(self) -> None:
        """Free the GPU's objects."""
        for target in (*self._bloom, self.graded, *([self._small] if self._small else [])):
            target.release()
        for shader in (self._down, self._up, self._grade, self._enlarge):
            shader.release()


def _texel(target: Target) -> tuple[float, float]:
    return 1.0 / target.size[0], 1.0 / target.size[1]
