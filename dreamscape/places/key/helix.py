"""The key as a mesh: two intertwined helices that form a bow, a shaft with base-pair rungs, and a bit.

Everything follows flat paths in the plane of x and y: a pair of strands twists around the path, each a tube. The key
stands on its tip, one unit high, its shaft on the y axis, its bit towards +x.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.places.key.chimes import RUNGS
from dreamscape.rng import Streams

GOLD, GLASS, STONE, BASES = 0, 1, 2, 3  # materials; the four bases A, T, C, G are BASES + 0 to 3
SIDES = (5, 7, 10, 14)  # of a tube, by quality tier
COARSE_SIDES = (4, 5, 7, 10)  # the same where the key is small,
FAR_SIDES = (4, 4, 5, 7)  # and where it is a few dozen pixels high
LEVELS = SIDES, COARSE_SIDES, FAR_SIDES

SHAFT = (0.030, 0.600)  # from the tip to the collar
SHAFT_RADIUS = 0.060
TUBE = 0.0150  # radius of the shaft's strands, the thickest
PITCH = 0.205  # of one turn; B-DNA has 10 rungs and 2.9 radii of pitch a turn, here 5 rungs so that they are seen
BOW_MIDDLE, BOW_RADIUS = 0.805, 0.165
BOWS = "drop", "trefoil", "ring", "quatrefoil"
TURNS = 6, 7, 9  # of the strands around the bow
BIT = (0.232, 0.158, 0.112, 0.038)  # heights between which the wards run out and back


@dataclass(frozen=True, slots=True)
class HelixMesh:
    """A mesh of n vertices and m triangles.

    Attributes:
        position, normal: (n, 3) float32, in units of the key's height.
        retreat: (n, 3) float32, where a half rung goes while it is not paired, relative to the position.
        mark: (n, 3) float32: material, distance along the strand (units), and rung or -1.
        triangles: (m, 3) uint32, opaque ones first: gold, then the stone and the rungs, then glass.
    """

    position: F32
    normal: F32
    retreat: F32
    mark: F32
    triangles: NDArray[np.uint32]

    def parts(self) -> tuple[range, range, range]:
        """Which of the triangles are gold, which of the stone and the rungs, and which glass."""
        material = self.mark[self.triangles[:, 0], 0]
        gold, glass = int(np.count_nonzero(material == GOLD)), int(np.count_nonzero(material == GLASS))
        count = len(material)
        return range(gold), range(gold, count - glass), range(count - glass, count)


@dataclass(frozen=True, slots=True)
class Forged:
    """How a seed has forged the key.

    Attributes:
        bow: one of BOWS.
        turns: one of TURNS.
        wards: how far the bit's upper ward, the gap and the lower ward reach.
    """

    bow: str
    turns: int
    wards: tuple[float, float, float]

    @classmethod
    def from_seed(cls, streams: Streams) -> "Forged":
        """The key of this seed."""
        rng = streams.at("key")
        turns = int(rng.choice(TURNS))
        upper, gap, lower = rng.uniform((0.185, 0.115, 0.185), (0.250, 0.150, 0.250)).tolist()
        return cls(BOWS[int(streams.at("form of the bow").integers(len(BOWS)))], turns, (upper, gap, lower))


@lru_cache(maxsize=8)
def key(streams: Streams, sides: int) -> HelixMesh:
    """The whole key; the seed chooses how its bow is woven, how its wards are cut and which bases pair."""
    forged = Forged.from_seed(streams)
    shaft_gold, shaft_glass = braid(*_shaft(sides * 8), tube=TUBE, sides=sides)
    bow = _bow(round(1.9 * sides * forged.turns), forged.turns, forged.bow)
    bow_gold, bow_glass = braid(*bow, tube=0.0135, sides=sides)
    bit_gold, bit_glass = braid(*_bit(sides * 2, *forged.wards), tube=0.0112, sides=sides - (sides > 8))
    beads = [
        ball((0.0, 0.612, 0.0), (0.034, 0.024, 0.034), GOLD, sides),
        ball((0.0, 0.016, 0.0), (0.030, 0.022, 0.030), GOLD, sides),
        *(ring(height, SHAFT_RADIUS + 0.004, 0.0085, sides) for height in (0.038, 0.232, 0.572)),
        ring(0.635, 0.022, 0.010, sides),
    ]
    stone = ball((0.0, BOW_MIDDLE, 0.0), (0.066, 0.078, 0.046), STONE, 2 * sides)
    solid = [shaft_gold, bow_gold, bit_gold, *beads, stone]
    return _join_meshes([*solid, *_rungs(streams, sides), shaft_glass, bow_glass, bit_glass])


def deviation(sides: int) -> float:
    """By how much the thickest tube of so many sides deviates from round, in units of the key's height."""
    return TUBE * (1.0 - math.cos(math.pi / sides))


