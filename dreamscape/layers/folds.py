"""Liquid folds of sapphire: sheets of water like warm cloth that close around the frame, and let go at the end."""

import numpy as np

from dreamscape.easing import smoothstep
from dreamscape.layers.memories import held
from dreamscape.parameters import Parameter
from dreamscape.physics import bodies
from dreamscape.places.water import overhead_light
from dreamscape.places.water.waters import waters
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame

SHEETS = (2, 3, 3, 3)  # by tier
GLOWS = ((0.50, 0.20, 0.19), (0.34, 0.17, 0.07), (0.36, 0.18, 0.06))  # of each memory on what is near it, linear light
LAMPS = 0.5, 1.9  # m, radii between which a droplet begins to shine on the folds


class Folds(Daylit):
    """Sheets of sapphire water like warm cloth that close around the frame, and let go at the end.

    Pleated tubes around the line of sight, from the eye into the distance, open towards the light.
    """

    divisor = (2, 2, 2, 1)
    leaves_depth = True
    fewest_rows = (1, 1, 320, 1)

    azimuth = Parameter(0.2, -1.5, 1.5, "tangent", "azimuth of the light above, from straight ahead")
    closing = Parameter(7.0, 0.5, 60.0, "s", "how long the folds take to close")
    opening = Parameter(27.6, 5.0, 600.0, "s", "when they begin to open again")
    warmth = Parameter(1.0, 0.0, 3.0, "x", "brightness of the blossom light along the folds' edges")

    def build(self) -> None:
        """A grid of points around and along the tube, far ends first so that near folds cover far ones."""
        around, along = self.quality.choose(((56, 11), (128, 13), (128, 15), (288, 32)))
        u, v = np.meshgrid(np.linspace(0.0, 1.0, around), np.linspace(1.0, 0.0, along))
        corner = (np.arange(along - 1)[:, None] * around + np.arange(around - 1)).ravel().astype(np.uint32)
        quads = corner[:, None] + np.array([0, 1, around, around, 1, around + 1], np.uint32)
        points = np.stack([u.ravel(), v.ravel()], axis=1).astype("f4")
        self._cloth = self.shader.array(
            [(self.ctx.buffer(points.tobytes()), "2f", "place")], self.ctx.buffer(quads.tobytes())
        )
        self._turn = self.streams.offset("folds")
        self._tint = waters(self.streams).tint

    def draw(self, frame: Frame) -> None:
        """Draw the sheets, the outermost first."""
        sheets = self.quality.choose(SHEETS)
        beam = tuple(overhead_light.direction_in_water(self.azimuth))
        lamp, glow = self._lamp(frame)
        self.feed(
            self.shader, frame, turn=self._turn, sheets=sheets, beam=beam, lamp=lamp, lamp_light=glow, tint=self._tint
        )
        self._cloth.render(instances=sheets)

    def _lamp(self, frame: Frame) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Where the widest droplet is, m from the eye, and the light of its memory: none while all are small."""
        state = frame.snapshot.cast.bodies
        if not state.radius.size:
            return (0.0, 0.0, 1.0), (0.0, 0.0, 0.0)
        where = np.zeros_like(state.pos)
        bodies.interpolate(state, frame.snapshot.alpha, where)
        widest = int(np.argmax(state.radius * state.presence))
        level = float(smoothstep(state.radius[widest] * state.presence[widest], *LAMPS))
        glow = np.array(GLOWS[held(state)[widest]]) * level
        return tuple(where[:, widest] - np.array(frame.camera.position)), tuple(glow)
