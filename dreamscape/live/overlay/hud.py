"""The words over a live picture: a passing note, the figures, the help, and what is wrong with a shader."""

from collections.abc import Sequence

import moderngl

from dreamscape.live.overlay.text_fitting import fit, lines_of
from dreamscape.render.captions import em
from dreamscape.render.overlay import Overlay, Row, TextSheet

STAY, FADE = 2.2, 0.6  # s that a note stays, and then takes to go
SIZE = 0.62  # em of these words, in ems of a caption
FRESH = 0.5  # s between two settings of the figures
MOST = 8  # lines of what is wrong


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
        self._sheets: dict[str, tuple[tuple[Row, ...], int, TextSheet]] = {}
        self._fits: dict[str, tuple[object, list[list[Row]], int]] = {}
        self._note, self._left = "", 0.0
        self._page, self._pages = 0, 1  # of the help
        self._age = FRESH
        self._rows: Sequence[Row] = ()
        self.figures = self.helping = False
        self.error = ""

    def say(self, note: str) -> None:
        """Show a passing note."""
        self._note, self._left = note, STAY + FADE

    @property
    def note(self) -> str:
        """The note that is shown; empty if none is."""
        return self._note if self._left > 0.0 else ""

    def turn(self) -> None:
        """Show the help, turn its page, or put it away after the last one."""
        more = self.helping and self._page + 1 < self._pages
        self._page, self.helping = (self._page + 1, True) if more else (0, not self.helping)

    @property
    def covers(self) -> bool:
        """Whether so much is shown that captions would run through it."""
        return self.helping or bool(self.error)

    @property
    def noting(self) -> float:
        """How much of a note is there, 0 to 1."""
        return min(1.0, max(0.0, self._left) / FADE)

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
        rim = min(pixels, size[1] // 40)
        room = size[0] - 2 * rim, size[1] - 2 * rim
        helping = self._fitted("help", help_rows, room, pixels, 3) if self.helping else None
        note = self._said("note", self._note, room, pixels) if self._left > 0.0 else None
        wrong = self._said("error", self.error, room, pixels) if self.error else None
        figures = self._fitted("figures", self._rows, room, pixels)[0] if self.figures and self._rows else None
        if wrong and note and wrong.size[1] + note.size[1] > room[1]:
            wrong = None  # in a small window one after the other
        for other, side in ((helping and helping[0], 0), (note, 0), (wrong, 1)):
            if figures and other and figures.size[side] + other.size[side] > room[side]:
                figures = None
        far = size[0] - rim  # where what stands on the right ends, if the figures stand on the left
        if figures:
            self._overlay.lay(figures, framebuffer, (rim, size[1] - figures.size[1] - rim))
        if helping:
            sheet, self._pages = helping
            left = far - sheet.size[0] if figures else (size[0] - sheet.size[0]) // 2
            self._overlay.lay(sheet, framebuffer, (left, (size[1] - sheet.size[1]) // 2))
        if wrong:
            self._overlay.lay(wrong, framebuffer, (rim, rim))
        if note:  # above, where no caption stands
            presence = min(1.0, self._left / FADE)
            corner = far - note.size[0] if figures else rim, size[1] - note.size[1] - rim
            self._overlay.lay(note, framebuffer, corner, presence * presence * (3.0 - 2.0 * presence))
            self._left -= seconds

    def _said(self, name: str, text: str, room: tuple[int, int], pixels: int) -> TextSheet:
        """A sheet of a text in lines."""
        lines = lines_of(text, pixels, room[0] - 3 * pixels)[:MOST]
        return self._fitted(name, [(line,) for line in lines], room, pixels)[0]

    def _fitted(
        self, name: str, rows: Sequence[Row], room: tuple[int, int], pixels: int, columns: int = 1
    ) -> tuple[TextSheet, int]:
        """The sheet of this name, as it goes into the room, and of how many pages; of the help, the one it is at."""
        known = self._fits.get(name)
        asked = tuple(rows), room, pixels
        if known is None or known[0] != asked:
            known = self._fits[name] = asked, *fit(rows, room, pixels, columns)
        _, pages, em_ = known
        return self._sheet(name, pages[min(self._page, len(pages) - 1) if name == "help" else 0], em_), len(pages)

    def _sheet(self, name: str, rows: Sequence[Row], pixels: int) -> TextSheet:
        """The sheet of this name, set anew if it is to say something else."""
        known = self._sheets.get(name)
        wanted = tuple(rows)
        if known and known[:2] == (wanted, pixels):
            return known[2]
        if known:
            known[2].release()
        sheet = TextSheet(self._ctx, wanted, pixels)
        self._sheets[name] = wanted, pixels, sheet
        return sheet
