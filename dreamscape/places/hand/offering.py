"""How the open hand holds the key out into the light: which one it is, how it is turned, and its fingers bent."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.camera import WIDE
from dreamscape.easing import ease
from dreamscape.parameters import Values
from dreamscape.places.hand.mesh import Mesh
from dreamscape.places.hand.pose import TILT, Pose
from dreamscape.rng import Streams

PALM = (0.056, 0.0193, 0.0119)  # m in the hand, above the hollow of the palm, over which the key stands
_STEP = 1e-3  # m, over which slopes are measured


@dataclass(frozen=True, slots=True)
class Offering:
    """A hand held out.

    Attributes:
        left: whether it is a left hand, a mirror image of the right one, that comes from the right.
        tilt: radians, by which the palm turns to the camera.
        turn: radians, by which the fingers of a right hand point away from the camera, about the vertical.
        curl: by which the fingers rise towards their tips, m for each metre.
        fan: how much more those beside the little finger do, and the index less.
        high: radians, by which it is seen from above.
    """

    left: bool
    tilt: float
    turn: float
    curl: float
    fan: float
    high: float

    @classmethod
    def from_seed(cls, streams: Streams) -> "Offering":
        """The hand that held the stone holds the key, in a way of this seed's own."""
        tilt, turn, curl, fan, high = streams.at("offering").random(5).tolist()
        return cls(
            Pose.from_seed(streams).left, TILT - 0.10 + 0.34 * tilt, -0.26 + 0.50 * turn, -0.10 + 0.36 * curl,
            -0.12 + 0.24 * fan, 0.14 * high,
        )  # fmt: skip

    @property
    def mirror(self) -> float:
        """1 for a right hand, -1 for a left one."""
        return -1.0 if self.left else 1.0

    @property
    def away(self) -> float:
        """How far it is seen from, x: a palm that is seen whole is larger, and dearer to draw."""
        return 1.0 + 0.35 * max(self.tilt + self.high - TILT, 0.0)

    @property
    def wrist(self) -> tuple[float, float, float]:
        """Where the wrist is, m, so that the palm is the origin."""
        x, y, z = (axes(self.left, self.tilt, self.turn) @ PALM).tolist()
        return -x, -y, -z

    def parameters(self) -> Values:
        """Of the layer `hand`."""
        of_fingers = {"curl": self.curl, "fan": self.fan}
        return {"wrist": self.wrist, "tilt": self.tilt, "turn": self.turn, "left": self.left, **of_fingers}

    def span(self, distance: float, aside: float = 0.0) -> tuple[float, float]:
        """What tall pictures show: the hand to its fingertips, then all of the dreamer.

        Args:
            distance: m, from which it is seen.
            aside: m, how far beside the hand the camera looks, towards the dreamer.
        """
        wide = 2.0 * math.tan(math.radians(20.0)) * WIDE * distance  # m across a 16:9 picture
        figure = min(max(0.5 - (0.66 - aside) / wide, 0.02), 0.24)
        left = 0.24 + (figure - 0.24) * ease((distance - 0.6) / 0.4)
        right = max(0.5 + (0.16 + aside) / wide, left + 0.52)
        return (1.0 - right, 1.0 - left) if self.left else (left, right)


def axes(left: bool, tilt: float, turn: float) -> NDArray[np.float64]:
    """The axes of a hand's own space as columns, (3, 3), as in glsl/acts/held.glsl."""
    mirror = -1.0 if left else 1.0
    c, s = math.cos(tilt), math.sin(tilt)
    ahead, aside = math.cos(turn), mirror * math.sin(turn)
    about = np.array([(ahead, 0.0, -aside), (0.0, 1.0, 0.0), (aside, 0.0, ahead)])
    return np.asarray(about @ np.array([(mirror, 0.0, 0.0), (0.0, c, s), (0.0, -s, c)]))


def bends(position: F32) -> F32:
    """How far each vertex of the hand rises where fingers are bent by 1, (n,) m; position (n, 3), m."""
    past = np.maximum(position[:, 0] - 0.092 - 0.3 * np.abs(position[:, 2] + 0.004), 0.0)
    along = np.clip(past / 0.04, 0.0, 1.0)
    return np.asarray(past * along * along * (3.0 - 2.0 * along), np.float32)


def held(whole: Mesh, curl: float, fan: float) -> Mesh:
    """A hand whose fingers are bent at rest; arguments as of `Offering`."""
    if not (curl or fan):
        return whole

    def rise(position: F32) -> F32:
        across = np.clip((position[:, 2] + 0.004) / 0.035, -1.0, 1.0)
        return np.asarray((curl + fan * across) * bends(position), np.float32)

    position, normal = whole.position, whole.normal.copy()
    for axis in (0, 2):
        step = np.zeros(3, np.float32)
        step[axis] = _STEP
        slope = (rise(position + step) - rise(position - step)) / np.float32(2.0 * _STEP)
        normal[:, axis] -= slope * whole.normal[:, 1]
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    risen = position.copy()
    risen[:, 1] += rise(position)
    return replace(whole, position=risen, normal=normal)
