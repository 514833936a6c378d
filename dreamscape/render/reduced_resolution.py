"""Coarse drawing: what is soft and not always there, drawn at a part of the resolution and laid over the picture.

A layer's `divisor` does the same at every frame; this costs nothing while the layer is out of sight.
"""

import moderngl

from dreamscape import resources
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target


class ReducedResolution:
    """A target for one layer.

    Args:
        ctx: the OpenGL context.
        divisor: the part of the resolution: 2 half, 4 quarter.
    """

    def __init__(self, ctx: moderngl.Context, divisor: int) -> None:
        self._ctx = ctx
        self.divisor = divisor
        self._target: Target | None = None
        self._lay = Shader(ctx, resources.folder("glsl") / "post" / "lay.glsl")

    def begin(self, size: tuple[int, int]) -> None:
        """Draw what follows for a picture of `size`, on black; a fragment stands for `divisor` pixels each way."""
        fitting = (-(-size[0] // self.divisor), -(-size[1] // self.divisor))
        if self._target is None or self._target.size != fitting:
            if self._target is not None:
                self._target.release()
            self._target = Target(self._ctx, fitting)
        self._target.begin(clear=(0.0, 0.0, 0.0, 0.0))

    def lay(self, size: tuple[int, int]) -> None:
        """Lay it over the bound picture of `size`, with the blending that is set."""
        assert self._target is not None
        self._lay.set(target_texel=(1.0 / size[0], 1.0 / size[1]))
        self._lay.bind({"image": self._target.texture})
        self._lay.draw_fullscreen()
