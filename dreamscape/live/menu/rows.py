"""The contents of the menu: sections, and rows that can be chosen, changed or slid."""

from collections.abc import Callable
from dataclasses import dataclass

from dreamscape.dream.dream_file import Dream


@dataclass(frozen=True, slots=True)
class Card:
    """The picture of a row.

    Attributes:
        dream: the dream.
        act: index of the act in the dream's file.
    """

    dream: Dream
    act: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a section; what is None it does not offer.

    Attributes:
        label: its name.
        value: the present value.
        do: called when the row is chosen.
        step: called with -1 or 1 to change the value.
        fraction: the slider's position, 0 to 1.
        slide: called with a new position of the slider.
        type: called with a typed digit, or with an empty text to delete one.
        card: its picture.
        is_current: whether it is what plays now.
    """

    label: str
    value: str = ""
    do: Callable[[], None] | None = None
    step: Callable[[int], None] | None = None
    fraction: float | None = None
    slide: Callable[[float], None] | None = None
    type: Callable[[str], None] | None = None
    card: Card | None = None
    is_current: bool = False

    def choose(self) -> None:
        """Choose the row: call `do`, or else take the next value."""
        if self.do:
            self.do()
        elif self.step:
            self.step(1)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the menu.

    Attributes:
        name: its name.
        rows: builds its rows; None for a section that is a command.
        do: that command.
        cards: most pictures side by side; 0 for a section without pictures.
    """

    name: str
    rows: Callable[[], list[Row]] | None = None
    do: Callable[[], None] | None = None
    cards: int = 0
