"""The lock: bronze rings across both leaves; the inner ones turn with the key, and all of them part with the door."""

import math
from collections.abc import Iterator

import moderngl

from dreamscape.layers.leaves import level_of_detail
from dreamscape.places.door import opening
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.sheets import Sheet

_ROUND, _DISC = 48, 6 * 48 * 3  # sides of the disc; its vertices
_SHADOW = 6 * 48  # vertices of the ring around it
REACH, RIM = 0.602, 0.500  # m, as in lock.glsl
SPAN = 1.04  # m, of the sheet
SHARPER = -0.4, -0.4, 2.0, 2.0  # levels of detail that the sheet is read finer than its pixels
SHEET = (240, 420, 760, 860)  # texels along a side, by quality tier; no power of two


class Lock(Layer):
    """A lock of bronze rings across both halves of the door; the inner ones turn with the key.

    A disc on the door; its relief is drawn once, on a sheet that is then read.
    """

    def build(self) -> None:
        """The disc, and the sheet of this seed's carving."""
        self._closed = self.program(CLOSED=1)
        self._cast = self.program(SHADOW=1)
        self._grids = {shader: shader.array([]) for shader in (self.shader, self._closed, self._cast)}
        side = self.quality.choose(SHEET)
        fine = self.quality.level > 1
        self._sheet = Sheet(self.ctx, "lock_sheet.glsl", (side, side), 1, self.quality.level, blends=fine)

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """Draw the sheet, a little at a time."""
        if not self._sheet.drawn:
            founded, texels = self.streams.offset("lock")[:2], float(self.quality.choose(SHEET))
            values = {"texels": texels, "founded": founded, "patina": opening.patina(self.streams)}
            yield from self._sheet.draw({**values, **opening.lock_ornament(self.streams)}, {})

    def prepare(self, frame: Frame) -> None:
        """Draw the sheet before it is first used."""
        for _ in self.rehearse(frame):
            pass

    def draw(self, frame: Frame) -> None:
        """Draw the disc, and around it what is nothing but its shadow."""
        seconds = frame.snapshot.act_seconds
        width, height = frame.size
        view, texels = frame.camera.view_projection(width / height), float(self.quality.choose(SHEET))
        deep = float(view[3] @ (*opening.LOCK, 1.0))
        gap, pixel = opening.leaf_gap(seconds), 2.0 * frame.camera.tangents(width / height)[1] / height * deep
        rim = min((RIM + gap + 1.5 * pixel) / math.cos(math.pi / _ROUND), REACH)
        self._sheet.read_from(level_of_detail(frame, deep, texels / SPAN) - self.quality.choose(SHARPER))
        turn = math.pi * opening.key_turn(seconds)
        lights = opening.light_uniforms(self.streams, seconds, frame.snapshot.heart_trace)
        shader, turned = self.shader if gap > 0.0 else self._closed, (math.cos(turn), math.sin(turn))
        self.feed(shader, frame, lock_sheet=self._sheet.textures[0], texels=texels, turned=turned, rim=rim, **lights)
        self._grids[shader].render(moderngl.TRIANGLES, vertices=_DISC)
        self.feed(self._cast, frame, rim=rim, **lights)
        self._grids[self._cast].render(moderngl.TRIANGLES, vertices=_SHADOW)
