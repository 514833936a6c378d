"""The street of spires: a winding path and the crystals along it, shaped by the seed.

A point on the street is given by `s`, metres along it from where the act begins, and `off`, metres to the right of its
middle.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.easing import smoothstep
from dreamscape.rng import Streams

DOOR = 37.5  # m, where the door stands
DAWN = (20.5, 28.5)  # s of the act: the door's light begins, is full
HALF_WIDTH = 3.3  # m, kept free of spires on both sides of the middle
SIDES = 6
_FIRST, _LAST, _STEP = -30.0, 190.0, 0.25  # m
_STRAIGHT = (12.0, 22.0, 48.0, 60.0)  # m: bends fade, are gone, begin, are full: straight where the door is seen


@dataclass(frozen=True, slots=True)
class Street:
    """The middle of the street.

    Attributes:
        s: `(n,) float64`, metres walked, even steps.
        x, z: `(n,) float64`, metres.
        heading: `(n,) float64`, radians from the z axis towards the x axis.
        side: 1 if its first bend leads to the right, -1 to the left.
    """

    s: F64
    x: F64
    z: F64
    heading: F64
    side: float

    def at(self, s: F64 | float, off: F64 | float = 0.0) -> tuple[F64, F64]:
        """x and z, metres, of points on the street."""
        heading = self.heading_at(s)
        x = np.interp(s, self.s, self.x) + np.cos(heading) * off
        z = np.interp(s, self.s, self.z) - np.sin(heading) * off
        return np.asarray(x), np.asarray(z)

    def heading_at(self, s: F64 | float) -> F64:
        """The street's heading, radians from the z axis towards the x axis."""
        return np.asarray(np.interp(s, self.s, self.heading))

    def distance(self, x: F64, z: F64) -> F64:
        """Metres from points `(k,)` to the middle of the street, `(k,)`."""
        return np.asarray(np.hypot(x[:, None] - self.x, z[:, None] - self.z).min(axis=1))


@dataclass(frozen=True, slots=True)
class Crystals:
    """Six-sided prisms with a pyramid on top, n of them.

    Attributes:
        base: `(n, 3) float32`, metres, the middle of the foot.
        axis: `(n, 3) float32`, unit, from the foot to the tip.
        shape: `(n, 4) float32`: metres from foot to shoulder and from shoulder to tip, taper (fraction of the girth
            lost at the shoulder), turn about the axis in radians.
        sides: `(n, 6) float32`, metres from the axis to each side at the foot.
        number: `(n,) float32`, random, 0 to 1.
    """

    base: F32
    axis: F32
    shape: F32
    sides: F32
    number: F32


@lru_cache(maxsize=8)
def door_place(streams: Streams) -> tuple[float, float]:
    """x and z of the door's middle, metres."""
    x, z = street(streams).at(DOOR)
    return float(x), float(z)


def street(streams: Streams) -> Street:
    """The seed's street; the first bend may go either way."""
    return _street(streams.seed)


@lru_cache(maxsize=2)  # shared by the scene and its layers
def _street(seed: int) -> Street:
    random = Streams(seed).at("street")
    side = 1.0 if random.random() < 0.5 else -1.0
    near, far = random.uniform(27.0, 32.0), random.uniform(41.0, 53.0)  # m, the length of a bend and its answer
    shift = random.uniform(-2.0, 2.0)
    s = np.arange(_FIRST, _LAST, _STEP)
    winding = side * (0.56 * np.sin((s + shift) * 2 * np.pi / near + 0.6) + 0.32 * np.sin(s * 2 * np.pi / far))
    a, b, c, d = _STRAIGHT
    heading = winding * (1.0 - smoothstep((s - a) / (b - a)) * (1.0 - smoothstep((s - c) / (d - c))))
    x, z = (np.cumsum(component) * _STEP for component in (np.sin(heading), np.cos(heading)))
    start = int(-_FIRST / _STEP)
    return Street(s, x - x[start], z - z[start], heading, side)


def crystals(streams: Streams) -> Crystals:
    """All spires: clusters along both kerbs, taller ones behind them, giants beyond."""
    return _crystals(streams.seed)


@lru_cache(maxsize=2)
def _crystals(seed: int) -> Crystals:
    random = Streams(seed).at("spires")
    path = _street(seed)
    rows = [*_kerb_rows(path, random), *_back_rows(path, random)]
    table = np.array(rows)  # x, z, lean towards x and z, girth, tall, tip
    keep = path.distance(table[:, 0], table[:, 1]) > HALF_WIDTH + table[:, 4] * 0.9
    return _grow(table[keep], random)


