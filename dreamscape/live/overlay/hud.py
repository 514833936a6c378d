"""Text over a live picture: a passing note, the figures, the help, and errors of edited files."""

from collections.abc import Sequence

import moderngl

from dreamscape.easing import smoothstep
from dreamscape.live.overlay.meters import Meters
from dreamscape.live.overlay.now_playing import NowPlaying
from dreamscape.live.overlay.text_fitting import fit, lines_of
from dreamscape.render.overlay import Overlay, Row, TextSheet
from dreamscape.render.typeset_caption import em
from dreamscape.world.music import NOTHING, Felt

STAY, FADE = 2.2, 0.6  # s that a note stays, and then takes to fade
SIZE = 0.62  # em of this text, in ems of a caption
FRESH = 0.5  # s between two updates of the figures
MOST = 8  # lines of a note or an error


class Hud:
    """Sheets of text at the edges of a window.

    Args:
        ctx: the OpenGL context.

    Attributes:
        shows_figures, shows_help: whether the figures and the help are shown.
        announces: whether it is shown what plays now.
        error: shown until it is fixed; empty if there is none.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._overlay = Overlay(ctx)
        self._sheets: dict[str, tuple[tuple[Row, ...], int, TextSheet]] = {}
        self._fits: dict[str, tuple[object, list[list[Row]], int]] = {}
        self._note, self._note_seconds = "", 0.0
        self._page, self._pages = 0, 1  # of the help
        self._figures_age = FRESH
        self._rows: Sequence[Row] = ()
        self._meters: Meters | None = None
        self.shows_figures = self.shows_help = False
        self.error = ""
        self.announces = False
        self._now_playing = NowPlaying(ctx)

    def again(self, ctx: moderngl.Context) -> "Hud":
        """Another one for a new window."""
        other = Hud(ctx)
        other.announces = self.announces
        return other

    def announce(self, title: str, artist: str) -> None:
        """Show what plays now, if that is wanted."""
        if self.announces:
            self._now_playing.show(title, artist)

    def say(self, note: str) -> None:
        """Show a passing note."""
        self._note, self._note_seconds = note, STAY + FADE

    @property
    def note(self) -> str:
        """The note that is shown; empty if there is none."""
        return self._note if self._note_seconds > 0.0 else ""

    def turn_help(self) -> None:
        """Show the help, turn its page, or close it after the last page."""
        more = self.shows_help and self._page + 1 < self._pages
        self._page, self.shows_help = (self._page + 1, True) if more else (0, not self.shows_help)

    @property
    def covers(self) -> bool:
        """Whether so much is shown that captions would collide with it."""
        return self.shows_help or bool(self.error)

    @property
    def note_presence(self) -> float:
        """How visible the note is, 0 to 1."""
        return min(1.0, max(0.0, self._note_seconds) / FADE)

    def figures_due(self, seconds: float) -> bool:
        """Whether the figures should be updated, `seconds` after the last frame."""
        self._figures_age += seconds
        if not self.shows_figures or self._figures_age < FRESH:
            return False
        self._figures_age = 0.0
        return True

    def set_figures(self, rows: Sequence[Row]) -> None:
        """Show these figures from now on."""
        self._rows = rows

    def draw(
        self,
        framebuffer: moderngl.Framebuffer,
        size: tuple[int, int],
        help_rows: Sequence[Row],
        seconds: float,
        heard: Felt = NOTHING,
    ) -> None:
        """Draw everything over a window of `size` px, `seconds` after the last frame; of what is heard, meters."""
        if self.announces and not self.covers:
            self._now_playing.draw(framebuffer, size, seconds)
        pixels = max(13, round(SIZE * em(size)))
        rim = min(pixels, size[1] // 40)
        room = size[0] - 2 * rim, size[1] - 2 * rim
        helping = self._fitted_sheet("help", help_rows, room, pixels, 3) if self.shows_help else None
        note = self._text_sheet("note", self._note, room, pixels) if self._note_seconds > 0.0 else None
        error = self._text_sheet("error", self.error, room, pixels) if self.error else None
        figures = (
            self._fitted_sheet("figures", self._rows, room, pixels)[0] if self.shows_figures and self._rows else None
        )
        if error and note and error.size[1] + note.size[1] > room[1]:
            error = None  # in a small window, the note comes first
        for other, side in ((helping and helping[0], 0), (note, 0), (error, 1)):
            if figures and other and figures.size[side] + other.size[side] > room[side]:
                figures = None
        far = size[0] - rim  # right edge of what moves aside for the figures on the left
        if figures:
            self._overlay.lay(figures, framebuffer, (rim, size[1] - figures.size[1] - rim))
        if helping:
            sheet, self._pages = helping
            left = far - sheet.size[0] if figures else (size[0] - sheet.size[0]) // 2
            self._overlay.lay(sheet, framebuffer, (left, (size[1] - sheet.size[1]) // 2))
        if error:
            self._overlay.lay(error, framebuffer, (rim, rim))
        self._draw_meters(framebuffer, size, pixels, rim, heard)
        if note:  # at the top, where no captions are
            presence = min(1.0, self._note_seconds / FADE)
            corner = far - note.size[0] if figures else rim, size[1] - note.size[1] - rim
            self._overlay.lay(note, framebuffer, corner, smoothstep(presence))
            self._note_seconds -= seconds

    def _draw_meters(
        self, framebuffer: moderngl.Framebuffer, size: tuple[int, int], pixels: int, rim: int, heard: Felt
    ) -> None:
        """Draw the meters at the bottom right, if there is room beside the figures and anything is heard."""
        if heard is NOTHING or not self.shows_figures or self.error:
            return
        if self._meters is None or self._meters.pixels != pixels:
            if self._meters:
                self._meters.release()
            self._meters = Meters(self._ctx, pixels)
        width, height = self._meters.size
        if 2 * width < size[0] and 2 * height < size[1]:
            self._meters.draw(self._overlay, framebuffer, (size[0] - rim - width, rim), heard)

    def _text_sheet(self, name: str, text: str, room: tuple[int, int], pixels: int) -> TextSheet:
        """A sheet with a text, wrapped."""
        lines = lines_of(text, pixels, room[0] - 3 * pixels)[:MOST]
        return self._fitted_sheet(name, [(line,) for line in lines], room, pixels)[0]

    def _fitted_sheet(
        self, name: str, rows: Sequence[Row], room: tuple[int, int], pixels: int, columns: int = 1
    ) -> tuple[TextSheet, int]:
        """The named sheet, fitted into the room, and its number of pages; of the help, the current page."""
        cached = self._fits.get(name)
        request = tuple(rows), room, pixels
        if cached is None or cached[0] != request:
            cached = self._fits[name] = request, *fit(rows, room, pixels, columns)
        _, pages, em_ = cached
        return self._sheet(name, pages[min(self._page, len(pages) - 1) if name == "help" else 0], em_), len(pages)

    def _sheet(self, name: str, rows: Sequence[Row], pixels: int) -> TextSheet:
        """The named sheet, set anew if its text has changed."""
        cached = self._sheets.get(name)
        wanted = tuple(rows)
        if cached and cached[:2] == (wanted, pixels):
            return cached[2]
        if cached:
            cached[2].release()
        sheet = TextSheet(self._ctx, wanted, pixels)
        self._sheets[name] = wanted, pixels, sheet
        return sheet
