"""The words over a live picture: a passing note, the figures, the help, and what is wrong with a shader."""

from collections.abc import Sequence

import moderngl

from dreamscape.render.captions import em
from dreamscape.render.overlay import Overlay, Row, Sheet

STAY, FADE = 2.2, 0.6  # s that a note stays, and then takes to go
SIZE = 0.62  # em of these words, in ems of a caption
FRESH = 0.5  # s between two settings of the figures


class Hud:
    """Sheets of words at the edges of a window.

    Args:
        ctx: the OpenGL context.

    Attributes:
        figures, helping: whether the figures and the help are shown.
        error: what is wrong, shown until it is mended; empty if nothing is.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._overlay = Overlay(ctx)
        self._sheets: dict[str, tuple[tuple[Row, ...], int, Sheet]] = {}
        self._note, self._left = "", 0.0
        self._age = FRESH
        self._rows: Sequence[Row] = ()
        self.figures = self.helping = False
        self.error = ""

    def say(self, note: str) -> None:
        """Show a passing note."""
        self._note, self._left = note, STAY + FADE

    def due(self, seconds: float) -> bool:
        """Whether new figures are wanted, `seconds` after the last frame."""
        self._age += seconds
        if not self.figures or self._age < FRESH:
            return False
        self._age = 0.0
        return True

    def tell(self, rows: Sequence[Row]) -> None:
        """The figures to show from now on."""
        self._rows = rows

    def draw(
        self, framebuffer: moderngl.Framebuffer, size: tuple[int, int], help_rows: Sequence[Row], seconds: float
    ) -> None:
        """Draw what there is to say over a window of `size` px, `seconds` after the last frame."""
        pixels = max(13, round(SIZE * em(size)))
        rim = pixels
        width, height = size
        if self.figures and self._rows:
            sheet = self._sheet("figures", self._rows, pixels)
            self._overlay.lay(sheet, framebuffer, (rim, height - sheet.size[1] - rim))
        if self.helping:
            fitting = min(pixels, max(9, round(height / (1.5 * (len(help_rows) + 3)))))
            sheet = self._sheet("help", help_rows, fitting)
            left = width - sheet.size[0] - rim if self.figures else (width - sheet.size[0]) // 2
            self._overlay.lay(sheet, framebuffer, (left, (height - sheet.size[1]) // 2))
        if self.error:
            sheet = self._sheet("error", [(line,) for line in _broken(self.error, width // pixels * 2 - 8)], pixels)
            self._overlay.lay(sheet, framebuffer, (rim, rim))
        elif self._left > 0.0:
            sheet = self._sheet("note", [(self._note,)], pixels)
            presence = min(1.0, self._left / FADE)
            self._overlay.lay(sheet, framebuffer, (rim, rim), presence * presence * (3.0 - 2.0 * presence))
            self._left -= seconds

    def _sheet(self, name: str, rows: Sequence[Row], pixels: int) -> Sheet:
        """The sheet of this name, set anew if it is to say something else."""
        known = self._sheets.get(name)
        wanted = tuple(rows)
        if known and known[:2] == (wanted, pixels):
            return known[2]
        if known:
            known[2].release()
        sheet = Sheet(self._ctx, wanted, pixels)
        self._sheets[name] = wanted, pixels, sheet
        return sheet


def _broken(text: str, letters: int) -> list[str]:
    """A text in lines of about so many letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= max(letters, 20):
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:8]
