"""The sleeve that the forearm comes out of: a tube of heavy cloth around the arm to the shoulder, with its folds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from people.forearm import UP, Skin
from people.hand import ARM, Faces, Limb

OPENING = 0.196  # m up the arm, where it ends
LINING = 0.05  # m, how far in it closes around the arm
UPPER = (-0.25, 0.24, 0.075)  # where the upper arm points to from the elbow
REACH = 0.36  # m, of the upper arm
BEND = 0.055  # m around the elbow, over which the sleeve bends
SLACK = 0.0075  # m between skin and cloth
RINGS, SPOKES = 97, 72
SEED = 5


@dataclass(frozen=True, slots=True)
class Sleeve:
    """A tube of cloth.

    Attributes:
        points: (RINGS * SPOKES, 3) float64, m, ring by ring from inside the opening to the shoulder.
        from_hem: (RINGS * SPOKES,) float64, m along the cloth from its hem; negative inside.
    """

    points: F64
    from_hem: F64

    def triangles(self, stride: int = 1) -> tuple[Faces, NDArray[np.int64]]:
        """Triangles over every `stride`th ring and spoke, and the numbers of the points that these use, (k,)."""
        number = np.arange(RINGS * SPOKES).reshape(RINGS, SPOKES)[::stride, ::stride]
        used = number.ravel()
        own = np.arange(used.size).reshape(number.shape)
        own = np.concatenate([own, own[:, :1]], axis=1)
        a, b, c, d = own[:-1, :-1], own[:-1, 1:], own[1:, :-1], own[1:, 1:]
        return np.stack([a, c, b, c, d, b], axis=-1).reshape(-1, 3), used


def waves(s: F64, turn: F64, count: int, along: float, random: np.random.Generator) -> F64:
    """A smooth noise of about -1 to 1 over the cloth: `along` m long, periodic around the arm."""
    total = np.zeros(np.broadcast(s, turn).shape)
    for _ in range(count):
        k, m = random.normal(0.0, 2.0 * np.pi / along), int(random.integers(-4, 5))
        total += np.sin(k * s + m * turn + random.uniform(0.0, 2.0 * np.pi))
    return np.asarray(total / np.sqrt(count), np.float64)


def ridge(x: F64) -> F64:
    """Folds at every 2 pi: narrow ridges and wide hollows, 0 to 1."""
    return np.asarray((0.5 + 0.5 * np.sin(x)) ** 2, np.float64)


def path(arm: Limb) -> tuple[F64, F64, F64]:
    """The middle line from the opening to the shoulder: m along it (p,), points (p, 3) and directions (p, 3)."""
    elbow = arm.joints["lowerarm01.R"]
    out = np.array(UPPER) / np.linalg.norm(UPPER)
    start = elbow - ARM * (elbow @ ARM - OPENING)
    t = np.linspace(0.0, 1.0, 24)[:, None]
    a, b = elbow - ARM * BEND, elbow + out * BEND
    bent = (1 - t) ** 2 * a + 2 * t * (1 - t) * elbow + t * t * b
    before = start + (a - start) * np.linspace(0.0, 1.0, 12)[:-1, None]
    after = b + out * (REACH - BEND) * np.linspace(0.0, 1.0, 40)[1:, None]
    line = np.concatenate([before, bent, after]) if (a - start) @ ARM > 0 else np.concatenate([bent, after])
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    s = np.concatenate([[0.0], np.cumsum(steps)])
    way = np.gradient(line, s, axis=0)
    return s, line, way / np.linalg.norm(way, axis=1, keepdims=True)


def folded(s: F64, turn: F64, elbow: float, random: np.random.Generator) -> F64:
    """How far cloth stands off, m, `s (r, 1)` m from the hem, at `turn (1, k)` about the arm, 0 inside the elbow."""
    inner = np.maximum(np.cos(turn), 0.0) ** 0.8
    strays = waves(s, turn, 8, 0.16, random)
    pushed = np.exp(-(((s - 0.035) / 0.035) ** 2)) * ridge(
        s * 2 * np.pi / 0.021 + 1.9 * strays + 0.9 * np.sin(turn + 1.0)
    )
    crushed = np.exp(-(((s - elbow) / 0.065) ** 2)) * inner * ridge((s - elbow) * 2 * np.pi / 0.030 + 1.4 * strays)
    wide = np.exp(-(((s - elbow) / 0.13) ** 2)) * (1 - inner) * ridge(2.0 * turn + s * 26.0 + 1.6 * strays)
    drawn = np.clip((s - elbow - 0.03) / 0.10, 0.0, 1.0) * ridge(2.0 * turn - s * 21.0 + 1.8 * strays)
    hem = np.exp(-(((s - 0.006) / 0.006) ** 4))
    broken = 0.65 + 0.35 * waves(s, turn, 6, 0.09, random)
    fine = 0.0009 * waves(s, turn, 12, 0.03, random)
    depth = 0.0055 * pushed + 0.0110 * crushed + 0.0085 * wide + 0.0125 * drawn
    return np.asarray(depth * np.clip(broken, 0.2, 1.2) + 0.0016 * hem + fine, np.float64)


def sleeve(arm: Limb, skin: Skin) -> Sleeve:
    """The sleeve around an arm."""
    random = np.random.default_rng(SEED)
    length, line, way = path(arm)
    elbow = float(length[np.argmin(np.linalg.norm(line - arm.joints["lowerarm01.R"], axis=1))])
    inside = np.linspace(-LINING, 0.0, 9)[:-1]
    s = np.concatenate([inside, 1.0 * np.linspace(0.0, 1.0, RINGS - 8) ** 1.25 * length[-1]])
    at = np.abs(s)[:, None]
    middle = np.stack([np.interp(at[:, 0], length, line[:, k]) for k in range(3)], axis=1)
    forward = np.stack([np.interp(at[:, 0], length, way[:, k]) for k in range(3)], axis=1)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    bend = np.cross(ARM, np.array(UPPER))
    side = bend / np.linalg.norm(bend)  # the elbow's hinge; the sleeve bends in the plane across it
    inward = np.cross(side, forward)
    turn = np.linspace(0.0, 2.0 * np.pi, SPOKES, endpoint=False)[None]
    arm_radius = np.interp(OPENING + at[:, 0], UP, skin.radius.max(axis=1))
    later = np.clip((at[:, 0] - elbow) / REACH, 0.0, 1.0)
    radius = np.maximum(arm_radius + SLACK, 0.049) + 0.014 * later + 0.020 * later**3
    deep = np.clip(-s / LINING, 0.0, 1.0) ** 2
    radius += deep * (0.8 * np.interp(OPENING + at[:, 0], UP, skin.radius.min(axis=1)) - radius)
    off = (
        folded(at, turn, elbow, random) * np.where(s < 0.0, 0.3, 1.0)[:, None] - np.where(s < 0.0, 0.0028, 0.0)[:, None]
    )
    around = np.cos(turn)[..., None] * inward[:, None] + np.sin(turn)[..., None] * side
    points = middle[:, None] + (radius[:, None] + off)[..., None] * around
    sag = np.exp(-(((at - 0.05) / 0.09) ** 2)) * 0.006
    points[..., 1] -= sag * np.maximum(-around[..., 1], -0.3)
    return Sleeve(points.reshape(-1, 3), np.repeat(s, SPOKES))
