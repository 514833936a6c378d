"""The night over the mere: what a seed chooses of the place, the weather, the sky, and the way of the camera."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dreamscape.arrays import F32
from dreamscape.rng import Streams

HEAVENS = "stars", "milky_way", "moon"
WEATHERS = "haze", "clear", "clouds", "aurora", "rain"
SHORES = "hills", "mountains", "forest", "islands", "reeds", "mist"
TURN = 0.0022  # radians/s, of the sky: 30 times as fast as the real one, and still slower than mist


@dataclass(frozen=True, slots=True)
class Night:
    """One night, each choice from a stream of its own.

    Attributes:
        side: 1 if the dreamer stands on the left and looks to the right, -1 the other way round.
        heaven, weather, shore: one of HEAVENS, WEATHERS and SHORES.
        moon: sine of its bearing from +z, and tangent of its elevation.
        far: how far the camera stays away, in parts of the usual distance.
        eye: m, how high above the water it comes to rest.
        orbit: radians, by which it goes round both while it looks; positive to the left.
        tall: m, height of the key.
        hover: m, height of its tip above the water.
        behind: m, by which the key stands further away than the dreamer.
        lean: degrees, of the key to the right.
    """

    side: float
    heaven: str
    weather: str
    shore: str
    moon: tuple[float, float]
    far: float
    eye: float
    orbit: float
    tall: float
    hover: float
    behind: float
    lean: float

    @classmethod
    def from_seed(cls, streams: Streams) -> "Night":
        """The night of this seed."""

        def between(name: str, low: float, high: float) -> float:
            return float(streams.at(f"night, {name}").uniform(low, high))

        def one_of(name: str, options: tuple[str, ...]) -> str:
            return options[int(streams.at(f"night, {name}").integers(len(options)))]

        side = 1.0 if between("side", -1.0, 1.0) >= 0.0 else -1.0
        tall = between("tall", 0.86, 1.10)
        eye = 0.18 + 0.62 * between("camera height", 0.0, 1.0) ** 1.5
        orbit = math.radians(between("arc", -13.0, 13.0))
        top = 0.325 + (0.49 - eye) / 3.1  # tangent of the elevation of the picture's upper edge
        return cls(
            side=side,
            heaven=one_of("heaven", HEAVENS),
            weather=one_of("weather", WEATHERS),
            shore=one_of("shore", SHORES),
            moon=(
                side * math.sin(0.6 * orbit - between("bearing of the moon", 0.10, 0.38)),
                top * between("elevation of the moon", 0.48, 0.80),
            ),
            far=between("range", 0.90, 1.24),
            eye=eye,
            orbit=orbit,
            tall=tall,
            hover=between("over the water", 0.11, 0.24),
            behind=between("behind", -0.25, 0.45),
            lean=between("slant", -9.0, 9.0),
        )


def galaxy(streams: Streams) -> F32:
    """The Milky Way as the act begins, (3, 3) float32: along it, across that within its plane, and out of the plane.

    It stands over the far shore and leans to one side.
    """
    rng = streams.at("mere, Milky Way")
    lean = rng.choice((-1.0, 1.0)) * rng.uniform(0.45, 1.0)  # radians, from upright
    bearing = rng.uniform(-0.25, 0.25)
    ahead = np.array((math.sin(bearing), 0.28, math.cos(bearing)))
    ahead /= np.linalg.norm(ahead)
    side = np.cross((0.0, 1.0, 0.0), ahead)
    side /= np.linalg.norm(side)
    up = np.cross(ahead, side)
    along = math.cos(lean) * up + math.sin(lean) * side
    return np.stack([along, ahead, np.cross(along, ahead)]).astype(np.float32)


def sky_turned(streams: Streams, seconds: float) -> F32:
    """How far the sky has turned after so many seconds of the act, a rotation (3, 3) float32."""
    x, y, z = _pole(streams)
    cross = np.array([(0.0, -z, y), (z, 0.0, -x), (-y, x, 0.0)])
    angle = TURN * seconds
    turned = np.eye(3) + math.sin(angle) * cross + (1.0 - math.cos(angle)) * (cross @ cross)  # Rodrigues 1840
    return np.asarray(turned, np.float32)


@lru_cache(maxsize=4)
def _pole(streams: Streams) -> tuple[float, float, float]:
    """The unit vector that the sky turns about."""
    rng = streams.at("mere, pole")
    axis = np.array((rng.choice((-1.0, 1.0)) * rng.uniform(0.3, 0.8), rng.uniform(0.6, 1.0), 1.0))
    x, y, z = (float(v) for v in axis / np.linalg.norm(axis))
    return x, y, z
