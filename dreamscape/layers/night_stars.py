"""The stars over the mere, which turn slowly with the sky."""

import math

import moderngl
import numpy as np

from dreamscape.arrays import F32
from dreamscape.parameters import Parameter
from dreamscape.places.key.night import galaxy, sky_turned
from dreamscape.render.layer import Frame, Layer

COUNT = 2600  # of stars in front of the dreamer and beside them
FAINT = 5000  # of those along the Milky Way


class NightStars(Layer):
    """Points of light that turn slowly with the sky, hidden by the mere's land, its clouds and its mist."""

    blend = "add"
    leaves_depth = True
    needs = ("air_map", "outline")

    brightness = Parameter(1.3, 0.0, 8.0, "x", "of all of them")
    gathered = Parameter(0.0, 0.0, 1.0, "part", "how many stand along the Milky Way")

    def build(self) -> None:
        """All the points, in one buffer."""
        rng = self.streams.at("stars of the mere")
        way = np.concatenate([_scattered(rng, COUNT), _along(rng, galaxy(self.streams), round(FAINT * self.gathered))])
        luck = rng.random((len(way), 2))
        luck[COUNT:, 0] = 0.60 + 0.33 * luck[COUNT:, 0]  # many of the Milky Way are seen, faintly
        keep = (way[:, 2] > -0.2) & (way[:, 1] > -0.25)
        self._stars = np.hstack([way, luck])[keep].astype("f4")
        self._buffer = self.ctx.buffer(reserve=self._stars.nbytes, dynamic=True)
        self._points = self.shader.array([(self._buffer, "3f 2f", "way", "luck")])

    def draw(self, frame: Frame) -> None:
        """Draw those that may be in view, unless they give no light, as by day."""
        if not self.brightness:
            return
        turned = sky_turned(self.streams, frame.snapshot.act_seconds)
        wide, high = frame.camera.tangents(frame.size[0] / frame.size[1])
        corner = 1.0 / math.sqrt(1.0 + wide * wide + high * high)  # cosine of the angle to the picture's corners
        seen = self._stars[self._stars[:, :3] @ (frame.camera.basis()[2] @ turned).astype("f4") > corner - 0.01]
        if not len(seen):
            return
        self._buffer.write(seen.tobytes())
        self.feed(self.shader, frame, turned=tuple(turned.T.ravel()))
        self.ctx.enable(moderngl.PROGRAM_POINT_SIZE)
        self._points.render(moderngl.POINTS, vertices=len(seen))
        self.ctx.disable(moderngl.PROGRAM_POINT_SIZE)


def _scattered(rng: np.random.Generator, count: int) -> F32:
    """Directions all over the sky, (count, 3)."""
    way = rng.normal(0.0, 1.0, (count, 3))
    return np.asarray(way / np.linalg.norm(way, axis=1, keepdims=True), np.float32)


def _along(rng: np.random.Generator, rows: F32, count: int) -> F32:
    """Directions near a great circle, (count, 3); `rows` (3, 3) as of `galaxy`."""
    angle, out_of = rng.uniform(0.0, 2.0 * np.pi, count), rng.normal(0.0, 0.10, count)
    way = np.stack([np.cos(angle), np.sin(angle), out_of], 1) @ rows
    return np.asarray(way / np.linalg.norm(way, axis=1, keepdims=True), np.float32)
