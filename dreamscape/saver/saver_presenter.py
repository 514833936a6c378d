"""Presents a finished picture, and the clock, in a window's own framebuffer."""

import moderngl

from dreamscape import resources
from dreamscape.render.overlay import Overlay
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.saver.clock_overlay import ClockOverlay
from dreamscape.saver.courtesy import wander


class SaverPresenter:
    """Shows pictures in the current window.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._shader = Shader(ctx, resources.folder("glsl") / "post" / "guest.glsl")
        self._overlay = Overlay(ctx)
        self._text = ""
        self._clocks: dict[tuple[int, int], ClockOverlay] = {}

    def show(
        self,
        picture: Target,
        full_size: tuple[int, int],
        size: tuple[int, int],
        corner: tuple[int, int],
        grain: float,
        light: float,
    ) -> None:
        """Fill a window with a picture.

        Args:
            picture: the finished picture, its first row at the bottom; enlarged here if it was drawn smaller.
            full_size: the size it is enlarged to, px.
            size: of the window, px.
            corner: of the window in the enlarged picture, from its bottom left.
            grain: size of a window's pixel in pixels of the enlarged picture.
            light: 0 black to 1 unchanged.
        """
        self._ctx.screen.viewport = 0, 0, *size
        self._ctx.screen.use()
        self._ctx.enable_only(moderngl.NOTHING)
        self._shader.set(whole=full_size, corner=corner, grain=grain, light=light)
        self._shader.bind({"image": picture.texture})
        self._shader.draw_fullscreen()

    def show_clock(self, text: str, size: tuple[int, int], seconds: float, light: float) -> None:
        """Add the clock to a window of `size` px, at its position `seconds` after the beginning."""
        if text != self._text:
            for clock in self._clocks.values():
                clock.release()
            self._text, self._clocks = text, {}
        if size not in self._clocks:
            self._clocks[size] = ClockOverlay(self._ctx, text, size)
        clock = self._clocks[size]
        x, y = wander(seconds, (clock.margin[0] / size[0], clock.margin[1] / size[1]))
        corner = round(x * size[0]) - clock.margin[0], round(y * size[1]) - clock.margin[1]
        self._overlay.lay(clock, self._ctx.screen, corner, light)