def rung_height(rung: NDArray[np.int64]) -> F32:
    """The heights of rungs above the tip, in units of the key's height."""
    low, high = SHAFT[0] + 0.035, SHAFT[1] - 0.060
    return np.asarray(low + (high - low) * rung / (RUNGS - 1), np.float32)


def _twist(height: F32) -> F32:
    return np.asarray(2 * np.pi * (height - SHAFT[0]) / PITCH, np.float32)


def _shaft(count: int) -> tuple[F32, F32, F32]:
    """Path, radius and turn of the shaft; the strands converge at both ends."""
    height = np.linspace(*SHAFT, count, dtype=np.float32)
    near = np.minimum(height - SHAFT[0], SHAFT[1] - height)
    ends = np.clip(near / 0.045, 0, 1)
    radius = 0.018 + (SHAFT_RADIUS - 0.018) * ends * ends * (3 - 2 * ends)
    return np.stack([0 * height, height, 0 * height], 1), radius.astype(np.float32), _twist(height)


def _bow(count: int, turns: int, form: str) -> tuple[F32, F32, F32]:
    """Path, radius and turn of the bow, one of BOWS: a ring around the stone, wider than high, or leaves around it."""
    fraction = np.linspace(0, 1, count, dtype=np.float32)
    angle = 2 * np.pi * fraction - 0.5 * np.pi
    x, y = 1.12 * np.cos(angle), np.sin(angle)
    if form == "drop":
        x, y = x * (1.0 - 0.30 * np.maximum(y, 0.0) ** 1.5), y + 0.12 * np.maximum(y, 0.0) ** 3
    elif form != "ring":
        leaves = 3 if form == "trefoil" else 4
        swell = 0.93 + 0.155 * np.cos(leaves * (angle - 0.5 * np.pi))
        x, y = x * swell, y * swell
    path = np.stack([BOW_RADIUS * x, BOW_MIDDLE + BOW_RADIUS * y, 0 * fraction], 1)
    lobes = 0.030 + 0.005 * np.cos(6 * np.pi * fraction)
    return path.astype(np.float32), lobes.astype(np.float32), (2 * np.pi * turns * fraction).astype(np.float32)


def _bit(count: int, upper: float, gap: float, lower: float) -> tuple[F32, F32, F32]:
    """Path, radius and turn of the wards: a meander with rounded corners that reaches `upper`, `gap` and `lower`."""
    reach = (0.056, upper, upper, gap, gap, lower, lower, 0.056)
    path = np.array(list(zip(reach, np.repeat(BIT, 2), strict=True)))
    for _ in range(3):  # Chaikin 1974: cutting corners makes a curve
        ahead = np.roll(path, -1, axis=0)[:-1]
        cut = np.stack([0.75 * path[:-1] + 0.25 * ahead, 0.25 * path[:-1] + 0.75 * ahead], 1).reshape(-1, 2)
        path = np.concatenate([path[:1], cut, path[-1:]])
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    even = np.linspace(0, length[-1], count * 6)
    flat = np.stack([np.interp(even, length, path[:, 0]), np.interp(even, length, path[:, 1]), 0 * even], 1)
    turns = np.round(length[-1] / 0.072)
    turn = 2 * np.pi * turns * even / length[-1]
    return flat.astype(np.float32), np.full(len(even), 0.0145, np.float32), turn.astype(np.float32)


def braid(path: F32, radius: F32, turn: F32, *, tube: float, sides: int) -> tuple[HelixMesh, HelixMesh]:
    """A strand of gold and one of glass, twisting around a flat path.

    Args:
        path: (k, 3) float32, its z is 0.
        radius: (k,) float32, from the path to the strands' middles.
        turn: (k,) float32, radians, the golden strand's angle around the path.
        tube: the radius of each strand.
        sides: of a tube.
    """
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.stack([along[:, 1], -along[:, 0], 0 * along[:, 2]], 1)
    deep = np.array((0.0, 0.0, 1.0), np.float32)
    strands = []
    for material, shift in ((GOLD, 0.0), (GLASS, np.pi)):
        out = np.cos(turn + shift)[:, None] * side + np.sin(turn + shift)[:, None] * deep
        strands.append(sweep(path + radius[:, None] * out, out, tube, material, sides))
    return strands[0], strands[1]


