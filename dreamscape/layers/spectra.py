"""The spectra: fans of light, split into its colours, that the spires cast on the wet ground away from the lights."""

import moderngl
import numpy as np

from dreamscape.parameters import Parameter
from dreamscape.places.street import street
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.street_lights import lamps
from dreamscape.rng import Streams

_NEAR = 34.0  # m, beyond which fans are too faint to be drawn


class Spectra(Layer):
    """Fans of light, split into its colours, on the wet ground beside the spires.

    One instance for each spire at the kerb.
    """

    blend = "add"

    brightness = Parameter(1.0, 0.0, 3.0, "x", "of the fans")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Find the spires at the kerb."""
        street.at_kerb(streams)

    def build(self) -> None:
        """The feet of the spires at the kerb."""
        grown = street.crystals(self.streams)
        girth = grown.sides.mean(axis=1)
        self._rows = np.stack([grown.base[:, 0], grown.base[:, 2], girth, grown.number], axis=1)
        self._rows = self._rows[street.at_kerb(self.streams)]
        self._rows = np.ascontiguousarray(self._rows, np.float32)
        self._buffer = self.ctx.buffer(reserve=self._rows.nbytes, dynamic=True)
        self._fans = self.shader.array([(self._buffer, "4f/i", "foot")])

    def draw(self, frame: Frame) -> None:
        """Draw the fans that are near and in front of the camera."""
        away = self._rows[:, :2] - np.array(frame.camera.position, np.float32)[[0, 2]]
        deep = away @ frame.camera.basis()[2][[0, 2]]
        rows = self._rows[(deep > -3.0) & (deep < _NEAR)]
        if len(rows):
            self._buffer.write(rows.tobytes())
            self.feed(self.shader, frame, **lamps(frame, self.streams))
            self._fans.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(rows))
