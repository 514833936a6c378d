"""Threads as bundles of strands of grains: where each strand runs on the screen, and how far its grains have come.

All for a layer's shader, which only looks grains up. Arrays are `(s, n)`: places along a thread, threads. Lengths are
px of a picture 720 px high.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.camera import Camera
from dreamscape.physics.grains import ROWS
from dreamscape.render.grain_texture import HALF, PERIOD

STRANDS = 2  # looked up for each bundle, each of which is two that are twisted; what strays is a third look-up
ROOMY = 420.0  # px: shorter threads swing less, in proportion
NEAREST = 0.3  # m in front of the camera
USUAL = 9.0  # m, the distance at which grains have their usual size
_ALIKE = np.array([0.0, 1.0, 0.5], np.float32)  # whose grains they are: the root's, the tip's, both's
_PACE = np.array([1.0, -1.0, 0.6], np.float32)  # which way they travel, and how fast
_NUMBER = np.arange(STRANDS + 1)[:, None]
DART = 0.55  # Hz, how often they dart
_UNEVEN = np.array([0.25, -0.35, 0.9])[:, None]  # which overtake


@cache
def smooth(nodes: int, places: int) -> F32:
    """Maps nodes to places on the Catmull-Rom curve through them, `(places, nodes)`."""
    at = np.linspace(0.0, nodes - 1.0, places)
    first = np.minimum(at.astype(int), nodes - 2)
    f = at - first
    shares = (
        0.5 * (-f + 2 * f**2 - f**3), 1.0 + 0.5 * (-5 * f**2 + 3 * f**3), 0.5 * (f + 4 * f**2 - 3 * f**3),
        0.5 * (f**3 - f**2),
    )  # fmt: skip
    result = np.zeros((places, nodes), np.float32)
    for offset, share in zip((-1, 0, 1, 2), shares, strict=True):
        np.add.at(result, (np.arange(places), np.clip(first + offset, 0, nodes - 1)), share)
    result.setflags(write=False)
    return result


@dataclass(slots=True)
class Screen:
    """Threads as they are seen.

    Attributes:
        clip: (4, s, n) float32, in clip space.
        across: (2, s, n) float32, unit vectors across them.
        length: (s, n) float32, px from the root.
        near: (s, n) float32, how many times larger than at USUAL they are seen, between bounds.
    """

    clip: F32
    across: F32
    length: F32
    near: F32


def seen(points: F32, camera: Camera, size: tuple[int, int]) -> Screen:
    """How a camera sees threads `points (3, s, n)`, m, in a picture of `size` px."""
    matrix = camera.view_projection(size[0] / size[1])
    flat = points.reshape(3, -1)
    clip = (matrix[:, :3] @ flat + matrix[:, 3:]).reshape(4, *points.shape[1:])
    away = np.maximum(clip[3], np.float32(NEAREST))
    half = np.array([360.0 * size[0] / size[1], 360.0], np.float32)[:, None, None]
    screen = clip[:2] / away * half
    step = np.diff(screen, axis=1)
    far = np.sqrt(step[0] * step[0] + step[1] * step[1])
    length = np.zeros(points.shape[1:], np.float32)
    np.cumsum(np.minimum(far, np.float32(400.0)), axis=0, out=length[1:])
    run = np.concatenate([step[:, :1], step[:, 1:] + step[:, :-1], step[:, -1:]], axis=1)
    run /= np.sqrt(run[0] * run[0] + run[1] * run[1]) + np.float32(1e-5)
    near = np.clip((np.float32(USUAL) / away) ** np.float32(0.6), 0.62, 1.9)
    return Screen(clip, np.stack([-run[1], run[0]]), length, near.astype(np.float32))


@dataclass(slots=True)
class Bundles:
    """What the strands of bundles look like at each place.

    Attributes:
        offset: (STRANDS, s, n) float32, px that each strand lies to the side.
        light: (STRANDS, s, n) float32, of each strand.
        place: (STRANDS + 1, s, n) float32, where in the texture of grains the strands and the stray are.
        width: (s, n) float32, px, half of a strand's.
        stray: (s, n) float32, px, how far grains stray.
        half: (s, n) float32, px, half the width of all.
        dim: (s, n) float32, 0 to 1, the light that is left where a strand is drawn wider than it is.
    """

    offset: F32
    light: F32
    place: F32
    width: F32
    stray: F32
    half: F32
    dim: F32


def travelled(seconds: float, grains: F32, own: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the grains of the strands and the stray have come, `(STRANDS + 1, n)` px.

    Args:
        seconds: the time.
        grains: (rows, STRANDS + 1, n) float32, of each, by ROWS.
        own: (n,) float64, 0 to 1, a number of each thread's own.
    """
    begun = (own * 7.0 + _NUMBER * 0.381966) % 1.0
    clock = seconds * DART + begun * 8.0
    whole = np.floor(clock)
    part = np.clip((clock - whole - 0.58) / 0.42, 0.0, 1.0)
    darted = (whole + part * part * part * (10.0 - part * (15.0 - 6.0 * part)) - begun * 8.0) / DART
    since = seconds + (darted - seconds) * grains[ROWS["darts"]]
    speed = grains[ROWS["speed"]] * (1.0 + grains[ROWS["overtaking"]] * _UNEVEN)
    return np.asarray(since * speed + begun * PERIOD)


@dataclass(frozen=True, slots=True)
class Moment:
    """When bundles are drawn.

    Attributes:
        seconds: the time.
        own: (n,) float64, 0 to 1, a number of each thread's own.
        least: px, the least half width of a strand.
    """

    seconds: float
    own: NDArray[np.float64]
    least: float

    def turned(self, rate: float) -> np.float32:
        """The phase of what turns at so many radians a second."""
        return np.float32(rate * self.seconds % (2.0 * math.pi))


