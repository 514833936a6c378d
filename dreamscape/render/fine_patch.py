"""A part of a target, drawn four times as fine and laid into it averaged: its edges are smooth, where it matters."""

from collections.abc import Callable

import moderngl

from dreamscape import resources
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.render.tiles import scissor

_TIMES = 4  # as fine, on each side; what patch.glsl averages
_STEP = 16  # px of the target, by which a patch grows


class FinePatch:
    """Some pixels of a target.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._lay = Shader(ctx, resources.folder("glsl") / "post" / "patch.glsl")
        self._fine: Target | None = None

    def draw(
        self,
        target: Target,
        rectangle: tuple[int, int, int, int],
        clear: tuple[float, float, float, float],
        render: Callable[[], None],
    ) -> None:
        """Draw what `render` draws into a rectangle of a target, in place of what is there.

        Args:
            target: of bytes, without a depth buffer; it is the one that is drawn into afterwards.
            rectangle: left, bottom, width and height, px; what lies beside the target is left out.
            clear: what the target was cleared to.
            render: draws all of the target's picture, or whatever of it may fall within the rectangle.
        """
        left, bottom = max(rectangle[0], 0), max(rectangle[1], 0)
        right = min(rectangle[0] + rectangle[2], target.size[0])
        top = min(rectangle[1] + rectangle[3], target.size[1])
        if right <= left or top <= bottom:
            return
        fine = self._fitting(right - left, top - bottom)
        width, height = target.size
        fine.framebuffer.viewport = -_TIMES * left, -_TIMES * bottom, _TIMES * width, _TIMES * height
        fine.begin(clear)
        render()
        target.begin()
        scissor(self._ctx, left, bottom, right - left, top - bottom)
        self._lay.set(corner=(left, bottom), scale=(_TIMES / fine.size[0], _TIMES / fine.size[1]))
        self._lay.bind({"image": fine.texture})
        self._lay.draw_fullscreen()
        self._ctx.scissor = None

    def _fitting(self, width: int, height: int) -> Target:
        """A target that is large enough, and seldom a new one."""
        if self._fine is None or self._fine.size[0] < _TIMES * width or self._fine.size[1] < _TIMES * height:
            if self._fine is not None:
                self._fine.release()
            size = tuple(_TIMES * _STEP * -(-side // _STEP) for side in (width, height))
            self._fine = Target(self._ctx, (size[0], size[1]), dtype="f1")
        return self._fine