@lru_cache(maxsize=2)
def at_kerb(streams: Streams) -> NDArray[np.bool_]:
    """Which of the crystals stand at the kerb, `(n,)`."""
    foot = crystals(streams).base.astype(np.float64)
    return street(streams).distance(foot[:, 0], foot[:, 2]) < HALF_WIDTH + 3.0


def _kerb_rows(path: Street, random: np.random.Generator) -> list[tuple[float, ...]]:
    """Clusters at the kerbs: a spire, and small ones around its foot that lean away."""
    rows: list[tuple[float, ...]] = []
    for side in (-1.0, 1.0):
        s = -14.0 + 1.5 * side
        while s < 120.0:
            girth = random.uniform(0.55, 1.35)
            height = girth * random.uniform(4.5, 9.5)
            off = side * (HALF_WIDTH + 0.35 + girth + 1.3 * random.random() ** 2)
            x, z = (float(v) for v in path.at(s, off))
            lean = random.normal(0.0, 0.07, 2)
            rows.append((x, z, lean[0], lean[1], girth, height, girth * random.uniform(1.6, 3.6)))
            for _ in range(random.integers(1, 5)):
                angle = random.uniform(0.0, 2 * np.pi)
                out, small = np.array([np.cos(angle), np.sin(angle)]), girth * random.uniform(0.22, 0.55)
                px, pz = np.array([x, z]) + out * (girth * 0.75 + small * 0.5)
                tilt = out * random.uniform(0.12, 0.62)
                rows.append((px, pz, *tilt, small, small * random.uniform(2.0, 7.0), small * random.uniform(1.2, 2.4)))
            s += girth * 2.1 + random.uniform(0.7, 2.4) + 3.6 * (random.random() < 0.2)  # now and then an alley
    return rows


def _back_rows(path: Street, random: np.random.Generator) -> list[tuple[float, ...]]:
    """Rows behind the kerbs, further and taller."""
    rows: list[tuple[float, ...]] = []
    for count, near, far, girths in ((60, 8.0, 17.0, (0.8, 1.8)), (84, 18.0, 62.0, (1.8, 4.6))):
        for _ in range(count):
            off = random.uniform(near, far) * random.choice((-1.0, 1.0))
            x, z = (float(v) for v in path.at(random.uniform(-20.0, 170.0), off))
            girth = random.uniform(*girths)
            lean = random.normal(0.0, 0.05, 2)
            height = girth * random.uniform(6.0, 10.5)
            rows.append((x, z, lean[0], lean[1], girth, height, girth * random.uniform(2.0, 4.5)))
    return rows


def _grow(table: F64, random: np.random.Generator) -> Crystals:
    x, z, lean_x, lean_z, girth, height, tip = table.T
    count = len(table)
    axis = np.stack([lean_x, np.ones(count), lean_z], axis=1)
    axis /= np.linalg.norm(axis, axis=1, keepdims=True)
    sides = girth[:, None] * random.uniform(0.74, 1.06, (count, SIDES))
    taper, turn = random.uniform(0.04, 0.26, count), random.uniform(0.0, 2 * np.pi, count)
    return Crystals(
        np.stack([x, np.full(count, -0.1), z], axis=1).astype(np.float32),
        axis.astype(np.float32),
        np.stack([height, tip, taper, turn], axis=1).astype(np.float32),
        sides.astype(np.float32),
        random.random(count, dtype=np.float32),
    )


def door_light(seconds: float) -> float:
    """How bright the door's light is, `seconds` after the act began, 0 to 1."""
    return float(smoothstep(np.array((seconds - DAWN[0]) / (DAWN[1] - DAWN[0]))))


@lru_cache(maxsize=4)
def air(streams: Streams) -> tuple[float, float, float]:
    """How much red, green and blue of the usual light the mist along the street has: thin or dense, violet to teal."""
    dense, lean = streams.at("weather of the street").uniform(-1.0, 1.0, 2)
    teal, violet = max(lean, 0.0), max(-lean, 0.0)
    light = np.exp(0.55 + 0.75 * dense) * np.array((1.0 + 1.6 * violet, 1.0 + 0.6 * teal, 1.0))
    red, green, blue = (float(part) for part in light)
    return red, green, blue
