"""The images of threads in the sea: their light, mirrored and broken by the waves."""

import moderngl
import numpy as np

from dreamscape.layers.ocean import left_out
from dreamscape.parameters import Parameter
from dreamscape.physics.emotions import GOLD, mix_colours
from dreamscape.render.layer import Frame, Layer


class ThreadImages(Layer):
    """The images of threads in the sea: glints of its ripples along lines that its swell bends."""

    blend = "add"
    needs = ("waves",)

    brightness = Parameter(1.0, 0.0, 8.0, "x", "of the images")
    golden = Parameter(0.6, 0.0, 1.0, "part", "how much of the colour is gold rather than the feelings'")

    def build(self) -> None:
        """The texture of nodes grows to the cast's size when it is first seen."""
        self._ribbon = self.shader.array([])
        self._rows = np.zeros((0, 0, 4), np.float32)

    def _fit(self, nodes: int, count: int) -> None:
        if self._rows.shape[:2] == (count, nodes + 1):
            return
        self._rows = np.zeros((count, nodes + 1, 4), np.float32)
        self._texture = self.ctx.texture((nodes + 1, count), 4, dtype="f4")

    def draw(self, frame: Frame) -> None:
        """Draw the images of the strands that are present: an instanced strip, through nodes in a small texture."""
        state = frame.snapshot.cast.strands
        _, nodes, count = state.pos.shape
        present = np.flatnonzero(state.presence > 0)
        if present.size == 0:
            return
        self._fit(nodes, count)
        rows = self._rows[: present.size]
        rows[:, :nodes, :3] = frame.snapshot.strand_nodes()[:, :, present].T
        own = mix_colours(state.emotion[:, :, present].sum(axis=0))
        rows[:, nodes, :3] = (own + (GOLD - own) * self.golden) * state.presence[present, None]
        self._texture.write(self._rows.tobytes())
        shorter = left_out(frame, self.quality)
        self.feed(self.shader, frame, nodes=nodes, strand_nodes=self._texture, shorter=shorter)
        self._ribbon.render(moderngl.TRIANGLE_STRIP, vertices=2 * nodes, instances=int(present.size))
