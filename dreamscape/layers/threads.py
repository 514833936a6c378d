"""The threads: ribbons of light with a bright core and a soft halo, brighter where the tension is high."""

import moderngl
import numpy as np

from dreamscape.arrays import F32
from dreamscape.parameters import Parameter
from dreamscape.physics import emotions, strands
from dreamscape.physics.emotions import AMPLITUDE, COLOURS, FREQUENCY, SPEED
from dreamscape.render.layer import Frame, Layer

SMOOTH = (2, 3, 3, 4)  # points drawn for each link, by tier, on a Catmull-Rom curve through the nodes


class Threads(Layer):
    """Ribbons of light between bodies, with a bright core and a soft halo, brighter where they are taut.

    Every strand of the cast is an instanced strip; the shader reads nodes and feelings from two small textures.
    """

    blend = "add"

    width = Parameter(7.0, 1.0, 60.0, "px at 720", "of the halo, from edge to edge")
    brightness = Parameter(1.0, 0.0, 8.0, "x", "of core and halo")
    thinning = Parameter(0.0, 0.0, 0.9, "part", "how much narrower a thread is where it is taut")
    sway = Parameter(0.0, 0.0, 8.0, "x", "height of the long waves of its ends' feelings, drawn on top of its motion")
    fading = Parameter(0.0, 0.0, 1.0, "part", "of its length from the tip, over which it fades into nothing")
    golden = Parameter(0.6, 0.0, 1.0, "part", "how much of the colour is gold rather than the feeling's")

    def build(self) -> None:
        """The textures grow to the cast's size when it is first seen."""
        self._ribbon = self.shader.array([])
        self._size = (0, 0)
        self._feelings = np.zeros((2, 8, 0), np.float32)

    def _fit(self, nodes: int, count: int) -> None:
        if self._size == (nodes, count):
            return
        self._size = nodes, count
        self._feelings = np.zeros((2, 8, 0), np.float32)
        self._points = np.zeros((3, nodes, count), np.float32)
        self._nodes = np.zeros((count, nodes, 4), np.float32)
        self._looks = np.zeros((count, 5, 4), np.float32)
        self._node_texture = self.ctx.texture((nodes, count), 4, dtype="f4")
        self._look_texture = self.ctx.texture((5, count), 4, dtype="f4")

    def draw(self, frame: Frame) -> None:
        """Draw the strands that are present."""
        state = frame.snapshot.cast.strands
        _, nodes, count = state.pos.shape
        present = np.flatnonzero(state.presence > 0)
        if present.size == 0:
            return
        self._fit(nodes, count)
        strands.interpolate(state, frame.snapshot.alpha, self._points)
        node_rows = self._nodes[: present.size]
        node_rows[:, :, :3] = self._points[:, :, present].T
        node_rows[:, :, 3] = state.tension[:, present].T
        looks = self._looks[: present.size]
        feelings = state.emotion[:, :, present]
        if not np.array_equal(feelings, self._feelings):
            self._feelings = feelings
            self._write_feelings(looks)
        for end in (strands.ROOT, strands.TIP):
            looks[:, end, 3] = state.turn[end, present]
            looks[:, 2 + end, 0] = state.traits[end, SPEED, present]
            looks[:, 2 + end, 1] = state.traits[end, FREQUENCY, present]
        looks[:, 2, 2], looks[:, 2, 3] = state.presence[present], state.reach[present]
        looks[:, 3, 2] = state.rest[present] * (nodes - 1)
        looks[:, 3, 3] = state.born[present] % 4096
        self._node_texture.write(self._nodes.tobytes())
        self._look_texture.write(self._looks.tobytes())
        steps = self.quality.choose(SMOOTH)
        textures = {"strand_nodes": self._node_texture, "strand_looks": self._look_texture}
        self.feed(self.shader, frame, nodes=nodes, smooth_steps=steps, **textures)
        self._ribbon.render(
            moderngl.TRIANGLE_STRIP, vertices=2 * ((nodes - 1) * steps + 1), instances=int(present.size)
        )

    def _write_feelings(self, looks: F32) -> None:
        """Write the colours of both ends, and the waves that they feel; they change seldom."""
        for end in (strands.ROOT, strands.TIP):
            weights = self._feelings[end]
            looks[:, end, :3] = (weights.T @ COLOURS) / np.maximum(weights.sum(axis=0), 1e-6)[:, None]
            felt = emotions.mix_traits(weights)
            looks[:, 4, 2 * end], looks[:, 4, 2 * end + 1] = felt[AMPLITUDE], felt[FREQUENCY]
