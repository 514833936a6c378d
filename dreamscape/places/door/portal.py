"""The portal that holds the door: what the seed chooses of its stone, its light, its weather and the way to it.

Metres, as in `opening`: the leaves at z = 0, their sill at y = 0, the viewer at negative z.
"""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from dreamscape.arrays import F32, F64
from dreamscape.rng import Streams

Outline = Literal["gable", "block", "stepped", "round", "ruin", "wall"]
Flank = Literal["none", "obelisks", "piers", "stumps"]
Weather = Literal["dry", "snow", "wet"]

HALF_WIDE, POINT = 1.6, 6.2  # m, of the leaves: half the width, and the height of the point of their arch
RISE = 1.35 * HALF_WIDE  # m, from the springing to the point, as on the street
SPRINGING = POINT - RISE
RADIUS = 0.5 * (RISE * RISE / HALF_WIDE + HALF_WIDE)  # m, of the arch's two arcs
STRUCK = RADIUS - HALF_WIDE  # m beyond the middle, from where they are struck
FRAME = 0.12  # m, of bronze around the leaves


@dataclass(frozen=True, slots=True)
class Portal:
    """One seed's portal.

    Attributes:
        side: 1 if the viewer comes from the right of the door, else -1.
        aside: degrees off the door's middle, where the viewer sets out and where they rest.
        far, rest, near: m from the lock: likewise, and where they are once the key has turned.
        high: m over the ground, at first.
        third: m, how far beside the lock the viewer looks, from afar and close by, so that it stands left or right.
        moon: unit, towards the moon.
        beam: the plane in the middle of its beam, as a unit normal, m from the origin, and m half through it.
        outline: of the front that the arch is in; `half` and `tall`, m, its size.
        orders: of the arch; each steps back by `depth` and is `width`, m.
        steps: before the door.
        flank: what stands on both sides of the way, `apart` m from its middle.
        courses, blocks: of stone in a tile of the sheet: rows, and stones in one.
        rough: how far faces of stone are hewn or worn, 0 sawn to 1.
        weather: dust in the air, snow that falls and lies, or wet ground after rain.
        haze: 1/m, how dense the air is.
        night: x, how strong the light of the moon is, and that of the sky; and how warm the moon's is, 0 to 1.
        dreamer: m, x and z of the feet of the one who stands there.
    """

    side: int
    aside: tuple[float, float]
    far: float
    rest: float
    near: float
    high: float
    third: tuple[float, float]
    moon: tuple[float, float, float]
    beam: tuple[float, float, float, float, float]
    outline: Outline
    half: float
    tall: float
    orders: int
    width: float
    depth: float
    steps: int
    flank: Flank
    apart: float
    courses: int
    blocks: int
    rough: float
    weather: Weather
    haze: float
    night: tuple[float, float, float]
    dreamer: tuple[float, float]

    @property
    def reveal(self) -> float:
        """How far the leaves stand back from the front, m."""
        return 0.10 + self.orders * self.depth

    @property
    def around(self) -> float:
        """How far the arch reaches beyond the leaves at the front, m."""
        return FRAME + self.orders * self.width

    @property
    def ground(self) -> float:
        """The height of the ground, m."""
        return -STEP_HIGH * self.steps

    @property
    def spread(self) -> tuple[float, float]:
        """Of the dreamer's feet and the arch over the level of the eye that first sees them, radians."""
        eye = self.ground + self.high
        return math.atan2(-self.high, self.far + self.dreamer[1]), math.atan2(POINT + self.around - eye, self.far)


_WIDEST = math.radians(32.0)  # how much of the picture's 40 degrees that takes
STEP_HIGH, STEP_DEEP = 0.165, 0.36  # m
OUTLINES: tuple[Outline, ...] = ("gable", "block", "stepped", "round", "ruin", "wall")
FLANKS: tuple[Flank, ...] = ("none", "obelisks", "piers", "stumps")
WEATHERS: tuple[Weather, ...] = ("dry", "snow", "wet")


