"""Fellow lights: all other lights in the dark: the cast's bodies near by, hundreds far off, thousands of sparks."""

from typing import ClassVar

import moderngl
import numpy as np

from dreamscape.parameters import Parameter
from dreamscape.physics import bodies
from dreamscape.places.night import constellation
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.points import in_view
from dreamscape.render.shader import Array
from dreamscape.rng import Streams

NEAREST = 0.35  # m, as in fellow_lights.glsl: what is nearer is not drawn


class FellowLights(Layer):
    """All other lights in the dark: points, soft discs when out of focus, that wake from the middle outwards."""

    blend = "add"
    leaves_depth = True

    wakes = Parameter(11.0, 0.0, 600.0, "s", "when the first of them wake")
    waking = Parameter(9.0, 0.1, 600.0, "s", "how long it takes until the last have woken")
    brightness = Parameter(1.0, 0.0, 4.0, "x", "of all")

    lights: ClassVar = (170, 240, 340, 480)  # far ones; in the end a thread of the layer `filaments` ties each
    sparks: ClassVar = (1400, 2600, 4200, 8000)

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Place the far lights."""
        constellation.lights(streams, quality.choose(cls.lights))

    def build(self) -> None:
        """A buffer of far lights and sparks; that of the bodies is made when their number is known."""
        far = constellation.lights(self.streams, self.quality.choose(self.lights))
        rng = self.streams.at("sparks")
        count = self.quality.choose(self.sparks)
        beyond = rng.normal(0.0, 1.0, (count, 3))
        beyond /= np.linalg.norm(beyond, axis=1, keepdims=True)
        beyond *= (7.0 + 105.0 * rng.random((count, 1))) * np.array((1.25, 0.62, 1.0))
        beyond[:, 2] += 24.0
        beyond = beyond[np.hypot(beyond[:, 0], beyond[:, 1]) > 2.0]
        faint = np.stack([0.012 + 0.16 * rng.random(len(beyond)) ** 7, rng.random(len(beyond))], 1)
        table = np.concatenate(
            [np.column_stack([far.position, 0.10 + far.magnitude, far.phase]), np.hstack([beyond, faint])]
        )
        self._table = table.astype("f4")
        self._where_far = np.ascontiguousarray(self._table[:, :3].T)
        self._distant = self.ctx.buffer(reserve=self._table.nbytes, dynamic=True)
        self._far = self._array(self._distant)
        self._near: moderngl.Buffer | None = None

    def _array(self, buffer: moderngl.Buffer) -> Array:
        return self.shader.array([(buffer, "3f 1f 1f", "position", "magnitude", "phase")])

    def draw(self, frame: Frame) -> None:
        """Once they wake, draw the far lights, then all bodies but the first, which is the lone light itself."""
        if frame.snapshot.act_seconds <= self.wakes:
            return
        state = frame.snapshot.cast.bodies
        if self._near is None:
            self._where = np.zeros(state.pos.shape, np.float32)
            self._near = self.ctx.buffer(reserve=20 * state.pos.shape[1], dynamic=True)
            self._bodies = self._array(self._near)
        bodies.interpolate(state, frame.snapshot.alpha, self._where)
        present = np.flatnonzero(state.presence > 0)
        present = present[present > 0]
        phase = state.born[present] * 0.618034 % 1.0
        magnitude = state.presence[present] * (0.12 + 0.55 * phase * phase)
        self._near.write(np.column_stack([self._where[:, present].T, magnitude, phase]).astype("f4").tobytes())
        far = self._table
        if not frame.snapshot.touched:  # then some lean to the hand, and into the picture
            matrix = frame.camera.view_projection(frame.size[0] / frame.size[1])
            far = far[in_view(self._where_far, matrix, NEAREST)]
        self._distant.write(far)
        self.feed(self.shader, frame)
        self.ctx.enable(moderngl.PROGRAM_POINT_SIZE)
        self._far.render(moderngl.POINTS, vertices=len(far))
        self._bodies.render(moderngl.POINTS, vertices=len(present))
        self.ctx.disable(moderngl.PROGRAM_POINT_SIZE)
