"""The portal: the stone around the door, from its arch to the ground before it."""

from collections.abc import Iterator
from typing import ClassVar

import moderngl

from dreamscape.parameters import Parameter
from dreamscape.places.door import opening, portal, stonework
from dreamscape.quality import Quality
from dreamscape.render.layer import Blend, Frame, Layer
from dreamscape.render.shader import Array
from dreamscape.render.sheets import Sheet
from dreamscape.rng import Streams

LAYOUT = "3f 3f 3f 2f 2f", "position", "normal", "along", "tile", "surface"
TILE = (300, 440, 760, 760)  # texels along a side of the tile of stone, by quality tier


class Portal(Layer):
    """The stone around the door: an arch in orders, the front that it is in, steps, ground, and what lines the way.

    A mesh; its stone is a tile that is drawn once.
    """

    blend: ClassVar[Blend] = "opaque"
    publishes: ClassVar[tuple[str, ...]] = ("stone_sheet",)

    puddles = Parameter(1.0, 0.0, 2.0, "x", "how wet the ground is")
    snow = Parameter(0.0, 0.0, 1.0, "part", "how much snow lies on what faces up")
    alone_at = Parameter(600.0, 0.0, 600.0, "s", "into the act, when the shadow of the one who stands there is gone")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Build the mesh."""
        stonework.stonework(streams, quality.level > 1)

    def build(self) -> None:
        """The mesh, and the tile that its stone is drawn on."""
        mesh = stonework.stonework(self.streams, self.quality.level > 1)
        buffer, index = self.ctx.buffer(mesh.vertices.tobytes()), self.ctx.buffer(mesh.triangles.tobytes())
        self._hold(buffer, LAYOUT, index)
        side = self.quality.choose(TILE)
        self._sheet = Sheet(self.ctx, "stone_sheet.glsl", (side, side), 1, self.quality.level, repeats=True)

    def _hold(self, buffer: moderngl.Buffer, layout: tuple[str, ...], index: moderngl.Buffer) -> None:
        """Vertex arrays for the open door, the closed one, and that with somebody before it."""
        programs = self.shader, self.program(CLOSED=1), self.program(CLOSED=1, WHO=1)
        self._arrays = {shader: shader.array([(buffer, *layout)], index) for shader in programs}

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """Draw the tile, a little at a time."""
        if not self._sheet.drawn:
            found = portal.portal(self.streams)
            laid = self.streams.offset("masonry")[:2]
            values = {"courses": float(found.courses), "blocks": float(found.blocks), "rough": found.rough}
            yield from self._sheet.draw({"texels": float(self.quality.choose(TILE)), "laid": laid, **values}, {})
        frame.textures["stone_sheet"] = self._sheet.textures[0]

    def prepare(self, frame: Frame) -> None:
        """Draw the tile before it is first used."""
        for _ in self.rehearse(frame):
            pass

    def draw(self, frame: Frame) -> None:
        """Draw the mesh."""
        self._array(frame, frame.snapshot.act_seconds > self.alone_at).render()

    def _array(self, frame: Frame, alone: bool) -> Array:
        """The vertex array for this moment, its shader fed; `alone` without the shadow of who stands there."""
        seen = portal.portal(self.streams)
        x, z = seen.dreamer
        seconds = frame.snapshot.act_seconds
        opened, closed, stood_in = self._arrays
        shader = opened if opening.leaf_gap(seconds) > 0.0 else closed if alone else stood_in
        self.feed(
            shader,
            frame,
            who=(x, seen.ground, z),
            **opening.light_uniforms(self.streams, seconds, frame.snapshot.heart_trace),
        )
        return self._arrays[shader]
