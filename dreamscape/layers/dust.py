"""The dust: points of light that are born small, shine, and fade with age."""

import moderngl
import numpy as np

from dreamscape.parameters import Parameter
from dreamscape.physics import particles
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.points import in_view

_SHOWN = particles.SIZE, particles.AGE, particles.COLOUR


class Dust(Layer):
    """Points of light, one for each particle of the cast; nearer ones are larger and softer."""

    blend = "add"
    leaves_depth = True

    brightness = Parameter(1.0, 0.0, 8.0, "x", "of each point")
    softness = Parameter(0.35, 0.0, 1.0, "part", "how much of a point is halo")
    least = Parameter(1.6, 1.0, 8.0, "px", "size that no point falls short of; it is dimmed instead")
    largest = Parameter(26.0, 1.0, 200.0, "px at 720", "size that no point exceeds")

    def build(self) -> None:
        """A buffer that grows to the pool's size when it is first seen."""
        self._values = np.zeros((0, 6), np.float32)
        self._count = 0  # of particles that are in view

    def _fit(self, capacity: int) -> None:
        if len(self._values) == capacity:
            return
        self._values = np.zeros((capacity, 6), np.float32)
        self._where = np.zeros((3, capacity), np.float32)
        self._buffer = self.ctx.buffer(reserve=self._values.nbytes, dynamic=True)
        self._points = self.shader.array([(self._buffer, "3f 1f 1f 1f", "position", "size", "age", "tint")])

    def prepare(self, frame: Frame) -> None:
        """Find the living particles that are in view."""
        dust = frame.snapshot.cast.dust
        self._count = 0
        if dust.count == 0:
            return
        self._fit(dust.data.shape[1])
        where = self._where[:, : dust.count]
        particles.interpolate(dust, frame.snapshot.alpha, where)
        seen = in_view(where, frame.camera.view_projection(frame.size[0] / frame.size[1]))
        self._count = len(seen)
        if not self._count:
            return
        values = self._values[: self._count]
        for column, row in zip(values.T, (*where, *(dust.data[row] for row in _SHOWN)), strict=True):
            column[:] = row.take(seen)
        self._buffer.write(values)

    def draw(self, frame: Frame) -> None:
        """Draw them."""
        if not self._count:
            return
        self.feed(self.shader, frame)
        self.ctx.enable(moderngl.PROGRAM_POINT_SIZE)
        self._points.render(moderngl.POINTS, vertices=self._count)
        self.ctx.disable(moderngl.PROGRAM_POINT_SIZE)
