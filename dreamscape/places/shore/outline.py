"""The promontory's outline, different for each seed: the land behind the dreamer, the face below, the rock's bedding.

The land behind is laid out as it is seen: `tau` is 0 at the dreamer's feet and 1 at the picture's left edge, seen from
the middle of the camera's path; heights there are tangents of elevation. The face is laid out in metres.
"""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.easing import smoothstep
from dreamscape.perlin import perlin
from dreamscape.places.shore.rock import Bedding
from dreamscape.rng import Streams

Girth = tuple[tuple[float, ...], tuple[float, ...]]
EYE = (1.0, 9.3, -28.0)  # m
FROM, TO = -0.235, -0.70  # tangents, from straight ahead to the feet and to the left edge

# The face's outline as seen at the tip: metres by which it stands out from the rim, at these heights above the sea.
HEIGHTS = (10.0, 9.2, 8.0, 6.4, 4.6, 3.0, 1.6, 0.4, -2.5)
FACES = {
    "steps": (0.0, 0.0, -0.3, -0.6, 0.3, 1.2, 1.8, 2.3, 3.4),  # out to a foot in the swell
    "beak": (0.0, -0.1, -1.5, -3.0, -3.3, -2.6, -1.2, 0.2, 1.2),  # hollow below the ledge
    "buttress": (0.0, 0.1, 0.3, 1.0, 1.9, 2.5, 2.9, 3.1, 3.6),  # broad, and leans on its foot
    "prow": (0.0, -0.2, -0.7, -1.5, -2.5, -3.4, -4.2, -4.8, -5.2),  # leans out over the sea
    "cave": (0.0, 0.1, 0.4, 1.1, 1.6, 0.6, -1.4, -2.0, -1.6),  # undercut by the swell
    "shelves": (0.0, 0.0, -0.5, 0.9, 0.7, 2.0, 1.9, 2.9, 3.6),  # a stair for giants
    "arch": (0.0, -0.1, -0.5, -1.0, -1.8, -2.6, -2.8, -2.6, -2.0),  # sheer, with an arch beside it
}
SLOPES = ("hollow", "dome", "terraces", "meadow", "wall", "cleft")
CRESTS = ("none", "tor", "needle", "fin")

PILE = ((-0.25, 0.02, 0.28, 0.34, 0.60, 0.66, 0.90, 1.0), (0.4, 1.1, 1.0, 0.72, 0.95, 0.62, 0.80, 0.45))
SMALL_PILE = ((-0.25, 0.05, 0.45, 0.55, 1.0), (0.4, 1.0, 0.95, 0.7, 0.6))
NEEDLE = ((-0.25, 0.0, 0.3, 0.62, 0.86, 1.0), (0.4, 1.4, 1.0, 0.92, 0.70, 0.42))
SMALL_NEEDLE = ((-0.25, 0.0, 0.5, 1.0), (0.4, 1.1, 0.8, 0.3))
SLAB = ((-0.25, 0.0, 0.5, 0.85, 1.0), (0.4, 1.15, 0.95, 0.60, 0.25))


def tau(x: F64, z: F64) -> F64:
    """How far left of the feet a point is seen, as a fraction of the way to the left edge; large beside the camera."""
    ahead = np.maximum(z - EYE[2], 1.0)
    return np.asarray(((x - EYE[0]) / ahead - FROM) / (TO - FROM), np.float64)


