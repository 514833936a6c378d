"""The mosaic: cells that fill the face, finer where it has detail, and some scattered around it; each has a partner.

A weighted Lloyd relaxation (Secord, Weighted Voronoi stippling, 2002) in which widths count less than heights, so that
cells are as wide as eyes. The face's own two eyes have cells of a greater power (Aurenhammer, Power diagrams, 1987).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.places.face.head import head
from dreamscape.places.face.relief import GRID, HALF_SIZE, FaceRelief, face_relief
from dreamscape.rng import Streams

FACE_CELLS, STRAY_CELLS = 100, 12  # within the face and scattered around it, even numbers
STRETCH = 1.42  # width of a cell over its height
ROUNDS = 22  # of relaxation
_ROWS = 256  # points per pass: few enough for the cache of one core
_MARGIN = 0.16  # m around the face's outline, within which it fades
_ROOM = 0.04  # m: the least half width and height of a cell around its site; else its eye sits in its middle
_OWN = 0.0210  # m^2: the power of the cells of the face's own eyes


@dataclass(frozen=True, slots=True)
class Mosaic:
    """`n` cells; the first two are the face's own eyes, the last STRAY_CELLS are scattered around it.

    Attributes:
        outline: each cell's corners, `(k, 2) float32`, m, counter-clockwise; those of the face leave no gap within it.
        centre: `(2, n) float32`, m.
        reach: `(2, n) float32`, m: half of each cell's width and height along its own axes.
        tilt: `(n,) float32`, radians, the turn of its own axes.
        pair: `(n,) int64`, the number of the person whose eye it is, 0 for the face's own.
        side: `(n,) float32`, 1 if the inner corner of the eye is towards +x, else -1.
    """

    outline: list[F32]
    centre: F32
    reach: F32
    tilt: F32
    pair: NDArray[np.int64]
    side: F32


def mosaic(streams: Streams) -> Mosaic:
    """The cells of this seed."""
    return _mosaic(streams.seed)


@lru_cache(maxsize=2)  # shared by the layers and the scene
def _mosaic(seed: int) -> Mosaic:
    streams = Streams(seed)
    sites = _relaxed_sites(streams)
    face = face_relief(streams)
    cells = [_within(_cell(sites, i), sites[i], face) for i in range(FACE_CELLS)]
    strays, stray_size = _strays(streams, face)
    cells += [_ellipse(point, extent) for point, extent in zip(strays, stray_size, strict=True)]
    centre = np.array([_centroid(cell) for cell in cells])
    for i in range(FACE_CELLS):  # those at the outline are cut beyond it, those beside a great eye before it
        if _extent(cells[i], sites[i], 0.0).min() > _ROOM:
            centre[i] = sites[i]
    tilt = np.clip(-0.62 * centre[:, 0] * np.clip(centre[:, 1] - 0.1, -0.9, 1.1), -0.60, 0.60)
    tilt += streams.at("tilt").uniform(-0.09, 0.09, len(cells))
    tilt[:2] = head(streams).pose[2] + np.array((-0.035, 0.035))
    reach = np.array([_extent(cell, c, t) for cell, c, t in zip(cells, centre, tilt, strict=True)])
    pair, side = _pairs(centre)
    return Mosaic(
        [_without_short_edges(cell).astype(np.float32) for cell in cells],
        np.ascontiguousarray(centre.T, np.float32),
        np.ascontiguousarray(reach.T, np.float32),
        tilt.astype(np.float32),
        pair,
        side,
    )


def _relaxed_sites(streams: Streams) -> F64:
    """The sites of the cells within the face, (FACE_CELLS, 2), its own eyes first; nearly symmetrical."""
    face = face_relief(streams)
    x, y = np.meshgrid(*((np.arange(0, n, 2) + 0.5) * 2.0 * h / n - h for n, h in zip(GRID, HALF_SIZE, strict=True)))
    weight = (face.detail**2 * (face.inside > 0.05))[::2, ::2].astype(np.float64).ravel()
    grid = np.stack([x.ravel(), y.ravel()], axis=1)[weight > 0]
    weight = weight[weight > 0]
    random = streams.at("mosaic")
    own = head(streams).eyes[:, :2].astype(np.float64)
    chance = weight * (np.linalg.norm(grid[:, None] - own, axis=2) > 0.28).all(axis=1)
    half = grid[random.choice(len(grid), FACE_CELLS // 2 - 1, replace=False, p=chance / chance.sum())]
    mirrored = np.abs(half) * (1.0, 0.0) + half * (0.0, 1.0)
    sites = np.concatenate([own, mirrored * (-1.0, 1.0), mirrored])
    sites[2:] += random.normal(0.0, 0.012, (FACE_CELLS - 2, 2))
    power = np.zeros(FACE_CELLS)
    power[:2] = _OWN
    for _ in range(ROUNDS):
        blocks = np.split(grid, range(_ROWS, len(grid), _ROWS))
        owner = np.concatenate([_nearest(block, sites, power) for block in blocks])
        mass = np.maximum(np.bincount(owner, weight, FACE_CELLS), 1e-9)
        for axis in (0, 1):
            mean = np.bincount(owner, weight * grid[:, axis], FACE_CELLS) / mass
            sites[2:, axis] = np.where(mass > 1e-6, mean, sites[:, axis])[2:]
    return sites


def _nearest(points: F64, sites: F64, power: F64) -> NDArray[np.int64]:
    """The site that each of the points belongs to, (n,); sites reach further by their power."""
    across, up = (points[:, None, axis] - sites[:, axis] for axis in (0, 1))
    return np.asarray(((across / STRETCH) ** 2 + up**2 - power).argmin(axis=1))


def _cell(sites: F64, i: int) -> F64:
    """The corners of site i's cell: an ellipse, cut by the lines between it and its neighbours."""
    away = (sites - sites[i]) * (1.0 / STRETCH, 1.0)
    square = np.einsum("ij,ij->i", away, away)
    power = np.where(np.arange(len(sites)) < 2, _OWN, 0.0)
    near = np.argsort(square)[1:18]
    radius = 2.6 * np.sqrt(square[near[:6]].mean()) + np.sqrt(power[i]) * 0.5
    corners = _circle(28) * radius
    for j in near:
        direction = away[j]
        limit = 0.5 * (square[j] + power[i] - power[j])
        corners = _clip_polygon(corners, direction, limit)
    return np.asarray(corners * (STRETCH, 1.0) + sites[i], np.float64)


