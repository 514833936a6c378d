"""Enlarging: a graded picture that was drawn smaller, at the output's size; and whether that cuts its values off."""

import moderngl
import numpy as np

from dreamscape.render.shader import Shader
from dreamscape.render.targets import Surface, Target

_SIDE, _SHOWN = 8, 20  # texels of a picture that nobody sees, and pixels that it is enlarged to
_CODE = 100  # of its texels, every other one being a code higher


class Upscaler:
    """Enlarges pictures by post/enlarge.glsl.

    llvmpipe on some processors enlarges 8 bits in whole numbers, first across and then up, and cuts off what is not a
    whole code both times. No version number says so: it is seen by what becomes of a picture.

    Args:
        ctx: the OpenGL context.
        shader: of post/enlarge.glsl.
    """

    def __init__(self, ctx: moderngl.Context, shader: Shader) -> None:
        self._ctx, self._shader = ctx, shader
        self._rectangle = shader.array([])
        self._cuts: dict[int | None, bool] = {}  # by what was drawn on; None for all targets of the program's own

    def draw(self, image: moderngl.Texture, onto: Surface) -> None:
        """Draw a picture over all of a surface."""
        onto.begin()
        self._shader.bind({"image": image})
        self._rectangle.render(moderngl.TRIANGLES, vertices=6)

    def cuts(self, onto: Surface) -> bool:
        """Whether values are cut off, not rounded, in pictures of 8 bits on such a surface; may draw on it once."""
        key = None if isinstance(onto, Target) else onto.framebuffer.glo
        if key not in self._cuts:
            self._cuts[key] = self._look(onto)
        return self._cuts[key]

    def _look(self, onto: Surface) -> bool:
        """Enlarge a picture of two codes in turns: of what is cut off, hardly any of the higher one is left."""
        texels = np.full((_SIDE, _SIDE, 4), _CODE, np.uint8)
        texels[::2, ::2] += 1
        texels[1::2, 1::2] += 1
        image = Target(self._ctx, (_SIDE, _SIDE), dtype="f1", swapped=True)
        image.texture.write(texels.tobytes())
        side = min(_SHOWN, *onto.size)
        corner = Surface(onto.framebuffer, (side, side))
        self.draw(image.texture, corner)
        seen = np.frombuffer(onto.framebuffer.read((0, 0, side, side), components=3, alignment=1), np.uint8)
        onto.framebuffer.viewport = 0, 0, *onto.size
        image.release()
        return float(seen.mean()) < _CODE + 0.25
