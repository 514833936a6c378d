"""The hand: open, palm up, dark against the light; starlight runs from its palm to the wrist and up into the veins."""

import moderngl
import numpy as np

from dreamscape import veins
from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter
from dreamscape.resources import asset

# What is drawn where, m from the wrist: veins on the arm, liquid on the palm, both between, neither on the fingers.
PARTS: tuple[tuple[dict[str, int], float, float], ...] = (
    ({"VEINS": 1}, -1.0, -0.034),
    ({"VEINS": 1, "LIQUID": 1}, -0.034, 0.012),
    ({"LIQUID": 1}, 0.012, 0.104),
    ({}, 0.104, 1.0),
)
MESHES = ("coarse", "coarse", "fine", "fine")  # by quality tier: triangles of a few pixels cost more than their pixels
SEEN = 9.0  # m, beyond which the hand is smaller than the figure's own


class Hand(Layer):
    """A mesh baked by scripts/bake_hand.py; the liquid and the veins are light in its skin."""

    blend = "opaque"

    x = Parameter(0.0, -500.0, 500.0, "m", "where the wrist is")
    y = Parameter(0.0, -500.0, 500.0, "m", "where the wrist is")
    z = Parameter(0.0, -500.0, 500.0, "m", "where the wrist is")
    tilt = Parameter(0.5, -3.2, 3.2, "rad", "how far the palm turns to the camera")
    melts = Parameter(3.0, 0.0, 60.0, "s", "when the stone begins to melt")
    rises = Parameter(6.0, 0.0, 60.0, "s", "when the light reaches the wrist")

    def build(self) -> None:
        """The mesh and the map of the veins."""
        with np.load(asset("hand.npz"), allow_pickle=False) as baked:
            mesh = self.quality.choose(MESHES)
            position = baked[f"{mesh}_position"].astype("f4") * 1e-5  # stored in 10 um
            normal = baked[f"{mesh}_normal"].astype("f4") / 127.0
            shade = baked[f"{mesh}_shade"].astype("f4") / 255.0
            triangles = baked[f"{mesh}_triangles"].astype("u4")
        vertices = self.ctx.buffer(np.hstack([position, normal, shade]).tobytes())
        far = position[triangles, 0].mean(axis=1)
        self._parts = []
        for defines, low, high in PARTS:
            shader = self.program(**defines)
            part = self.ctx.buffer(triangles[(far >= low) & (far < high)].tobytes())
            layout = [(vertices, "3f 3f 2f", "position", "facing", "shade")]
            self._parts.append((shader, self.ctx.vertex_array(shader.program, layout, part)))
        chart = veins.chart(veins.grow(self.streams)).astype("f2")
        self._veins = self.ctx.texture(veins.SIZE, 4, chart.tobytes(), dtype="f2")
        self._veins.repeat_x = self._veins.repeat_y = False

    def prepare(self, frame: Frame) -> None:
        """Publish the map of the veins."""
        frame.textures["veins"] = self._veins

    def draw(self, frame: Frame) -> None:
        """The mesh, while the camera is near enough to see it."""
        wrist = self.x, self.y, self.z
        if np.linalg.norm(np.subtract(wrist, frame.camera.position)) > SEEN:
            return
        self.ctx.enable(moderngl.CULL_FACE)
        for shader, mesh in self._parts:
            self.feed(shader, frame, wrist=wrist, reach=(veins.LENGTH, veins.WIDTH))
            mesh.render()
        self.ctx.disable(moderngl.CULL_FACE)
