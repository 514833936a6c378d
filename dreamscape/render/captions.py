"""The voice in letters: a line set in a serif face, arriving letter by letter with an echo, leaving as dust.

Drawn over the graded picture at the output's own size, so that it is sharp at every quality.
"""

import importlib.util
import os
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.seed import Line

FACE = "SourceSerifPro-LightIt.ttf"  # of the package font-source-serif-pro, SIL Open Font License 1.1
HEIGHT = 0.041  # of the letters' em, as a part of the picture's height (of three quarters of its width if narrower)
SMALLEST = 15  # px, the least em that can be read
TRACKING = 0.035  # em between letters, besides the face's own
LEADING = 1.45  # em from line to line
WIDEST = 0.62  # of the picture's width
ARRIVAL = 0.052  # s from one letter to the next
LEAVING = 2.2  # s before the line's end at which it begins to leave
ECHOES = 2  # paler, wider copies that follow each letter
PAD = 0.45  # em around each letter in the atlas, room to drift


@dataclass(frozen=True, slots=True)
class Setting:
    """A line as set: the letters' coverage in one atlas and where each stands.

    Attributes:
        atlas: `(h, w) uint8`, the first row at the bottom.
        rects: `(n, 8) float32` px: left, bottom, width and height on the page, then in the atlas; the page's origin is
            the middle of the block.
        size: of the block in px, width and height.
    """

    atlas: NDArray[np.uint8]
    rects: NDArray[np.float32]
    size: tuple[float, float]


def em(size: tuple[int, int]) -> int:
    """The letters' em in px for a picture of `size`."""
    return max(SMALLEST, round(HEIGHT * min(size[1], 0.75 * size[0])))


@lru_cache(maxsize=4)
def typeface(pixels: int) -> Any:
    """The serif face at an em of `pixels`."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pygame.font

    pygame.font.init()
    found = importlib.util.find_spec("font_source_serif_pro")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("font-source-serif-pro: not installed; install dreamscape again, it is a dependency")
    return pygame.font.Font(Path(found.submodule_search_locations[0]) / "files" / FACE, pixels)


def wrap(text: str, pixels: int, width: float) -> list[str]:
    """Break a text into lines no wider than `width` px, of even length, at an em of `pixels`."""
    words = text.split()
    whole = _width(text, pixels)
    count = max(1, int(np.ceil(whole / width)))
    lines, line = [], ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and _width(longer, pixels) > min(width, max(whole / count * 1.08, 0.5 * width)):
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _pens(text: str, pixels: int) -> list[float]:
    """Where the pen stands before each letter of a text and after the last, px."""
    advances = [metric[4] if metric else 0 for metric in typeface(pixels).metrics(text)]
    return [0.0, *accumulate(advance + TRACKING * pixels for advance in advances)]


def _width(text: str, pixels: int) -> float:
    return _pens(text, pixels)[-1]


def room(middle: tuple[float, float], subject: tuple[float, float, float, float]) -> tuple[float, float]:
    """From where to where a caption may reach, parts of the picture's width: beside the subject if its middle is."""
    left, _, right, _ = subject
    return (0.0, left) if middle[0] < left else (right, 1.0) if middle[0] > right else (0.0, 1.0)


def compose(text: str, size: tuple[int, int], part: float = 1.0) -> Setting:
    """Set a text for a picture of `size`, within a `part` of its width and an em from the edges."""
    pixels = em(size)
    widest = min(WIDEST * size[0], part * size[0] - 2.0 * pixels)
    face = typeface(pixels)
    import pygame

    pad = int(np.ceil(PAD * pixels))
    lines = wrap(text, pixels, widest)
    tall = face.get_height()
    glyphs: list[tuple[Any, float, float]] = []
    for number, line in enumerate(lines):
        left, bottom = -_width(line, pixels) / 2.0, -(number + 0.5 - len(lines) / 2.0) * LEADING * pixels - tall / 2.0
        for letter, pen in zip(line, _pens(line, pixels), strict=False):
            if not letter.isspace():
                overhang = min(0, (face.metrics(letter)[0] or (0,))[0])  # the drawn letter begins there
                glyphs.append((face.render(letter, True, (255, 255, 255)), left + pen + overhang, bottom))
    wide = sum(glyph.get_width() + 2 * pad for glyph, _, _ in glyphs)
    side = int(np.ceil(np.sqrt(wide * (tall + 2 * pad)) * 1.1)) + 4 * pad
    atlas = np.zeros((side + tall + 4 * pad, side), np.uint8)
    rects = np.zeros((len(glyphs), 8), np.float32)
    at_x, at_y = 0, 0
    for rect, (glyph, x, bottom) in zip(rects, glyphs, strict=True):
        w, h = glyph.get_width(), glyph.get_height()
        if at_x + w + 2 * pad > side:
            at_x, at_y = 0, at_y + tall + 2 * pad
        coverage = pygame.surfarray.array_alpha(glyph).T[::-1]
        atlas[at_y + pad : at_y + pad + h, at_x + pad : at_x + pad + w] = coverage
        rect[:] = x - pad, bottom - pad, w + 2 * pad, h + 2 * pad, at_x, at_y, w + 2 * pad, h + 2 * pad
        at_x += w + 2 * pad
    block = (max(_width(line, pixels) for line in lines), len(lines) * LEADING * pixels)
    return Setting(atlas, rects, block)