def _within(corners: F64, site: F64, face: FaceRelief) -> F64:
    """What of a cell lies within the face's outline and a margin."""
    rows = (np.arange(GRID[1]) + 0.5) * 2.0 * HALF_SIZE[1] / GRID[1] - HALF_SIZE[1]
    some = rows[face.right > face.left]
    near = (np.abs(rows - site[1]) < 0.30) & (face.right > face.left)
    limits = (
        ((1.0, 0.0), face.right[near].max() + _MARGIN), ((-1.0, 0.0), _MARGIN - face.left[near].min()),
        ((0.0, 1.0), some[-1] + 1.5 * _MARGIN), ((0.0, -1.0), _MARGIN - some[0]),
    )  # fmt: skip
    for direction, limit in limits:
        corners = _clip_polygon(corners, np.array(direction), float(limit))
    return corners


def _clip_polygon(corners: F64, direction: F64, limit: float) -> F64:
    """The part of a convex polygon where corners @ direction <= limit."""
    beyond = corners @ direction - limit
    if (beyond < 0.0).all():
        return corners
    after, following = np.concatenate([corners[1:], corners[:1]]), np.concatenate([beyond[1:], beyond[:1]])
    crosses = ((beyond < 0.0) != (following < 0.0)) & (beyond != following)
    fraction = np.divide(beyond, beyond - following, out=np.zeros_like(beyond), where=crosses)
    points = np.stack([corners, corners + (after - corners) * fraction[:, None]], axis=1)
    return np.asarray(points[np.stack([beyond <= 0.0, crosses], axis=1)])


def _strays(streams: Streams, face: FaceRelief) -> tuple[F64, F64]:
    """Centres and half sizes of the cells around the face, further apart the further out, nearly symmetrical."""
    random = streams.at("strays")
    angle = np.linspace(-1.15, 1.2, STRAY_CELLS // 2) + random.uniform(-0.10, 0.10, STRAY_CELLS // 2)
    off = random.uniform(0.16, 0.62, STRAY_CELLS // 2) ** 1.2 + 0.10
    y = 1.45 * np.sin(angle)
    x = face.half_width(np.clip(0.92 * y, -1.0, 0.8).astype(np.float32)) + off + 0.10 * np.cos(angle)
    wide = 0.09 + 0.07 * random.random(STRAY_CELLS // 2)
    right = np.stack([x, y], axis=1)
    left = right * (-1.0, 1.0) + random.normal(0.0, 0.05, right.shape)
    size = np.stack([wide, wide / STRETCH], axis=1)
    return np.concatenate([left, right]), np.concatenate([size, size])


def _circle(count: int) -> F64:
    turn = np.arange(count) * (2.0 * np.pi / count)
    return np.stack([np.cos(turn), np.sin(turn)], axis=1)


def _ellipse(centre: F64, half: F64) -> F64:
    return centre + _circle(12) * half


def _without_short_edges(corners: F64) -> F64:
    """The corners but those that follow another one within 5 mm."""
    longer = corners[np.linalg.norm(corners - np.roll(corners, 1, 0), axis=1) > 0.005]
    return longer if len(longer) >= 4 else corners


def _centroid(corners: F64) -> F64:
    """The centre of area of a polygon."""
    following = np.roll(corners, -1, 0)
    cross = corners[:, 0] * following[:, 1] - corners[:, 1] * following[:, 0]
    return np.asarray(((corners + following) * cross[:, None]).sum(0) / (3.0 * cross.sum()), np.float64)


def _extent(corners: F64, centre: F64, tilt: float) -> F64:
    """Half of the width and height along axes turned by `tilt`, to the nearer side of the centre."""
    c, s = np.cos(tilt), np.sin(tilt)
    own = (corners - centre) @ np.array([[c, -s], [s, c]])
    return np.asarray(np.minimum(own.max(axis=0), -own.min(axis=0)), np.float64)


def _pairs(centre: F64) -> tuple[NDArray[np.int64], F32]:
    """The person in each cell, and the side: a cell on the left pairs with the nearest to its mirror on the right."""
    pair = np.full(len(centre), -1)
    pair[:2] = 0
    number = 1
    for members in (np.arange(2, FACE_CELLS), np.arange(FACE_CELLS, len(centre))):
        order = members[np.argsort(centre[members, 0])]
        left, right = order[: len(order) // 2], order[len(order) // 2 :]
        away = np.linalg.norm(centre[left, None] * (-1.0, 1.0) - centre[None, right], axis=2)
        for _ in left:
            i, j = np.unravel_index(np.argmin(away), away.shape)
            pair[left[i]] = pair[right[j]] = number
            away[i], away[:, j] = np.inf, np.inf
            number += 1
    side = np.where(centre[:, 0] < 0.0, 1.0, -1.0)
    for person in range(number):  # near the middle both may lie on one side
        a, b = np.flatnonzero(pair == person)
        if side[a] == side[b]:
            side[a], side[b] = (1.0, -1.0) if centre[a, 0] < centre[b, 0] else (-1.0, 1.0)
    return pair, side.astype(np.float32)
