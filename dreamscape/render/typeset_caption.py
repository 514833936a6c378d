"""Captions typeset: a line broken, shaped and set as an atlas of its letters, with a halo around each."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from dreamscape.typesetting import line_breaks
from dreamscape.typesetting.coverage import draw, lay, typeface
from dreamscape.typesetting.faces import OWN, own
from dreamscape.typesetting.shaping import Glyph, ShapedLine, shape

HEIGHT = 0.041  # of the letters' em, as a part of the picture's height (of three quarters of its width if narrower)
SMALLEST = 15  # px, the smallest em that can be read
TRACKING = 0.035  # em between letters, in addition to the face's own spacing; or
TIGHT = 0.01  # where that saves a line of more than FEW
FEW = 2
LEADING = 1.45  # em from line to line
WIDEST = 0.62  # of the picture's width, or
LONGEST = 24  # em, if that is wider, as in a small picture
HALO = 0.13  # em, how far a soft dark reaches around each letter
SHADE = 2.6  # the halo's coverage, in mean coverages of the letters around
BOLDER = 0.35  # px by which a stroke is wider at the smallest em, where the face's own are thinner than a pixel,
LARGE = 60  # px, the em from which they are as the face has them
PAD = 0.45  # em around each letter in the atlas, room to drift


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set: its lines, and the em between its letters; the rest of a picture's size does not matter."""

    lines: tuple[str, ...]
    tracking: float


@dataclass(frozen=True, slots=True)
class TypesetLine:
    """A typeset line: the coverage of its letters in one atlas, and the position of each, in the order of reading.

    A letter is what is read as one: with its accents, and with others that it is joined to in one sign.

    Attributes:
        atlas: `(h, w, 2) uint8`, the letters and their halo, the first row at the bottom.
        rects: `(n, 8) float32` px: left, bottom, width and height on the page, then in the atlas; the page's origin is
            the middle of the block.
        places: of the text's letters, `(n,) int`: the first that each stands for.
        size: width and height of the block in px.
    """

    atlas: NDArray[np.uint8]
    rects: NDArray[np.float32]
    places: NDArray[np.intp]
    size: tuple[float, float]


def em(size: tuple[int, int]) -> int:
    """The letters' em in px for a picture of `size`."""
    return max(SMALLEST, round(HEIGHT * min(size[1], 0.75 * size[0])))


def wrap(text: str, pixels: int, width: float, speaker: str = "voice", language: str = "") -> tuple[str, ...]:
    """Break a text into as few lines as fit into `width` px, of even length, at an em of `pixels`."""
    return _lines(text, pixels, width, speaker, language, _tracking(text, pixels, width, speaker, language))


@lru_cache(maxsize=64)
def _lines(text: str, pixels: int, width: float, speaker: str, language: str, tracking: float) -> tuple[str, ...]:
    def wide(part: str) -> float:
        return shape(part, pixels, speaker, language, tracking).width

    return tuple(line_breaks.fill(line_breaks.units(text), wide, width))


def _tracking(text: str, pixels: int, width: float, speaker: str, language: str) -> float:
    """Em between letters: TRACKING, or TIGHT where a text of many lines then takes fewer."""
    usual, tight = (len(_lines(text, pixels, width, speaker, language, apart)) for apart in (TRACKING, TIGHT))
    return TIGHT if FEW < usual > tight else TRACKING


def column(size: tuple[int, int], part: float = 1.0) -> int:
    """The widest line in a picture of `size`, px, within a `part` of its width and an em from the edges.

    A whole number: beside a subject that drifts, lines are then broken anew once a pixel, not every frame.
    """
    pixels = em(size)
    return math.ceil(min(max(WIDEST * size[0], LONGEST * pixels), part * size[0] - 2.0 * pixels))


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter's coverage, where its left bottom corner lies on the page, px, and its place in the text."""

    ink: NDArray[np.uint8]
    x: int
    y: int
    place: int


def setting(text: str, size: tuple[int, int], part: float = 1.0, speaker: str = "voice", language: str = "") -> Setting:
    """How a text is set in a picture of `size`, within a `part` of its width and an em from the edges."""
    asked = text, em(size), column(size, part), speaker, language
    tracking = _tracking(*asked)
    return Setting(_lines(*asked, tracking), tracking)


def compose(
    text: str, size: tuple[int, int], part: float = 1.0, speaker: str = "voice", language: str = ""
) -> TypesetLine:
    """Set a text for a picture of `size`, within a `part` of its width and an em from the edges."""
    return compose_lines(text, setting(text, size, part, speaker, language), em(size), speaker, language)


