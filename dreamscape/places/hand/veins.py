"""The veins of starlight: a branching tree on the forearm, grown from the seed, as a map for the hand's shader."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.rng import Streams

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
LENGTH, WIDTH = 0.25, 0.11  # m: what the map covers, from the wrist up and across
SIZE = (560, 240)  # texels
STEP = 0.0034  # m, a segment
APART = (0.0020, 0.0034, 0.0026, 0.0020, 0.0016)  # m, that veins keep from others, from trunk to twig
REACHES = (0.275, 0.085, 0.046, 0.024, 0.012)  # m that a vein grows, if nothing is in its way
BUDDING = (0.015, 0.0125, 0.0095, 0.008)  # m between the branches of each
SLIMMER = 0.62  # a branch's radius where it leaves, as a part of its parent's there
FAR = 0.010  # m, beyond which no distance is told
SOFT = 0.0045  # m, how far their light is scattered under the skin
WIDEST = 0.0012  # m, a trunk's root
MOST = 6000  # segments
TILE = 16  # texels, each way, that ask the same segments
NEAREST = 26  # segments, those about a tile, that are asked which one shines


def grow(streams: Streams) -> F32:
    """Segments, `(k, 8) float32`: both ends (m up, m across), radius at both (a trunk's root: 1), way to both (m).

    A branch ends where it would come too near to another: veins do not cross; every one tapers to nothing.
    """
    random = streams.at("veins")
    segments: list[F32] = []
    taken = np.empty((MOST, 2))
    count = 0
    buds = [(-0.016, 0.0105 + random.uniform(-0.001, 0.001), 0.26, 1.0, 0.0, 0), (-0.014, 0.0075, -0.42, 0.85, 0.0, 0)]
    while buds and count < MOST:
        u, w, angle, radius, gone, depth = buds.pop()
        line, start = [(u, w)], count
        bend, sway, heading = angle, 0.0, angle * (0.5**depth if depth else 0.3)
        for _ in range(int(random.uniform(0.75, 1.25) * REACHES[depth] / STEP)):
            sway += random.normal(0.0, 0.075) - 0.30 * sway
            bend += sway + (heading - bend) * 0.07
            bend -= 7.0 * max(abs(w) - 0.026, 0.0) * float(np.sign(w))
            u, w = u + STEP * float(np.cos(bend)), w + STEP * float(np.sin(bend))
            room = np.hypot(taken[:start, 0] - u, taken[:start, 1] - w).min(initial=9.0)
            if count == MOST or (room < APART[depth] and len(line) > 2):
                break
            line.append((u, w))
            taken[count] = u, w
            count += 1
        if len(line) < 3:
            continue
        points, nodes = np.array(line), np.arange(len(line))
        slim = radius * (1.0 - nodes / (len(line) - 1.0)) ** (0.55 if depth else 0.40)
        way = (gone + STEP * nodes).astype(np.float64)
        pieces = points[:-1], points[1:], slim[:-1, None], slim[1:, None], way[:-1, None], way[1:, None]
        segments.append(np.hstack(pieces).astype(np.float32))
        if depth < len(BUDDING):
            buds[:0] = _buds(points, slim, way, depth, random)
    return np.concatenate(segments)


def _buds(
    points: F64, slim: F64, way: F64, depth: int, random: np.random.Generator
) -> list[tuple[float, float, float, float, float, int]]:
    """Where branches leave a vein: place, angle, radius, way, depth; more of them to the side that has more room."""
    found = []
    since = random.uniform(0.2, 0.8)
    for node in range(1, len(points) - 1):
        since += STEP / BUDDING[depth]
        if since > 1.0:
            since = random.uniform(0.0, 0.4)
            u, w = points[node].tolist()
            bend = float(np.arctan2(*(points[node + 1] - points[node - 1])[::-1]))
            side = 1.0 if random.random() < (0.72 if w < 0.0 else 0.28) else -1.0
            turned = bend + side * random.uniform(0.40, 0.85)
            found.append((u, w, turned, float(slim[node]) * SLIMMER, float(way[node]), depth + 1))
    return found


@lru_cache(maxsize=2)
def chart(streams: Streams) -> NDArray[np.float16]:
    """The veins of this seed as a map in half floats, as a texture holds them; see `draw`."""
    return draw(grow(streams)).astype(np.float16)


@lru_cache(maxsize=2)
def trunk(streams: Streams, count: int) -> tuple[tuple[float, float], ...]:
    """`count` points of the longest vein, from the wrist up: m up and m across."""
    segments = grow(streams)
    ends = np.flatnonzero(np.diff(segments[:, 6]) < 0.0)
    first = segments[: ends[0] + 1] if ends.size else segments
    picked = first[np.linspace(0, len(first) - 1, count).astype(int), :2]
    return tuple((float(u), float(w)) for u, w in picked)


def draw(segments: F32) -> F32:
    """The segments as a map, `(h, w, 4) float32`, rows across the arm, columns up from the wrist.

    Channels: distance to the nearest vein over FAR, the light's way to there over LENGTH, the vein's radius, and the
    light that all of them scatter under the skin, 0 to about 1.
    """
    wide, high = SIZE
    texel = LENGTH / wide
    result = np.empty((high, wide, 3), np.float32)
    segments = segments.astype(np.float64)
    middle = (segments[:, 0:2] + segments[:, 2:4]) / 2
    u, w = (np.arange(wide) + 0.5) * texel, (np.arange(high) + 0.5) * (WIDTH / high) - WIDTH / 2
    for row in range(0, high, TILE):
        for column in range(0, wide, TILE):
            part = slice(row, row + TILE), slice(column, column + TILE)
            centre = u[part[1]].mean(), w[part[0]].mean()
            near = ((middle - centre) ** 2).sum(axis=1).argpartition(NEAREST)[:NEAREST]
            result[part] = _nearest(segments[near], u[None, part[1], None], w[part[0], None, None])
    gap, _, radius = np.moveaxis(result, 2, 0)
    ink = np.exp(-((gap / WIDEST) ** 2)) * radius
    light = 2.4 * _scatter(SOFT / texel, high) @ ink @ _scatter(SOFT / texel, wide)
    result[..., 0] = np.minimum(gap / FAR, 1.0)
    return np.concatenate([result, light[..., None]], axis=2).astype(np.float32)


def _nearest(segments: F64, x: NDArray[Any], y: NDArray[Any]) -> F64:
    """Of each place, the distance to what shines there, the light's way to it, and its radius; `(h, w, 3)`."""
    u0, w0, u1, w1, r0, r1, start, stop = segments.T
    t = np.clip(((x - u0) * (u1 - u0) + (y - w0) * (w1 - w0)) / STEP**2, 0.0, 1.0)
    gap = np.hypot(x - u0 - t * (u1 - u0), y - w0 - t * (w1 - w0))
    radius = r0 + t * (r1 - r0)
    way = (start + t * (stop - start)) / LENGTH
    best = (gap - WIDEST * radius).argmin(axis=2)[..., None]  # a thick vein outshines a thin one beside it
    return np.concatenate([np.take_along_axis(value, best, axis=2) for value in (gap, way, radius)], axis=2)


def _scatter(sigma: float, count: int) -> F64:
    """A Gaussian of so many texels for a row of them, as a matrix; nothing comes from beyond its ends."""
    place = np.arange(count)
    kernel = np.exp(-0.5 * ((place[:, None] - place) / sigma) ** 2) / (sigma * np.sqrt(2.0 * np.pi))
    return np.asarray(kernel, np.float64)
