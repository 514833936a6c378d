"""The shore's land: a promontory and sea stacks as meshes, shaped by the seed, and the distance of the sea to its foot.

The promontory's rim follows its coast; the seed's outline then raises the land behind the dreamer.
"""

from functools import lru_cache

import numpy as np

from dreamscape.arrays import F32, F64
from dreamscape.places.shore import lofts
from dreamscape.places.shore.lofts import ground_height, outline_weight, spline, tip
from dreamscape.places.shore.outline import Outline
from dreamscape.places.shore.pulse import pulse_way
from dreamscape.places.shore.rock import Bedding, RockMesh, join_meshes, on_sheet, roughen
from dreamscape.places.shore.rock_light import lit
from dreamscape.places.shore.sheet import LAND, STRIPS, strip
from dreamscape.rng import Streams

FIELD = 128  # cells of the distance field, each way
FIELD_PLACE = (-45.0, -45.0, 100.0)  # m: its least x, its least z, its side
FEET = (-5.6, 10.12, 1.0)  # where the dreamer stands, m
HEART = FEET[0], FEET[1] + 1.2, FEET[2]  # of the dreamer, m
FINENESS = (0.33, 0.52, 0.80, 1.0)  # of the mesh, by quality tier
USUAL = ((0.0, 3.0, 4.6, 6.4, 10.0), (2.3, 1.2, 0.3, -0.6, 0.0))  # m above the sea, m out from the rim

# The promontory, walked from beside the camera out to the tip and back along the far side, metres: the rim's x, z and
# height, then the spine's, towards which the top rises.
_PROMONTORY = np.array(
    [
        (-20.0, -60.0, 32.0, -48.0, -60.0, 44.0),
        (-15.5, -40.0, 28.5, -46.0, -40.0, 42.0),
        (-14.5, -25.0, 23.0, -44.0, -22.0, 40.0),
        (-13.2, -15.0, 17.6, -40.0, -8.0, 34.0),
        (-11.2, -8.5, 13.0, -32.0, 2.0, 26.0),
        (-8.8, -4.2, 10.9, -20.0, 4.0, 17.0),
        (-6.6, -1.3, 10.2, -11.0, 3.2, 11.2),
        (-4.9, 0.6, 10.0, -7.2, 2.4, 10.3),
        (-4.7, 2.2, 10.0, -6.6, 2.6, 10.3),
        (-6.2, 4.6, 10.0, -8.0, 3.4, 10.4),
        (-11.0, 8.0, 10.8, -14.0, 5.5, 12.0),
        (-19.0, 14.0, 13.5, -24.0, 9.0, 17.0),
        (-32.0, 26.0, 18.0, -42.0, 18.0, 24.0),
        (-50.0, 44.0, 24.0, -66.0, 32.0, 31.0),
        (-90.0, 80.0, 30.0, -110.0, 60.0, 36.0),
    ]
)
STACKS = ((0.50, 330.0, 15.0, 30.0), (0.60, 430.0, 12.0, 19.0))  # tangent from ahead, distance, radius, height, m


def seam(streams: Streams) -> tuple[float, float]:
    """Where this seed's seam of light meets the horizon, over the sea beside the land, and how far it leans left.

    Both as tangents, from straight ahead and from the vertical.
    """
    azimuth, lean = streams.at("seam").uniform((0.04, -0.30), (0.33, 0.55)).tolist()
    return azimuth, lean


def overhang(streams: Streams, height: float) -> float:
    """How many metres further than usual this seed's cliff face stands out at a height above the sea below the ledge.

    Rounded to the centimetre, so that it is the same on every machine.
    """
    return round(float(Outline.from_seed(streams).reach(np.array(height))) - float(np.interp(height, *USUAL)), 2)


def promontory(streams: Streams, fineness: float) -> RockMesh:
    """The land under the dreamer's feet; `fineness` 1 has about 15,000 vertices, 0.5 a quarter of that."""
    return _promontory(streams.seed, fineness)


