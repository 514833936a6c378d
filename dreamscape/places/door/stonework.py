"""The stone around the door as a mesh: the orders of the arch, the front that it is in, steps, ground and flanks."""

import math
from functools import lru_cache

import numpy as np

from dreamscape.arrays import F64
from dreamscape.places.door.fronts import front_edge
from dreamscape.places.door.orders import LIGHT, SHAFT, STONE, WET, openness, section, sides, softened
from dreamscape.places.door.pieces import Pieces, Stonework
from dreamscape.places.door.portal import HALF_WIDE, SPRINGING, STEP_DEEP, STEP_HIGH, Portal, arch_path, portal
from dreamscape.rng import Streams

HEIGHTS = np.array(
    (0.0, 0.15, 0.29, 0.35, 1.2, 2.0, 2.8, 3.66, 3.72, 3.88, 3.97, SPRINGING)
)  # m, closer at bases, capitals
ARC = np.linspace(0.0, 1.0, 11)[1:]
LEAF_PARTS = 10  # across both leaves, as SLAB of glsl/acts/slab.glsl
FLOOR_END = 0.5  # m behind the leaves, far enough that its outline is not seen before them
BACK = 1.6  # m, how thick the front is
REACH = 44.0  # m, of the ground
SHADE = 0.45  # m around what stands on it


@lru_cache(maxsize=4)
def stonework(streams: Streams, fine: bool = True) -> Stonework:
    """This seed's stonework, near parts first; with narrow edges and rounder shafts if `fine`."""
    found = portal(streams)
    made = Pieces()
    inner, _ = arch_path(found.around, HEIGHTS, ARC)
    outer = front_edge(found, inner, streams)
    _lay_flanks(made, found)
    _lay_front(made, found, inner, outer)
    made.shaded = True
    _lay_steps(made, found)
    _lay_sides(made, found, outer)
    _lay_orders(made, found, fine)
    made.quad((-REACH, found.ground, -REACH), (REACH, found.ground, -REACH), (REACH, found.ground, REACH), kind=WET)
    _lay_light(made)
    return made.whole()


def _lay_orders(made: Pieces, found: Portal, fine: bool) -> None:
    """Sweep the section along the arch; shafts have bases and capitals."""
    bulge = 0.055 * np.array((1.0, 0.9, 0.35, 0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.35, 1.2, 1.4))
    half = np.concatenate([bulge, np.zeros(ARC.size)])
    swell = np.concatenate([half, half[::-1]])
    parts = section(found, fine)
    grids = []
    for points, _, bulges in parts:
        rows = []
        side = np.gradient(points, axis=0)
        side /= np.linalg.norm(side, axis=1)[:, None]
        outward = np.stack([-side[:, 1], side[:, 0]], axis=1)  # of the section: away from the stone
        for nth, ((beyond, near), (lean, towards)) in enumerate(zip(points, outward, strict=True)):
            at, normal = arch_path(float(beyond), HEIGHTS, ARC)
            grown = swell * float(bulges and nth > 0)  # the first is where the stone behind a shaft ends
            at = at + normal * (grown * lean)[:, None]
            rows.append(np.concatenate([at, -(near + grown * towards)[:, None]], axis=1))
        grids.append(np.array(rows))
    whole = np.concatenate([points for points, _, _ in parts])
    normals, opens = [sides(grid) for grid in grids], [openness(grid, found) for grid in grids]
    soft = softened(whole, _aslant(found), np.concatenate([n for _, n in normals]), np.concatenate(opens), found.moon)
    run, last, first = 0.0, len(whole), len(made)
    for (points, kind, _), grid, turned, open_to in reversed(list(zip(parts, grids, normals, opens, strict=True))):
        last -= len(points)
        _sweep(made, grid, run, turned, open_to, kind, soft[last : last + len(points)])
        run += float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
    made.sort(first, _first_eye(found))


def _aslant(found: Portal) -> F64:
    """At each place along the arch, how far outwards a metre towards the viewer is seen from where they set out, m."""
    x, y, z = _first_eye(found)
    at, out = arch_path(0.5 * found.around, HEIGHTS, ARC)
    return np.asarray(((at - (x, y)) * out).sum(axis=1) / -z)


