"""Captions: a spoken line set in a serif face, which arrives letter by letter with an echo and leaves as dust.

Drawn over the graded picture at the output's size, so that letters are sharp at every quality.
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
from dreamscape.dream.dream_file import Line
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Surface
from dreamscape.speech import line_timing

FACES = {  # by who speaks, of the package font-source-serif-pro, SIL Open Font License 1.1
    "voice": "SourceSerifPro-LightIt.ttf",
    "dreamer": "SourceSerifPro-Light.ttf",
    "small": "SourceSerifPro-Regular.ttf",  # the program's own small letters
}
HEIGHT = 0.041  # of the letters' em, as a part of the picture's height (of three quarters of its width if narrower)
SMALLEST = 15  # px, the smallest em that can be read
TRACKING = 0.035  # em between letters, in addition to the face's own spacing
LEADING = 1.45  # em from line to line
WIDEST = 0.62  # of the picture's width, or
LONGEST = 24  # em, if that is wider, as in a small picture
RIM = 0.3  # em, the least distance of a caption from the picture's lower and upper edge
BESIDE = 3  # lines; a longer text is not set beside the subject
SAID_BY = 0.8  # of a line's time, by which all letters have arrived even if the voice is slower
LEAVING = 2.2  # s before the line's end at which its letters begin to leave
ECHOES = 2  # paler, wider copies that follow each letter
HALO = 0.085  # em, how far a soft dark reaches around each letter
PAD = 0.45  # em around each letter in the atlas, room to drift
BLUR = 0.09  # em, how far the blur of a letter that arrives reaches beyond the halo


@dataclass(frozen=True, slots=True)
class TypesetLine:
    """A typeset line: the coverage of its letters in one atlas, and the position of each.

    Attributes:
        atlas: `(h, w, 2) uint8`, the letters and their halo, the first row at the bottom.
        rects: `(n, 8) float32` px: left, bottom, width and height on the page, then in the atlas; the page's origin is
            the middle of the block.
        size: width and height of the block in px.
    """

    atlas: NDArray[np.uint8]
    rects: NDArray[np.float32]
    size: tuple[float, float]


def em(size: tuple[int, int]) -> int:
    """The letters' em in px for a picture of `size`."""
    return max(SMALLEST, round(HEIGHT * min(size[1], 0.75 * size[0])))


@lru_cache(maxsize=16)
def typeface(pixels: int, speaker: str = "voice") -> Any:
    """The serif face of a speaker at an em of `pixels`."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pygame.font

    pygame.font.init()
    package = importlib.util.find_spec("font_source_serif_pro")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("font-source-serif-pro: not installed; install dreamscape again, it is a dependency")
    return pygame.font.Font(Path(package.submodule_search_locations[0]) / "files" / FACES[speaker], pixels)


def wrap(text: str, pixels: int, width: float, speaker: str = "voice") -> list[str]:
    """Break a text into as few lines as fit into `width` px, of even length, at an em of `pixels`."""
    words = [(word, _width(f"{word} ", pixels, speaker)) for word in text.split()]
    fewest = len(_filled(words, width))
    narrow, wide = 0.0, width
    for _ in range(10):  # to a thousandth of the width
        middle = (narrow + wide) / 2.0
        narrow, wide = (narrow, middle) if len(_filled(words, middle)) <= fewest else (middle, wide)
    return _filled(words, wide)


def _filled(words: list[tuple[str, float]], width: float) -> list[str]:
    """Lines filled greedily with words; a word wider than a line gets a line of its own."""
    lines: list[str] = []
    used = width
    for word, long in words:
        if lines and used + long <= width:
            lines[-1] += f" {word}"
            used += long
        else:
            lines.append(word)
            used = long
    return lines


def _pens(text: str, pixels: int, speaker: str) -> list[float]:
    """The pen's position before each letter of a text and after the last one, px."""
    advances = [metric[4] if metric else 0 for metric in typeface(pixels, speaker).metrics(text)]
    return [0.0, *accumulate(advance + TRACKING * pixels for advance in advances)]


def _width(text: str, pixels: int, speaker: str) -> float:
    return _pens(text, pixels, speaker)[-1]


def room(middle: tuple[float, float], subject: tuple[float, float, float, float]) -> tuple[float, float]:
    """The left and right limit of a caption, parts of the picture's width: beside the subject if its middle is."""
    left, _, right, _ = subject
    return (0.0, left) if middle[0] < left else (right, 1.0) if middle[0] > right else (0.0, 1.0)


def column(size: tuple[int, int], part: float = 1.0) -> float:
    """The widest line in a picture of `size`, px, within a `part` of its width and an em from the edges."""
    pixels = em(size)
    return min(max(WIDEST * size[0], LONGEST * pixels), part * size[0] - 2.0 * pixels)


