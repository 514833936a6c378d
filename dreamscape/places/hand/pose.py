"""The pose of the open hand out of which the threads come, and the side that it is seen from."""

import math
from dataclasses import dataclass, replace

from dreamscape.physics.emitters import Emitter, Vector
from dreamscape.places.shore import coast
from dreamscape.rng import Streams

WRIST = (coast.FEET[0] + 0.60, coast.FEET[1] + 1.12, coast.FEET[2] - 0.10)  # m, of a right hand
HELD = (WRIST[0] + 0.042, WRIST[1] + 0.004, WRIST[2])  # m, what the camera looks at in the hand
STONE = (0.056, 0.020, 0.003)  # m in the hand, where the stone lies
ARM = (-0.9706, -0.2360, 0.0457)  # in the right hand's own axes: from the wrist to the elbow,
ACROSS = (-0.0790, 0.4960, 0.8647)  # across the arm, as in layers/hand.glsl,
OUT = (-0.2267, 0.8357, -0.5001)  # and out of its skin
TILT = 0.42  # radians, of the palm towards the camera


def hand_to_world(x: float, y: float, z: float) -> Vector:
    """A point of the right hand's own space (glsl/acts/held.glsl) in the world, m."""
    c, s = math.cos(TILT), math.sin(TILT)
    return WRIST[0] + x, WRIST[1] + c * y + s * z, WRIST[2] + c * z - s * y


def forearm_point(up: float, across: float) -> Vector:
    """A point on the skin of the forearm, `up` m from the wrist and `across` m, in the right hand's own space.

    Measured on the baked hand (assets/hand.npz): it is round, and thicker towards the elbow.
    """
    high = 0.0195 + 0.0165 * min(max(up / 0.15, 0.0), 1.0) - 11.0 * (across + 0.007) ** 2
    x, y, z = (up * a + across * b + high * c for a, b, c in zip(ARM, ACROSS, OUT, strict=True))
    return x, y, z


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
