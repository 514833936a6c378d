"""How a seed composes the far view of the shore's night: where the dreamer stands in it, and how the fan is spread."""

import math
from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.physics.emitters import Vector
from dreamscape.places.shore import coast
from dreamscape.rng import Streams

FOV = 41.0  # degrees
HIGH = math.tan(math.radians(FOV) / 2.0)
WIDE = HIGH * 16.0 / 9.0
EDGE = 0.895  # of the picture's width, how far the fan goes
HEAD = 1.35, 1.95  # m above the feet: the horizon goes below the head or above it, not through it
USUAL = 28.5, 0.33, 0.92  # m and parts of the width: the distance, the dreamer's place and the edge of homes as listed


@dataclass(frozen=True, slots=True)
class FarView:
    """The far view of one seed.

    Attributes:
        distance: m, of the camera from the dreamer, at first.
        side: from the dreamer to the camera, no unit.
        place: the dreamer's feet in the picture, parts of its width and height from the lower left.
        lift: how much higher or lower than usual above the ledge the fan rises, a factor.
        tilt: m that it rises for each that it goes out.
    """

    distance: float
    side: Vector
    place: tuple[float, float]
    lift: float
    tilt: float

    @classmethod
    def from_seed(cls, streams: Streams) -> "FarView":
        """The far view of this seed."""
        low, high = (24.0, -0.10, 0.0, 0.25, 0.36, 0.70, -0.14), (32.5, 0.07, 0.15, 0.42, 0.55, 1.30, 0.14)
        distance, x, y, across, up, lift, tilt = streams.at("far view").uniform(low, high).tolist()
        rise = y / math.hypot(x, y, 1.0)
        eye = distance * (rise - (2.0 * up - 1.0) * HIGH)  # m above the feet, nearly; later less
        clear = eye - HEAD[0], eye - 1.5 * rise - HEAD[1]
        if clear[0] > 0.0 > clear[1]:
            up += min(clear, key=abs) / (2.0 * distance * HIGH)
        return cls(distance, (x, y, -1.0), (across, up), lift, tilt)

    def aim(self) -> Vector:
        """What the camera looks at, m, so that the dreamer stands in their place."""
        forward = -np.array(self.side) / np.linalg.norm(self.side)
        right = np.array((forward[2], 0.0, -forward[0]))
        right /= np.linalg.norm(right)
        across, up = (2.0 * self.place[0] - 1.0) * WIDE, (2.0 * self.place[1] - 1.0) * HIGH
        aim = np.array(coast.FEET) - self.distance * (across * right + up * np.cross(forward, right))
        x, y, z = (float(v) for v in aim)
        return x, y, z

    def home(self, usual: Vector) -> F64:
        """The home in this view of a living thing that usually lives at `usual`, m, (3,).

        The fan turns with the camera and fills the picture to both sides of the dreamer as it usually does; what flies
        is lifted and tilted.
        """
        x, y, z = usual
        deep = z - coast.FEET[2]
        distance, place, edge = USUAL
        seen = 0.5 + 0.5 * ((2.0 * place - 1.0) * WIDE * distance + x - coast.FEET[0]) / ((distance + deep) * WIDE)
        beside = (EDGE - self.place[0]) / (edge - place) if seen > place else self.place[0] / place
        seen = self.place[0] + (seen - place) * beside
        out = ((2.0 * seen - 1.0) * (self.distance + deep) - (2.0 * self.place[0] - 1.0) * self.distance) * WIDE
        if y > 5.0:
            y = max(coast.FEET[1] + (y - coast.FEET[1]) * self.lift + self.tilt * (out - 16.0), 6.5)
        turn = math.atan2(-self.side[0], -self.side[2])
        cos, sin = math.cos(turn), math.sin(turn)
        return np.array((coast.FEET[0] + out * cos + deep * sin, y, coast.FEET[2] + deep * cos - out * sin))