class _Traits:
    """The grains' traits at each place, `(s, n)`, between those of root and tip; `mixed (rows, 2, n)`."""

    def __init__(self, mixed: F32, places: int) -> None:
        self.mixed, self.towards = mixed, _towards(places)

    def __call__(self, name: str) -> F32:
        root, tip = self.mixed[ROWS[name]]
        return np.asarray(root + (tip - root) * self.towards)


@cache
def _towards(places: int) -> F32:
    along = np.linspace(0.0, 1.0, places, dtype=np.float32)[:, None]
    return np.asarray(along * along * (np.float32(3.0) - np.float32(2.0) * along))


@cache
def _open(places: int) -> F32:
    """How far bundles are open: they close at their ends."""
    along = 4.0 * np.linspace(0.0, 1.0, places, dtype=np.float32)[:, None]
    return np.asarray(np.minimum(np.minimum(along, 4.0 - along), 1.0), np.float32)


def hang(points: F32) -> F32:
    """How far threads `points (3, s, n)` hang below the line between their ends, `(s, n)`: 0 to 1, the most."""
    y = points[1]
    along = np.linspace(0.0, 1.0, len(y), dtype=np.float32)[:, None]
    below = np.maximum(y[0] + (y[-1] - y[0]) * along - y, 0.0)
    x, y, z = points[:, -1] - points[:, 0]
    return np.asarray(below / (below.max(axis=0) + 0.02 * np.sqrt(x * x + y * y + z * z) + 1e-3), np.float32)


def bundle(screen: Screen, mixed: F32, tension: F32, hangs: F32, moment: Moment) -> Bundles:
    """The strands of bundles.

    Args:
        screen: where the threads are seen.
        mixed: (rows, 2, n) float32, the grains of root and tip, by ROWS.
        tension, hangs: (s, n) float32, 0 to 1; see `hang`.
        moment: when.
    """
    places, at = len(screen.length), screen.length
    here = _Traits(mixed, places)
    swing = _open(places) * np.minimum(at[-1] / ROOMY, 1.0) * screen.near
    breath = np.sin(moment.turned(1.9) - at * np.float32(0.012)) * here("breath")
    width = here("size") * screen.near * (np.float32(HALF) * (1 + np.float32(0.22) * breath))
    wanted, width = width, np.maximum(width, np.float32(moment.least))
    winding, rolling = (mixed[ROWS[name]].mean(axis=0) for name in ("winding", "rolling"))
    turn = winding * (0.5 + 1.2 * tension.mean(axis=0)) * np.float32(2.0 * math.pi / 100.0)
    roll = ((moment.seconds * rolling + moment.own * 5.0) % 1.0 * (2.0 * math.pi)).astype(np.float32)
    angle = at * turn + roll
    radius = here("radius") * (1.0 - 0.55 * tension) * (1 + 0.45 * breath) * (0.25 * screen.near + 0.75 * swing)
    aside, depth = np.sin(angle) * radius, np.float32(0.22) * np.cos(angle)
    offset = np.stack([aside, -aside]) + _restless(screen, here, moment, swing) + _hanging(screen, here, hangs, width)
    towards = here.towards
    light = np.stack([(0.78 + depth) * (1.0 - 0.75 * towards), (0.78 - depth) * (0.25 + 0.75 * towards)])
    stray = np.maximum(here("stray") * (0.4 * screen.near + 0.6 * swing), 1.5 * moment.least)
    half = np.maximum(np.abs(offset).max(axis=0) + 0.9 * width, stray)
    return Bundles(offset, light, _places(at, width, mixed, moment), width, stray, half, wanted / width)


def _places(at: F32, width: F32, mixed: F32, moment: Moment) -> F32:
    """Where in the texture of grains the strands and the stray are, `(STRANDS + 1, s, n)`.

    Grains are as long as they are wide, so wider strands take less of the texture.
    """
    own = mixed[:, :1] + (mixed[:, 1:] - mixed[:, :1]) * _ALIKE[:, None]
    fine = 1.0 / (PERIOD * own[ROWS["streak"]])
    along = np.zeros_like(at)
    np.cumsum((2.0 * HALF) * np.diff(at, axis=0) / (width[1:] + width[:-1]), axis=0, out=along[1:])
    start = (travelled(moment.seconds, own, moment.own) * _PACE[:, None] * fine) % 1.0
    place = along * fine[:, None] - start[:, None]
    place[1] -= along[-1] * fine[1]  # from the tip
    return np.asarray(place, np.float32)


def _restless(screen: Screen, here: _Traits, moment: Moment, swing: F32) -> F32:
    """How hops and shakes move the strands, `(STRANDS, s, n)` px."""
    number = np.arange(STRANDS, dtype=np.float32)[:, None, None]
    at = screen.length
    hop = np.abs(np.sin((at * np.float32(math.pi / 105.0) - moment.turned(3.6)) - number * np.float32(1.05)))
    up = np.sign(screen.across[1]) * here("hops") * swing
    shake = np.sin((at * np.float32(0.19) + moment.turned(19.0)) + number * np.float32(2.1))
    shake *= np.sin((at * np.float32(0.083) - moment.turned(11.0)) + number * np.float32(4.0))
    return np.asarray(hop * up + shake * (here("shakes") * swing))


def _hanging(screen: Screen, here: _Traits, hangs: F32, width: F32) -> F32:
    """How far strands hang below the thread where it sags, `(STRANDS, s, n)` px; one more than the other."""
    down = screen.across[1] * hangs * here("pools") * width
    return np.asarray(down * np.array([-0.24, -0.9], np.float32)[:, None, None])
