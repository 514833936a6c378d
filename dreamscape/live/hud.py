"""The words over a live picture: a passing note, the figures, the help, and what is wrong with a shader."""

from collections.abc import Sequence

import moderngl

from dreamscape.live.fitting import fit, lines_of
from dreamscape.render.captions import em
from dreamscape.render.overlay import Overlay, Row, Sheet

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
        self._sheets: dict[str, tuple[tuple[Row, ...], int, Sheet]] = {}
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
        width, height = size
        right = 0  # of the figures
        helping = self._fitted("help", help_rows, room, pixels, 3) if self.helping else None
        if self.figures and self._rows:
            sheet, _ = self._fitted("figures", self._rows, room, pixels)
            if helping is None or sheet.size[0] + helping[0].size[0] <= room[0]:
                self._overlay.lay(sheet, framebuffer, (rim, height - sheet.size[1] - rim))
                right = sheet.size[0]
        if helping:
            sheet, self._pages = helping
            left = width - sheet.size[0] - rim if right else (width - sheet.size[0]) // 2
            self._overlay.lay(sheet, framebuffer, (left, (height - sheet.size[1]) // 2))
        if self.error:
            lines = [(line,) for line in lines_of(self.error, pixels, room[0] - 3 * pixels)[:MOST]]
            sheet, _ = self._fitted("error", lines, room, pixels)
            self._overlay.lay(sheet, framebuffer, (rim, rim))
        if self._left > 0.0:  # above, where no caption stands
            lines = [(line,) for line in lines_of(self._note, pixels, room[0] - 3 * pixels)]
            sheet, _ = self._fitted("note", lines, room, pixels)
            presence = min(1.0, self._left / FADE)
            left = width - sheet.size[0] - rim if right else rim
            corner = left, height - sheet.size[1] - rim
            self._overlay.lay(sheet, framebuffer, corner, presence * presence * (3.0 - 2.0 * presence))
            self._left -= seconds

    def _fitted(
        self, name: str, rows: Sequence[Row], room: tuple[int, int], pixels: int, columns: int = 1
    ) -> tuple[Sheet, int]:
        """The sheet of this name, as it goes into the room, and of how many pages; of the help, the one it is at."""
        known = self._fits.get(name)
        asked = tuple(rows), room, pixels
        if known is None or known[0] != asked:
            known = self._fits[name] = asked, *fit(rows, room, pixels, columns)
        _, pages, em_ = known
        return self._sheet(name, pages[min(self._page, len(pages) - 1) if name == "help" else 0], em_), len(pages)

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