def sweep(curve: F32, out: F32, radius: float | F32, material: int, sides: int) -> HelixMesh:
    """A tube of `radius`, one or (k,), along `curve` (k, 3); `out` (k, 3) points away from it, not along it."""
    along = np.gradient(curve, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    first = out - along * np.sum(out * along, axis=1, keepdims=True)
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(along, first)
    around = np.linspace(0, 2 * np.pi, sides + 1, dtype=np.float32)
    normal = np.cos(around)[None, :, None] * first[:, None] + np.sin(around)[None, :, None] * second[:, None]
    position = curve[:, None] + normal * np.broadcast_to(np.asarray(radius, np.float32), len(curve))[:, None, None]
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    return _grid(position, normal, material, np.repeat(length[:, None], sides + 1, 1))


def ball(middle: tuple[float, float, float], radii: tuple[float, float, float], material: int, sides: int) -> HelixMesh:
    """An ellipsoid."""
    up = np.linspace(-0.5 * np.pi, 0.5 * np.pi, max(4, sides // 2 + 1), dtype=np.float32)[:, None]
    around = np.linspace(0, 2 * np.pi, sides + 1, dtype=np.float32)[None]
    unit = np.stack([np.cos(up) * np.cos(around), np.sin(up) + 0 * around, -np.cos(up) * np.sin(around)], 2)
    normal = unit / np.array(radii)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    return _grid(np.array(middle) + unit * np.array(radii), normal, material, np.zeros(unit.shape[:2], np.float32))


def ring(height: float, radius: float, tube: float, sides: int) -> HelixMesh:
    """A golden collar around the shaft."""
    angle = np.linspace(0, 2 * np.pi, round(2.2 * sides) + 1, dtype=np.float32)
    out = np.stack([np.cos(angle), 0 * angle, np.sin(angle)], 1)
    curve = out * np.float32(radius) + np.array((0.0, height, 0.0), np.float32)
    return sweep(curve, out, tube, GOLD, max(5, round(0.7 * sides)))


def _rungs(streams: Streams, sides: int) -> list[HelixMesh]:
    """Each rung is two halves that meet in the middle: A with T, C with G, either way around."""
    halves = []
    pairs = streams.at("bases").permutation(np.arange(RUNGS) % 4)
    for rung, pair in enumerate(pairs):
        height = rung_height(np.array([rung]))
        turn = float(_twist(height)[0])
        out = np.array((np.cos(turn), 0.0, np.sin(turn)), np.float32)
        for strand, base in ((1.0, pair), (-1.0, pair ^ 1)):
            reach = np.array((SHAFT_RADIUS - 0.010, 0.030, 0.005, 0.0015, 0.0015), np.float32)
            width = np.array((0.0095, 0.0115, 0.0130, 0.0105, 0.0001), np.float32)
            curve = reach[:, None] * (strand * out) + np.array((0.0, height[0], 0.0), np.float32)
            curve[-1] -= strand * out * np.float32(0.0010)
            upright = np.broadcast_to(np.array((0.0, 1.0, 0.0), np.float32), curve.shape)
            half = sweep(curve, upright, width, BASES + int(base), max(6, sides - 2))
            half.retreat[:] = strand * out * np.float32(0.034)
            half.mark[:, 2] = rung
            halves.append(half)
    return halves


def _grid(position: F32, normal: F32, material: int, length: F32) -> HelixMesh:
    """A mesh of rows of points, (rows, columns, 3), whose faces run anticlockwise as seen from outside."""
    rows, columns = position.shape[:2]
    number = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
    a, b, c, d = number[:-1, :-1], number[:-1, 1:], number[1:, :-1], number[1:, 1:]
    triangles = np.stack([np.stack([a, c, b], 2), np.stack([b, c, d], 2)], 2).reshape(-1, 3)
    mark = np.stack([np.full(rows * columns, material), length.ravel(), np.full(rows * columns, -1)], 1)
    flat = position.reshape(-1, 3).astype(np.float32)
    return HelixMesh(flat, normal.reshape(-1, 3).astype(np.float32), 0 * flat, mark.astype(np.float32), triangles)


def _join_meshes(meshes: list[HelixMesh]) -> HelixMesh:
    starts = np.cumsum([0, *(len(mesh.position) for mesh in meshes[:-1])])
    triangles = [mesh.triangles + np.uint32(start) for mesh, start in zip(meshes, starts, strict=True)]
    position, normal, retreat, mark = (
        np.concatenate([getattr(mesh, name) for mesh in meshes]) for name in ("position", "normal", "retreat", "mark")
    )
    return HelixMesh(position, normal, retreat, mark, np.concatenate(triangles))
