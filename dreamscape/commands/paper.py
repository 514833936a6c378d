"""Sizes of paper, as posters are ordered: `A2@300dpi`, `50x70cm@200dpi`, `letter`."""

import re
from dataclasses import dataclass

from dreamscape.errors import InputError, instead_of
from dreamscape.options import LARGEST_AREA, LARGEST_SIDE
from dreamscape.text import short

MM_PER_INCH = 25.4
UNITS = {"mm": 1.0, "cm": 10.0, "in": MM_PER_INCH}  # mm
PAPERS = {  # mm, width and height: ISO 216, and ANSI/ASME Y14.1
    "A0": (841.0, 1189.0),
    "A1": (594.0, 841.0),
    "A2": (420.0, 594.0),
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
    "letter": (8.5 * MM_PER_INCH, 11.0 * MM_PER_INCH),
    "tabloid": (11.0 * MM_PER_INCH, 17.0 * MM_PER_INCH),
}
COARSEST, USUAL, FINEST = 30, 300, 1200  # dots per inch
_SIZE = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)\s*x\s*(\d{1,4}(?:\.\d{1,3})?)\s*(mm|cm|in)", re.IGNORECASE)
_DPI = re.compile(r"(\d{1,5})\s*(?:dpi)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper, and how finely it is printed.

    Attributes:
        width, height: mm.
        dpi: dots per inch.
    """

    width: float
    height: float
    dpi: int = USUAL

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return pixels(self.width, self.dpi), pixels(self.height, self.dpi)

    @property
    def is_whole(self) -> bool:
        """Whether it is drawn in one piece; larger ones are drawn a tile at a time."""
        width, height = self.pixels
        return width * height <= LARGEST_AREA

    @property
    def finest(self) -> int:
        """The most dots per inch at which no side is longer than a picture's may be; 0 for none."""
        dpi = int((LARGEST_SIDE + 0.49) * MM_PER_INCH / max(self.width, self.height))
        return dpi if dpi >= COARSEST else 0


def pixels(mm: float, dpi: int) -> int:
    """A length in pixels, at least 1."""
    return max(1, round(mm / MM_PER_INCH * dpi))


def paper(value: str, landscape: bool = False, name: str = "--size") -> Paper:
    """The sheet that `A2@300dpi`, `50x70cm@200` or `letter` names, upright unless written otherwise or `landscape`.

    Raises:
        InputError: it is not a size of paper, or has longer sides than can be drawn; says what would do.
    """
    size, at, density = value.partition("@")
    width, height = _sides(size.strip(), value, name)
    found = _DPI.fullmatch(density.strip()) if at else None
    if at and not found:
        raise InputError(f"{name} {short(value)}: not a density after the @, expected dots per inch, like 300dpi")
    dpi = int(found[1]) if found else USUAL
    if not COARSEST <= dpi <= FINEST:
        raise InputError(f"{name} {short(value)}: out of bounds, expected {COARSEST} to {FINEST} dots per inch")
    sheet = Paper(max(width, height), min(width, height), dpi) if landscape else Paper(width, height, dpi)
    if dpi > sheet.finest:
        across, down = sheet.pixels
        raise InputError(
            f"{name} {short(value)}: {across}x{down} px, sides of at most {LARGEST_SIDE} can be drawn; "
            + (f"expected {sheet.finest} dots per inch at most" if sheet.finest else "expected a smaller sheet")
        )
    return sheet


def _sides(size: str, value: str, name: str) -> tuple[float, float]:
    """Width and height of a named or measured sheet, mm."""
    names = {paper.lower(): sides for paper, sides in PAPERS.items()}
    if size.lower() in names:
        return names[size.lower()]
    measured = _SIZE.fullmatch(size)
    if measured is None:
        known = instead_of(size, [*PAPERS, "50x70cm", "24x36in"], ", expected one of")
        raise InputError(f"{name} {short(value)}: not a size of paper{known}")
    width, height = (float(side) * UNITS[measured[3].lower()] for side in measured.group(1, 2))
    if min(width, height) < 1.0:
        raise InputError(f"{name} {short(value)}: out of bounds, expected sides of at least 1 mm")
    return width, height
