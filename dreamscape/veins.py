"""The veins of starlight: a branching tree on the forearm, grown from the seed, as a map for the hand's shader."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.rng import Streams

F32 = NDArray[np.float32]
LENGTH, WIDTH = 0.25, 0.11  # m: what the map covers, from the wrist up and across
SIZE = (448, 192)  # texels
STEP = 0.005  # m, a segment
APART = 0.0048  # m, that veins keep from each other
REACHES = (54, 15, 8, 4)  # segments that a vein grows, from trunk to twig
BUDDING = (0.026, 0.021, 0.016, 0.016)  # m between the branches of each
FAR = 0.010  # m, beyond which no distance is told


def grow(streams: Streams) -> F32:
    """Segments, `(k, 7) float32`: both ends (m up, m across), radius (a trunk's is 1), how far along both ends are (m).

    A branch ends where it would come too near to another: veins do not cross.
    """
    random = streams.at("veins")
    segments: list[tuple[float, ...]] = []
    taken: list[tuple[float, float]] = []
    buds = [(-0.016, 0.006 + random.uniform(-0.002, 0.002), 0.16, 1.2, 0.0, 0), (-0.012, -0.003, -0.10, 1.0, 0.0, 0)]
    while buds:
        u, w, angle, radius, gone, depth = buds.pop()
        bend, since = angle, random.uniform(0.1, 0.6)
        for count in range(int(random.uniform(0.8, 1.2) * REACHES[depth])):
            bend += random.normal(0.0, 0.15) + (angle * 0.5**depth - bend) * 0.16
            bend -= 14.0 * max(abs(w) - 0.026, 0.0) * float(np.sign(w))
            x, y = u + STEP * float(np.cos(bend)), w + STEP * float(np.sin(bend))
            others = np.array(taken[:-3] if count > 2 else [], np.float64).reshape(-1, 2)
            if np.hypot(others[:, 0] - x, others[:, 1] - y).min(initial=9.0) < APART:
                break
            segments.append((u, w, x, y, radius, gone, gone + STEP))
            taken.append((x, y))
            u, w, gone = x, y, gone + STEP
            radius *= 0.990 if depth == 0 else 0.955
            since += STEP / BUDDING[depth]
            if depth < len(REACHES) - 1 and since > 1.0:
                since = random.uniform(0.0, 0.4)
                side = 1.0 if random.random() < (0.72 if w < 0.0 else 0.28) else -1.0
                buds.insert(0, (u, w, bend + side * random.uniform(0.45, 0.80), radius * 0.70, gone, depth + 1))
    return np.array(segments, np.float32)


@lru_cache(maxsize=2)
def chart(streams: Streams) -> F32:
    """The veins of this seed as a map; see `draw`."""
    return draw(grow(streams))


def draw(segments: F32) -> F32:
    """The segments as a map, `(h, w, 4) float32`, rows across the arm, columns up from the wrist.

    Channels: distance to the nearest vein over FAR, the light's way to there over LENGTH, the vein's radius, nothing.
    """
    wide, high = SIZE
    u = (np.arange(wide, dtype=np.float32) + 0.5) * (LENGTH / wide)
    w = (np.arange(high, dtype=np.float32) + 0.5) * (WIDTH / high) - WIDTH / 2
    result = np.zeros((high, wide, 4), np.float32)
    result[..., 0] = 1.0
    for u0, w0, u1, w1, radius, start, stop in segments:
        i = slice(*np.searchsorted(u, (min(u0, u1) - FAR, max(u0, u1) + FAR)))
        j = slice(*np.searchsorted(w, (min(w0, w1) - FAR, max(w0, w1) + FAR)))
        x, y = u[None, i] - u0, w[j, None] - w0
        t = np.clip((x * (u1 - u0) + y * (w1 - w0)) / STEP**2, 0.0, 1.0)
        gap = np.hypot(x - t * (u1 - u0), y - t * (w1 - w0)) / FAR / (0.45 + 0.55 * radius)
        part = result[j, i]
        nearer = gap < part[..., 0]
        part[nearer] = np.stack(
            [gap, (start + t * (stop - start)) / LENGTH, np.full_like(gap, radius), np.zeros_like(gap)], axis=2
        )[nearer]
    return result
