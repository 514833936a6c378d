"""The cliff: rock in ledges and cracks, alive with cushions of moss that glow as the heart's pulse passes."""

import moderngl
import numpy as np

from dreamscape.parameters import Parameter
from dreamscape.places.shore import coast
from dreamscape.places.shore.rock import RockMesh
from dreamscape.quality import Quality
from dreamscape.render.context import CLIP_DISTANCE
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Array
from dreamscape.rng import Streams


class Cliff(Layer):
    """A cliff of rock in ledges and cracks, with cushions of moss in which the heart's pulse glows.

    A mesh in world space; the pulse spreads over it from the dreamer's feet.
    """

    blend = "opaque"

    moss = Parameter(1.0, 0.0, 2.0, "x", "how much of the rock is covered")
    pulse = Parameter(1.0, 0.0, 3.0, "x", "brightness of the heart's pulse in the moss")
    pulse_speed = Parameter(7.0, 1.0, 30.0, "m/s", "how fast the pulse spreads")
    seam_azimuth = Parameter(0.27, -1.0, 1.0, "tangent", "where the seam's light comes from")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Build promontory and stacks."""
        coast.shore_view(streams, quality.choose(coast.FINENESS))

    def build(self) -> None:
        """The promontory and the sea stacks in one vertex buffer, and the sea's distance from their foot."""
        land, field = coast.shore_view(self.streams, self.quality.choose(coast.FINENESS))
        self.geometry = self.mesh(land)
        self._coast = self.ctx.texture(field.shape, 1, field.tobytes(), dtype="f4")
        self._coast.repeat_x = self._coast.repeat_y = False

    def mesh(self, mesh: RockMesh) -> Array:
        """A mesh as a vertex array."""
        vertices = np.hstack([mesh.position, mesh.normal, mesh.place, mesh.shade])
        return self.shader.array(
            [(self.ctx.buffer(vertices.astype("f4").tobytes()), "3f 3f 2f 2f", "position", "facing", "place", "shade")],
            self.ctx.buffer(mesh.triangles.tobytes()),
        )

    def prepare(self, frame: Frame) -> None:
        """Publish the sea's distance from the coast."""
        frame.textures["coast"] = self._coast

    def draw(self, frame: Frame) -> None:
        """Draw the front faces of the mesh."""
        self.feed(self.shader, frame, feet=coast.FEET)
        self.ctx.enable(moderngl.CULL_FACE)
        self.ctx.enable_direct(CLIP_DISTANCE)  # by the sea
        self.geometry.render()
        self.ctx.disable_direct(CLIP_DISTANCE)
        self.ctx.disable(moderngl.CULL_FACE)

    publishes = ("coast",)
    needs = ("panorama",)
