"""Folds of worn clothes: rings where sleeves and trousers bend, and pulls across the waist."""

import numpy as np

from dreamscape.arrays import F64
from people.body import Body
from people.garb import Garb
from people.posing import unit

TURN = 2.0 * np.pi


def _rings(p: F64, start: F64, end: F64, wave: float, seed: float) -> tuple[F64, F64]:
    """Waves around a limb from start to end, -1 to 1, uneven around it; and how near a point is to the limb, 0 to 1."""
    way = end - start
    long = float(np.linalg.norm(way))
    way = way / long
    side = unit(np.cross(way, np.array([0.0, 0.3, 1.0])))
    along = (p - start) @ way
    out = p - start - along[:, None] * way
    turn = np.arctan2(out @ side, out @ np.cross(way, side))
    bend = 1.3 * np.sin(turn + seed) + 0.7 * np.sin(2.0 * turn + 1.7 * seed)
    high = np.sin(TURN * along / wave + bend + seed) * (0.65 + 0.35 * np.sin(turn + 3.1 * along / wave + 2.0 * seed))
    inside = np.clip(np.minimum(along, long - along) / 0.03 + 1.0, 0.0, 1.0)
    return high, inside * np.exp(-((np.linalg.norm(out, axis=1) / 0.11) ** 4))


def _about(p: F64, at: F64, reach: float) -> F64:
    return np.asarray(np.exp(-(((p - at) ** 2).sum(axis=1)) / reach**2), np.float64)


def folds(p: F64, body: Body, garb: Garb) -> F64:
    """How far folds stand out at points (n, 3), m."""
    total = np.zeros(len(p))
    loose = min(garb.sleeve / 0.018, 1.3)
    for seed, side in ((0.4, "L"), (2.9, "R")):
        shoulder, elbow, wrist, hip, knee, ankle = (
            body.joints[f"{name}.{side}"]
            for name in ("upperarm01", "lowerarm01", "wrist", "upperleg01", "lowerleg01", "foot")
        )
        bent = 0.0034 * _about(p, elbow, 0.12) + 0.0014 * _about(p, wrist, 0.10) + 0.0014
        for start, end, wave in ((shoulder, elbow, 0.062), (elbow, wrist, 0.054)):
            high, near = _rings(p, start, end, wave, seed)
            total += loose * bent * high * near
        if garb.leg < 0.009:
            continue
        bent = 0.0042 * _about(p, knee, 0.15) + 0.0050 * _about(p, ankle, 0.13) + 0.0030 * _about(p, hip, 0.16) + 0.001
        for start, end, wave in ((hip, knee, 0.085), (knee, ankle, 0.068)):
            high, near = _rings(p, start, end, wave, 1.0 + seed)
            total += bent * high * near * (0.3 + 0.7 * np.clip((p[:, 1] - ankle[1] - 0.02) / 0.04, 0.0, 1.0))
    waist = body.joints["spine04"]
    off = np.abs(p[:, 0] - waist[0])
    trunk = np.exp(-(((p[:, 1] - waist[1]) / 0.17) ** 2)) * np.clip((0.21 - off) / 0.05, 0.0, 1.0)
    pulled = np.sin(TURN * (p[:, 1] + 0.45 * off) / 0.082 + 2.0 * np.sin(9.0 * p[:, 0] + 5.0 * p[:, 2]))
    total += min(garb.trunk / 0.018, 1.2) * 0.0040 * trunk * pulled
    return total
