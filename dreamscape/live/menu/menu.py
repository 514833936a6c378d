"""The menu of a session: its cursor, and what it does; the dream goes on behind it."""

from collections.abc import Callable
from typing import Any

from dreamscape.live.menu.contents import Contents
from dreamscape.live.menu.interfaces import ActionPerformer
from dreamscape.live.menu.layout import Box, MenuLayout, fitting, grid, listed, menu_layout, track
from dreamscape.live.menu.menu_input import MenuInput
from dreamscape.live.menu.rows import Row, Section
from dreamscape.live.menu.sheet import MenuSheet
from dreamscape.live.session.session import Session

SECTIONS = -1  # the cursor's row while it is on the sections' names


class Menu:
    """The menu of one session.

    Args:
        session: the session.
        actions: performs actions on it.

    Attributes:
        session, actions: as above.
        sections: all sections.
        section: index of the section that is shown.
        row: index of the row that the cursor is on; SECTIONS while it is on the sections' names.
        pointed: index of the section that the pointer is over, if any.
        first: index of the first visible row.
        waiting: label of the task that is about to run; empty if there is none.
        closing: whether it is fading out.
    """

    def __init__(self, session: Session, actions: ActionPerformer) -> None:
        self.session, self.actions = session, actions
        self._contents = Contents(self)
        self.sections: tuple[Section, ...] = self._contents.sections
        self.section, self.row, self.first = 0, SECTIONS, 0
        self.pointed: int | None = None
        self.waiting = ""
        self._waiting_action: Callable[[], None] | None = None
        self._waiting_shown = False  # whether `waiting` has been drawn
        self._dragged: int | None = None  # the row whose slider is being dragged
        self.closing = False
        self._sheet = MenuSheet(session.window.ctx)
        self._input = MenuInput(self)

    def is_usable(self) -> bool:
        """Whether it can still be drawn: the session may have got another window."""
        return self._sheet.ctx is self.session.window.ctx

    def open(self) -> None:
        """Open the menu over the dream."""
        self.closing, self.row, self.first, self._dragged = False, SECTIONS, 0, None
        self._input.reset()
        self.session.menu = self

    def close(self) -> None:
        """Close the menu."""
        self.closing, self._dragged = True, None
        self._contents.section_left()
        if self.session.settings:
            self.session.settings.save()

    def later(self, label: str, do: Callable[[], None]) -> None:
        """Run a slow task once its label has been shown."""
        self.waiting, self._waiting_action, self._waiting_shown = label, do, False

    def handle_event(self, event: Any) -> bool:
        """Handle an SDL event; returns whether it was meant for the menu."""
        return not self.closing and self._input.handle_event(event)

    def begin_frame(self, seconds: float) -> None:
        """Begin a frame, `seconds` after the last one: run a waiting task, repeat held keys."""
        if self._waiting_action and self._waiting_shown:
            do, self._waiting_action, self.waiting = self._waiting_action, None, ""
            do()
        if not self.closing:
            self._input.repeat_held(seconds)

    def draw(self, seconds: float) -> None:
        """Draw the menu over the window, `seconds` after the last frame."""
        session = self.session
        session.renderer.grading.captions_on = session.captions and (self.closing or session.keeps_picture)
        self._waiting_shown = bool(self.waiting)
        gone = self._sheet.draw(self, session.window.ctx.screen, session.window.size, seconds)
        if gone and self.closing:
            session.menu = None

    def rows(self) -> list[Row]:
        """The rows of the section that is shown."""
        build = self.sections[self.section].rows
        return build() if build else []

    def layout(self) -> MenuLayout:
        """The layout in the session's window."""
        return menu_layout(self.session.window.size, len(self.sections))

    def boxes(self, layout: MenuLayout, count: int) -> tuple[int, list[Box | None]]:
        """The rows' boxes, and the number of columns of pictures; 0 for rows below each other."""
        most = self.sections[self.section].cards
        columns, cards = grid(layout, count, most) if most else (0, [])
        return columns, [*cards] if columns else listed(layout, count, self.first)

    def move(self, x: int, y: int) -> None:
        """Move the cursor a step right or left, down or up."""
        if self.row == SECTIONS:
            if y:
                self.show_section((self.section + y) % len(self.sections))
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
        self._scroll()

    def show_section(self, section: int) -> None:
        """Show a section."""
        if section != self.section:
            self._contents.section_left()
        self.section, self.row, self.first = section, SECTIONS, 0

    def turn_section(self, step: int) -> None:
        """Show the next section, or the one before."""
        self.show_section((self.section + step) % len(self.sections))

    def choose(self) -> None:
        """Choose what the cursor is on."""
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
        """Type a digit, or delete one if it is empty; returns whether the section takes numbers."""
        rows = self.rows()
        index = next((k for k, row in enumerate(rows) if row.type), None)
        if index is None or (not digit and self.row != index):
            return False
        type_digit = rows[index].type
        assert type_digit is not None
        self.row = index
        type_digit(digit)
        return True

    def point(self, x: float, y: float) -> None:
        """Move the cursor to the pointer's position, px."""
        layout = self.layout()
        if self._dragged is not None:
            self._slide(layout, x)
            return
        self.pointed = next((k for k, box in enumerate(layout.sections) if box.contains(x, y)), None)
        if (row := self._row_at(layout, x, y)) is not None:
            self.row = row

    def press(self, x: float, y: float) -> None:
        """Handle a press of the pointer at a position, px."""
        layout = self.layout()
        self.point(x, y)
        if self.pointed is not None:
            self.show_section(self.pointed)
            if self.sections[self.section].do:
                self._enter()
            return
        index = self._row_at(layout, x, y)
        if index is None:
            return
        row, (_, boxes) = self.rows()[index], self.boxes(layout, len(self.rows()))
        box = boxes[index]
        if row.slide and box:
            if track(box, layout).x - layout.em <= x:
                self._dragged = index
                self._slide(layout, x)
        else:
            row.choose()

    def release(self) -> None:
        """Handle the pointer's release."""
        self._dragged = None

    def wheel(self, step: int) -> None:
        """Handle the wheel: move the slider under the cursor, else the cursor."""
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
            self.row = next((k for k, row in enumerate(rows) if row.is_current), 0)
            self._scroll()

    def _scroll(self) -> None:
        """Scroll until the cursor's row is visible."""
        fit = fitting(self.layout())
        self.first = min(max(self.first, self.row - fit + 1), max(self.row, 0))

    def _row_at(self, layout: MenuLayout, x: float, y: float) -> int | None:
        _, boxes = self.boxes(layout, len(self.rows()))
        return next((k for k, box in enumerate(boxes) if box and box.contains(x, y)), None)

    def _slide(self, layout: MenuLayout, x: float) -> None:
        rows = self.rows()
        _, boxes = self.boxes(layout, len(rows))
        row, box = rows[self._dragged or 0], boxes[self._dragged or 0]
        if row.slide and box:
            slider = track(box, layout)
            row.slide(min(max((x - slider.x) / slider.w, 0.0), 1.0))
