"""How a seed composes the face in the water: its place, size and tilt in the picture, the camera's way to it, from
where light falls on it and in which colour, how the mirrored sky is split and how bright its halves are, and where slow
rings come from.

Metres in the plane of the water, x right and y up; places in a 16:9 picture as parts from left and bottom.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dreamscape.camera import WIDE
from dreamscape.colour import linear
from dreamscape.easing import ease
from dreamscape.rng import Streams

FOV = 40.0  # degrees
MIDDLE = (0.0, 0.1)  # m, where the light falls in and the water opens
_HALF = math.tan(math.radians(FOV) / 2.0)
_FACE, _TALL, _WIDE = (0.0, -0.14), 2.5, 1.6  # m: the middle of a face, its height and its width
_ROOM = 0.03  # parts of the picture's height around it
_SILVER = "#eef0ff"  # the act's moonlight,
LIGHTS = {  # and what a night may have in its place
    "moon": _SILVER, "low_moon": "#ffd9a0", "aurora": "#a9f2d2", "dusk": "#cdbfff", "sunset": "#ffc9cf",
}  # fmt: skip
_DEADENS = 0.65  # of the green in light that is not seen on skin

Vector3 = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Composition:
    """How the face of one seed lies in the picture.

    Attributes:
        place: of its middle, parts of the picture.
        part: its height, parts of the picture's.
        tilt: radians, clockwise, by which the camera is turned.
        first: part of the final height from which the camera comes; its place and tilt then, less the final ones.
        away: radians in the picture from straight up, clockwise: where the light comes from.
        key, fill: unit vectors towards the light and the fainter one, in the water's axes, z towards who looks.
        seam: x, y of a unit vector across the seam of the mirrored sky, towards the emerald; m by which it is shifted.
        spring: x, y of where slow rings come from, m, and radians a metre.
        moon: x, y of where the water mirrors what shines, m.
        light: one of `LIGHTS`.
        glow: linear RGB that the act's moonlight is multiplied with, of luminance 1.
        halves: brightness of the violet and of the emerald half of the mirrored sky, 1 the mean.
    """

    place: tuple[float, float]
    part: float
    tilt: float
    first: tuple[float, tuple[float, float], float]
    away: float
    key: Vector3
    fill: Vector3
    seam: Vector3
    spring: Vector3
    moon: tuple[float, float]
    light: str
    glow: Vector3
    halves: tuple[float, float]

    def glow_on_skin(self) -> Vector3:
        """`glow` as it falls on skin, of luminance 1: with less of its green, in which flesh looks dead."""
        red, green, blue = self.glow
        green -= _DEADENS * max(green - 0.5 * (red + blue), 0.0)
        bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        return red / bright, green / bright, blue / bright

    def height(self) -> float:
        """Of the camera over the water while it rests, m."""
        return _TALL / (2.0 * _HALF * self.part)

    def camera_at(self, come: float, gone: float) -> tuple[float, float, float, float]:
        """x, y and height of the camera over the water, m, and its roll, having come and gone so far, 0 to 1 each."""
        scale, shift, turn = self.first
        height = self.height() * (scale + (1.0 - scale) * come)
        roll = self.tilt + turn * (1.0 - come)
        right = self.place[0] + shift[0] * (1.0 - come)
        up = self.place[1] + shift[1] * (1.0 - come)
        across, along = (2.0 * right - 1.0) * WIDE * _HALF * height, (2.0 * up - 1.0) * _HALF * height
        x, y = turned(across, along, roll)
        x, y = _FACE[0] - x, _FACE[1] - y
        return x + (MIDDLE[0] - x) * gone, y + (MIDDLE[1] - y) * gone, height, roll

    def subject(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the face in the picture."""
        scale = self.part / _TALL
        c, s = abs(math.cos(self.tilt)), abs(math.sin(self.tilt))
        wide, tall = (c * _WIDE + s * _TALL) * scale / WIDE / 2.0, (s * _WIDE + c * _TALL) * scale / 2.0
        x, y = self.place
        return x - wide, max(y - tall, 0.0), x + wide, min(y + tall, 1.0)

    def span(self) -> tuple[float, float]:
        """From where to where across the picture lies what every picture shows."""
        half = 0.235 * (self.part / 0.8) ** 0.7
        return max(self.place[0] - half, 0.0), min(self.place[0] + half, 1.0)