def _first_eye(found: Portal) -> F64:
    """Where the viewer sets out, m."""
    aside = math.radians(found.aside[0])
    return np.array((found.far * math.sin(aside), found.ground + found.high, -found.far * math.cos(aside)))


def _sweep(
    made: Pieces, grid: F64, run: float, turned: tuple[F64, F64], opens: F64, kind: F64 | float, soft: F64
) -> None:
    """Add a strip of the section, `(section, path, 3)`, with what `sides` gives for it."""
    across, normal = turned
    steps = np.linalg.norm(np.diff(grid[-1], axis=0), axis=1)
    length = np.concatenate([[0.0], np.cumsum(steps)])
    width = run + np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(grid[:, 0], axis=0), axis=1))])
    tiles = np.stack(np.broadcast_arrays(width[:, None], length[None, :]), axis=2)
    made.grid(grid, normal, across, tiles, opens, np.reshape(kind, (-1, 1)), soft)


def _lay_front(made: Pieces, found: Portal, inner: F64, outer: F64) -> None:
    """The front from the arch to its edge, with a rim along that."""
    near = -found.reveal
    part = np.array((0.0, 0.06, 0.5, 1.0))
    flat = inner[None] + (outer - inner)[None] * part[:, None, None]
    at = np.concatenate([flat, np.full((*flat.shape[:2], 1), near)], axis=2)
    shade = np.minimum(0.45 + 0.55 * np.clip(at[..., 1] / 0.5, 0.0, 1.0), 1.0)
    made.grid(at, np.array((0.0, 0.0, -1.0)), np.array((1.0, 0.0, 0.0)), flat, shade)


def _lay_sides(made: Pieces, found: Portal, outer: F64) -> None:
    """The front's sides, from its edge `outer` backwards."""
    depth = -found.reveal + np.array((0.0, BACK))
    sides = np.concatenate(
        [np.tile(outer[None], (2, 1, 1)), np.broadcast_to(depth[:, None, None], (2, len(outer), 1))], axis=2
    )
    along = np.gradient(outer, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1), 1e-9)[:, None]
    normal = np.stack([-along[:, 1], along[:, 0], np.zeros(len(outer))], axis=1)
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(outer, axis=0), axis=1))])
    tiles = np.stack(np.broadcast_arrays(depth[:, None], length[None, :]), axis=2)
    made.grid(sides, normal[None], np.array((0.0, 0.0, 1.0)), tiles)


def _lay_steps(made: Pieces, found: Portal) -> None:
    """A platform before the door, and steps around it on three sides."""
    half, near, back = found.half + 0.45, -found.reveal - 0.55, 2.0
    made.quad((-half, 0.0, near), (half, 0.0, near), (half, 0.0, FLOOR_END), (1.0, 0.35), start=(0.2, 0.03))
    for low in (-half, found.half):  # beside the front
        made.quad((low, 0.0, FLOOR_END), (low + 0.45, 0.0, FLOOR_END), (low + 0.45, 0.0, back), start=(low, 0.0))
    for nth in range(1, found.steps + 1):
        y, high = -STEP_HIGH * nth, STEP_HIGH
        course = 0.42 * nth
        u = 0.37 * nth
        dark = -0.45, -1.0  # below 0: a riser, over which snow hangs
        made.quad((-half, y, near), (half, y, near), (half, y + high, near), dark, start=(u, course + 0.1))
        for side in (-1.0, 1.0):
            made.quad(
                (side * half, y, near if side > 0 else back), (side * half, y, back if side > 0 else near),
                (side * half, y + high, back if side > 0 else near), dark, start=(u, course + 0.1),
            )  # fmt: skip
        if nth < found.steps:
            wider, nearer = half + STEP_DEEP, near - STEP_DEEP
            made.quad((-wider, y, nearer), (wider, y, nearer), (wider, y, near), (1.0, 0.5), start=(u, course + 0.03))
            for side in (-1.0, 1.0):
                low, high_x = sorted((side * half, side * wider))
                made.quad((low, y, near), (high_x, y, near), (high_x, y, back), start=(course, u))
            half, near = wider, nearer
    _lay_shade(made, (-half, near), (half, back), found.ground)


