"""Captions: a spoken line set in a serif face, which arrives letter by letter with an echo and leaves as dust.

Drawn over the graded picture at the output's size, so that letters are sharp at every quality.
"""

import math
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.dream.line import Line
from dreamscape.render.shader import Array, Shader
from dreamscape.render.targets import Surface
from dreamscape.render.typeset_caption import HALO, PAD, Setting, column, compose_lines, em, setting, wrap
from dreamscape.speech import line_timing

RIM = 0.3  # em, the least distance of a caption from the picture's lower and upper edge
SIDES = 0.85, 1.0  # of the way from a caption's middle to the nearer edge, to which it reaches on its side at most
BESIDE = 3  # lines; a longer text is not set beside the subject
SAID_BY = 0.8  # of a line's time, by which all letters have arrived even if the voice is slower
LEAVING = 2.2  # s before the line's end at which its letters begin to leave
ECHOES = 2  # paler, wider copies that follow each letter
ROUNDING = 0.001  # s, by which a shader's clock may differ
BLUR = 0.09  # em, how far the blur of a letter that arrives reaches beyond the halo
WIDENS = 1.2  # times their size that echoes grow to at most, as in caption.glsl
DRIFT = (0.0, -0.10), (0.83, 0.45)  # em, how far letters are moved as they arrive and leave, likewise
_INTO: Any = (moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA, moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA)


_Letters = tuple[Shader, Array, float, float]  # of one program, which draws some from a time of the line to another


def room(middle: tuple[float, float], subject: tuple[float, float, float, float]) -> tuple[float, float]:
    """The left and right limit of a caption, parts of the picture's width: beside the subject if its middle is."""
    left, _, right, _ = subject
    return (0.0, left) if middle[0] < left else (right, 1.0) if middle[0] > right else (0.0, 1.0)


