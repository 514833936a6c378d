"""Reduced resolution: soft things drawn at a part of the resolution and then over the picture.

A layer's `divisor` does the same in every frame; this costs nothing while the layer is out of sight.
"""

import moderngl

from dreamscape import resources
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target, divided


class ReducedResolution:
    """A target for one layer.

    Args:
        ctx: the OpenGL context.
        divisor: what the resolution is divided by: 2 half, 4 quarter.
        fewest: rows that must be left; if they are not, the resolution is not divided.
        roots: 2 if the layer's shader writes square roots of its light and of how much it covers, 4 if fourth roots of
            half its light, none above 1; they are kept in eight bits each, which are read faster. The latter have
            steps of a code value at most in the dark, and hold light up to 2, but must cover all.

    Attributes:
        divisor: what it is divided by since `begin`.
    """

    def __init__(self, ctx: moderngl.Context, divisor: int, fewest: int = 1, roots: int = 1) -> None:
        self._ctx = ctx
        self.divisor = self._asked = divisor
        self._fewest = fewest
        self._target: Target | None = None
        self._rooted = roots > 1
        path = resources.folder("glsl") / "post" / "lay.glsl"
        self._lay = Shader(ctx, path, {"ROOTS": roots} if roots > 1 else {})

    def begin(self, size: tuple[int, int], cleared: bool = True) -> None:
        """Direct drawing into the target for a picture of `size`; fragments cover `divisor` pixels each way.

        It is cleared, unless all of it that will be read is drawn.
        """
        self.divisor = self.divisor_of(size)
        reduced = divided(size, self.divisor)
        if self._target is None or self._target.size != reduced:
            if self._target is not None:
                self._target.release()
            self._target = Target(self._ctx, reduced, dtype="f1" if self._rooted else "f2", bgra=self._rooted)
        self._target.begin(clear=(0.0, 0.0, 0.0, 0.0) if cleared else None)

    def divisor_of(self, size: tuple[int, int]) -> int:
        """What the resolution of a picture of `size` is divided by."""
        return self._asked if size[1] // self._asked >= self._fewest else 1

    @property
    def texture(self) -> moderngl.Texture:
        """What was drawn since `begin`."""
        assert self._target is not None
        return self._target.texture

    def lay(self) -> None:
        """Draw it over the bound picture, with the blending that is set."""
        assert self._target is not None
        self._lay.bind({"image": self._target.texture})
        self._lay.draw_fullscreen()
