"""The veins of starlight: a branching tree on the forearm, grown from the seed, as a map for the hand's shader."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.rng import Streams

LENGTH, WIDTH = 0.25, 0.11  # m: what the map covers, from the wrist up and across
SIZE = (560, 240)  # texels
STEP = 0.0034  # m, a segment
SPACING = (0.0020, 0.0034, 0.0026, 0.0020, 0.0016)  # m, between veins, from trunk to twig
LENGTHS = (0.275, 0.085, 0.046, 0.024, 0.012)  # m that a vein grows, if nothing is in its way
BRANCH_SPACING = (0.015, 0.0125, 0.0095, 0.008)  # m between the branches of each
BRANCH_RADIUS = 0.62  # of a branch at its root, as a fraction of its parent's there
MAX_DISTANCE = 0.010  # m, at which distances in the map are clipped
SCATTER = 0.0045  # m, how far light is scattered under the skin
WIDEST = 0.0012  # m, the radius of a trunk's root
MAX_SEGMENTS = 6000
TILE = 16  # texels, each way, that share a set of nearest segments
NEAREST = 26  # segments in that set


def grow(streams: Streams) -> F32:
    """Segments, `(k, 8) float32`: both ends (m up, m across), radius at both (1 at the root), distance to both (m).

    A branch ends where it would come too near to another vein, so veins do not cross; each tapers to nothing.
    """
    random = streams.at("veins")
    segments: list[F32] = []
    taken = np.empty((MAX_SEGMENTS, 2))
    count = 0
    buds = [(-0.016, 0.0105 + random.uniform(-0.001, 0.001), 0.26, 1.0, 0.0, 0), (-0.014, 0.0075, -0.42, 0.85, 0.0, 0)]
    while buds and count < MAX_SEGMENTS:
        u, w, angle, radius, travelled, depth = buds.pop()
        vein, start = [(u, w)], count
        bend, sway, heading = angle, 0.0, angle * (0.5**depth if depth else 0.3)
        for _ in range(int(random.uniform(0.75, 1.25) * LENGTHS[depth] / STEP)):
            sway += random.normal(0.0, 0.075) - 0.30 * sway
            bend += sway + (heading - bend) * 0.07
            bend -= 7.0 * max(abs(w) - 0.026, 0.0) * float(np.sign(w))
            u, w = u + STEP * float(np.cos(bend)), w + STEP * float(np.sin(bend))
            nearest = np.hypot(taken[:start, 0] - u, taken[:start, 1] - w).min(initial=9.0)
            if count == MAX_SEGMENTS or (nearest < SPACING[depth] and len(vein) > 2):
                break
            vein.append((u, w))
            taken[count] = u, w
            count += 1
        if len(vein) < 3:
            continue
        points, nodes = np.array(vein), np.arange(len(vein))
        radii = radius * (1.0 - nodes / (len(vein) - 1.0)) ** (0.55 if depth else 0.40)
        distance = (travelled + STEP * nodes).astype(np.float64)
        columns = points[:-1], points[1:], radii[:-1, None], radii[1:, None], distance[:-1, None], distance[1:, None]
        segments.append(np.hstack(columns).astype(np.float32))
        if depth < len(BRANCH_SPACING):
            buds[:0] = _branch_buds(points, radii, distance, depth, random)
    return np.concatenate(segments)


def _branch_buds(
    points: F64, radii: F64, distance: F64, depth: int, random: np.random.Generator
) -> list[tuple[float, float, float, float, float, int]]:
    """Where branches leave a vein: point, angle, radius, distance, depth; more of them on the side with more room."""
    buds = []
    since = random.uniform(0.2, 0.8)
    for node in range(1, len(points) - 1):
        since += STEP / BRANCH_SPACING[depth]
        if since > 1.0:
            since = random.uniform(0.0, 0.4)
            u, w = points[node].tolist()
            bend = float(np.arctan2(*(points[node + 1] - points[node - 1])[::-1]))
            side = 1.0 if random.random() < (0.72 if w < 0.0 else 0.28) else -1.0
            heading = bend + side * random.uniform(0.40, 0.85)
            buds.append((u, w, heading, float(radii[node]) * BRANCH_RADIUS, float(distance[node]), depth + 1))
    return buds


@lru_cache(maxsize=2)
def vein_map(streams: Streams) -> NDArray[np.float16]:
    """The veins of this seed as a map in half floats, for a texture; see `draw_map`."""
    return draw_map(grow(streams)).astype(np.float16)


@lru_cache(maxsize=2)
def trunk(streams: Streams, count: int) -> tuple[tuple[float, float], ...]:
    """`count` points of the longest vein, from the wrist up: m up and m across."""
    segments = grow(streams)
    ends = np.flatnonzero(np.diff(segments[:, 6]) < 0.0)
    first = segments[: ends[0] + 1] if ends.size else segments
    picked = first[np.linspace(0, len(first) - 1, count).astype(int), :2]
    return tuple((float(u), float(w)) for u, w in picked)


def draw_map(segments: F32) -> F32:
    """The segments as a map, `(h, w, 4) float32`, rows across the arm, columns up from the wrist.

    Channels: distance to the nearest vein over MAX_DISTANCE, distance along the veins to there over LENGTH, the vein's
    radius, and the light that all veins scatter under the skin, 0 to about 1.
    """
    wide, high = SIZE
    texel = LENGTH / wide
    result = np.empty((high, wide, 3), np.float32)
    segments = segments.astype(np.float64)
    middle = (segments[:, 0:2] + segments[:, 2:4]) / 2
    u, w = (np.arange(wide) + 0.5) * texel, (np.arange(high) + 0.5) * (WIDTH / high) - WIDTH / 2
    for row in range(0, high, TILE):
        for column in range(0, wide, TILE):
            tile = slice(row, row + TILE), slice(column, column + TILE)
            centre = u[tile[1]].mean(), w[tile[0]].mean()
            near = ((middle - centre) ** 2).sum(axis=1).argpartition(NEAREST)[:NEAREST]
            result[tile] = _nearest(segments[near], u[None, tile[1], None], w[tile[0], None, None])
    gap, _, radius = np.moveaxis(result, 2, 0)
    glow = np.exp(-((gap / WIDEST) ** 2)) * radius
    light = 2.4 * _gaussian(SCATTER / texel, high) @ glow @ _gaussian(SCATTER / texel, wide)
    result[..., 0] = np.minimum(gap / MAX_DISTANCE, 1.0)
    return np.concatenate([result, light[..., None]], axis=2).astype(np.float32)


def _nearest(segments: F64, x: NDArray[Any], y: NDArray[Any]) -> F64:
    """For each texel the distance to the vein that shines there, the distance along it, and its radius; `(h, w, 3)`."""
    u0, w0, u1, w1, r0, r1, start, stop = segments.T
    t = np.clip(((x - u0) * (u1 - u0) + (y - w0) * (w1 - w0)) / STEP**2, 0.0, 1.0)
    gap = np.hypot(x - u0 - t * (u1 - u0), y - w0 - t * (w1 - w0))
    radius = r0 + t * (r1 - r0)
    distance = (start + t * (stop - start)) / LENGTH
    nearest = (gap - WIDEST * radius).argmin(axis=2)[..., None]  # a thick vein outshines a thin one beside it
    return np.concatenate([np.take_along_axis(value, nearest, axis=2) for value in (gap, distance, radius)], axis=2)


def _gaussian(sigma: float, count: int) -> F64:
    """A Gaussian blur of `sigma` texels over a row of `count`, as a matrix; beyond the ends all is 0."""
    index = np.arange(count)
    kernel = np.exp(-0.5 * ((index[:, None] - index) / sigma) ** 2) / (sigma * np.sqrt(2.0 * np.pi))
    return np.asarray(kernel, np.float64)