def stand(
    line: Line, size: tuple[int, int], middle: tuple[float, float], subject: tuple[float, float, float, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The middle of a caption in a picture of `size`, and its left and right limits, as parts of the picture.

    Below the subject, what is not in the middle of the picture keeps to its side, if it takes no more lines there than
    beside a subject: what the act shows goes on on the other side. The requested middle is kept unless the text would
    take too many lines beside the subject; then the caption goes across the whole width, below or above the subject,
    wherever there is more room.
    """
    first, last = room(middle, subject)
    for side in (part * min(middle[0], 1.0 - middle[0]) for part in SIDES):
        if last - first == 1.0 and subject[1] > middle[1] and _lines(line, size, 2.0 * side) <= BESIDE:
            return middle, (middle[0] - side, middle[0] + side)
    if last - first == 1.0:
        fits = not subject[1] < middle[1] < subject[3]
    else:
        fits = _lines(line, size, last - first) <= BESIDE
    if fits:
        return middle, (first, last)
    under, over = subject[1], 1.0 - subject[3]
    return (0.5, under / 2.0 if under >= over else 1.0 - over / 2.0), (0.0, 1.0)


def _lines(line: Line, size: tuple[int, int], part: float) -> int:
    """How many lines a caption takes within a part of the width of a picture of `size`."""
    return len(wrap(line.text, em(size), column(size, part), line.speaker, line.lang))


def letter_times(line: Line, places: NDArray[np.intp]) -> NDArray[np.float32]:
    """When each letter arrives and begins to leave, seconds after the line begins, `(n, 2) float32`.

    Letters arrive as they are whispered, all of them within the line's time.

    Args:
        line: the line as it is written.
        places: of the letters in its text, as of a `TypesetLine`.
    """
    said = line_timing.letter_times(line)[places]
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
        path, coding = resources.folder("glsl") / "post" / "caption.glsl", {"YCBCR": code} if code else {}
        self._shaders = tuple(Shader(ctx, path, coding | leaves) for leaves in ({"LEAVES": 1}, {}))
        self._steps = steps
        self._set_as: tuple[Line, Setting] | None = None
        self._room, self._fresh = (0.0, 1.0), True
        self._letters: tuple[_Letters, ...] = ()  # those that leave, and the others; none for a line without any

    def resize(self, size: tuple[int, int]) -> None:
        """Draw for an output of `size` from now on; what is set stays if that is the size of now."""
        if size != self._size:
            self._size, self._set_as = size, None

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
        at = self._at(line, middle, subject)
        if not self._letters:
            return
        target.begin()
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = _INTO
        for shader, letters, first, last in self._letters:
            if not self._fresh and not first < seconds < last:
                continue
            shader.set(
                page=(*self._size, *at),
                now=seconds,
                em=float(pixels := em(self._size)),
                spare=(float(int((PAD - HALO - BLUR) * pixels)), float(int((PAD - HALO) * pixels))),
                flip=float(top_first),
                steps=self._steps,
                bright=float(bright),
            )
            shader.bind({"letters": self._texture})
            letters.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self._count)
        self._fresh = False
        self._ctx.disable(moderngl.BLEND)

    def reach(
        self, line: Line, middle: tuple[float, float], subject: tuple[float, float, float, float]
    ) -> tuple[int, int, int, int] | None:
        """The left, bottom, right and top of all that `draw` may touch, px from the lower left; None if nothing.

        Arguments as of `draw`.
        """
        at = np.array(self._at(line, middle, subject))
        if not self._letters:
            return None
        least, most = self._extent
        low = np.clip(np.floor(at + least).astype(int), 0, self._size)
        high = np.clip(np.ceil(at + most).astype(int), 0, self._size)
        return (int(low[0]), int(low[1]), int(high[0]), int(high[1])) if (high > low).all() else None

    def _at(
        self, line: Line, middle: tuple[float, float], subject: tuple[float, float, float, float]
    ) -> tuple[int, int]:
        """The middle of the block that `draw` draws, px, after setting it; whole pixels keep letters sharp."""
        middle, self._room = stand(line, self._size, middle, subject)
        lines = setting(line.text, self._size, self._room[1] - self._room[0], line.speaker, line.lang)
        if (line, lines) != self._set_as:  # the limits move with the camera, and seldom change the lines
            self._set(line, lines)
        x, y = self.place(middle)
        return round(x * self._size[0]), round(y * self._size[1])

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

    def _set(self, line: Line, lines: Setting) -> None:
        typeset = compose_lines(line.text, lines, em(self._size), line.speaker, line.lang)
        self._set_as, self._block = (line, lines), typeset.size
        height, width, _ = typeset.atlas.shape
        self._texture = self._ctx.texture((width, height), 2, typeset.atlas.tobytes(), alignment=1)
        self._texture.repeat_x = self._texture.repeat_y = False
        times = letter_times(line, typeset.places)
        letters = np.hstack([typeset.rects, times]).astype(np.float32)
        rows = [np.hstack([letters, np.full((len(letters), 1), echo, np.float32)]) for echo in range(ECHOES, -1, -1)]
        data = np.concatenate(rows)
        self._count, self._letters = len(data), ()
        if self._count:  # no face may have any letter of the line
            self._extent = _extent(typeset.rects, em(self._size))
            content = [(self._ctx.buffer(data.tobytes()), "4f 4f 2f 1f/i", "rect", "source", "times", "echo")]
            leave = times[:, 1]
            spans = (float(leave.min()) - ROUNDING, math.inf), (-math.inf, float(leave.max()) + ROUNDING)
            self._letters = tuple(
                (shader, shader.array(content), *span) for shader, span in zip(self._shaders, spans, strict=True)
            )
            self._fresh = True  # drivers compile both programs as the line begins, and no later frame waits for one


def _extent(rects: NDArray[np.float32], em_: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far letters and their echoes reach from the block's middle, px: least and most x and y."""
    low, half = rects[:, :2].astype(np.float64), rects[:, 2:4] / 2.0
    grown = [(low + half * (1.0 + sign)) * grow for sign in (-1.0, 1.0) for grow in (1.0, WIDENS)]
    corners = np.concatenate(grown)
    return corners.min(axis=0) + np.array(DRIFT[0]) * em_, corners.max(axis=0) + np.array(DRIFT[1]) * em_
