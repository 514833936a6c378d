"""Upscaling of a graded picture to the output's size, and whether the driver truncates or rounds its values."""

import moderngl
import numpy as np

from dreamscape.render.shader import Shader
from dreamscape.render.targets import Surface, Target

_SIDE, _SHOWN = 8, 20  # sides of a test picture, texels, and of its upscaled copy, px
_CODE = 100  # of its texels; every other one is a code higher


class Upscaler:
    """Upscales pictures with post/enlarge.glsl.

    On some processors llvmpipe filters 8-bit textures in integers, first across and then up, and truncates to a whole
    code both times. No version number tells, so a test picture is upscaled to find out.

    Args:
        ctx: the OpenGL context.
        shader: of post/enlarge.glsl.
    """

    def __init__(self, ctx: moderngl.Context, shader: Shader) -> None:
        self._ctx, self._shader = ctx, shader
        self._rectangle = shader.array([])
        self._cuts: dict[int | None, bool] = {}  # by framebuffer; None for all of the program's own targets

    def draw(self, image: moderngl.Texture, onto: Surface) -> None:
        """Draw a picture over a whole surface."""
        onto.begin()
        self._shader.bind({"image": image})
        self._rectangle.render(moderngl.TRIANGLES, vertices=6)

    def cuts(self, onto: Surface) -> bool:
        """Whether 8-bit values are truncated, not rounded, on such a surface; the first call may draw on it."""
        key = None if isinstance(onto, Target) else onto.framebuffer.glo
        if key not in self._cuts:
            self._cuts[key] = self._test(onto)
        return self._cuts[key]

    def _test(self, onto: Surface) -> bool:
        """Upscale a chequerboard of two codes: truncated, hardly any of the higher code is left."""
        texels = np.full((_SIDE, _SIDE, 4), _CODE, np.uint8)
        texels[::2, ::2] += 1
        texels[1::2, 1::2] += 1
        image = Target(self._ctx, (_SIDE, _SIDE), dtype="f1", bgra=True)
        image.texture.write(texels.tobytes())
        side = min(_SHOWN, *onto.size)
        corner = Surface(onto.framebuffer, (side, side))
        self.draw(image.texture, corner)
        seen = np.frombuffer(onto.framebuffer.read((0, 0, side, side), components=3, alignment=1), np.uint8)
        onto.framebuffer.viewport = 0, 0, *onto.size
        image.release()
        return float(seen.mean()) < _CODE + 0.25