def compose_lines(text: str, broken: Setting, pixels: int, speaker: str = "voice", language: str = "") -> TypesetLine:
    """Set a text that is broken into lines, at an em of `pixels`."""
    face = typeface(pixels, speaker)
    lines, tracking = broken.lines, broken.tracking
    shaped = [shape(line, pixels, speaker, language, tracking) for line in lines]
    letters, first, bolder = list[_Letter](), 0, BOLDER * max(0.0, (LARGE - pixels) / (LARGE - SMALLEST))
    for number, (line, glyphs) in enumerate(zip(lines, shaped, strict=True)):
        first = text.index(line, first)
        middle = -(number + 0.5 - len(lines) / 2.0) * LEADING * pixels
        baseline = round(middle - face.height / 2.0) + face.height - face.ascent
        letters += _letters(line, glyphs, baseline, first, bolder)
        first += len(line)
    rects, atlas = _pack(letters, pixels)
    block = max((line.width for line in shaped), default=0.0), len(lines) * LEADING * pixels
    return TypesetLine(atlas, rects, np.array([letter.place for letter in letters], np.intp), block)


def _letters(line: str, shaped: ShapedLine, baseline: int, first: int, bolder: float) -> list[_Letter]:
    """The letters of one line in the order of reading, around the page's origin, with strokes `bolder` px wider."""
    found = []
    for start, glyphs in groupby(sorted(shaped.glyphs, key=_start), _start):
        if not line[start].isspace():
            drawn = list(glyphs)
            own_face = drawn[0].face in map(own, OWN)  # the system's are not as light
            ink, x, y = draw(drawn, -shaped.width / 2.0, bolder * own_face)
            found.append(_Letter(ink, x, baseline + y, first + start))
    return found


def _start(glyph: Glyph) -> int:
    return glyph.start


def _pack(letters: Sequence[_Letter], pixels: int) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The letters' rectangles, and their atlas; see `TypesetLine`."""
    pad = int(np.ceil(PAD * pixels))
    wide = max((letter.ink.shape[1] for letter in letters), default=0) + 2 * pad
    area = sum((letter.ink.shape[0] + 2 * pad) * (letter.ink.shape[1] + 2 * pad) for letter in letters)
    side = max(wide, int(np.ceil(np.sqrt(area) * 1.1)))
    rects = np.zeros((len(letters), 8), np.float32)
    x = y = tallest = 0
    for rect, letter in zip(rects, letters, strict=True):
        h, w = letter.ink.shape[0] + 2 * pad, letter.ink.shape[1] + 2 * pad
        if x + w > side:
            x, y, tallest = 0, y + tallest, 0
        rect[:] = letter.x - pad, letter.y - pad, w, h, x, y, w, h
        x, tallest = x + w, max(tallest, h)
    ink, beside = (np.zeros((y + tallest + pad, side), np.uint8) for _ in range(2))
    page, left, bottom = _page(letters, pad)
    for rect, letter in zip(rects.astype(int), letters, strict=True):
        at_x, at_y, w, h = rect[4:]
        lay(ink, letter.ink[::-1], at_x + pad, at_y + pad)
        around = page[rect[1] - bottom :, rect[0] - left :][:h, :w]
        lay(beside, around - np.minimum(around, ink[at_y : at_y + h, at_x : at_x + w]), at_x, at_y)
    halo = _halo(ink, pixels) * (255 - beside.astype(np.uint16)) // 255  # none on other letters: some are joined
    return rects, np.stack([ink, halo.astype(np.uint8)], axis=2)


def _page(letters: Sequence[_Letter], pad: int) -> tuple[NDArray[np.uint8], int, int]:
    """All letters where they stand, the first row at the bottom, with `pad` px around; and its left bottom corner."""
    left = min((letter.x for letter in letters), default=0) - pad
    bottom = min((letter.y for letter in letters), default=0) - pad
    right = max((letter.x + letter.ink.shape[1] for letter in letters), default=0) + pad
    top = max((letter.y + letter.ink.shape[0] for letter in letters), default=0) + pad
    page = np.zeros((top - bottom, right - left), np.uint8)
    for letter in letters:
        lay(page, letter.ink[::-1], letter.x - left, letter.y - bottom)
    return page, left, bottom


def _halo(atlas: NDArray[np.uint8], pixels: int) -> NDArray[np.uint8]:
    """The dark around letters: SHADE times the mean coverage within HALO em, weighted by a cosine, at most 255."""
    reach = max(2, round(HALO * pixels))
    weights = 0.5 + 0.5 * np.cos(np.pi * np.arange(-reach, reach + 1) / (reach + 1)).astype(np.float32)
    blurred = atlas.astype(np.float32)
    weighted = np.empty_like(blurred)
    for axis in (0, 1):
        wide = np.pad(blurred, [(reach, reach) if axis == at else (0, 0) for at in (0, 1)])
        blurred[:] = 0.0
        for first, weight in enumerate(weights / weights.sum()):
            last = first + atlas.shape[axis]
            blurred += np.multiply(wide[:, first:last] if axis else wide[first:last], weight, out=weighted)
    halo: NDArray[np.uint8] = np.minimum(SHADE * blurred, 255.0).astype(np.uint8)
    return halo
