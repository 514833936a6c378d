"""The overlay: the program's own words, drawn over the window and never into films, in the face of the captions."""

from collections.abc import Sequence
from typing import Any, Protocol

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.easing import smoothstep
from dreamscape.render.shader import Shader
from dreamscape.text import printable
from dreamscape.typesetting.coverage import typeface

LEADING = 1.5  # em from line to line
MARGIN = 1.1  # em from the words to the sheet's edges
GAP = 1.6  # em between columns
PALE, WARM = (236, 240, 250), (255, 214, 148)  # sRGB of text, and of labels: keys and names of figures
SHADE = 0.84  # opacity of the dark behind the words: thin letters stay readable even over the flood of act 8
SOFT = 0.9  # em over which the dark fades out at the edges

FACE = "small"

Row = Sequence[str]


class OverlayPart(Protocol):
    """A premultiplied texture that can be drawn over a picture, and its size in px."""

    size: tuple[int, int]
    texture: moderngl.Texture


class TextSheet:
    """Rows of words on a soft dark background, as a texture.

    Args:
        ctx: the OpenGL context.
        rows: each of one or more columns; of several, every other one, from the first, labels the next one.
        pixels: of an em.
    """

    def __init__(self, ctx: moderngl.Context, rows: Sequence[Row], pixels: int) -> None:
        pixels_rgba = _set(rows, pixels)
        height, width, _ = pixels_rgba.shape
        self.size = width, height
        self.texture = ctx.texture(self.size, 4, pixels_rgba.tobytes())
        self.texture.filter = moderngl.NEAREST, moderngl.NEAREST

    def release(self) -> None:
        """Free the texture."""
        self.texture.release()


class Overlay:
    """Draws sheets over a framebuffer.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._shader = Shader(ctx, resources.folder("glsl") / "post" / "overlay.glsl")

    def lay(
        self, sheet: OverlayPart, framebuffer: moderngl.Framebuffer, corner: tuple[int, int], presence: float = 1.0
    ) -> None:
        """Draw a sheet with its bottom left corner at `corner` px; `presence` is its opacity, 0 to 1."""
        framebuffer.viewport = *corner, *sheet.size
        framebuffer.use()
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._shader.set(place=(*corner, *sheet.size), presence=presence)
        self._shader.bind({"sheet": sheet.texture})
        self._shader.draw_fullscreen()
        self._ctx.enable_only(moderngl.NOTHING)


def size_of(rows: Sequence[Row], pixels: int) -> tuple[int, int]:
    """The size that a sheet of these rows has, px."""
    face = typeface(pixels, FACE)
    columns = max(len(row) for row in rows)
    widths = [max(face.size(printable(row[c]))[0] for row in rows if len(row) > c) for c in range(columns)]
    margin = 2 * round(MARGIN * pixels)
    return sum(widths) + round(GAP * pixels) * (columns - 1) + margin, round(LEADING * pixels * len(rows)) + margin


def _set(rows: Sequence[Row], pixels: int) -> Any:
    """The sheet as premultiplied `(h, w, 4) uint8`, the first row at the top."""
    face = typeface(pixels, FACE)
    rows = [[printable(text) for text in row] for row in rows]
    columns = max(len(row) for row in rows)
    widths = [max(face.size(row[c])[0] for row in rows if len(row) > c) for c in range(columns)]
    margin = round(MARGIN * pixels)
    gap = round(GAP * pixels)
    width = sum(widths) + gap * (columns - 1) + 2 * margin
    height = round(LEADING * pixels * len(rows)) + 2 * margin
    sheet = np.zeros((height, width, 4), np.float32)
    for number, row in enumerate(rows):
        x, y = margin, margin + round(LEADING * pixels * number)
        for column, text in enumerate(row):
            if text:
                colour = WARM if column % 2 == 0 and len(row) > 1 else PALE
                ink = face.ink(text) / np.float32(255.0)
                h, w = min(ink.shape[0], height - y), min(ink.shape[1], width - x)
                covered = sheet[y : y + h, x : x + w]
                covered[..., :3] += ink[:h, :w, None] * (np.array(colour, np.float32) / 255.0)
                covered[..., 3] += ink[:h, :w]
            x += widths[column] + gap
    dark = backing((width, height), pixels)
    sheet[..., 3] += dark * (1.0 - np.minimum(sheet[..., 3], 1.0))
    return np.round(np.minimum(sheet, 1.0) * 255.0).astype(np.uint8)


def backing(size: tuple[int, int], pixels: int) -> Any:
    """The opacity of the dark behind words, `(h, w)`, 0 to 1, for an em of `pixels`."""
    return SHADE * np.minimum.outer(_edge(size[1], pixels), _edge(size[0], pixels))


def _edge(length: int, pixels: int) -> Any:
    """Opacity along one side of a sheet, fading smoothly towards both ends, 0 to 1."""
    at = np.arange(length) + 0.5
    return smoothstep(np.minimum(at, length - at) / (SOFT * pixels))
