"""How the door opens: where the lock is, and what happens when, for picture and sound alike.

The door is that of the street of spires, seen from close by: metres, the ground at 0, the leaves meet at x = 0, and the
viewer stands at negative z.
"""

import math
from functools import lru_cache
from typing import Literal

import numpy as np

from dreamscape.arrays import F32, F64
from dreamscape.easing import ease, give, smoothstep
from dreamscape.places.door import glyphs, portal
from dreamscape.rng import Streams

LOCK = (0.0, 1.115, 0.0)  # m, its middle: where the joint over the lowest row of glyphs meets the middle line
KEY_HEIGHT = 0.62  # m, as on the street
KEY_DEPTH = 0.26 * KEY_HEIGHT  # m, how far the key is in the lock: its wards are out of sight
STONE_OFFSET = 0.305 * KEY_HEIGHT  # m, from the key's middle to its stone
LAID = 0.7, 3.0  # s of the act: the key is upright, points into the lock
ENTERS = 1.0, 4.6  # s of the act: the key starts towards the lock, is in it
STILLNESS = 6.4, 10.0  # s: nothing moves but the heart, nothing sounds
TURNS = 10.0, 12.5  # s: the key begins to turn, comes to rest
LEAVES_PART = 12.9  # s: the leaves come apart
# The door creaks as it sticks and slips: when each slip begins and how long it takes, s, and how far a leaf goes, mm.
CREAKS = (
    (LEAVES_PART, 0.5, 2.0), (13.75, 0.22, 1.5), (14.25, 0.20, 1.5), (14.60, 0.24, 3.0), (15.15, 0.22, 3.0),
    (15.45, 0.40, 6.0), (16.05, 0.30, 6.0), (16.40, 1.6, 24.0), (17.6, 3.4, 70.0),
)  # fmt: skip
Glass = Literal["midnight", "smoke", "bottle"]
GLASSES: tuple[Glass, ...] = ("midnight", "smoke", "bottle")
_TINTS = {
    "midnight": (0.024, 0.005, 0.0, 0.0), "smoke": (0.006, 0.0055, 0.0045, 0.0), "bottle": (0.008, 0.004, 0.0, 0.009),
}  # fmt: skip
_WARMS = 1.07 * np.hanning(12)[1:-1] / np.hanning(12).sum()  # of samples 1/64 s apart; the beat's peak stays 1
_SET_OUT = 0.06, 0.36, -0.95  # m, where the key starts, relative to where it rests


def key_position(seconds: float) -> tuple[float, float, float]:
    """The position of the key's middle, metres."""
    progress = 0.86 * ease((seconds - ENTERS[0]) / 2.7) + 0.14 * ease((seconds - 3.9) / (ENTERS[1] - 3.9))
    remaining = 1.0 - progress
    x, y, z = _SET_OUT
    aligned = smoothstep(remaining)
    return LOCK[0] + x * aligned, LOCK[1] + y * aligned, LOCK[2] + KEY_DEPTH - 0.5 * KEY_HEIGHT + z * remaining


def key_turn(seconds: float) -> float:
    """How far the key has turned, as a fraction of its half turn."""
    return give((seconds - TURNS[0]) / (TURNS[1] - TURNS[0]))


def leaf_gap(seconds: float) -> float:
    """How far each leaf has moved away from the middle, metres."""
    return sum(0.001 * far * ease((seconds - at) / lasts) for at, lasts, far in CREAKS)


def pressure(seconds: float) -> float:
    """How heavily the silence presses on the door, 0 to 1; the light eases it."""
    return ease((seconds - 1.5) / (STILLNESS[0] - 1.5)) * (1.0 - 0.65 * ease((seconds - LEAVES_PART) / 6.0))


def glyph_ringing(streams: Streams, seconds: float) -> F64:
    """How strongly each glyph still rings, 0 to 1, `(glyphs.COUNT,)`: they fall silent in the order they lit up."""
    fading = glyphs.lighting_times(streams, 0.2, 3.4)
    return np.array([1.0 - ease((seconds - at) / 2.2) for at in fading])


def lock_ornament(streams: Streams) -> dict[str, float]:
    """The numbers of petals and marks on the lock."""
    random = streams.at("lock")
    return {"petals": float(random.choice((12, 16, 18, 20))), "marks": float(random.choice((48, 64, 72)))}


def patina(streams: Streams) -> float:
    """How green the bronze of the door is, on top of what its wear makes it: -0.32, bright, to 0.48, verdigris."""
    return float(streams.at("patina").uniform(-0.32, 0.48))


@lru_cache(maxsize=4)
def polish(streams: Streams) -> float:
    """How bright the bronze of the door is, x."""
    return float(2.0 ** streams.at("polish").uniform(-0.7, 1.0))


@lru_cache(maxsize=4)
def glass(streams: Streams) -> tuple[Glass, tuple[float, float, float, float]]:
    """What the leaves' glass is like: its name; and how much of the palette's dominant, counter, other and accent."""
    random = streams.at("glass")
    kind: Glass = GLASSES[random.integers(len(GLASSES))]
    towards, light = random.uniform(0.7, 1.0), 2.0 ** random.uniform(-1.0, 1.6)
    midnight = np.array(_TINTS["midnight"])
    weights = light * (midnight + (np.array(_TINTS[kind]) - midnight) * towards)
    dominant, counter, other, accent = map(float, weights)
    return kind, (dominant, counter, other, accent)


def glow(heart_trace: F32) -> float:
    """How far the key's stone glows with the heart, 0 to about 1: it warms and cools within some 0.1 s.

    The heart's own beat rises within a frame; so bright a light that did the same would flash.

    Args:
        heart_trace: `(256,)`, as of `Snapshot`.
    """
    return float(heart_trace[: _WARMS.size] @ _WARMS)


def light_uniforms(streams: Streams, seconds: float, heart_trace: F32) -> dict[str, object]:
    """The uniforms of glsl/acts/threshold.glsl; `heart_trace` as of `glow`."""
    x, y, z = key_position(seconds)
    lies = 0.5 * math.pi * ease((seconds - LAID[0]) / (LAID[1] - LAID[0]))
    stone = x, y + STONE_OFFSET * math.cos(lies), z - STONE_OFFSET * math.sin(lies)
    lights = {"stone": stone, "glow": glow(heart_trace), "polish": polish(streams)}
    return {**leaf_uniforms(seconds), **portal.light_uniforms(streams), **lights}


def leaf_uniforms(seconds: float) -> dict[str, object]:
    """The uniforms that place the leaves of the door."""
    return {"pressing": pressure(seconds), "gap": leaf_gap(seconds)}
