"""The pose of the open hand out of which the threads come, and the side that it is seen from."""

import math
from dataclasses import dataclass, replace

from dreamscape.physics.emitters import Emitter, Vector
from dreamscape.places.shore import coast
from dreamscape.rng import Streams

WRIST = (coast.FEET[0] + 0.60, coast.FEET[1] + 1.12, coast.FEET[2] - 0.10)  # m, of a right hand
HELD = (WRIST[0] + 0.042, WRIST[1] + 0.004, WRIST[2])  # m, what the camera looks at in the hand
STONE = (0.056, 0.020, 0.003)  # m in the hand, where the stone lies
TILT = 0.42  # radians, of the palm towards the camera


def hand_to_world(x: float, y: float, z: float) -> Vector:
    """A point of the right hand's own space (glsl/acts/held.glsl) in the world, m."""
    c, s = math.cos(TILT), math.sin(TILT)
    return WRIST[0] + x, WRIST[1] + c * y + s * z, WRIST[2] + c * z - s * y


@dataclass(frozen=True, slots=True)
class Pose:
    """A right hand, or its mirror image in the plane across the palm's middle.

    Attributes:
        left: whether it is a left hand.
        side: from the hand to the camera, no unit.
        roll: radians, of the camera: the forearm rises or sinks by it.
        distance: m, of the camera at first.
    """

    left: bool
    side: Vector
    roll: float
    distance: float

    @classmethod
    def from_seed(cls, streams: Streams) -> "Pose":
        """The pose of this seed: the hollow of the palm always faces the camera, and all five fingers are seen."""
        left, turn, rise, roll, near = streams.at("pose").random(5).tolist()
        mirror = -1.0 if left < 0.5 else 1.0
        turn, rise = -0.30 + 0.56 * turn, 0.42 + 0.34 * rise
        side = mirror * math.sin(turn), rise, -math.cos(turn) * 0.83
        return cls(left < 0.5, side, mirror * (0.02 + 0.34 * roll), 0.395 + 0.05 * near)

    def place(self, point: Vector) -> Vector:
        """A point of a right hand in this one, m."""
        return (2.0 * HELD[0] - point[0], *point[1:]) if self.left else point

    def emitter(self, source: Emitter) -> Emitter:
        """An emitter in a right hand moved to this one."""
        if not self.left:
            return source
        x, y, z = source.velocity
        return replace(source, points=tuple(self.place(point) for point in source.points), velocity=(-x, y, z))
