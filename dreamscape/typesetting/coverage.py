"""Coverage: what of each pixel the glyphs of a shaped line cover, by FreeType."""

import ctypes
import math
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from threading import Lock

import freetype
import numpy as np
from numpy.typing import NDArray

from dreamscape.typesetting.faces import own
from dreamscape.typesetting.shaping import Glyph, shape
from dreamscape.typesetting.system_faces import Face

Coverage = NDArray[np.uint8]
_FINE = 64  # steps of a pixel
_FINE_FROM = 18  # px; in smaller type, stems between two columns of pixels would be too pale
_LEVEL = 0.4  # of a stroke's widening across: level strokes lie on rows of pixels by hinting, and are to stay there
_LOCK = Lock()  # FreeType's library is one for all threads


@lru_cache(maxsize=32)
def _sized(face: Face, em: float) -> freetype.Face:
    opened_face = freetype.Face(str(face.path), face.index)
    opened_face.set_char_size(height=round(em * _FINE))  # at 72 dots per inch a point is a pixel
    return opened_face


def draw(glyphs: Iterable[Glyph], x: float = 0.0, bolder: float = 0.0) -> tuple[Coverage, int, int]:
    """Glyphs drawn together, to a 64th of a pixel, with `x` px added to their places.

    Args:
        glyphs: of a shaped line.
        x: px to the right.
        bolder: px by which upright strokes are wider than the face has them, and level ones by `_LEVEL` of that.

    Returns:
        `(h, w) uint8`, the first row at the top; the left edge, and the bottom edge above the baseline, px.
    """
    parts = list[tuple[Coverage, int, int]]()
    with _LOCK:
        for glyph in glyphs:
            place = glyph.x + x
            parts.append(_drawn(glyph, place, bolder))
    parts = [part for part in parts if part[0].size]
    if not parts:
        return np.zeros((0, 0), np.uint8), math.floor(x), 0
    left, bottom = min(part[1] for part in parts), min(part[2] for part in parts)
    right = max(part[1] + part[0].shape[1] for part in parts)
    top = max(part[2] + part[0].shape[0] for part in parts)
    page = np.zeros((top - bottom, right - left), np.uint8)
    for ink, at_x, at_y in parts:
        lay(page, ink, at_x - left, top - at_y - ink.shape[0])
    return page, left, bottom


def _drawn(glyph: Glyph, x: float, bolder: float) -> tuple[Coverage, int, int]:
    """One glyph at `x`, with strokes wider by `bolder` px: its coverage, left and bottom edge."""
    part = round(x % 1.0 * _FINE), round(glyph.y % 1.0 * _FINE)
    ink, left, top = _bitmap(glyph.face, glyph.em, glyph.number, part, bolder)
    return ink, math.floor(x) + left, math.floor(glyph.y) + top - ink.shape[0]


@lru_cache(maxsize=256)  # the figures are written anew twice a second, mostly with the same glyphs
def _bitmap(its_face: Face, em: float, number: int, part: tuple[int, int], bolder: float) -> tuple[Coverage, int, int]:
    """A glyph's coverage, left and upper edge, with its origin moved by `part` of a pixel in steps of `_FINE`."""
    face = _sized(its_face, em)
    face.set_transform(freetype.Matrix(0x10000, 0, 0, 0x10000), freetype.Vector(*part))
    face.load_glyph(number, freetype.FT_LOAD_NO_BITMAP)
    if bolder:
        outline = ctypes.byref(face.glyph._FT_GlyphSlot.contents.outline)  # freetype-py wraps only equal widths
        wide, tall = round(bolder * _FINE), round(bolder * _LEVEL * _FINE)
        freetype.FT_Outline_EmboldenXY(outline, wide, tall)
        freetype.FT_Outline_Translate(outline, -wide // 2, -tall // 2)
    face.glyph.render(freetype.FT_RENDER_MODE_NORMAL)
    bitmap = face.glyph.bitmap
    ink = np.array(bitmap.buffer, np.uint8).reshape(bitmap.rows, bitmap.pitch)[:, : bitmap.width]
    ink.flags.writeable = False
    return ink, face.glyph.bitmap_left, face.glyph.bitmap_top


def lay(page: Coverage, ink: Coverage, x: int, y: int) -> None:
    """Lay coverage onto a page with its corner at column `x`, row `y`; what is outside is cut off."""
    top, left = max(0, -y), max(0, -x)
    ink = ink[top : max(page.shape[0] - y, 0), left : max(page.shape[1] - x, 0)]
    at = page[max(y, 0) : max(y, 0) + ink.shape[0], max(x, 0) : max(x, 0) + ink.shape[1]]
    np.maximum(at, ink, out=at)


class Typeface:
    """Text of one line in one style and size, as pictures of its coverage.

    Args:
        pixels: of an em.
        style: one of `faces.OWN`.
    """

    def __init__(self, pixels: int, style: str) -> None:
        self._pixels, self._style = pixels, style
        units = _sized(own(style), pixels)
        part = pixels / units.units_per_EM
        self.ascent = math.ceil(units.ascender * part)
        self.height = math.ceil((units.ascender - units.descender) * part)

    def size(self, text: str) -> tuple[int, int]:
        """Width and height of a text, px."""
        return math.ceil(shape(text, self._pixels, self._style).width), self.height

    def ink(self, text: str) -> Coverage:
        """A text's coverage, `(height, width) uint8`, the first row at the top; at least a pixel wide."""
        width, height = self.size(text)
        page = np.zeros((height, max(width, 1)), np.uint8)
        glyphs = shape(text, self._pixels, self._style).glyphs
        if self._pixels < _FINE_FROM:
            glyphs = tuple(replace(glyph, x=float(round(glyph.x))) for glyph in glyphs)
        ink, left, bottom = draw(glyphs)
        lay(page, ink, left, self.ascent - bottom - ink.shape[0])
        return page


@lru_cache(maxsize=16)
def typeface(pixels: int, style: str = "voice") -> Typeface:
    """The face of a style at an em of `pixels`."""
    return Typeface(pixels, style)
