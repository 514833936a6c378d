"""What plays now, as a caption that arrives letter by letter and leaves as dust: the title, and the artist below it."""

import moderngl

from dreamscape.dream.line import Line
from dreamscape.render.captions import Captions
from dreamscape.render.targets import Surface
from dreamscape.render.typeset_caption import LEADING, column, em, wrap
from dreamscape.text import short

STAY = 9.0  # s
GONE = 1.5  # s that the last grains of it drift after that
LATER = 0.9  # s, the artist after the title
RIM = 0.9  # em from the picture's upper edge
MOST = 90  # letters of each
UNKNOWN = "und"  # the language: titles are in any, and are not whispered
NOTHING_BELOW = 0.0, -1.0, 1.0, -1.0  # the subject that it must not cover: none


class NowPlaying:
    """The caption, at the upper right, where no act speaks.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._lines: tuple[Line, ...] = ()
        self._captions: tuple[Captions, ...] = ()
        self._size = 0, 0
        self._age = 0.0

    def show(self, title: str, artist: str) -> None:
        """Show a title, and an artist unless that is empty."""
        self._age = 0.0
        named = [("voice", title, STAY), ("dreamer", artist, STAY - LATER)]
        self._lines = tuple(
            Line(0.0, short(words, MOST), stay, "dreamer" if speaker == "dreamer" else "voice", UNKNOWN)
            for speaker, words, stay in named
            if words.strip()
        )

    @property
    def is_shown(self) -> bool:
        """Whether any of it can be seen."""
        return bool(self._lines) and self._age < STAY + GONE

    def draw(self, framebuffer: moderngl.Framebuffer, size: tuple[int, int], seconds: float) -> None:
        """Draw it over a window of `size` px, `seconds` after the last frame."""
        if not self.is_shown:
            return
        if not self._captions:
            self._captions = tuple(Captions(self._ctx, size, 0, 1.0) for _ in range(2))
        if size != self._size:
            self._size = size
            for captions in self._captions:
                captions.resize(size)
        pixels, top = em(size), size[1] - RIM * em(size)
        surface = Surface(framebuffer, size)
        for number, (captions, line) in enumerate(zip(self._captions, self._lines, strict=False)):
            tall = LEADING * pixels * len(wrap(line.text, pixels, column(size), line.speaker, line.lang))
            middle = 1.0, (top - 0.5 * tall) / size[1]
            captions.draw(surface, line, self._age - LATER * number, middle, NOTHING_BELOW, top_first=False)
            top -= tall
        self._age += seconds
