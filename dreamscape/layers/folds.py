"""Liquid folds of sapphire: sheets of water like warm cloth that close around the frame, and let go at the end."""

import numpy as np

from dreamscape.parameters import Parameter
from dreamscape.places.water import overhead_light
from dreamscape.render.layer import Frame, Layer

SHEETS = (2, 3, 3, 3)  # by tier


class Folds(Layer):
    """Sheets of sapphire water like warm cloth that close around the frame, and let go at the end.

    Pleated tubes around the line of sight, from the eye into the distance, open towards the light.
    """

    divisor = (2, 2, 1, 1)

    azimuth = Parameter(0.2, -1.5, 1.5, "tangent", "azimuth of the light above, from straight ahead")
    closing = Parameter(7.0, 0.5, 60.0, "s", "how long the folds take to close")
    opening = Parameter(27.6, 5.0, 600.0, "s", "when they begin to open again")
    warmth = Parameter(1.0, 0.0, 3.0, "x", "brightness of the blossom light along the folds' edges")

    def build(self) -> None:
        """A grid of points around and along the tube, far ends first so that near folds cover far ones."""
        around, along = self.quality.choose(((64, 12), (96, 18), (176, 24), (240, 44)))
        u, v = np.meshgrid(np.linspace(0.0, 1.0, around), np.linspace(1.0, 0.0, along))
        corner = (np.arange(along - 1)[:, None] * around + np.arange(around - 1)).ravel().astype(np.uint32)
        quads = corner[:, None] + np.array([0, 1, around, around, 1, around + 1], np.uint32)
        points = np.stack([u.ravel(), v.ravel()], axis=1).astype("f4")
        self._cloth = self.shader.array(
            [(self.ctx.buffer(points.tobytes()), "2f", "place")], self.ctx.buffer(quads.tobytes())
        )
        self._turn = self.streams.offset("folds")

    def draw(self, frame: Frame) -> None:
        """Draw the sheets, the outermost first."""
        sheets = self.quality.choose(SHEETS)
        beam = tuple(overhead_light.direction_in_water(self.azimuth))
        self.feed(self.shader, frame, turn=self._turn, sheets=sheets, beam=beam)
        self._cloth.render(instances=sheets)
