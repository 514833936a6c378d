"""The portal: the stone around the door, from its arch to the ground before it."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

import moderngl

from dreamscape.layers.forecourt import fills_picture
from dreamscape.parameters import Parameter
from dreamscape.places.door import opening, portal, stonework
from dreamscape.quality import Quality
from dreamscape.render.layer import Blend, Frame, Layer
from dreamscape.render.shader import Array, Shader
from dreamscape.render.sheets import Sheet
from dreamscape.rng import Streams

MOMENTS: tuple[tuple[str, ...], ...] = (), ("CLOSED",), ("CLOSED", "WHO")  # of the open door, and the closed one
LAYOUT = "3f 3f 3f 2f 2f 4f", "position", "normal", "along", "tile", "surface", "afar"
LIGHT = 6 * stonework.LEAF_PARTS  # corners of the line of light, which ends the mesh
TILE = (300, 440, 760, 760)  # texels along a side of the tile of stone, by quality tier
BROADER = (2, 2, 1, 1)  # level of detail that its stains are read from, by tier
STAINED = 2  # the tier at which stains of shafts are a texture of their own
SHAFT_TILE = (240, 380, 760, 760)  # and of that of shafts, which is half as large


class Portal(Layer):
    """The stone around the door: an arch in orders, the front that it is in, steps, ground, and what lines the way.

    A mesh; its stone is read from tiles that are drawn once.
    """

    blend: ClassVar[Blend] = "opaque"
    publishes: ClassVar[tuple[str, ...]] = ("stone_sheet", "stone_stains", "shaft_sheet", "shaft_stains")
    parts: ClassVar[tuple[tuple[str, ...], ...]] = ("FRONT",), ("ORDERS",), ("STEPS",), ("GROUND",)
    alone: ClassVar[tuple[str, ...]] = "FRONT", "ORDERS"  # of the parts, those that show nobody who stands there

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
        self._starts = 0, 3 * mesh.orders, 3 * mesh.steps, 3 * mesh.ground, 3 * len(mesh.triangles)
        side, fine = self.quality.choose(TILE), self.quality.choose(SHAFT_TILE)
        self._sheet = Sheet(self.ctx, "stone_sheet.glsl", (side, side), 1, self.quality.level, repeats=True)
        self._shafts = Sheet(self.ctx, "shaft_sheet.glsl", (fine, fine), 1, self.quality.level, repeats=True)
        self._stains: tuple[moderngl.Texture, moderngl.Texture] | None = None

    def _hold(self, buffer: moderngl.Buffer, layout: tuple[str, ...], index: moderngl.Buffer) -> None:
        """Programs for the open door, the closed one, and that with somebody before it."""
        self._content = [(buffer, *layout)], index
        self._arrays: dict[tuple[str, ...], tuple[Shader, Array]] = {}
        for moment in MOMENTS:
            for part in self.parts:
                self._of_part(moment, part)

    def _of_part(self, moment: tuple[str, ...], part: tuple[str, ...]) -> tuple[Shader, Array]:
        """The program of a part at one of MOMENTS, and its vertex array."""
        seen = [what for what in moment if what != "WHO" or part[0] not in self.alone]
        return self._made(*seen, *part, *self._fallen())

    def _made(self, *defines: str) -> tuple[Shader, Array]:
        """The program with these defines, and its vertex array."""
        if defines not in self._arrays:
            shader = self.program(**dict.fromkeys(defines, 1)) if defines else self.shader
            self._arrays[defines] = shader, shader.array(*self._content)
        return self._arrays[defines]

    def _fallen(self) -> tuple[str, ...]:
        """What is defined because of snow."""
        return ("SNOW",) if self.snow > 0.0 else ()

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """Draw the tiles, a little at a time."""
        found = portal.portal(self.streams)
        values = {"laid": self.streams.offset("masonry")[:2], "rough": found.rough}
        if not self._sheet.drawn:
            rows = {"courses": float(found.courses), "blocks": float(found.blocks)}
            yield from self._sheet.draw({"texels": float(self.quality.choose(TILE)), **rows, **values}, {})
        if not self._shafts.drawn:
            yield from self._shafts.draw({"texels": float(self.quality.choose(SHAFT_TILE)), **values}, {})
        if self._stains is None:
            self._stains = self._sheet.smooth_channel(2, self.quality.choose(BROADER)), self._stains_of_shafts()
        frame.textures["stone_sheet"], frame.textures["shaft_sheet"] = self._sheet.textures[0], self._shafts.textures[0]
        frame.textures["stone_stains"], frame.textures["shaft_stains"] = self._stains

    def _stains_of_shafts(self) -> moderngl.Texture:
        """Alone at one tier, as glsl/acts/stonework.glsl reads them."""
        return self._shafts.channel(3) if self.quality.level == STAINED else self._shafts.textures[0]

    def prepare(self, frame: Frame) -> None:
        """Draw the tiles before they are first used."""
        for _ in self.rehearse(frame):
            pass

    def draw(self, frame: Frame) -> None:
        """Draw what of the mesh faces the viewer, the ground last; of the orders what does not is drawn after that.

        It is seen through slits between their parts alone.
        """
        self.ctx.enable(moderngl.CULL_FACE)
        for array, (first, end) in zip(self._fed(frame), pairwise(self._starts), strict=True):
            if first == self._starts[3] and self._hides_ground(frame):
                first = end - LIGHT
            array.render(first=first, vertices=end - first)
            if first == self._starts[1]:
                self.ctx.cull_face = "front"
                array.render(first=first, vertices=end - first)
                self.ctx.cull_face = "back"
        self.ctx.disable(moderngl.CULL_FACE)

    def _hides_ground(self, frame: Frame) -> bool:
        """Whether the leaves, the arch and the floor before them are certain to fill the picture."""
        aspect, found = frame.size[0] / frame.size[1], portal.portal(self.streams)
        _, low = portal.seen_of_leaves(frame.camera.view_projection(aspect))
        _, high, far = frame.camera.position
        if high <= 0.1 or low == -math.inf or not fills_picture(found, frame.camera, aspect):
            return False
        return far * max(-low, 0.0) / (high - low) > -found.reveal  # where the lowest that is seen passes the floor

    def _fed(self, frame: Frame) -> list[Array]:
        """The vertex array of each of the parts for this moment, its shader fed."""
        seen = portal.portal(self.streams)
        x, z = seen.dreamer
        seconds = frame.snapshot.act_seconds
        opened, closed, stood_in = MOMENTS
        moment = opened if opening.leaf_gap(seconds) > 0.0 else closed if seconds > self.alone_at else stood_in
        lights = opening.light_uniforms(self.streams, seconds, frame.snapshot.heart_trace)
        arrays = []
        for part in self.parts:
            shader, array = self._of_part(moment, part)
            self.feed(shader, frame, who=(x, seen.ground, z), **lights)
            arrays.append(array)
        return arrays
