"""The threshold: where the lock is in the door, and what happens there when; the same for the eye and for the ear.

The door is the one of the street of spires, seen from close by: metres, the ground at 0, the leaves meet at x = 0, and
whoever stands before it stands at negative z.
"""

import math

import numpy as np
from numpy.typing import NDArray

from dreamscape.camera import ease, give
from dreamscape.places.door import glyphs
from dreamscape.rng import Streams

F64 = NDArray[np.float64]
LOCK = (0.0, 1.115, 0.0)  # m, its middle: where the joint over the lowest row of glyphs meets the middle line
KEY = 0.62  # m, the key's height, as on the street
DEEP = 0.26 * KEY  # m, how far it is in the lock: its wards are out of sight
STONE = 0.305 * KEY  # m, from the key's middle to its stone
LAID = 0.7, 3.0  # s of the act: the key is upright, points into the lock
ENTERS = 1.0, 4.6  # s of the act: the key sets out for the lock, is in it
STILL = 6.4, 10.0  # s: nothing moves but the heart, nothing sounds
TURNS = 10.0, 12.5  # s: the key begins to turn, is at rest again
PARTS = 12.9  # s: the leaves come apart
# The door creaks: it sticks and slips. When each slip begins and how long it takes, s, and how far it goes, mm a leaf.
CREAKS = (
    (PARTS, 0.5, 2.0), (13.75, 0.22, 1.5), (14.25, 0.20, 1.5), (14.60, 0.24, 3.0), (15.15, 0.22, 3.0),
    (15.45, 0.40, 6.0), (16.05, 0.30, 6.0), (16.40, 1.6, 24.0), (17.6, 3.4, 70.0),
)  # fmt: skip
_SET_OUT = 0.06, 0.36, -0.95  # m, where the key comes from, seen from where it rests


def key(seconds: float) -> tuple[float, float, float]:
    """Where the key's middle is, metres."""
    way = 0.86 * ease((seconds - ENTERS[0]) / 2.7) + 0.14 * ease((seconds - 3.9) / (ENTERS[1] - 3.9))
    left = 1.0 - way
    x, y, z = _SET_OUT
    aligned = left * left * (3.0 - 2.0 * left)
    return LOCK[0] + x * aligned, LOCK[1] + y * aligned, LOCK[2] + DEEP - 0.5 * KEY + z * left


def turned(seconds: float) -> float:
    """How far the key has turned, in parts of its half turn."""
    return give((seconds - TURNS[0]) / (TURNS[1] - TURNS[0]))


def gap(seconds: float) -> float:
    """How far each leaf has left the middle, metres."""
    return sum(0.001 * far * ease((seconds - at) / lasts) for at, lasts, far in CREAKS)


def pressing(seconds: float) -> float:
    """How heavily the silence lies on the door, 0 to 1; the light eases it."""
    return ease((seconds - 1.5) / (STILL[0] - 1.5)) * (1.0 - 0.65 * ease((seconds - PARTS) / 6.0))


def embers(streams: Streams, seconds: float) -> F64:
    """How much of its note each glyph still rings with, `(glyphs.COUNT,)`: they fall silent in the order they woke."""
    fading = glyphs.lighting(streams, 0.2, 3.4)
    return np.array([1.0 - ease((seconds - at) / 2.2) for at in fading])


def carved(streams: Streams) -> dict[str, float]:
    """How many petals and marks the lock has."""
    random = streams.at("lock")
    return {"petals": float(random.choice((12, 16, 18, 20))), "marks": float(random.choice((48, 64, 72)))}


def lights(seconds: float) -> dict[str, object]:
    """The uniforms of glsl/threshold.glsl."""
    x, y, z = key(seconds)
    lies = 0.5 * math.pi * ease((seconds - LAID[0]) / (LAID[1] - LAID[0]))
    stone = x, y + STONE * math.cos(lies), z - STONE * math.sin(lies)
    return {**parted(seconds), "stone": stone}


def parted(seconds: float) -> dict[str, object]:
    """Those of them that say where every point of the door stands."""
    return {"pressing": pressing(seconds), "gap": gap(seconds)}
