"""How the menu is drawn: letters, pictures and lines of light, each laid over the window by a small shader."""

from dataclasses import dataclass

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.live.menu.layout import Box
from dreamscape.render.captions import typeface
from dreamscape.render.shader import Shader
from dreamscape.text import printable

Ink = tuple[float, float, float]  # R'G'B'
PALE: Ink = (0.945, 0.957, 0.988)  # what a hand is at
DIM: Ink = (0.740, 0.775, 0.860)  # all else that is written
LIGHT: Ink = (0.640, 0.780, 1.000)  # lines of light
MOST = 256  # lines of letters that are kept
CORNER, RIM = 0.22, 0.10  # em, of pictures


@dataclass(frozen=True, slots=True)
class Letters:
    """A line of letters as a texture of their coverage, and its size in px."""

    texture: moderngl.Texture
    size: tuple[int, int]


class Brush:
    """Draws on the framebuffer of a window.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        folder = resources.folder("glsl") / "post"
        self._veil, self._letters, self._glow, self._card = (
            Shader(ctx, folder / f"{name}.glsl") for name in ("veil", "letters", "glow", "card")
        )
        self._known: dict[tuple[str, int, str], Letters] = {}
        self._size = 1, 1
        self.presence = 1.0  # of all that is drawn

    def begin(self, framebuffer: moderngl.Framebuffer, size: tuple[int, int], presence: float) -> None:
        """Draw over a framebuffer of `size` px from now on; `presence` 0 is gone, 1 wholly here."""
        self._framebuffer, self._size, self.presence = framebuffer, size, presence
        framebuffer.viewport = 0, 0, *size
        framebuffer.use()
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA

    def end(self) -> None:
        """Leave the context as others expect it."""
        self._framebuffer.viewport = 0, 0, *self._size
        self._ctx.enable_only(moderngl.NOTHING)

    def veil(self, reach: float) -> None:
        """Darken the window, up to a part of its width from the left by so much that letters can be read."""
        self._veil.set(window=self._size, reach=reach, presence=self.presence)
        self._veil.draw_fullscreen()

    def measure(self, text: str, pixels: int, style: str = "dreamer") -> int:
        """How wide a text is, px."""
        return int(typeface(pixels, _style(style, pixels)).size(printable(text))[0])

    def write(
        self, text: str, box: Box, pixels: int, ink: Ink = DIM, style: str = "dreamer", align: float = 0.0
    ) -> None:
        """Write a line in the middle of a box's height; what is too wide ends in dots.

        Args:
            text: what to write.
            box: where.
            pixels: of an em.
            ink: its colour.
            style: whose face, as of the captions.
            align: 0 at the left of the box, 0.5 in its middle, 1 at the right.
        """
        if not text:
            return
        line = self._line(printable(text), pixels, style, box.w)
        width, height = line.size
        left = box.x + round(align * (box.w - width))
        bottom = self._size[1] - (box.y + (box.h + height) // 2)
        self._framebuffer.viewport = left, bottom, width, height
        self._letters.set(place=(left, bottom, width, height), ink=ink, presence=self.presence)
        self._letters.bind({"cover": line.texture})
        self._letters.draw_fullscreen()

    def glow(self, box: Box, halo: float, ink: Ink = LIGHT, strength: float = 1.0) -> None:
        """A bar of light with round ends that fills a box, and a halo of so many px around it."""
        place = box.x, self._size[1] - box.y - box.h, box.w, box.h
        reach = int(halo) + 1
        self._framebuffer.viewport = place[0] - reach, place[1] - reach, box.w + 2 * reach, box.h + 2 * reach
        self._glow.set(place=place, halo=float(halo), ink=ink, presence=strength * self.presence)
        self._glow.draw_fullscreen()

    def picture(self, texture: moderngl.Texture, box: Box, em: int, light: float, rim: float, strength: float) -> None:
        """A picture that fills a box; `light` 0 is black, `rim` 0 has none, `strength` 0 is gone."""
        place = box.x, self._size[1] - box.y - box.h, box.w, box.h
        self._framebuffer.viewport = place
        self._card.set(place=place, radius=CORNER * em, light=light, ink=LIGHT, rim=rim)
        self._card.set(thick=max(1.0, RIM * em))
        self._card.set(presence=strength * self.presence)
        self._card.bind({"image": texture})
        self._card.draw_fullscreen()

    def release(self) -> None:
        """Free the GPU's objects."""
        for shader in (self._veil, self._letters, self._glow, self._card):
            shader.release()
        self._forget()

    def _line(self, text: str, pixels: int, style: str, most: int) -> Letters:
        """The letters of a text that takes at most so many px."""
        face = typeface(pixels, _style(style, pixels))
        if face.size(text)[0] > most:
            while text and face.size(text + "…")[0] > most:
                text = text[:-1].rstrip()
            text += "…"
        key = text, pixels, style
        if key not in self._known:
            if len(self._known) >= MOST:
                self._forget()
            self._known[key] = self._set(text, face)
        return self._known[key]

    def _set(self, text: str, face: object) -> Letters:
        import pygame

        ink = pygame.surfarray.array_alpha(face.render(text, True, (255, 255, 255))).T  # type: ignore[attr-defined]
        height, width = ink.shape
        texture = self._ctx.texture((width, height), 1, np.ascontiguousarray(ink).tobytes(), alignment=1)
        texture.filter = moderngl.NEAREST, moderngl.NEAREST
        return Letters(texture, (width, height))

    def _forget(self) -> None:
        for line in self._known.values():
            line.texture.release()
        self._known.clear()


def _style(style: str, pixels: int) -> str:
    """The face for a size: light strokes of small letters would be thinner than a pixel."""
    return "small" if style == "dreamer" and pixels < 18 else style
