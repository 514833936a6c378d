"""What the menu's modules know of it, each no more than it needs."""

from collections.abc import Callable
from typing import Protocol

from dreamscape.live.menu.layout import Box, MenuLayout
from dreamscape.live.menu.rows import Row, Section
from dreamscape.live.session.session import Session


class ActionPerformer(Protocol):
    """Performs actions on the session."""

    def perform(self, action: str | None) -> None:
        """Perform one of `keys.ACTIONS`."""


class MenuHost(Protocol):
    """The menu, as its sections see it."""

    session: Session
    actions: ActionPerformer

    def close(self) -> None:
        """Close the menu."""

    def later(self, label: str, do: Callable[[], None]) -> None:
        """Run a slow task once its label has been shown."""


class MenuCursor(Protocol):
    """The menu, as its input handling sees it."""

    session: Session

    def move(self, x: int, y: int) -> None:
        """Move the cursor a step right or left, down or up."""

    def turn_section(self, step: int) -> None:
        """Show the next section, or the one before."""

    def choose(self) -> None:
        """Choose what the cursor is on."""

    def back(self) -> None:
        """Go back to the sections, and from there to the dream."""

    def close(self) -> None:
        """Close the menu."""

    def type(self, digit: str) -> bool:
        """Type a digit, or delete one if it is empty; returns whether the section takes numbers."""

    def point(self, x: float, y: float) -> None:
        """Move the cursor to the pointer's position, px."""

    def press(self, x: float, y: float) -> None:
        """Handle a press of the pointer at a position, px."""

    def release(self) -> None:
        """Handle the pointer's release."""

    def wheel(self, step: int) -> None:
        """Handle the wheel."""


class MenuView(Protocol):
    """The menu, as its drawing sees it; attributes as of `Menu`."""

    session: Session
    sections: tuple[Section, ...]
    section: int
    row: int
    pointed: int | None
    waiting: str
    closing: bool

    def rows(self) -> list[Row]:
        """The rows of the section that is shown."""

    def layout(self) -> MenuLayout:
        """The layout in the session's window."""

    def boxes(self, layout: MenuLayout, count: int) -> tuple[int, list[Box | None]]:
        """The rows' boxes, and the number of columns of pictures; 0 for rows below each other."""
