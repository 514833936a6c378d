"""The menu as it is seen: what is written and shone over the window, and how it comes, goes and follows the hand."""

import math

import moderngl

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.live.menu.brush import DIM, LIGHT, PALE, Brush
from dreamscape.live.menu.layout import Box, MenuLayout, label, track, value
from dreamscape.live.menu.parts import Seen
from dreamscape.live.menu.pictures import Pictures
from dreamscape.live.menu.rows import Row

COME, GO = 0.35, 0.22  # s in which it comes and goes
FRESH = 0.30  # s in which the rows of a section come
SWIFT = 16.0  # 1/s, how quickly the line of light follows
WIDE, NARROW = 1.0, 0.60  # of the window's width that is dark: behind pictures, and behind rows


class MenuSheet:
    """Draws a menu.

    Args:
        ctx: the OpenGL context.

    Attributes:
        ctx: as above.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self.ctx = ctx
        self._brush, self._pictures = Brush(ctx), Pictures(ctx)
        self._here = self._fresh = 0.0  # how far the menu and its rows have come, 0 to 1
        self._seen = -1  # the section whose rows have come
        self._line: list[float] | None = None  # where the line of light is: x, y and height, px
        self._reach = WIDE

    def draw(self, menu: Seen, framebuffer: moderngl.Framebuffer, size: tuple[int, int], seconds: float) -> bool:
        """Draw a menu over a window of `size` px, `seconds` after the last frame; whether it is gone."""
        self._here = min(max(self._here + (-seconds / GO if menu.closing else seconds / COME), 0.0), 1.0)
        if self._seen != menu.section:
            self._seen, self._fresh = menu.section, 0.0
        self._fresh = min(1.0, self._fresh + seconds / FRESH)
        layout, rows = menu.layout(), menu.rows()
        columns, boxes = menu.boxes(layout, len(rows))
        wide = WIDE if columns or layout.small else NARROW
        self._reach += (wide - self._reach) * (1.0 - math.exp(-6.0 * seconds))
        self._brush.begin(framebuffer, size, _eased(self._here))
        self._pictures.begin()
        self._brush.veil(self._reach)
        if not layout.small:
            self._head(menu, layout)
        self._sections(menu, layout)
        self._brush.presence = _eased(self._here) * _eased(self._fresh)
        for number, (row, box) in enumerate(zip(rows, boxes, strict=True)):
            if box and columns:
                self._card(row, box, layout, number == menu.row)
            elif box:
                self._row(row, box, layout, number == menu.row)
        self._brush.presence = _eased(self._here)
        if not layout.small:
            self._foot(menu, layout)
        self._follow(menu, layout, boxes, bool(columns), seconds)
        self._brush.end()
        return self._here == 0.0

    def _head(self, menu: Seen, layout: MenuLayout) -> None:
        """The dream's title, and where in it we are."""
        session, em = menu.session, layout.em
        self._brush.presence *= 1.0 - session.hud.noting  # which stands there
        left, width = layout.sections[0].x, layout.room.x - layout.sections[0].x - em
        top = round(0.085 * layout.size[1])
        self._brush.write(session.dream.file.title, Box(left, top, width, 3 * em), round(2.3 * em), PALE, "voice")
        timeline = session.renderer.timeline
        act = timeline.acts[timeline.cue(session.place).act].scene
        told = f"{act}, {_clock(session.place)}"
        self._brush.write(told, Box(left, top + round(3.1 * em), width, round(1.6 * em)), em)
        self._brush.presence = _eased(self._here)

    def _sections(self, menu: Seen, layout: MenuLayout) -> None:
        for number, (section, box) in enumerate(zip(menu.sections, layout.sections, strict=True)):
            lit = number in (menu.section, menu.pointed)
            self._brush.write(section.name, box, _large(layout), PALE if lit else DIM)

    def _row(self, row: Row, box: Box, layout: MenuLayout, held: bool) -> None:
        """A row: what it is and how it stands."""
        ink, em = PALE if held else DIM, _large(layout)
        if row.value or row.part is not None:
            self._brush.write(row.label, label(box, layout), em, ink)
        else:
            self._brush.write(row.label, Box(box.x + layout.em, box.y, box.w - 2 * layout.em, box.h), em, ink)
        if row.here:
            self._dot(Box(box.x + layout.em, box.y, box.w, box.h), self._brush.measure(row.label, em), layout)
        place = value(box, layout)
        if row.part is not None:
            way = track(box, layout)
            self._slider(way, row.part, layout, held)
            place = Box(way.x + way.w + layout.em, box.y, place.w - way.w - layout.em, box.h)
        told = f"‹  {row.value}  ›" if held and row.step and row.part is None else row.value
        self._brush.write(told, place, em, ink)

    def _slider(self, way: Box, part: float, layout: MenuLayout, held: bool) -> None:
        """A line that is bright as far as its slider is, and the slider."""
        self._brush.glow(way, 0.0, DIM, 0.35)
        reached = round(part * way.w)
        if reached:
            self._brush.glow(Box(way.x, way.y, reached, way.h), 0.0, LIGHT, 0.9 if held else 0.7)
        side = round((0.62 if held else 0.5) * layout.em)
        at = Box(way.x + reached - side // 2, way.y + (way.h - side) // 2, side, side)
        self._brush.glow(at, (0.9 if held else 0.0) * layout.em, PALE)

    def _card(self, row: Row, box: Box, layout: MenuLayout, held: bool) -> None:
        """A picture with its name under it."""
        assert row.card is not None
        name = round(1.7 * layout.em)
        picture = Box(box.x, box.y, box.w, box.h - name)
        texture = self._pictures.get(row.card, (picture.w, picture.h))
        if texture:
            self._brush.picture(texture, picture, layout.em, 1.0 if held else 0.78, 0.9 if held else 0.0, 1.0)
        under = Box(box.x, box.y + box.h - name + round(0.15 * layout.em), box.w, name)
        self._brush.write(row.label, under, layout.em, PALE if held else DIM)
        if row.here:
            self._dot(under, self._brush.measure(row.label, layout.em), layout)

    def _dot(self, box: Box, wide: int, layout: MenuLayout) -> None:
        """The point of light behind the name, `wide` px, of what plays now."""
        side = max(4, round(0.30 * layout.em))
        at = Box(box.x + min(wide + layout.em // 2, box.w), box.y + (box.h - side) // 2 + side // 4, side, side)
        self._brush.glow(at, 0.5 * layout.em, LIGHT, 0.9)

    def _foot(self, menu: Seen, layout: MenuLayout) -> None:
        """What keys do here; or what is being done."""
        em, (width, height) = layout.em, layout.size
        box = Box(layout.sections[0].x, height - round(0.105 * height), width // 2, 2 * em)
        if menu.waiting:
            self._brush.write(f"{menu.waiting} …", box, em, PALE, "voice")
            return
        if menu.session.hud.error:  # which stands there
            return
        rows = menu.rows()
        row = rows[menu.row] if 0 <= menu.row < len(rows) else None
        told = "← →   change" if row and row.step else "enter   choose" if row else "→   look"
        if row and row.type:
            told = "type a number, enter takes it"
        self._brush.write(f"{told}        esc   back to the dream", box, round(0.86 * em))

    def _follow(self, menu: Seen, layout: MenuLayout, boxes: list[Box | None], cards: bool, seconds: float) -> None:
        """The line of light beside what the hand is at."""
        inside = 0 <= menu.row < len(boxes)
        box = boxes[menu.row] if inside and not cards else layout.sections[menu.section]
        if box is None:
            return
        wanted = [box.x - 0.75 * layout.em, box.y + 0.24 * box.h, 0.52 * box.h]
        if inside and not cards:
            wanted[0] = box.x + 0.1 * layout.em
        before = self._line or wanted
        part = 1.0 - math.exp(-SWIFT * seconds)
        self._line = [was + (to - was) * part for was, to in zip(before, wanted, strict=True)]
        x, y, height = self._line
        thick = max(2, round(layout.em / 9))
        strength = 0.35 if inside and cards else 1.0
        self._brush.glow(Box(round(x), round(y), thick, round(height)), 0.9 * layout.em, LIGHT, strength)


def _large(layout: MenuLayout) -> int:
    """The em of sections and rows."""
    return layout.em if layout.small else round(1.12 * layout.em)


def _eased(part: float) -> float:
    return part * part * (3.0 - 2.0 * part)


def _clock(tick: int) -> str:
    seconds = tick // TICKS_PER_SECOND
    return f"{seconds // 60}:{seconds % 60:02d}"
