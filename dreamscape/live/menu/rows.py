"""What stands in the menu: sections, and in each of them rows that can be chosen, changed or slid."""

from collections.abc import Callable
from dataclasses import dataclass

from dreamscape.dream.dream_file import Dream


@dataclass(frozen=True, slots=True)
class Card:
    """The picture of a row.

    Attributes:
        dream: of which dream.
        act: of which of its acts, by the number in its file, 0 the first.
    """

    dream: Dream
    act: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row; what it does not have, it cannot do.

    Attributes:
        label: what it is.
        value: how it stands now.
        do: what happens when it is chosen.
        step: what happens one to the left, -1, or to the right, 1.
        part: how far a slider is, 0 to 1.
        slide: lets a slider go to a part.
        type: takes a digit, or nothing for the last one to be taken back.
        card: its picture.
        here: whether it is what plays now.
    """

    label: str
    value: str = ""
    do: Callable[[], None] | None = None
    step: Callable[[int], None] | None = None
    part: float | None = None
    slide: Callable[[float], None] | None = None
    type: Callable[[str], None] | None = None
    card: Card | None = None
    here: bool = False

    def choose(self) -> None:
        """Do what it does, or take the next of its values."""
        if self.do:
            self.do()
        elif self.step:
            self.step(1)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the menu.

    Attributes:
        name: what it is called.
        rows: what stands in it now; none for one that does something at once.
        do: what that is.
        cards: how many pictures stand side by side at most; 0 where there are none.
    """

    name: str
    rows: Callable[[], list[Row]] | None = None
    do: Callable[[], None] | None = None
    cards: int = 0
