"""Hummocks of moss: where they stand on mossy ground that is seen aslant, on which a flat picture would be straw."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.places.shore.rock import RockMesh
from dreamscape.places.shore.sheet import EDGES, VIEW, density
from dreamscape.rng import Streams

MOST = 850
ASLANT = (-0.34, -0.16, 0.34, 0.54)  # cosines between the normal and the way to VIEW: none, all, all, none
MOSSY = (0.28, 0.45)  # readiness for moss: none, all
RADIUS = 0.19  # m, on the average
LEAST = 0.0050  # rad, of an average radius seen from VIEW
OVERLAP = 2.2  # how many lie one before another
FARTHEST = 75.0  # m
HIDDEN = 6.0  # m behind what hides it, from which ground has none: the camera is not always at VIEW
CELL = 0.012  # tangent, of the map of what hides what
SHRUNK = 1.9  # times that moss is smaller on them: tips, not cushions
MOSS, LUSH = 0.66, 0.88  # readiness for moss of the rock whose moss they show: the least, and enough
LOOKS = 40  # points of it at least, if need be of less lush ones
FRONTAL = 0.60  # the least cosine at which it is seen
ALIKE = 0.4  # of the logarithm of the room that it has on the sheet


@dataclass(frozen=True, slots=True)
class Hummocks:
    """n hummocks, the farthest first.

    Attributes:
        foot: `(n, 3) float32`, m.
        facing: `(n, 3) float32`, unit: the ground's normal.
        place: `(n, 2) float32`, the foot on the sheet.
        shade: `(n, 4) float32`, as of `RockMesh`.
        look: `(n, 4) float32`: the middle of the moss on the sheet that each shows, and how far it reaches across and
            up there.
        radius: `(n,) float32`, m.
    """

    foot: F32
    facing: F32
    place: F32
    shade: F32
    look: F32
    radius: F32


def hummocks(land: RockMesh, streams: Streams) -> Hummocks:
    """The hummocks of a promontory; none where no moss is seen straight on, whose look they would have."""
    ray = land.position - np.array(VIEW, np.float32)
    away = np.linalg.norm(ray, axis=1)
    cosine = -(land.normal * ray).sum(axis=1) / away
    random = streams.at("hummocks")
    dense = density(land.position, land.place, land.triangles)
    shown = np.flatnonzero((land.shade[:, 1] > MOSS) & (cosine > FRONTAL) & _is_in_view(ray) & (away < FARTHEST))
    if len(shown):
        shown = shown[np.abs(np.log(dense[shown] / np.median(dense[shown]))) < ALIKE]
        lushest = np.sort(land.shade[shown, 1])[-LOOKS:][0]
        shown = shown[land.shade[shown, 1] >= min(lushest, LUSH)]
    corners, at = _spots(land, _share(land, away, cosine), random)
    if not len(shown):
        corners, at = corners[:0], at[:0]
    foot, facing, place, shade = (
        np.einsum("nk,nkd->nd", at, values[corners]).astype(np.float32)
        for values in (land.position, land.normal, land.place, land.shade)
    )
    far = np.linalg.norm(foot - np.array(VIEW, np.float32), axis=1)
    radius = np.maximum(RADIUS, LEAST * far) * random.uniform(0.55, 1.45, len(far)) ** 1.2
    patch = random.choice(shown, len(far)) if len(far) else shown
    reach = SHRUNK * radius * dense[patch] * random.choice((-1.0, 1.0), len(far))
    aside = np.minimum(np.abs(reach), 0.06)[:, None]
    look = np.column_stack([np.clip(land.place[patch], aside, 1.0 - aside), np.copysign(aside[:, 0], reach), aside])
    order = np.argsort(-far)
    parts = (foot, facing / np.linalg.norm(facing, axis=1, keepdims=True), place, shade, look, radius)
    return Hummocks(*(np.ascontiguousarray(part[order], np.float32) for part in parts))


def thickness(land: RockMesh) -> F32:
    """How thick hummocks stand at each vertex of a promontory, `(n,) float32`, 0 to 1."""
    ray = land.position - np.array(VIEW, np.float32)
    away = np.linalg.norm(ray, axis=1)
    cosine = -(land.normal * ray).sum(axis=1) / away
    mossy = np.interp(land.shade[:, 1], MOSSY, (0.0, 1.0))
    there = _is_in_view(ray) & (away < FARTHEST) & ~is_hidden(land)
    return np.asarray(np.interp(cosine, ASLANT, (0.0, 1.0, 1.0, 0.0)) * mossy * there, np.float32)


def _share(land: RockMesh, away: F32, cosine: F32) -> F32:
    """How many hummocks stand on each triangle, `(m,) float32`."""
    wanted = thickness(land)
    seen = (0.10 + 0.35 * np.abs(cosine)) / np.maximum(RADIUS, LEAST * away) ** 2
    a, b, c = land.position[land.triangles].swapaxes(0, 1)
    area = 0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1)
    share = OVERLAP / np.pi * area * (wanted * seen)[land.triangles].mean(axis=1)
    return np.asarray(share * min(1.0, MOST / max(share.sum(), 1.0)), np.float32)


def _spots(land: RockMesh, share: F32, random: np.random.Generator) -> tuple[NDArray[np.uint32], F32]:
    """The corners of the triangles on which hummocks stand `(n, 3)`, and where there, as weights of them `(n, 3)`."""
    upto = np.cumsum(share.astype(np.float64))
    count = int(upto[-1])
    which = np.minimum(np.searchsorted(upto, np.arange(count) + random.random(count)), len(share) - 1)
    a, b = np.sort(random.random((2, count)), axis=0)
    return land.triangles[which], np.column_stack([a, b - a, 1.0 - b]).astype(np.float32)


def _is_in_view(ray: F32) -> NDArray[np.bool_]:
    """Which points may be seen in some picture; `ray (n, 3)` from VIEW."""
    aside = ray[:, 0] / np.maximum(ray[:, 2], 1.0)
    return np.asarray((aside > EDGES[0][0]) & (aside < 0.5) & (ray[:, 2] > 4.0))


def is_hidden(land: RockMesh) -> NDArray[np.bool_]:
    """Which vertices lie well behind others that are seen in the same place, `(n,)`."""
    ray = land.position - np.array(VIEW, np.float32)
    away, ahead = np.linalg.norm(ray, axis=1), np.maximum(ray[:, 2], 1.0)
    cells = np.clip(ray[:, :2] / (ahead[:, None] * CELL) + 200.0, 0.0, 400.0).astype(int)
    nearest = np.full((401, 401), np.inf, np.float32)
    np.minimum.at(nearest, (cells[:, 1], cells[:, 0]), np.where(ray[:, 2] > 1.0, away, np.inf))
    return np.asarray(away > nearest[cells[:, 1], cells[:, 0]] + HIDDEN)
