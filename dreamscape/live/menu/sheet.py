"""Draws the menu: its text, pictures and cursor, and how it fades in and out."""

import math

import moderngl

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.easing import smoothstep
from dreamscape.live.menu.brush import DIM, LIGHT, PALE, Brush
from dreamscape.live.menu.interfaces import MenuView
from dreamscape.live.menu.layout import Box, MenuLayout, label, track, value
from dreamscape.live.menu.pictures import Pictures
from dreamscape.live.menu.rows import Row

COME, GO = 0.35, 0.22  # s to fade in and out
FRESH = 0.30  # s in which the rows of a section fade in
SWIFT = 16.0  # 1/s, speed of the cursor
WIDE, NARROW = 1.0, 0.60  # of the window's width that is darkened: behind pictures, and behind rows


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
        self._presence = self._rows_presence = 0.0  # of the menu and of its rows, 0 to 1
        self._section = -1  # the section whose rows are shown
        self._line: list[float] | None = None  # the cursor's x, y and height, px
        self._veil_width = WIDE

    def draw(self, menu: MenuView, framebuffer: moderngl.Framebuffer, size: tuple[int, int], seconds: float) -> bool:
        """Draw a menu over a window of `size` px, `seconds` after the last frame; returns whether it has faded out."""
        self._presence = min(max(self._presence + (-seconds / GO if menu.closing else seconds / COME), 0.0), 1.0)
        if self._section != menu.section:
            self._section, self._rows_presence = menu.section, 0.0
        self._rows_presence = min(1.0, self._rows_presence + seconds / FRESH)
        layout, rows = menu.layout(), menu.rows()
        columns, boxes = menu.boxes(layout, len(rows))
        wide = WIDE if columns or layout.small else NARROW
        self._veil_width += (wide - self._veil_width) * (1.0 - math.exp(-6.0 * seconds))
        self._brush.begin(framebuffer, size, smoothstep(self._presence))
        self._pictures.begin_frame()
        self._brush.veil(self._veil_width)
        if not layout.small:
            self._draw_head(menu, layout)
        self._draw_sections(menu, layout)
        self._brush.presence = smoothstep(self._presence) * smoothstep(self._rows_presence)
        for number, (row, box) in enumerate(zip(rows, boxes, strict=True)):
            if box and columns:
                self._draw_card(row, box, layout, number == menu.row)
            elif box:
                self._draw_row(row, box, layout, number == menu.row)
        self._brush.presence = smoothstep(self._presence)
        if not layout.small:
            self._draw_foot(menu, layout)
        self._draw_cursor(menu, layout, boxes, bool(columns), seconds)
        self._brush.end()
        return self._presence == 0.0

    def _draw_head(self, menu: MenuView, layout: MenuLayout) -> None:
        """The dream's title, the act and the time."""
        session, em = menu.session, layout.em
        self._brush.presence *= 1.0 - session.hud.note_presence  # a note would stand in the same place
        left, width = layout.sections[0].x, layout.room.x - layout.sections[0].x - em
        top = round(0.085 * layout.size[1])
        self._brush.write(session.dream.file.title, Box(left, top, width, 3 * em), round(2.3 * em), PALE, "voice")
        timeline = session.renderer.timeline
        act = timeline.acts[timeline.cue(session.target_tick).act].scene
        text = f"{act}, {_clock(session.target_tick)}"
        self._brush.write(text, Box(left, top + round(3.1 * em), width, round(1.6 * em)), em)
        self._brush.presence = smoothstep(self._presence)

    def _draw_sections(self, menu: MenuView, layout: MenuLayout) -> None:
        for number, (section, box) in enumerate(zip(menu.sections, layout.sections, strict=True)):
            highlighted = number in (menu.section, menu.pointed)
            self._brush.write(section.name, box, _large(layout), PALE if highlighted else DIM)

    def _draw_row(self, row: Row, box: Box, layout: MenuLayout, selected: bool) -> None:
        """A row's label and value."""
        ink, em = PALE if selected else DIM, _large(layout)
        if row.value or row.fraction is not None:
            self._brush.write(row.label, label(box, layout), em, ink)
        else:
            self._brush.write(row.label, Box(box.x + layout.em, box.y, box.w - 2 * layout.em, box.h), em, ink)
        if row.is_current:
            self._draw_dot(Box(box.x + layout.em, box.y, box.w, box.h), self._brush.measure(row.label, em), layout)
        box_ = value(box, layout)
        if row.fraction is not None:
            slider = track(box, layout)
            self._draw_slider(slider, row.fraction, layout, selected)
            box_ = Box(slider.x + slider.w + layout.em, box.y, box_.w - slider.w - layout.em, box.h)
        text = f"‹  {row.value}  ›" if selected and row.step and row.fraction is None else row.value
        self._brush.write(text, box_, em, ink)

    def _draw_slider(self, slider: Box, fraction: float, layout: MenuLayout, selected: bool) -> None:
        """The track, bright up to the slider's position, and the handle."""
        self._brush.light_bar(slider, 0.0, DIM, 0.35)
        reached = round(fraction * slider.w)
        if reached:
            self._brush.light_bar(Box(slider.x, slider.y, reached, slider.h), 0.0, LIGHT, 0.9 if selected else 0.7)
        side = round((0.62 if selected else 0.5) * layout.em)
        handle = Box(slider.x + reached - side // 2, slider.y + (slider.h - side) // 2, side, side)
        self._brush.light_bar(handle, (0.9 if selected else 0.0) * layout.em, PALE)

    def _draw_card(self, row: Row, box: Box, layout: MenuLayout, selected: bool) -> None:
        """A picture with its name below."""
        assert row.card is not None
        name = round(1.7 * layout.em)
        picture = Box(box.x, box.y, box.w, box.h - name)
        texture = self._pictures.get(row.card, (picture.w, picture.h))
        if texture:
            self._brush.picture(texture, picture, layout.em, 1.0 if selected else 0.78, 0.9 if selected else 0.0, 1.0)
        under = Box(box.x, box.y + box.h - name + round(0.15 * layout.em), box.w, name)
        self._brush.write(row.label, under, layout.em, PALE if selected else DIM)
        if row.is_current:
            self._draw_dot(under, self._brush.measure(row.label, layout.em), layout)

    def _draw_dot(self, box: Box, width: int, layout: MenuLayout) -> None:
        """The dot behind a label of `width` px that marks what plays now."""
        side = max(4, round(0.30 * layout.em))
        dot = Box(box.x + min(width + layout.em // 2, box.w), box.y + (box.h - side) // 2 + side // 4, side, side)
        self._brush.light_bar(dot, 0.5 * layout.em, LIGHT, 0.9)

    def _draw_foot(self, menu: MenuView, layout: MenuLayout) -> None:
        """The keys that do something here, or the task that is about to run."""
        em, (width, height) = layout.em, layout.size
        box = Box(layout.sections[0].x, height - round(0.105 * height), width // 2, 2 * em)
        if menu.waiting:
            self._brush.write(f"{menu.waiting} …", box, em, PALE, "voice")
            return
        if menu.session.hud.error:  # it would stand in the same place
            return
        rows = menu.rows()
        row = rows[menu.row] if 0 <= menu.row < len(rows) else None
        text = "← →   change" if row and row.step else "enter   choose" if row else "→   look"
        if row and row.type:
            text = "type a number, enter takes it"
        self._brush.write(f"{text}        esc   back to the dream", box, round(0.86 * em))

    def _draw_cursor(
        self, menu: MenuView, layout: MenuLayout, boxes: list[Box | None], cards: bool, seconds: float
    ) -> None:
        """The bar of light beside what the cursor is on."""
        inside = 0 <= menu.row < len(boxes)
        box = boxes[menu.row] if inside and not cards else layout.sections[menu.section]
        if box is None:
            return
        target = [box.x - 0.75 * layout.em, box.y + 0.24 * box.h, 0.52 * box.h]
        if inside and not cards:
            target[0] = box.x + 0.1 * layout.em
        last = self._line or target
        fraction = 1.0 - math.exp(-SWIFT * seconds)
        self._line = [old + (new - old) * fraction for old, new in zip(last, target, strict=True)]
        x, y, height = self._line
        thick = max(2, round(layout.em / 9))
        strength = 0.35 if inside and cards else 1.0
        self._brush.light_bar(Box(round(x), round(y), thick, round(height)), 0.9 * layout.em, LIGHT, strength)


def _large(layout: MenuLayout) -> int:
    """The em of sections and rows."""
    return layout.em if layout.small else round(1.12 * layout.em)


def _clock(tick: int) -> str:
    seconds = tick // TICKS_PER_SECOND
    return f"{seconds // 60}:{seconds % 60:02d}"
