"""Fits rows of text into a window: in smaller type, in columns side by side, or on several pages."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

from dreamscape.render.overlay import FACE, GAP, LEADING, MARGIN, Row, size_of
from dreamscape.render.typeset_caption import wrap
from dreamscape.typesetting.coverage import typeface

LEAST = 9  # px of an em; nobody can read less


def fit(rows: Sequence[Row], room: tuple[int, int], pixels: int, columns: int = 1) -> tuple[list[list[Row]], int]:
    """Arrange rows so that nothing is cut.

    Args:
        rows: the text, each row of one or two cells.
        room: width and height, px.
        pixels: the em to use if there is room, px.
        columns: how many tables may stand side by side.

    Returns:
        Pages of rows, one if possible, and the em in px.
    """
    for em in range(max(pixels, LEAST), LEAST - 1, -1):
        for count in range(1, columns + 1):
            table = _beside(rows, count)
            width, height = size_of(table, em)
            if width <= room[0] and height <= room[1]:
                return [table], em
    lines = [line for row in rows for line in _wrapped(row, room[0])]
    count = max((n for n in range(1, columns + 1) if size_of(_beside(lines, n), LEAST)[0] <= room[0]), default=1)
    most = max(2, int((room[1] - 2 * round(MARGIN * LEAST)) / (LEADING * LEAST)))
    if len(lines) <= most * count:
        return [_beside(lines, count)], LEAST
    each = (most - 1) * count  # one row gives the page number
    pages = [_beside(lines[k : k + each], count) for k in range(0, len(lines), each)]
    return [[*page, ("", f"{k} of {len(pages)}")] for k, page in enumerate(pages, start=1)], LEAST


def _beside(rows: Sequence[Row], count: int) -> list[Row]:
    """The rows in tables side by side, read down one and then down the next."""
    height = -(-len(rows) // count)
    tables = [rows[k : k + height] for k in range(0, len(rows), height)]
    return [[text for rows in tables for text in (rows[k] if k < len(rows) else ("", ""))] for k in range(height)]


def _wrapped(row: Row, width: int) -> list[Row]:
    """A row wrapped into as many as it takes to be at most `width` px wide in the smallest type."""
    face = typeface(LEAST, FACE)
    free = width - 2 * round(MARGIN * LEAST)
    if len(row) < 2:
        return [(line,) for line in lines_of(row[0], LEAST, free)]
    first = lines_of(row[0], LEAST, max(free // 3, 4 * LEAST))
    used = max(face.size(line)[0] for line in first) + round(GAP * LEAST)
    second = lines_of(row[1], LEAST, max(free - max(used, free // 3), 4 * LEAST))
    return list(zip_longest(first, second, fillvalue=""))


@lru_cache(maxsize=8)
def lines_of(text: str, pixels: int, width: int) -> tuple[str, ...]:
    """A text in lines of at most `width` px; a longer word, such as a path, is broken anywhere."""
    face, lines = typeface(pixels, FACE), list[str]()
    if face.size(text)[0] <= width:
        return (text,)
    for line in wrap(text, pixels, width, FACE) or [""]:
        while line and face.size(line)[0] > width:
            count = max(1, next(k for k in range(len(line), 0, -1) if k == 1 or face.size(line[:k])[0] <= width))
            lines.append(line[:count])
            line = line[count:]
        lines.append(line)
    return tuple(lines)