def _lay_flanks(made: Pieces, found: Portal) -> None:
    """What stands on both sides of the way to the door."""
    if found.flank == "none":
        return
    broad, tall, taper = {"obelisks": (0.62, 4.6, 0.35), "piers": (0.72, 3.4, 0.94), "stumps": (0.55, 1.5, 0.97)}[
        found.flank
    ]
    for row in reversed(range(3)):  # near ones first: what they hide costs nothing
        z = -found.reveal - 2.6 - 2.7 * row
        for side in (-1.0, 1.0):
            lower = 1.0 - 0.14 * row - (0.22 if found.flank == "stumps" and (row + (side > 0)) % 2 else 0.0)
            if found.flank != "stumps":
                _lay_frustum(made, side * found.apart, z, found.ground, broad * 1.25, 0.42, 0.96)
            _lay_frustum(made, side * found.apart, z, found.ground, broad, tall * lower, taper)
            wide = 0.5 * broad * (1.0 if found.flank == "stumps" else 1.25)
            x = side * found.apart
            _lay_shade(made, (x - wide, z - wide), (x + wide, z + wide), found.ground)
            if found.flank == "stumps":  # worn to a low mound, on which snow stays
                _lay_frustum(made, x, z, found.ground + tall * lower, broad * taper * 1.04, 0.085, 0.5, SHAFT)
            if found.flank == "obelisks":
                top = found.ground + tall * lower
                _lay_frustum(made, side * found.apart, z, top, broad * taper, broad * taper * 0.9, 0.02)


def _lay_light(made: Pieces) -> None:
    """The line of light under the leaves, in as many parts as these have, so that it bends with them."""
    x = np.linspace(-HALF_WIDE, HALF_WIDE, LEAF_PARTS + 1)
    at = np.stack(np.broadcast_arrays(x[None, :], np.array((0.002, 0.036))[:, None], -0.03), axis=2)
    made.grid(at, np.array((0.0, 0.0, -1.0)), np.array((1.0, 0.0, 0.0)), at[..., :2], kind=LIGHT)


def _lay_shade(made: Pieces, low: tuple[float, float], high: tuple[float, float], ground: float) -> None:
    """The ground around the foot of a block from `low` to `high` (m, x and z), which takes the sky from it."""
    x, z = (np.array((a - SHADE, a, b, b + SHADE)) for a, b in zip(low, high, strict=True))
    at = np.stack(np.broadcast_arrays(x[None, :], ground + 0.002, z[:, None]), axis=2)
    inside = np.array((0.0, 1.0, 1.0, 0.0))
    up, right = np.array((0.0, 1.0, 0.0)), np.array((1.0, 0.0, 0.0))
    made.grid(at, up, right, at[..., [0, 2]], 1.0 - 0.9 * inside[:, None] * inside, WET)


def _lay_frustum(
    made: Pieces, x: float, z: float, foot: float, broad: float, tall: float, taper: float, kind: float = STONE
) -> None:
    """A block on a square that narrows upwards."""
    low, high = 0.5 * broad, 0.5 * broad * taper
    heights = np.array((0.0, 0.12, 1.0)) * tall
    corners = np.array(((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)))
    for k in range(4):
        ends = corners[k : k + 2]
        half = low + (high - low) * heights / tall
        at = np.empty((3, 2, 3))
        at[..., [0, 2]] = ends[None] * half[:, None, None] + (x, z)
        at[..., 1] = (foot + heights)[:, None]
        along = np.array((ends[1, 0] - ends[0, 0], 0.0, ends[1, 1] - ends[0, 1])) / 2.0
        normal = np.array((ends.sum(axis=0)[0] / 2.0, (low - high) / tall, ends.sum(axis=0)[1] / 2.0))
        across = np.linalg.norm(at[:, 1] - at[:, 0], axis=1)
        u = np.stack([-0.5 * across, 0.5 * across], axis=1) + 1.3 * k + x
        tiles = np.stack([u, np.broadcast_to(heights[:, None], u.shape)], axis=2)
        shade = np.array((0.35, 0.85, 1.0))[:, None]
        if kind == SHAFT:
            tiles *= 0.2  # few of the joints that stains are read from
        made.grid(at, normal / np.linalg.norm(normal), along, tiles, shade, kind)
    top = foot + tall
    made.quad((x - high, top, z - high), (x + high, top, z - high), (x + high, top, z + high), kind=kind)