@dataclass(frozen=True, slots=True)
class RimStone:
    """A stone that stands on the rim.

    Attributes:
        tau: where it stands.
        wide: m, half its width.
        tall: m, its height.
        lean: how far its head leans right, as a fraction of its height.
        deep: half its depth, as a fraction of `wide`.
        girth: its outline from below its foot up: fractions of the height, and fractions of `wide` there.
    """

    tau: float
    wide: float
    tall: float
    lean: float
    deep: float
    girth: Girth


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of one seed's promontory.

    Attributes:
        slope: one of `SLOPES`, the land behind the dreamer.
        crest: one of `CRESTS`, what stands on its rim.
        face: one of `FACES`.
        luck: random numbers in [0, 1) that vary the shapes above.
        bedding: how its rock is layered.
    """

    slope: str
    crest: str
    face: str
    luck: tuple[float, ...]
    bedding: Bedding

    @classmethod
    def from_seed(cls, streams: Streams) -> "Outline":
        """The outline of this seed."""
        random = streams.at("outline")
        slope, face = SLOPES[random.integers(len(SLOPES))], list(FACES)[random.integers(len(FACES))]
        bare = slope in ("hollow", "dome", "meadow", "wall")  # the others have enough of their own
        crest = CRESTS[random.integers(1 if slope in ("meadow", "wall") else 0, len(CRESTS))] if bare else "none"
        luck = tuple(random.random(12).tolist())
        tilt = float(random.choice((-1.0, 1.0)) * random.uniform(0.10, 0.50))
        often, jut = random.uniform((0.36, 0.7), (0.58, 1.4)).tolist()
        return cls(slope, crest, face, luck, Bedding((tilt, float(random.uniform(-0.2, 0.2))), often, jut))

    def skyline(self, at: F64) -> F64:
        """The land's height behind the dreamer, as a tangent of elevation, at `tau`."""
        a, b, c = self.luck[:3]
        t = np.clip(at, 0.0, 1.6)
        if self.slope == "hollow":
            rise = (0.21 + 0.11 * a) * t ** (1.5 + 0.7 * b)
        elif self.slope == "dome":
            rise = (0.16 + 0.08 * a) * (1.0 - np.clip(1.0 - (t - 0.10) * 1.15, 0.0, 1.0) ** (2.0 + b))
            rise *= smoothstep(t, 0.06, 0.18)
        elif self.slope == "terraces":
            steps = 0.15 + 0.06 * b + np.cumsum((0.0, 0.25 + 0.08 * c, 0.31 - 0.06 * b))
            risers = (0.050 + 0.02 * c, 0.075 + 0.03 * a, 0.075 - 0.03 * c)
            rise = 0.01 * t + sum(
                (tall * smoothstep(t, s, s + 0.04) for s, tall in zip(steps, risers, strict=True)), 0.0 * t
            )
        elif self.slope == "meadow":
            rise = 0.02 + (0.02 + 0.08 * a) * t + 0.012 * np.sin(9.0 * t + 6.0 * b)
            rise *= smoothstep(t, 0.0, 0.2)
        elif self.slope == "wall":
            foot, tall = 0.22 + 0.22 * b, 0.15 + 0.08 * a
            knots = foot + np.array((0.0, 0.045, 0.075, 0.09, 0.14, 0.15, 0.30, 0.34))
            rise = 0.05 * t + tall * np.interp(t, knots, (0.0, 0.42, 0.46, 0.70, 0.74, 0.92, 1.0, 1.25 + 0.3 * c))
        else:
            middle = 0.40 + 0.18 * b
            rise = (0.26 + 0.08 * a) * t ** (0.9 + 0.5 * c)
            cut = smoothstep(t, middle - 0.07, middle - 0.03) * (1.0 - smoothstep(t, middle + 0.01, middle + 0.12))
            rise -= 0.85 * cut * rise
        x = np.asarray(t + 64.0 * self.luck[3], np.float32)
        flat = np.zeros_like(x)
        ragged = perlin(x * 9.0, flat, flat) + 0.6 * np.abs(perlin(x * 21.0, flat + 7.5, flat))
        rise = rise + 0.022 * (0.3 + self.luck[6]) * ragged * smoothstep(t, 0.12, 0.4)
        return np.asarray(0.030 + rise, np.float64)

    def stones(self) -> list[RimStone]:
        """The stones on the rim."""
        a, b, c, d = self.luck[3:7]
        at = 0.34 + 0.30 * a
        if self.slope == "wall":  # on its brow
            at = 0.40 + 0.22 * self.luck[1]
            c, d = 0.3 * c - 0.7, 0.3 * d
        right = d < 0.6
        if self.crest == "tor":
            return [
                RimStone(at, 1.25 + 0.5 * b, 2.6 + 1.2 * c, 0.06 * (d - 0.5), 1.0, PILE),
                RimStone(at + 0.16, 0.9, 1.3 + 0.6 * d, 0.0, 1.0, SMALL_PILE),
            ]
        if self.crest == "needle":
            lean = 0.26 if right else -0.18
            return [
                RimStone(at, 0.75 + 0.25 * b, 4.4 + 1.8 * c, lean, 1.1, NEEDLE),
                RimStone(at + 0.13, 0.8, 1.6 + 0.8 * b, 0.6 * lean, 1.0, SMALL_NEEDLE),
            ]
        if self.crest == "fin":  # slabs on edge, one behind another, lower and lower
            wide, tall, lean = 0.95 + 0.2 * b, 2.9 + 1.3 * c, 0.22 if right else -0.22
            return [RimStone(at + 0.12 * k, wide, tall * (1.0 - 0.27 * k), lean, 1.9, SLAB) for k in range(3)]
        return []

    def cave(self, along: F64, height: F64) -> F64:
        """How deep in the cave a point of the face is, 0 to 1; metres from the tip along the rim, and above the sea."""
        if self.face != "cave":
            return np.zeros(np.broadcast(along, height).shape)
        a, b, c = self.luck[9:12]
        across = (along + 4.6 + 1.6 * a) / (2.2 + 0.8 * b)
        mouth = across**2 + (np.maximum(height, 0.0) / (4.6 + 1.6 * c)) ** 2
        return (1.0 - smoothstep(mouth, 0.5, 1.0)) * (1.0 - 0.5 * np.minimum(mouth, 1.0))

    def arch(self) -> tuple[F64, F64]:
        """The middle of the arch's leg, x, y, z in metres, from within the rock down into the sea; its radii."""
        a, b, c = self.luck[9:12]
        x, y, z = -3.4 + 1.1 * a, 3.8 + 2.6 * b, 1.2 + 2.4 * c
        thick = 0.85 + 0.45 * self.luck[8]
        middle = [
            (-9.0, y + 0.6, z),
            (-6.2, y + 0.6, z),
            (x - 1.3, y, z),
            (x, 0.62 * y, z),
            (x + 0.2, 0.30 * y, z),
            (x + 0.3, -0.9, z),
        ]
        return np.array(middle), thick * np.array((2.2, 2.0, 1.5, 1.25, 1.4, 2.3))

    def steep(self, at: F64) -> F64:
        """How steep the land behind the dreamer is at `tau`, 0 level to 1 a face."""
        return smoothstep(np.abs(self.skyline(at + 0.02) - self.skyline(at - 0.02)) / 0.04, 0.5, 1.5)

    def reach(self, height: F64) -> F64:
        """How many metres the face stands out from the rim, at a height above the sea if the rim is at 10 m."""
        shift = (self.luck[7] - 0.5) * 1.2
        strength = 0.85 + 0.35 * self.luck[8]
        knots = np.array(HEIGHTS)
        knots[2:-2] += shift
        return np.asarray(strength * np.interp(-height, -knots, FACES[self.face]), np.float64)
