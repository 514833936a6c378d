"""The lantern: throws a finished picture, and the clock, into a window's own framebuffer."""

import moderngl

from dreamscape import resources
from dreamscape.render.overlay import Overlay
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.saver.clock_overlay import ClockOverlay
from dreamscape.saver.courtesy import wander


class SaverPresenter:
    """Shows pictures in the window that is current.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._shader = Shader(ctx, resources.folder("glsl") / "post" / "guest.glsl")
        self._overlay = Overlay(ctx)
        self._words = ""
        self._glows: dict[tuple[int, int], ClockOverlay] = {}

    def show(
        self,
        picture: Target,
        whole: tuple[int, int],
        size: tuple[int, int],
        corner: tuple[int, int],
        grain: float,
        light: float,
    ) -> None:
        """Fill a window.

        Args:
            picture: the finished one, its first row at the bottom; enlarged here if it was drawn smaller.
            whole: what it is enlarged to.
            size: of the window, px.
            corner: of the window in the whole, from its left bottom.
            grain: of the window's pixels, in those of the whole.
            light: 0 black to 1 as it is.
        """
        self._ctx.screen.viewport = 0, 0, *size
        self._ctx.screen.use()
        self._ctx.enable_only(moderngl.NOTHING)
        self._shader.set(whole=whole, corner=corner, grain=grain, light=light)
        self._shader.bind({"image": picture.texture})
        self._shader.draw_fullscreen()

    def tell(self, words: str, size: tuple[int, int], seconds: float, light: float) -> None:
        """Add the clock to a window of `size` px, where it is on its way `seconds` after the beginning."""
        if words != self._words:
            for glow in self._glows.values():
                glow.release()
            self._words, self._glows = words, {}
        if size not in self._glows:
            self._glows[size] = ClockOverlay(self._ctx, words, size)
        glow = self._glows[size]
        x, y = wander(seconds, (glow.margin[0] / size[0], glow.margin[1] / size[1]))
        corner = round(x * size[0]) - glow.margin[0], round(y * size[1]) - glow.margin[1]
        self._overlay.lay(glow, self._ctx.screen, corner, light)
