"""Draws text, pictures and bars of light over a window, each with a small shader."""

from dataclasses import dataclass

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.live.menu.layout import Box
from dreamscape.render.shader import Shader
from dreamscape.text import printable
from dreamscape.typesetting.coverage import Typeface, typeface

Ink = tuple[float, float, float]  # R'G'B'
PALE: Ink = (0.945, 0.957, 0.988)  # of what the cursor is on
DIM: Ink = (0.740, 0.775, 0.860)  # of all other text
LIGHT: Ink = (0.640, 0.780, 1.000)  # of bars of light
MOST = 256  # cached lines of text
CORNER, RIM = 0.22, 0.10  # em, corner radius and border width of pictures


@dataclass(frozen=True, slots=True)
class Letters:
    """A line of text as a texture of its coverage, and its size in px."""

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
        self._lines: dict[tuple[str, int, str], Letters] = {}
        self._size = 1, 1
        self.presence = 1.0  # opacity of everything that is drawn

    def begin(self, framebuffer: moderngl.Framebuffer, size: tuple[int, int], presence: float) -> None:
        """Draw on a framebuffer of `size` px from now on; `presence` 0 is invisible, 1 opaque."""
        self._framebuffer, self._size, self.presence = framebuffer, size, presence
        framebuffer.viewport = 0, 0, *size
        framebuffer.use()
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA

    def end(self) -> None:
        """Restore the state that other code expects of the context."""
        self._framebuffer.viewport = 0, 0, *self._size
        self._ctx.enable_only(moderngl.NOTHING)

    def veil(self, reach: float) -> None:
        """Darken the window so that text can be read, up to a fraction of its width from the left."""
        self._veil.set(window=self._size, reach=reach, presence=self.presence)
        self._veil.draw_fullscreen()

    def measure(self, text: str, pixels: int, style: str = "dreamer") -> int:
        """The width of a text, px."""
        return int(typeface(pixels, _style(style, pixels)).size(printable(text))[0])

    def write(
        self, text: str, box: Box, pixels: int, ink: Ink = DIM, style: str = "dreamer", align: float = 0.0
    ) -> None:
        """Write a line, vertically centred in a box; text that is too wide ends in an ellipsis.

        Args:
            text: the line.
            box: the box.
            pixels: the em, px.
            ink: the colour.
            style: the typeface, as of captions.
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

    def light_bar(self, box: Box, halo: float, ink: Ink = LIGHT, strength: float = 1.0) -> None:
        """A bar of light with round ends that fills a box, with a halo of so many px around it."""
        rectangle = box.x, self._size[1] - box.y - box.h, box.w, box.h
        reach = int(halo) + 1
        self._framebuffer.viewport = rectangle[0] - reach, rectangle[1] - reach, box.w + 2 * reach, box.h + 2 * reach
        self._glow.set(place=rectangle, halo=float(halo), ink=ink, presence=strength * self.presence)
        self._glow.draw_fullscreen()

    def picture(
        self, texture: moderngl.Texture, box: Box, em: int, light: float, border: float, strength: float
    ) -> None:
        """A picture that fills a box; `light` 0 is black, `border` 0 has none, `strength` 0 is invisible."""
        rectangle = box.x, self._size[1] - box.y - box.h, box.w, box.h
        self._framebuffer.viewport = rectangle
        self._card.set(place=rectangle, radius=CORNER * em, light=light, ink=LIGHT, rim=border)
        self._card.set(thick=max(1.0, RIM * em))
        self._card.set(presence=strength * self.presence)
        self._card.bind({"image": texture})
        self._card.draw_fullscreen()

    def release(self) -> None:
        """Free the GPU's objects."""
        for shader in (self._veil, self._letters, self._glow, self._card):
            shader.release()
        self._clear()

    def _line(self, text: str, pixels: int, style: str, most: int) -> Letters:
        """The texture of a text that takes at most `most` px."""
        face = typeface(pixels, _style(style, pixels))
        if face.size(text)[0] > most:
            while text and face.size(text + "…")[0] > most:
                text = text[:-1].rstrip()
            text += "…"
        key = text, pixels, style
        if key not in self._lines:
            if len(self._lines) >= MOST:
                self._clear()
            self._lines[key] = self._set(text, face)
        return self._lines[key]

    def _set(self, text: str, face: Typeface) -> Letters:
        ink = face.ink(text)
        height, width = ink.shape
        texture = self._ctx.texture((width, height), 1, np.ascontiguousarray(ink).tobytes(), alignment=1)
        texture.filter = moderngl.NEAREST, moderngl.NEAREST
        return Letters(texture, (width, height))

    def _clear(self) -> None:
        for line in self._lines.values():
            line.texture.release()
        self._lines.clear()


def _style(style: str, pixels: int) -> str:
    """The style for a size: in small type, the light strokes would be thinner than a pixel."""
    return "small" if style == "dreamer" and pixels < 18 else style
