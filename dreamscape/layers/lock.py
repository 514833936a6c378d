"""The lock: bronze rings across both leaves; the inner ones turn with the key, and all of them part with the door."""

import math
from collections.abc import Iterator

import moderngl

from dreamscape.places.door import opening
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.sheets import Sheet

_DISC = 6 * 48 * 3  # vertices of the disc
SHEET = (240, 420, 760, 860)  # texels along a side, by quality tier; no power of two


class Lock(Layer):
    """A lock of bronze rings across both halves of the door; the inner ones turn with the key.

    A disc on the door; its relief is drawn once, on a sheet that is then read.
    """

    def build(self) -> None:
        """The disc, and the sheet of this seed's carving."""
        self._closed = self.program(CLOSED=1)
        self._grids = {shader: shader.array([]) for shader in (self.shader, self._closed)}
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
        """Draw the disc and its shadow."""
        seconds = frame.snapshot.act_seconds
        shader = self.shader if opening.leaf_gap(seconds) > 0.0 else self._closed
        turn = math.pi * opening.key_turn(seconds)
        self.feed(
            shader,
            frame,
            lock_sheet=self._sheet.textures[0],
            texels=float(self.quality.choose(SHEET)),
            turned=(math.cos(turn), math.sin(turn)),
            **opening.light_uniforms(self.streams, seconds, frame.snapshot.heart_trace),
        )
        self._grids[shader].render(moderngl.TRIANGLES, vertices=_DISC)
