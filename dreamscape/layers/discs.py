"""The discs: lights out of focus, which come out of the starlight in the hand and land on the lights of the night."""

import moderngl
import numpy as np

from dreamscape.arrays import F32
from dreamscape.parameters import Parameter, Vector
from dreamscape.perlin import hashed
from dreamscape.physics import bodies
from dreamscape.physics.emotions import mix_colours
from dreamscape.render.layer import Frame, Layer

COUNT = (80, 110, 130, 150)  # discs by quality tier
STARS, CELLS = 26, 34.0  # discs that land on stars; cells of the sky's grid of stars in a tangent of 1


class Discs(Layer):
    """Discs of light out of focus, which rise from one light and land on bodies, stars and the glitter.

    An octagon for each disc, and one for the glow they gather around.
    """

    blend = "add"

    source = Vector((0.0, 0.0, 0.0), -500.0, 500.0, "m", "position of the light they come from", formerly="x y z")
    begins = Parameter(12.0, 0.0, 600.0, "s", "when the first one comes")
    lands = Parameter(15.6, 0.0, 600.0, "s", "when the first one begins to land")
    ends = Parameter(18.0, 0.0, 600.0, "s", "when the last one has landed")
    glitter = Parameter(0.27, -1.0, 1.0, "tangent", "azimuth of the glitter on the sea, from straight ahead")
    brightness = Parameter(1.0, 0.0, 4.0, "x", "of all")

    def build(self) -> None:
        """Where each disc comes from and lands, and when, for this seed."""
        rng = self.streams.at("discs")
        count = max(COUNT)  # every tier shows the same ones, as many as it can afford
        values = np.zeros((count, 20), np.float32)
        up_the_arm = rng.random(count)[:, None] ** 1.6
        source = np.array(self.source)
        values[:, 0:3] = source + up_the_arm * (-0.26, -0.03, 0.0) + rng.normal(0.0, 0.012, (count, 3))
        values[:, 3] = 1.0
        values[:, 4:8] = self._goals(rng, count)
        away, turn = 0.06 + 1.0 * rng.random(count) ** 0.8, rng.random(count) * 2.0 * np.pi
        values[:, 8], values[:, 9] = away * np.cos(turn), 0.60 * away * np.sin(turn) - 0.02
        large = rng.random(count) ** 2.2
        values[:, 10] = 0.014 + 0.095 * large
        values[:, 11] = (0.55 - 0.34 * large) * rng.uniform(0.4, 1.2, count) * self.brightness
        values[:, 12] = self.begins + rng.random(count) * 1.7
        values[:, 13] = values[:, 12] + rng.uniform(1.2, 2.0, count)
        values[:, 14] = self.lands + rng.random(count) * (self.ends - self.lands - 1.5)
        values[:, 15] = np.minimum(values[:, 14] + rng.uniform(1.3, 1.7, count), self.ends)
        values[0] = (*source, 1.0, *source, 1.0, 0.0, 0.0, 0.80, 0.46 * self.brightness, self.begins - 0.9,
                     self.begins + 1.8, self.lands - 0.4, self.ends, 0.0, 0.0, 0.0, 1.0)  # fmt: skip
        self._values = values = np.ascontiguousarray(values[: self.quality.choose(COUNT)])
        self._buffer = self.ctx.buffer(reserve=values.nbytes, dynamic=True)
        layout = self._buffer, "4f 4f 4f 4f 4f/i", "from", "to", "drift", "moment", "hue"
        self._octagons = self.shader.array([layout])

    def _goals(self, rng: np.random.Generator, count: int) -> F32:
        """The lights they land on, (count, 4): the brightest stars, as placed by sky.glsl, then the glitter."""
        goals = np.zeros((count, 4), np.float32)
        x, y = (axis.ravel() for axis in np.meshgrid(np.arange(-20, 21), np.arange(4, 11)))  # those in view
        shift_x, shift_y, _ = (int(100.0 * off) for off in self.streams.offset("sky"))
        cell = [(axis + off).astype(np.uint32) for axis, off in ((x, shift_x), (y, shift_y))]
        number = hashed(cell[0], cell[1], np.zeros_like(cell[0]))
        best = np.argsort(number >> np.uint32(22))[::-1][:STARS]
        stars = goals[1 : 1 + STARS]
        stars[:, 0] = (x[best] + 0.12 + 0.76 * (number[best] & np.uint32(2047)) / 2048.0) / CELLS
        stars[:, 1] = (y[best] + 0.12 + 0.76 * ((number[best] >> np.uint32(11)) & np.uint32(2047)) / 2048.0) / CELLS
        stars[:, 2] = 1.0
        sea = goals[1 + STARS :]
        far = 16.0 * 14.0 ** rng.random(len(sea))  # m, so that they are spread evenly over the picture
        sea[:, 0] = far * (self.glitter + rng.normal(0.0, 0.09, len(sea)))
        sea[:, 2], sea[:, 3] = far, 1.0
        return goals

    def draw(self, frame: Frame) -> None:
        """Draw the discs, while there are any; the last ones land on the bodies that are present."""
        if not self.begins - 0.9 < frame.snapshot.act_seconds < self.ends:
            return
        state, values = frame.snapshot.cast.bodies, self._values
        weights = state.emotion.sum(axis=0)
        present = np.flatnonzero((state.presence > 0) & (weights > 0))[: len(values) - 1 - STARS]
        where = np.zeros_like(state.pos)
        bodies.interpolate(state, frame.snapshot.alpha, where)
        last = len(values) - present.size
        values[last:, 4:7] = where[:, present].T
        values[last:, 16:19] = mix_colours(state.emotion[:, present])
        self._buffer.write(values.tobytes())
        self.feed(self.shader, frame)
        self._octagons.render(moderngl.TRIANGLE_STRIP, vertices=8, instances=len(values))
