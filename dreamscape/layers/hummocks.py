"""Hummocks: small mounds of moss on the cliff's ledges, which are seen too much aslant for a flat picture of moss."""

import numpy as np

from dreamscape.parameters import Parameter
from dreamscape.places.shore import coast, rock_light
from dreamscape.places.shore.hummocks import hummocks
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame

CORNERS = ((-1.732, -1.0), (1.732, -1.0), (0.0, 2.0))  # of a triangle around a circle of radius 1
READ = ("3f 3f 2f 4f 4f 1f 2f", "position", "facing", "place", "shade", "look", "radius", "corner")


class Hummocks(Daylit):
    """Mounds of moss, each a picture of moss that is seen straight on, turned to the camera, from far to near."""

    pulse = Parameter(1.0, 0.0, 3.0, "x", "brightness of the heart's pulse in them")
    pulse_speed = Parameter(12.0, 1.0, 30.0, "m/s", "how fast the pulse spreads")
    key_light = Parameter(1.0, 0.0, 3.0, "x", "brightness of the seam's light on them")
    seam_azimuth = Parameter(0.27, -1.0, 1.0, "tangent", "where the seam's light comes from")

    needs = ("rock_relief", "moss_glow")

    def build(self) -> None:
        """A triangle for each, in one buffer."""
        there = hummocks(coast.promontory(self.streams, self.quality.choose(coast.FINENESS)), self.streams)
        columns = (there.foot, there.facing, there.place, there.shade, there.look, there.radius[:, None])
        table = np.hstack([np.repeat(np.hstack(columns), 3, axis=0), np.tile(CORNERS, (len(there.foot), 1))])
        self._count = len(table)
        if self._count:
            self._mounds = self.shader.array([(self.ctx.buffer(table.astype("f4").tobytes()), *READ)])

    def draw(self, frame: Frame) -> None:
        """Draw them all."""
        if self._count:
            key = rock_light.key_direction(self.seam_azimuth, self.sun or rock_light.SEAM)
            self.feed(self.shader, frame, key=key)
            self._mounds.render()
