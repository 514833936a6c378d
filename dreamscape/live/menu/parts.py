"""What the parts of the menu know of it, each no more than it needs."""

from collections.abc import Callable
from typing import Protocol

from dreamscape.live.menu.layout import Box, MenuLayout
from dreamscape.live.menu.rows import Row, Section
from dreamscape.live.session.session import Session


class Acting(Protocol):
    """What acts upon the session."""

    def do(self, action: str | None) -> None:
        """Do one of `keys.ACTIONS`."""


class Offering(Protocol):
    """The menu, for what it offers."""

    session: Session
    actions: Acting

    def close(self) -> None:
        """Go."""

    def later(self, what: str, do: Callable[[], None]) -> None:
        """Do what takes a moment once the viewer has been told."""


class Moving(Protocol):
    """The menu, for the hands in it."""

    session: Session

    def move(self, x: int, y: int) -> None:
        """A step of the hand to the right or the left, down or up."""

    def turn(self, step: int) -> None:
        """Look at the next section, or the one before."""

    def choose(self) -> None:
        """Do what the hand is at."""

    def back(self) -> None:
        """Go back to the sections, and from there to the dream."""

    def close(self) -> None:
        """Go."""

    def type(self, digit: str) -> bool:
        """Take a digit, or nothing to take the last one back; whether the hand is where one is typed."""

    def point(self, x: float, y: float) -> None:
        """The pointer is at a place, px."""

    def press(self, x: float, y: float) -> None:
        """The pointer presses at a place, px."""

    def release(self) -> None:
        """The pointer lets go."""

    def wheel(self, step: int) -> None:
        """The wheel turns."""


class Seen(Protocol):
    """The menu, for what draws it; attributes as of `Menu`."""

    session: Session
    sections: tuple[Section, ...]
    section: int
    row: int
    pointed: int | None
    waiting: str
    closing: bool

    def rows(self) -> list[Row]:
        """The rows of the section that is looked at."""

    def layout(self) -> MenuLayout:
        """How it lies in the window."""

    def boxes(self, layout: MenuLayout, count: int) -> tuple[int, list[Box | None]]:
        """Where the rows are, and how many pictures stand side by side; 0 for rows under each other."""