def letter_times(count: int, stay: float) -> NDArray[np.float32]:
    """When each of `count` letters arrives and begins to leave, seconds after the line begins, `(n, 2) float32`."""
    pace = min(ARRIVAL, 0.55 * stay / max(count, 1))
    order = np.arange(count, dtype=np.float32)
    leave = max(stay - LEAVING, 0.6 * stay) + order * (0.35 * min(LEAVING, 0.4 * stay) / max(count, 1))
    return np.stack([order * pace, leave], axis=1)


class Captions:
    """Draws lines of the voice over a graded target.

    Args:
        ctx: the OpenGL context.
        size: of the output in pixels.
        code: how the target stores colour: 0 for R'G'B', else the factor of 8-bit Y'CbCr code values.
        steps: code values that a texel of 1 stands for, as in the grade pass.
    """

    def __init__(self, ctx: moderngl.Context, size: tuple[int, int], code: int, steps: float) -> None:
        self._ctx = ctx
        self._size = size
        self._shader = Shader(ctx, resources.folder("glsl") / "post" / "caption.glsl", {"YCBCR": code} if code else {})
        self._steps = steps
        self._line: Line | None = None
        self._room = 0.0, 1.0

    def draw(
        self,
        target: Target,
        line: Line,
        seconds: float,
        middle: tuple[float, float],
        subject: tuple[float, float, float, float],
        top_first: bool,
    ) -> None:
        """Draw `line`, `seconds` after it began.

        Args:
            target: what to draw on.
            line: of the voice.
            seconds: since it began.
            middle: of the letters, parts of the picture from the left and the bottom.
            subject: left, bottom, right and top of what they must not cover.
            top_first: whether the first row is at the top.
        """
        if (line, room(middle, subject)) != (self._line, self._room):
            self._set(line, room(middle, subject))
        width, height = self._size
        x, y = self.place(middle)
        target.begin()
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._shader.set(
            page=(width, height, x * width, y * height),
            now=seconds,
            em=float(em(self._size)),
            flip=float(top_first),
            steps=self._steps,
        )
        self._shader.bind({"letters": self._texture})
        self._letters.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self._count)
        self._ctx.disable(moderngl.BLEND)

    def place(self, middle: tuple[float, float]) -> tuple[float, float]:
        """`middle` moved so that the whole block of the line that is set lies in its room, an em from the edges."""
        rim = em(self._size)
        parts = []
        for at, side, block, (first, last) in zip(
            middle, self._size, self._block, (self._room, (0.0, 1.0)), strict=True
        ):
            half = (block / 2.0 + rim) / side
            parts.append(min(max(at, first + half), last - half) if 2.0 * half < last - first else (first + last) / 2.0)
        return parts[0], parts[1]

    def _set(self, line: Line, room: tuple[float, float]) -> None:
        setting = compose(line.text, self._size, room[1] - room[0])
        self._line, self._room, self._block = line, room, setting.size
        height, width = setting.atlas.shape
        self._texture = self._ctx.texture((width, height), 1, setting.atlas.tobytes(), alignment=1)
        self._texture.repeat_x = self._texture.repeat_y = False
        times = letter_times(len(setting.rects), line.stay)
        letters = np.hstack([setting.rects, times]).astype(np.float32)
        rows = [np.hstack([letters, np.full((len(letters), 1), echo, np.float32)]) for echo in range(ECHOES, -1, -1)]
        data = np.concatenate(rows)
        self._count = len(data)
        self._letters = self._ctx.vertex_array(
            self._shader.program,
            [(self._ctx.buffer(data.tobytes()), "4f 4f 2f 1f/i", "rect", "source", "times", "echo")],
        )