@lru_cache(maxsize=8)
def portal(streams: Streams) -> Portal:
    """This seed's portal."""
    random = streams.at("portal")

    def between(low: float, high: float) -> float:
        return float(random.uniform(low, high))

    side = int(random.choice((-1, 1)))
    from_side = int(random.choice((-1, 1)))
    moon = _unit((from_side * between(0.40, 0.95), between(0.40, 0.95), -between(0.55, 0.85)))
    outline: Outline = OUTLINES[random.integers(len(OUTLINES))]
    orders = int(random.integers(2, 5))
    steps = int(random.integers(2, 7))
    rest = between(3.3, 4.6)
    width, depth = between(0.24, 0.34), between(0.20, 0.32)
    half = HALF_WIDE + FRAME + orders * width + between(0.7, 1.7)
    found = Portal(
        side=side,
        aside=(side * between(-3.0, 17.0), side * between(26.0, 38.0)),
        far=between(14.0, 19.0),
        rest=rest,
        near=between(2.2, 3.0),
        high=between(0.9, 3.4),
        third=(between(-2.4, 2.4), between(-0.75, 0.75)),
        moon=moon,
        beam=_beam(moon, (between(-0.9, 0.9), between(1.2, 3.0)), between(1.3, 2.3)),
        outline=outline,
        half=half,
        tall=POINT + orders * width + between(1.2, 2.6),
        orders=orders,
        width=width,
        depth=depth,
        steps=steps,
        flank=FLANKS[random.integers(len(FLANKS))],
        apart=half + between(0.2, 1.4),
        courses=int(random.choice((6, 8, 10))),
        blocks=int(random.choice((3, 4, 5))),
        rough=between(0.25, 1.0),
        weather=WEATHERS[random.integers(len(WEATHERS))],
        haze=between(0.018, 0.040),
        night=_night(streams),
        dreamer=(
            -side * between(0.4, 1.5),
            min(-0.65 - orders * depth - STEP_DEEP * steps, -rest - 1.2) - between(0.0, 0.5),
        ),
    )
    while found.spread[1] - found.spread[0] > _WIDEST:
        found = replace(found, far=found.far + 0.5)
    return found


def _night(streams: Streams) -> tuple[float, float, float]:
    """A thin moon or a full one, under a dark sky or a pale one, silver or low and ivory."""
    random = streams.at("moonlight")
    moon, sky = 2.0 ** random.uniform((-1.5, -0.9), (0.9, 1.4))
    return float(moon), float(sky), float(random.uniform(0.0, 1.0)) ** 1.3


def _unit(way: tuple[float, float, float]) -> tuple[float, float, float]:
    x, y, z = (v / math.hypot(*way) for v in way)
    return x, y, z


def _beam(
    moon: tuple[float, float, float], through: tuple[float, float], half: float
) -> tuple[float, float, float, float, float]:
    """The beam whose middle meets the leaves at `through`; its plane holds the moon, and is as upright as it can be."""
    x, y, z = _unit((1.0 - moon[0] * moon[0], -moon[0] * moon[1], -moon[0] * moon[2]))
    return x, y, z, x * through[0] + y * through[1], half


def arch_path(beyond: float, straight: F64, arc: F64) -> tuple[F64, F64]:
    """The outline of the leaves, moved outwards, from the left foot over the point to the right.

    Args:
        beyond: m.
        straight: heights below the springing, m, ascending, `(a,)`.
        arc: parts of the arc from the springing to the point, 0 to 1, `(b,)`.

    Returns:
        Points and outward unit normals, each `(2 (a + b), 2)`.
    """
    turn = np.arccos(STRUCK / (RADIUS + beyond)) * arc
    out = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    right = np.concatenate(
        [
            np.stack([np.full_like(straight, HALF_WIDE + beyond), straight], axis=1),
            out * (RADIUS + beyond) + (-STRUCK, SPRINGING),
        ]
    )
    normal = np.concatenate([np.tile((1.0, 0.0), (straight.size, 1)), out])
    mirrored = np.array((-1.0, 1.0))
    return np.concatenate([right * mirrored, right[::-1]]), np.concatenate([normal * mirrored, normal[::-1]])


def seen_of_leaves(view: F32) -> tuple[float, float]:
    """How deep in the picture what it shows of the leaves lies at most, and the lowest place of their plane in it, m.

    Where that has no end, it is infinitely deep and low.

    Args:
        view: (4, 4) float32, row-major, world to clip space.
    """
    into = np.linalg.inv(view.astype(np.float64))
    corners = np.array([(x, y, z, 1.0) for z in (-1.0, 1.0) for x in (-1.0, 1.0) for y in (-1.0, 1.0)]) @ into.T
    near, far = np.split(corners[:, :3] / corners[:, 3:], 2)
    if (far[:, 2] <= 0.0).any() or (near[:, 2] >= 0.0).any():
        return math.inf, -math.inf
    seen = near + (far - near) * (near[:, 2] / (near[:, 2] - far[:, 2]))[:, None]
    at = np.clip(seen, (-HALF_WIDE, 0.0, 0.0), (HALF_WIDE, POINT, 0.0))
    return float((at @ view[3, :3] + view[3, 3]).max()), float(seen[:, 1].min())


def light_uniforms(streams: Streams) -> dict[str, object]:
    """The uniforms of glsl/acts/threshold.glsl that the seed chooses."""
    found = portal(streams)
    return {
        "moon": found.moon, "beam": found.beam[:4], "beam_half": found.beam[4], "hole": (found.around, found.reveal),
        "haze": found.haze, "night": found.night,
    }  # fmt: skip