def stand(
    line: Line, size: tuple[int, int], middle: tuple[float, float], subject: tuple[float, float, float, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The middle of a caption in a picture of `size`, and its left and right limits, as parts of the picture.

    The requested middle is kept unless the text would take too many lines beside the subject; then the caption goes
    across the whole width, below or above the subject, wherever there is more room.
    """
    first, last = room(middle, subject)
    if last - first == 1.0:
        fits = not subject[1] < middle[1] < subject[3]
    else:
        fits = len(wrap(line.text, em(size), column(size, last - first), line.speaker)) <= BESIDE
    if fits:
        return middle, (first, last)
    under, over = subject[1], 1.0 - subject[3]
    return (0.5, under / 2.0 if under >= over else 1.0 - over / 2.0), (0.0, 1.0)


def compose(text: str, size: tuple[int, int], part: float = 1.0, speaker: str = "voice") -> TypesetLine:
    """Set a text for a picture of `size`, within a `part` of its width and an em from the edges."""
    pixels = em(size)
    face = typeface(pixels, speaker)
    import pygame

    pad = int(np.ceil(PAD * pixels))
    lines = wrap(text, pixels, column(size, part), speaker)
    tall = face.get_height()
    glyphs: list[tuple[Any, float, float]] = []
    for number, line in enumerate(lines):
        left, bottom = (
            -_width(line, pixels, speaker) / 2.0,
            -(number + 0.5 - len(lines) / 2.0) * LEADING * pixels - tall / 2.0,
        )
        for letter, pen in zip(line, _pens(line, pixels, speaker), strict=False):
            if not letter.isspace():
                overhang = min(0, (face.metrics(letter)[0] or (0,))[0])  # the drawn letter begins there
                seen = face.size(letter)[0] > 0  # false for control characters, which a font does not draw
                glyph = face.render(letter, True, (255, 255, 255)) if seen else pygame.Surface((1, 1), pygame.SRCALPHA)
                glyphs.append((glyph, left + pen + overhang, bottom))
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
    block = (max(_width(line, pixels, speaker) for line in lines), len(lines) * LEADING * pixels)
    return TypesetLine(np.stack([atlas, _halo(atlas, pixels)], axis=2), rects, block)


def _halo(atlas: NDArray[np.uint8], pixels: int) -> NDArray[np.uint8]:
    """The dark around letters: twice the mean coverage HALO em away in four directions, at most 255."""
    reach = max(1, round(HALO * pixels))
    wide = np.pad(atlas.astype(np.uint16), reach)
    height, width = atlas.shape
    ends = 0, 2 * reach
    total = np.sum([wide[y : y + height, x : x + width] for y in ends for x in ends], axis=0, dtype=np.uint16)
    return np.minimum(total // 2, np.uint16(255)).astype(np.uint8)


def letter_times(line: Line) -> NDArray[np.float32]:
    """When each letter arrives and begins to leave, seconds after the line begins, `(n, 2) float32`.

    Letters arrive as they are whispered, all of them within the line's time.
    """
    said = line_timing.letter_times(line)[[not letter.isspace() for letter in line.text]]
    count = max(len(said), 1)
    said *= min(1.0, SAID_BY * line.stay / max(float(said.max(initial=0.0)), 1e-6))
    order = np.arange(len(said))
    leave = max(line.stay - LEAVING, 0.6 * line.stay) + order * (0.35 * min(LEAVING, 0.4 * line.stay) / count)
    return np.stack([said, np.maximum(leave, said)], axis=1).astype(np.float32)


class Captions:
    """Draws captions over a graded target.

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

    def resize(self, size: tuple[int, int]) -> None:
        """Draw for an output of another size from now on."""
        self._size, self._line = size, None

    def draw(
        self,
        target: Surface,
        line: Line,
        seconds: float,
        middle: tuple[float, float],
        subject: tuple[float, float, float, float],
        top_first: bool,
        bright: bool = False,
    ) -> None:
        """Draw `line`, `seconds` after it began.

        Args:
            target: the surface to draw on.
            line: the spoken line.
            seconds: time since it began.
            middle: middle of the block, parts of the picture from the left and the bottom.
            subject: left, bottom, right and top of what letters must not cover, parts of the picture.
            top_first: whether the first row is at the top.
            bright: whether the picture is, so that letters must be dark.
        """
        middle, reach = stand(line, self._size, middle, subject)
        if (line, reach) != (self._line, self._room):
            self._set(line, reach)
        width, height = self._size
        x, y = self.place(middle)
        target.begin()
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._shader.set(
            page=(width, height, x * width, y * height),
            now=seconds,
            em=float(em(self._size)),
            spare=float(int((PAD - HALO - BLUR) * em(self._size))),
            flip=float(top_first),
            steps=self._steps,
            bright=float(bright),
        )
        self._shader.bind({"letters": self._texture})
        self._letters.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self._count)
        self._ctx.disable(moderngl.BLEND)

    def place(self, middle: tuple[float, float]) -> tuple[float, float]:
        """`middle`, moved so that the whole typeset block lies within its limits and off the edges."""
        em_ = float(em(self._size))
        parts = []
        for at, side, block, (first, last), rim in zip(
            middle, self._size, self._block, (self._room, (0.0, 1.0)), (em_, RIM * em_), strict=True
        ):
            half = (block / 2.0 + rim) / side
            parts.append(min(max(at, first + half), last - half) if 2.0 * half < last - first else (first + last) / 2.0)
        return parts[0], parts[1]

    def _set(self, line: Line, room: tuple[float, float]) -> None:
        setting = compose(line.text, self._size, room[1] - room[0], line.speaker)
        self._line, self._room, self._block = line, room, setting.size
        height, width, _ = setting.atlas.shape
        self._texture = self._ctx.texture((width, height), 2, setting.atlas.tobytes(), alignment=1)
        self._texture.repeat_x = self._texture.repeat_y = False
        times = letter_times(line)
        letters = np.hstack([setting.rects, times]).astype(np.float32)
        rows = [np.hstack([letters, np.full((len(letters), 1), echo, np.float32)]) for echo in range(ECHOES, -1, -1)]
        data = np.concatenate(rows)
        self._count = len(data)
        self._letters = self._shader.array(
            [(self._ctx.buffer(data.tobytes()), "4f 4f 2f 1f/i", "rect", "source", "times", "echo")]
        )