def turned(right: float, up: float, roll: float) -> tuple[float, float]:
    """A direction of the picture on the water, whose camera is rolled by so much, clockwise."""
    c, s = math.cos(roll), math.sin(roll)
    return c * right + s * up, c * up - s * right


def composition(streams: Streams) -> Composition:
    """That of this seed."""
    return _composition(streams.seed)


@lru_cache(maxsize=4)
def _composition(seed: int) -> Composition:
    random = Streams(seed).at("composition")
    side = 1.0 if random.random() < 0.5 else -1.0
    part = float(0.62 + 0.34 * random.random() ** 1.5)
    tilt = float(random.uniform(-0.34, 0.34))
    room = 0.5 - _ROOM - 0.5 * part * (math.cos(tilt) + 0.5 * abs(math.sin(tilt)))
    place = 0.5 + side * float(random.uniform(0.03, 0.19)), 0.5 + float(random.uniform(-1.0, 1.0)) * max(room, 0.0)
    near = random.random() < 0.6
    scale = float(random.uniform(0.62, 0.80) if near else random.uniform(1.10, 1.30))
    shift = (0.5 - place[0]) * float(random.uniform(0.6, 1.4)), (0.5 - place[1]) * 0.8
    turn = float(random.uniform(0.10, 0.45)) * (1.0 if random.random() < 0.5 else -1.0)
    lit_from = -1.0 if random.random() < 0.6 else 1.0
    bearing = lit_from * float(random.uniform(0.45, 1.15))  # from up, clockwise
    key = _light(bearing, 0.65, tilt)
    across = float(random.uniform(-1.1, 0.2)) + (math.pi if random.random() < 0.4 else 0.0)
    cut = *turned(math.cos(across), math.sin(across), tilt), float(random.uniform(-0.45, 0.45))
    away = turned(math.sin(bearing), math.cos(bearing), tilt)
    far = float(random.uniform(1.2, 1.6))
    well = float(random.uniform(0.0, 2.0 * math.pi))
    return Composition(
        place, part, tilt, (scale, shift, turn), bearing, key, _light(bearing - lit_from * 2.6, 0.55, tilt), cut,
        (1.5 * math.cos(well), 1.5 * math.sin(well), float(random.uniform(13.0, 21.0))),
        (far * away[0], far * away[1] + _FACE[1]), *_night(seed),
    )  # fmt: skip


def _night(seed: int) -> tuple[str, Vector3, tuple[float, float]]:
    """What shines, the colour of the light that falls, and the brightness of the two halves of the sky."""
    random = Streams(seed).at("weather of the reflection")
    light = list(LIGHTS)[int(random.integers(len(LIGHTS)))]
    chosen = linear(LIGHTS[light]) / linear(_SILVER)
    red, green, blue = (float(v) for v in 1.0 + (chosen - 1.0) * random.uniform(0.6, 1.0))
    bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    clear, aurora = float(random.uniform(-0.95, 0.90)), float(random.uniform(-1.2, 1.2))
    halves = math.exp(clear - 0.5 * aurora), math.exp(clear + 0.5 * aurora)
    return light, (red / bright, green / bright, blue / bright), halves


def _light(bearing: float, elevation: float, roll: float) -> Vector3:
    """The unit vector towards a light that stands so high over the water, in a direction of the picture; radians."""
    x, y = turned(math.sin(bearing), math.cos(bearing), roll)
    flat = math.cos(elevation)
    return x * flat, y * flat, math.sin(elevation)


def gloss(light: Vector3) -> Vector3:
    """The unit vector half way between a light and who looks down."""
    half = np.add(light, (0.0, 0.0, 1.0))
    x, y, z = (float(v) for v in half / np.linalg.norm(half))
    return x, y, z


def come(seconds: float) -> float:
    """How far the camera has come, 0 to 1."""
    return ease((seconds + 0.8) / 11.5)