@lru_cache(maxsize=2)  # shared by the cliff and its moss
def _promontory(seed: int, fineness: float) -> RockMesh:
    streams = Streams(seed)
    points = _PROMONTORY.copy()
    random = streams.at("coast")
    sway = random.uniform(-1.0, 1.0, points.shape)
    far = np.linalg.norm(points[:, :2] - (FEET[0], FEET[2]), axis=1, keepdims=True)
    points += sway * np.clip((far - 3.0) * 0.06, 0.0, 2.4)  # the seed moves the coast, but not the ground at the feet
    outline = Outline.from_seed(streams)
    curve = _raise_land(spline(points, 1200), outline)
    step = np.linalg.norm(np.diff(curve[:, :3], axis=0) * (1.0, 1.0, 0.7), axis=1)
    away = np.linalg.norm(curve[1:, :2] - (0.0, -30.0), axis=1)
    unseen = np.where(curve[1:, 1] < -18.0, 0.25, 1.0)  # only a picture much wider than others shows what is beside us
    unseen[tip(curve) :] *= np.interp(np.arange(len(unseen) - tip(curve)), (70.0, 170.0), (1.0, 0.4))  # turned away
    along = np.concatenate([[0.0], np.cumsum(step / (0.10 + 0.0105 * away) * unseen)])  # even on the screen
    even = np.linspace(0.0, along[-1], max(24, int(along[-1] * fineness)))
    curve = np.stack([np.interp(even, along, column) for column in curve.T], axis=1)
    rows = int(18 * fineness) + 4, int(48 * fineness) + 5
    pieces = [(lofts.land(curve, rows, outline, FEET), 1.0)]
    pieces += [(lofts.stone(stone, curve, fineness), 0.42) for stone in outline.stones()]
    if outline.face == "arch":
        pieces.append((lofts.arch(*outline.arch(), fineness), 0.55))
    land, *others = [roughen(grid, streams, outline.bedding, grain) for grid, grain in pieces]
    land.shade[:, 3] = pulse_way(land, (sum(rows), len(curve)), FEET)
    for other in others:
        other.shade[:, 3] = _away(other)
    placed = [on_sheet(other, strip(k)) for k, other in reversed(list(enumerate(others)))]
    placed.append(on_sheet(land, LAND))  # the nearest first: what they hide need not be shaded
    return lit(join_meshes(placed), seam(streams))


def _raise_land(curve: F64, outline: Outline) -> F64:
    """Raise the land behind the dreamer to the outline, but no higher on the far side; `curve (n, 6)`: rim, spine."""
    raised = curve.copy()
    behind = np.arange(len(curve)) < tip(curve)
    for x, z, y, below in ((0, 1, 2, lofts.BELOW), (3, 4, 5, 0.0)):
        height = ground_height(curve[:, x], curve[:, z], outline, below)
        if y == 2:
            height = np.where(behind, height, np.minimum(curve[:, y], height))
        raised[:, y] += outline_weight(curve[:, x], curve[:, z]) * (height - curve[:, y])
    return raised


def shore_view(streams: Streams, fineness: float) -> tuple[RockMesh, F32]:
    """The promontory with the sea stacks before it, and the sea's `distance_field` from the promontory's foot."""
    return _shore_view(streams.seed, fineness)


@lru_cache(maxsize=1)
def _shore_view(seed: int, fineness: float) -> tuple[RockMesh, F32]:
    land = _promontory(seed, fineness)
    return join_meshes([land, *_stacks(seed, fineness)]), distance_field(land.foot)


@lru_cache(maxsize=1)
def _stacks(seed: int, fineness: float) -> list[RockMesh]:
    """Sea stacks: columns of rock that stand in the water."""
    streams = Streams(seed)
    random = streams.at("stacks")
    stacks: list[RockMesh] = []
    for azimuth, distance, radius, height in STACKS:
        a, d, r, h = random.uniform((-0.06, -15.0, 0.8, 0.8), (0.06, 30.0, 1.25, 1.25))
        z = distance + d - 30.0
        grid = lofts.stack(((azimuth + a) * (z + 30.0), z), radius * r, height * h, fineness)
        mesh = roughen(grid, streams, Bedding())
        mesh.shade[:, 3] = _away(mesh)
        stacks.append(lit(on_sheet(mesh, strip(STRIPS - 1 - len(stacks))), seam(streams)))
    return stacks


def stack_feet(streams: Streams, fineness: float) -> F32:
    """Where the sea stacks stand in the water: x and z of the middle, radius and height, m, `(2, 4) float32`."""
    feet = []
    for stack in _stacks(streams.seed, fineness):
        middle = stack.foot.mean(axis=0)
        radius = np.linalg.norm(stack.foot - middle, axis=1).mean()
        feet.append([*middle, radius, stack.position[:, 1].max()])
    return np.array(feet, np.float32)


def _away(mesh: RockMesh) -> F32:
    """Metres from the dreamer's feet to each vertex, straight on: what stands apart gets the pulse through the air."""
    return np.asarray(np.linalg.norm(mesh.position - np.array(FEET, np.float32), axis=1))


def distance_field(foot: F32) -> F32:
    """Metres from each cell's middle to the waterline `foot (k, 2)`, `(FIELD, FIELD) float32`, rows along z."""
    x0, z0, side = FIELD_PLACE
    step = (np.arange(FIELD, dtype=np.float32) + 0.5) * (side / FIELD)
    x, z = x0 + step[None, :, None], z0 + step[:, None, None]
    nearby = foot[(np.abs(foot) < side).all(axis=1)]
    best = np.full((FIELD, FIELD), np.inf, np.float32)
    for block in np.array_split(nearby, max(1, len(nearby) // 32)):
        best = np.minimum(best, ((x - block[:, 0]) ** 2 + (z - block[:, 1]) ** 2).min(axis=2))
    return np.sqrt(best)
