"""The layout of the menu in a window of any size, in pixels from the top left corner."""

from dataclasses import dataclass

SMALL = 300  # px of height, below which there is no title above the sections and no line of keys below
LEAST_CARD = 86  # px, the least width of a picture
SHAPE = 9 / 16  # of pictures, height by width


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the window: its top left corner, width and height, px."""

    x: int
    y: int
    w: int
    h: int

    def contains(self, x: float, y: float) -> bool:
        """Whether a position lies in it."""
        return self.x <= x < self.x + self.w and self.y <= y < self.y + self.h


@dataclass(frozen=True, slots=True)
class MenuLayout:
    """The rectangles of a menu.

    Attributes:
        size: of the window, px.
        em: of the text, px.
        sections: a box for each section's name.
        room: for the rows.
        row: the height of a row, px.
        small: whether there is no room for a title.
    """

    size: tuple[int, int]
    em: int
    sections: tuple[Box, ...]
    room: Box
    row: int
    small: bool


def em(size: tuple[int, int]) -> int:
    """The em of the text in a window of `size`, px."""
    return max(12, round(0.0275 * min(size[1], 0.75 * size[0])))


def menu_layout(size: tuple[int, int], count: int) -> MenuLayout:
    """The layout in a window of `size` px with `count` sections."""
    width, height = size
    letters, small = em(size), height < SMALL
    top, bottom = (0.04, 0.04) if small else (0.27, 0.14)
    row = min(int((1.0 - top - bottom) * height / count), round(2.15 * letters))
    left = max(letters, round((0.03 if small else 0.075) * width))
    aside = left + max(round(5.6 * letters), round(0.22 * width))
    first = round(top * height)
    sections = tuple(Box(left, first + row * number, aside - left - letters, row) for number in range(count))
    above = round((0.04 if small else 0.11) * height)
    right = width - max(letters // 2, left if not small else letters)
    room = Box(aside, above, right - aside, height - above - round((0.04 if small else 0.10) * height))
    return MenuLayout(size, letters, sections, room, row, small)


def listed(layout: MenuLayout, count: int, first: int) -> list[Box | None]:
    """A box for each of `count` rows below each other, scrolled to the row `first`; None for those out of view."""
    start = layout.sections[0].y
    fit = fitting(layout)
    return [
        Box(layout.room.x, start + layout.row * (number - first), layout.room.w, layout.row)
        if first <= number < first + fit
        else None
        for number in range(count)
    ]


def fitting(layout: MenuLayout) -> int:
    """How many rows fit below each other."""
    return max(1, (layout.room.y + layout.room.h - layout.sections[0].y) // layout.row)


def grid(layout: MenuLayout, count: int, most: int) -> tuple[int, list[Box]]:
    """A box for each of `count` pictures with a name below, and the number of columns; 0 if they do not fit."""
    gap, name = round(0.9 * layout.em), round(1.7 * layout.em)
    for columns in range(min(most, count), 8):
        wide = (layout.room.w - gap * (columns - 1)) // columns
        lines = -(-count // columns)
        tall = round(wide * SHAPE) + name
        if wide < LEAST_CARD:
            break
        remaining = layout.room.h - tall * lines
        if remaining >= (gap // 2) * (lines - 1):
            step = tall + min(2 * gap, remaining // max(1, lines - 1))
            boxes = [
                Box(layout.room.x + (k % columns) * (wide + gap), layout.room.y + (k // columns) * step, wide, tall)
                for k in range(count)
            ]
            return columns, boxes
    return 0, []


def label(box: Box, layout: MenuLayout) -> Box:
    """The box of a row's label."""
    return Box(box.x + layout.em, box.y, _aside(layout) - layout.em // 2, box.h)


def value(box: Box, layout: MenuLayout) -> Box:
    """The box of a row's value."""
    left = layout.em + _aside(layout)
    return Box(box.x + left, box.y, box.w - left, box.h)


def track(box: Box, layout: MenuLayout) -> Box:
    """The box of a row's slider track: a line in the middle of the row."""
    room = value(box, layout)
    thick = max(2, round(layout.em / 11))
    return Box(room.x, room.y + (room.h - thick) // 2, min(round(0.7 * room.w), 11 * layout.em), thick)


def _aside(layout: MenuLayout) -> int:
    """The distance from labels to values, px."""
    return min(11 * layout.em, round(0.44 * layout.room.w))
