"""A sheet of seeds as one picture: small pictures in rows, each with a caption below it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.errors import InputError
from dreamscape.typesetting.coverage import Coverage, Typeface, typeface

GAP, MARGIN = 8, 24  # px
LONGEST_SIDE = 16_384  # px
SHAPE = 16.0 / 10.0  # of a sheet, if its columns are not said
LETTERS = 11, 24  # px, the smallest and the largest captions
GROUND, INK, FAINT, GOLD = (11, 12, 18), (214, 217, 226), (148, 152, 168), (238, 193, 116)  # R'G'B'


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands below a picture.

    Attributes:
        left, right: of its first line.
        words: of its second line, as many as there is room for.
        marked: whether it is one of the rarest.
    """

    left: str
    right: str
    words: tuple[str, ...]
    marked: bool


class SheetLayout:
    """Where everything is on a sheet.

    Args:
        count: of pictures.
        size: of each, px.
        columns: as many side by side; 0 for a sheet of a usual shape.

    Raises:
        InputError: the sheet would be too large.
    """

    def __init__(self, count: int, size: tuple[int, int], columns: int = 0) -> None:
        self.width, self.height = size
        self._letters = typeface(min(max(self.width // 15, LETTERS[0]), LETTERS[1]), "small")
        self._heading = typeface(2 * LETTERS[0], "small")
        self._across, self._down = self.width + GAP, self.height + 2 * self._letters.height + GAP
        self.columns = columns or max(1, round(math.sqrt(count * SHAPE * self._down / self._across)))
        self.columns = min(self.columns, count)
        rows = -(-count // self.columns)
        self._top = MARGIN + self._heading.height + GAP
        wide, high = 2 * MARGIN - GAP + self.columns * self._across, self._top + MARGIN - GAP + rows * self._down
        if max(wide, high) > LONGEST_SIDE:
            raise InputError(
                f"the sheet: {wide}x{high} px, expected at most {LONGEST_SIDE} px a side; "
                "give fewer --seeds, a smaller --size or other --columns"
            )
        self._page: NDArray[np.uint8] = np.full((high, wide, 3), GROUND, np.uint8)

    def place(self, number: int) -> tuple[int, int]:
        """The left and the upper edge of a picture, px."""
        row, column = divmod(number, self.columns)
        return MARGIN + column * self._across, self._top + row * self._down

    def drawn(self, title: str, cells: Iterable[tuple[NDArray[np.uint8], Caption]]) -> NDArray[np.uint8]:
        """The sheet, `(h, w, 3) uint8`, sRGB, with its pictures in order, each `(height, width, 3)`."""
        self._write(
            fitted([title], self._heading, self._page.shape[1] - 2 * MARGIN), self._heading, MARGIN, MARGIN, INK
        )
        for number, (picture, caption) in enumerate(cells):
            x, y = self.place(number)
            self._page[y : y + self.height, x : x + self.width] = picture
            self._caption(x, y + self.height, caption)
        return self._page

    def _caption(self, x: int, y: int, caption: Caption) -> None:
        letters, room = self._letters, self.width
        right = letters.size(caption.right)[0]
        self._write(caption.left, letters, x, y, GOLD if caption.marked else INK)
        if letters.size(caption.left)[0] + right + GAP <= room:
            self._write(caption.right, letters, x + room - right, y, GOLD if caption.marked else FAINT)
        self._write(fitted(caption.words, letters, room), letters, x, y + letters.height, FAINT)

    def _write(self, text: str, letters: Typeface, x: int, y: int, colour: tuple[int, int, int]) -> None:
        """Lay text over the page; what goes past its edge is cut off."""
        if not text:
            return
        ink: Coverage = letters.ink(text)
        page = self._page[y : y + ink.shape[0], x : x + ink.shape[1]]
        cover = ink[: page.shape[0], : page.shape[1], None].astype(np.float32) / 255.0
        page[...] = np.round(page + (np.array(colour, np.float32) - page) * cover).astype(np.uint8)


def fitted(words: Sequence[str], letters: Typeface, room: int) -> str:
    """The first words that fit into so many px, with commas; of a single one that does not, its beginning."""
    count = len(words)
    while count > 1 and letters.size(", ".join(words[:count]))[0] > room:
        count -= 1
    line = ", ".join(words[:count])
    while line and letters.size(line)[0] > room:
        line = f"{line.rstrip('…')[:-1].rstrip()}…" if len(line) > 2 else ""
    return line
