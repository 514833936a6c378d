"""Rain on the street of spires: drops that the lights catch, and the rings that they leave on wet ground."""

from typing import ClassVar

import moderngl

from dreamscape.parameters import Parameter
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.street_lights import lamps

_CORNERS = 4


class Rain(Layer):
    """Falling rain, each drop a streak that the lights of the street catch, and its rings on the ground.

    Nothing is drawn where none falls.
    """

    blend = "add"

    rain = Parameter(0.0, 0.0, 2.0, "x", "how much rain falls")
    brightness = Parameter(1.0, 0.0, 4.0, "x", "of the drops")

    drops: ClassVar = (800, 1500, 2200, 3000)  # around the eye, where it rains once over
    rings: ClassVar = (150, 260, 380, 500)

    def build(self) -> None:
        """A strip for each drop and each ring, made in the vertex stage."""
        self._place = self.streams.offset("rain")
        self._rings = self.program(ON_GROUND=1)
        self._strip, self._ring = self.shader.array([]), self._rings.array([])

    def draw(self, frame: Frame) -> None:
        """Draw the rings, then the drops."""
        if self.rain == 0.0:
            return
        lights = lamps(frame, self.streams)
        for shader, strip, most in ((self._rings, self._ring, self.rings), (self.shader, self._strip, self.drops)):
            self.feed(shader, frame, place=self._place, **lights)
            count = round(self.quality.choose(most) * self.rain)
            strip.render(moderngl.TRIANGLE_STRIP, vertices=_CORNERS, instances=max(1, count))
