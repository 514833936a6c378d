"""The menu's drawing: what breaks here leaves a viewer with a menu that an eye cannot read, or whose rows overlap."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from living import Live, sessions

from dreamscape.colour import decoded
from dreamscape.live.menu.brush import DIM, PALE
from dreamscape.live.menu.layout import SMALL, Box, grid, listed, menu_layout, value
from dreamscape.live.menu.menu import Menu

SIZES = [(320, 180), (640, 360), (1280, 720), (1024, 600), (3840, 2160), (400, 800), (1600, 300)]


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Live]:
    """A session with an open menu."""
    for live in sessions(monkeypatch, tmp_path):
        one = live("silence", "key")
        one.frames(2)
        one.actions.perform("menu")
        one.frames(2)
        yield one


def luminance(colour: Any) -> Any:
    """WCAG's relative luminance of sRGB, 0 to 1."""
    return decoded(np.asarray(colour, float)) @ [0.2126, 0.7152, 0.0722]


def test_what_is_written_can_be_read_over_the_brightest_dream(one: Live) -> None:
    """Contrast of 4.5:1 at least, by WCAG, wherever there is a row or a section."""
    menu, window = one.session.menu, one.session.window
    assert isinstance(menu, Menu)
    brush = menu._sheet._brush
    for section in range(8):
        menu.show_section(section)
        window.use()
        menu.draw(5.0)
        window.ctx.screen.use()
        window.ctx.screen.clear(1.0, 1.0, 1.0, 1.0)
        brush.begin(window.ctx.screen, window.size, 1.0)
        brush.veil(menu._sheet._veil_width)
        brush.end()
        dark = one.seen()[::-1] / 255.0
        layout, rows = menu.layout(), menu.rows()
        columns, boxes = menu.boxes(layout, len(rows))
        places = [*layout.sections, *(box for box in boxes if box and (columns or layout.small))]
        places += [Box(box.x, box.y, round(0.8 * box.w), box.h) for box in boxes if box and not columns]
        for box in places:
            behind = luminance(dark[box.y : box.y + box.h, box.x : box.x + box.w]).max()
            for ink in (DIM, PALE):
                assert (luminance(ink) + 0.05) / (behind + 0.05) >= 4.5


@pytest.mark.parametrize("size", SIZES)
def test_everything_lies_in_the_window_and_nothing_on_another(size: tuple[int, int]) -> None:
    layout = menu_layout(size, 10)
    columns, cards = grid(layout, 4, 2)
    for boxes in (layout.sections, listed(layout, 4, 0), cards):
        for before, box in zip([None, *boxes], boxes, strict=False):
            assert box is not None
            assert box.x >= 0
            assert box.y >= 0
            assert box.x + box.w <= size[0]
            assert box.y + box.h <= size[1]
            assert before is None or (columns and before.x < box.x) or box.y >= before.y + before.h
    assert max(box.x + box.w for box in layout.sections) <= layout.room.x
    assert layout.row >= layout.em
    assert value(Box(layout.room.x, 0, layout.room.w, layout.row), layout).w > 3 * layout.em
    assert layout.small == (size[1] < SMALL)
