"""Shafts of light that stand in the water, each where the ripples above let it through."""

import moderngl

from dreamscape.parameters import Parameter
from dreamscape.places.water import overhead_light
from dreamscape.places.water.waters import waters
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame


class Shafts(Daylit):
    """Shafts of light that stand in the water.

    A short ray march through the water at a sixth or an eighth of the resolution: shafts have no sharp edges.
    """

    blend = "add"
    divisor = (6, 6, 8, 8)
    leaves_depth = True
    fewest_rows = (60, 78, 90, 120)

    azimuth = Parameter(0.2, -1.5, 1.5, "tangent", "azimuth of the light above, from straight ahead")
    brightness = Parameter(1.0, 0.0, 4.0, "x", "of the shafts")

    def build(self) -> None:
        """The place in the noise that the water's surface has."""
        self._noise_offset = self.streams.offset("undersea")
        self._waters = waters(self.streams).uniforms
        self._triangle = self.shader.array([])

    def draw(self, frame: Frame) -> None:
        """Draw the shafts over the whole screen."""
        beam = tuple(overhead_light.direction_in_water(self.azimuth))
        self.feed(self.shader, frame, water_place=self._noise_offset, beam=beam, **self._waters)
        self._triangle.render(moderngl.TRIANGLES, vertices=3)
