"""The menu of a session: where in it a hand is, and what it does there; the dream goes on behind it."""

from collections.abc import Callable
from typing import Any

from dreamscape.live.menu.contents import Contents
from dreamscape.live.menu.layout import Box, MenuLayout, fitting, grid, laid, listed, track
from dreamscape.live.menu.parts import Acting
from dreamscape.live.menu.reach import Reach
from dreamscape.live.menu.rows import Row, Section
from dreamscape.live.menu.sheet import MenuSheet
from dreamscape.live.session.session import Session

SECTIONS = -1  # the place of a hand that is among the sections


class Menu:
    """The menu of one session.

    Args:
        session: which it is about.
        actions: acts upon it.

    Attributes:
        session, actions: as above.
        sections: all there are.
        section: which of them is looked at.
        row: at which of its rows the hand is; SECTIONS while it is among the sections.
        pointed: the section that the pointer is over, if any.
        first: the first row that has room.
        waiting: what is being done, in words; empty if nothing is.
        closing: whether it is about to go.
    """

    def __init__(self, session: Session, actions: Acting) -> None:
        self.session, self.actions = session, actions
        self._contents = Contents(self)
        self.sections: tuple[Section, ...] = self._contents.sections
        self.section, self.row, self.first = 0, SECTIONS, 0
        self.pointed: int | None = None
        self.waiting = ""
        self._due: Callable[[], None] | None = None
        self._told = False  # whether `waiting` has been seen
        self._held: int | None = None  # the row whose slider a hand holds
        self.closing = False
        self._sheet = MenuSheet(session.window.ctx)
        self._reach = Reach(self)

    def fits(self) -> bool:
        """Whether it can be drawn in the session's window, which may be another one than at first."""
        return self._sheet.ctx is self.session.window.ctx

    def open(self) -> None:
        """Come, over the dream."""
        self.closing, self.row, self.first, self._held = False, SECTIONS, 0, None
        self._reach.rest()
        self.session.menu = self

    def close(self) -> None:
        """Go."""
        self.closing, self._held = True, None
        self._contents.left()
        if self.session.remembered:
            self.session.remembered.keep()

    def later(self, what: str, do: Callable[[], None]) -> None:
        """Do what takes a moment once the viewer has been told."""
        self.waiting, self._due, self._told = what, do, False

    def handle_event(self, event: Any) -> bool:
        """Take an event of SDL's; whether it was meant for the menu."""
        return not self.closing and self._reach.handle_event(event)

    def look(self, seconds: float) -> None:
        """A frame begins, `seconds` after the last one."""
        if self._due and self._told:
            do, self._due, self.waiting = self._due, None, ""
            do()
        if not self.closing:
            self._reach.look(seconds)

    def draw(self, seconds: float) -> None:
        """Draw it over the window, `seconds` after the last frame."""
        session = self.session
        session.renderer.captions_on = session.captions and (self.closing or session.kept)
        self._told = bool(self.waiting)
        gone = self._sheet.draw(self, session.window.ctx.screen, session.window.size, seconds)
        if gone and self.closing:
            session.menu = None

    def rows(self) -> list[Row]:
        """The rows of the section that is looked at."""
        made = self.sections[self.section].rows
        return made() if made else []

    def layout(self) -> MenuLayout:
        """How it lies in the window."""
        return laid(self.session.window.size, len(self.sections))

    def boxes(self, layout: MenuLayout, count: int) -> tuple[int, list[Box | None]]:
        """Where the rows are, and how many pictures stand side by side; 0 for rows under each other."""
        most = self.sections[self.section].cards
        columns, cards = grid(layout, count, most) if most else (0, [])
        return columns, [*cards] if columns else listed(layout, count, self.first)

    def move(self, x: int, y: int) -> None:
        """A step of the hand to the right or the left, down or up."""
        if self.row == SECTIONS:
            if y:
                self.look_at((self.section + y) % len(self.sections))
            elif x > 0:
                self._enter()
            return
        rows = self.rows()
        columns, _ = self.boxes(self.layout(), len(rows))
        row = rows[min(self.row, len(rows) - 1)]
        if x and not columns:
            if row.step:
                row.step(x)
            elif x < 0:
                self.back()
        elif x:
            if x < 0 and self.row % columns == 0:
                self.back()
            elif x < 0 or (self.row % columns < columns - 1 and self.row < len(rows) - 1):
                self.row += x
        elif 0 <= self.row + y * (columns or 1) < len(rows):
            self.row += y * (columns or 1)
        self._follow()

    def look_at(self, section: int) -> None:
        """Look at a section."""
        if section != self.section:
            self._contents.left()
        self.section, self.row, self.first = section, SECTIONS, 0

    def turn(self, step: int) -> None:
        """Look at the next section, or the one before."""
        self.look_at((self.section + step) % len(self.sections))

    def choose(self) -> None:
        """Do what the hand is at."""
        if self.row == SECTIONS:
            self._enter()
        else:
            self.rows()[self.row].choose()

    def back(self) -> None:
        """Go back to the sections, and from there to the dream."""
        if self.row == SECTIONS:
            self.close()
        else:
            self.row, self.first = SECTIONS, 0

    def type(self, digit: str) -> bool:
        """Take a digit, or nothing to take the last one back; whether the hand is where one is typed."""
        rows = self.rows()
        at = next((k for k, row in enumerate(rows) if row.type), None)
        if at is None or (not digit and self.row != at):
            return False
        typed = rows[at].type
        assert typed is not None
        self.row = at
        typed(digit)
        return True

    def point(self, x: float, y: float) -> None:
        """The pointer is at a place, px."""
        layout = self.layout()
        if self._held is not None:
            self._slide(layout, x)
            return
        self.pointed = next((k for k, box in enumerate(layout.sections) if box.holds(x, y)), None)
        if (row := self._row_at(layout, x, y)) is not None:
            self.row = row

    def press(self, x: float, y: float) -> None:
        """The pointer presses at a place, px."""
        layout = self.layout()
        self.point(x, y)
        if self.pointed is not None:
            self.look_at(self.pointed)
            if self.sections[self.section].do:
                self._enter()
            return
        at = self._row_at(layout, x, y)
        if at is None:
            return
        row, (_, boxes) = self.rows()[at], self.boxes(layout, len(self.rows()))
        box = boxes[at]
        if row.slide and box:
            if track(box, layout).x - layout.em <= x:
                self._held = at
                self._slide(layout, x)
        else:
            row.choose()

    def release(self) -> None:
        """The pointer lets go."""
        self._held = None

    def wheel(self, step: int) -> None:
        """The wheel turns: a slider under the pointer moves, else the rows do."""
        rows = self.rows()
        if 0 <= self.row < len(rows) and rows[self.row].slide and rows[self.row].step:
            rows[self.row].step(step)  # type: ignore[misc]
        else:
            self.move(0, -step)

    def _enter(self) -> None:
        section = self.sections[self.section]
        if section.do:
            section.do()
        elif rows := self.rows():
            self.row = next((k for k, row in enumerate(rows) if row.here), 0)
            self._follow()

    def _follow(self) -> None:
        """Let the row that the hand is at have room."""
        fit = fitting(self.layout())
        self.first = min(max(self.first, self.row - fit + 1), max(self.row, 0))

    def _row_at(self, layout: MenuLayout, x: float, y: float) -> int | None:
        _, boxes = self.boxes(layout, len(self.rows()))
        return next((k for k, box in enumerate(boxes) if box and box.holds(x, y)), None)

    def _slide(self, layout: MenuLayout, x: float) -> None:
        rows = self.rows()
        _, boxes = self.boxes(layout, len(rows))
        row, box = rows[self._held or 0], boxes[self._held or 0]
        if row.slide and box:
            way = track(box, layout)
            row.slide(min(max((x - way.x) / way.w, 0.0), 1.0))
