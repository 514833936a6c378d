"""The stone: smooth, dark, then lit from within; it softens, sinks and is a pool of light."""

import moderngl
import numpy as np

from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter

RINGS, SPOKES = 28, 44  # of the pebble's mesh
SEEN = 9.0  # m, beyond which it is smaller than a pixel


class Stone(Layer):
    """A pebble in the palm of the `hand`, whose place it shares."""

    blend = "opaque"

    x = Parameter(0.0, -500.0, 500.0, "m", "where the wrist is")
    y = Parameter(0.0, -500.0, 500.0, "m", "where the wrist is")
    z = Parameter(0.0, -500.0, 500.0, "m", "where the wrist is")
    tilt = Parameter(0.5, -3.2, 3.2, "rad", "how far the palm turns to the camera")
    melts = Parameter(3.0, 0.0, 60.0, "s", "when the stone begins to melt")
    rises = Parameter(6.0, 0.0, 60.0, "s", "when its light reaches the wrist")

    def build(self) -> None:
        """A unit sphere and the place of its grain in the noise."""
        polar = np.linspace(0.0, np.pi, RINGS)[:, None]
        around = np.linspace(0.0, 2.0 * np.pi, SPOKES)[None]
        sphere = np.stack(
            np.broadcast_arrays(np.sin(polar) * np.cos(around), np.cos(polar), np.sin(polar) * np.sin(around)), axis=-1
        )
        index = np.arange(RINGS * SPOKES, dtype=np.uint32).reshape(RINGS, SPOKES)
        a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
        triangles = np.stack([a, b, c, c, b, d], axis=-1)
        self._mesh = self.ctx.vertex_array(
            self.shader.program,
            [(self.ctx.buffer(sphere.astype("f4").tobytes()), "3f", "ball")],
            self.ctx.buffer(triangles.tobytes()),
        )
        self._grain = self.streams.offset("stone", 8.0)

    def draw(self, frame: Frame) -> None:
        """The pebble, while the camera is near enough to see it."""
        wrist = self.x, self.y, self.z
        if np.linalg.norm(np.subtract(wrist, frame.camera.position)) > SEEN:
            return
        self.feed(self.shader, frame, wrist=wrist, grain=self._grain)
        self.ctx.enable(moderngl.CULL_FACE)
        self._mesh.render()
        self.ctx.disable(moderngl.CULL_FACE)
