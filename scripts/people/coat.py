"""A long coat for a posed body: cut wider than the body, then hung on it."""

import numpy as np

from dreamscape.arrays import F32, F64
from people.body import Body, Bool, Triangles, lighter, normals
from people.cloth import Obstacle, draped
from people.solid import cone, grid, melt, surface

CELL = 0.014  # m, of the cloth
CUFF = 0.040  # m from the wrist to the end of a sleeve that has not slipped down
SLANT = 0.45  # of a cuff: below an arm it reaches further than above it
COLLAR = 0.036  # m above the neck's beginning
SAGS = (0.0, -0.4, 0.0)  # m/s^2; cloth of springs stretches too much under more


def obstacle(whole: Body, triangles: int = 9000) -> Obstacle:
    """The surface of a body for cloth to lie on."""
    light = lighter(whole, triangles)
    return Obstacle(light.vertices.T.astype(np.float64), normals(light.vertices, light.triangles).T.astype(np.float64))


def _trunk(p: F64, whole: Body, hem: float, wide: float, blown: float) -> F64:
    """The coat without its sleeves: yoke, collar, a narrow waist, a skirt that falls in pleats, `blown` m aside."""
    left, right, neck, hips = (whole.joints[n] for n in ("upperarm01.L", "upperarm01.R", "neck01", "spine05"))
    middle, across = 0.5 * (left + right), 0.5 * (left - right)
    up, ahead = np.array([0, 1.0, 0]), np.array([0, 0, 1.0])
    d = cone(p, middle + across * 0.80 + up * 0.006, middle - across * 0.80 + up * 0.006, 0.064, 0.064)
    d = melt(d, cone(p, neck - up * 0.06, neck + up * 0.06 + ahead * 0.012, 0.088, 0.074), 0.05)
    waist = 0.5 * (middle + hips) - up * 0.05
    for side in (-1.0, 1.0):
        chest = middle - up * 0.10 + across * side * 0.36 + ahead * 0.012
        d = melt(d, cone(p, chest, waist + across * side * 0.34, 0.112, 0.094), 0.05)
    turn = np.arctan2(p[:, 2], p[:, 0])
    pleats = 1.0 + 0.13 * np.sin(9.0 * turn + 0.7 + 0.8 * np.sin(2.0 * turn)) + 0.08 * np.sin(5.0 * turn)
    low = np.array([hips[0], hem - 0.06, hips[2] - 0.01])
    way = np.clip((waist[1] - p[:, 1]) / (waist[1] - low[1]), 0.0, 1.0)
    skirt = np.hypot(
        p[:, 0] - hips[0] - blown * way**1.6, (p[:, 2] - hips[2] + 0.01 + 0.3 * blown * way**1.6) * 1.12
    ) - (0.150 + (wide - 0.150) * way * (1.0 + (pleats - 1.0) * way))
    skirt = np.maximum(skirt, np.maximum(p[:, 1] - waist[1], low[1] - p[:, 1]))
    return melt(d, skirt * 0.85, 0.06)


def _sleeve(p: F64, shoulder: F64, elbow: F64, wrist: F64, cuff: float) -> F64:
    """A sleeve that widens to where it ends and hangs there, crushed into rings at the elbow and where it slipped."""
    way = (wrist - elbow) / np.linalg.norm(wrist - elbow)
    end = wrist + 0.2 * (wrist - elbow) - np.array([0.0, 0.024 * (1.0 - abs(way[1])), 0.0])
    d = melt(cone(p, shoulder, elbow, 0.058, 0.050), cone(p, elbow, end, 0.050, 0.078), 0.012)
    past = (p - elbow) @ way
    off = p - elbow - past[:, None] * way
    turn = np.arctan2(off[:, 0], off[:, 2])
    slipped = np.clip((cuff - CUFF) / 0.06, 0.0, 1.0)
    where = np.exp(-((past / 0.085) ** 2)) + slipped * np.exp(-(((past - 0.10) / 0.075) ** 2))
    rings = np.sin(past * (2 * np.pi / 0.052) + 1.3 * np.sin(turn) + 0.9 * np.sin(2.0 * turn + 1.0))
    return np.asarray(d - 0.0085 * np.minimum(where, 1.0) * rings, np.float64)


def _cut(p: F64, whole: Body, hem: float, wide: float, blown: float, cuffs: tuple[float, float]) -> F64:
    d = _trunk(p, whole, hem, wide, blown)
    for side, cuff in zip("LR", cuffs, strict=True):
        shoulder, elbow, wrist = (whole.joints[f"{n}.{side}"] for n in ("upperarm01", "lowerarm01", "wrist"))
        d = melt(d, _sleeve(p, shoulder, elbow, wrist, cuff), 0.030)
    return d


def _beside(v: F32, wrist: F64, way: F64) -> Bool:
    """What is around a wrist and the sleeve that leads to it."""
    along = (v.T - wrist) @ way
    off = np.linalg.norm(v.T - wrist - along[:, None] * way, axis=1)
    return np.asarray((off < 0.115) & (along > -0.20) & (along < 0.16))


def _open(v: F32, t: Triangles, whole: Body, hem: float, cuffs: tuple[float, float]) -> tuple[F32, Triangles, Bool]:
    """Cut the coat open at collar, cuffs and hem; which vertices are the collar's."""
    v = v.copy()
    neck = whole.joints["neck01"]
    near_neck = (np.hypot(v[0] - neck[0], v[2] - neck[2]) < 0.13) & (v[1] > neck[1])
    cuts = [
        (np.array([0, -1.0, 0]), -hem, np.ones(v.shape[1], bool)),
        (np.array([0, 1.0, 0]), neck[1] + COLLAR, near_neck),
    ]
    for side, cuff in zip("LR", cuffs, strict=True):
        elbow, wrist = whole.joints[f"lowerarm01.{side}"], whole.joints[f"wrist.{side}"]
        way = (wrist - elbow) / np.linalg.norm(wrist - elbow)
        slanted = way + np.array([0.0, SLANT * (1.0 - abs(way[1])), 0.0])
        slanted /= np.linalg.norm(slanted)
        cuts.append((slanted, float((wrist - cuff * way) @ slanted), _beside(v, wrist, way)))
    keep = np.ones(v.shape[1], bool)
    for way, at, here in cuts:
        beyond = way @ v - at
        snap = here & (np.abs(beyond) < 0.55 * CELL)
        v[:, snap] -= (way[:, None] * beyond[snap]).astype(np.float32)
        keep &= ~(here & (beyond > 0.55 * CELL))
    t = t[keep[t].all(axis=1)]
    used = np.zeros(len(keep), bool)
    used[t] = True
    v = v[:, used]
    return v, (np.cumsum(used) - 1)[t], v[1] > neck[1] + COLLAR - 0.03


def coat(
    whole: Body,
    hem: float,
    wide: float,
    steps: int = 120,
    wind: float = 0.0,
    cuffs: tuple[float, float] = (CUFF, CUFF),
) -> tuple[F32, Triangles]:
    """The coat as it hangs: vertices (3, n) m and triangles, open at collar, cuffs and hem.

    Args:
        whole: the posed body.
        hem: m above the ground, where the coat is cut; it sags by a tenth of its length.
        wide: m, half the width of the skirt at the hem.
        steps: of the drape, 1/60 s each.
        wind: 0 to 1, towards its left.
        cuffs: m from the left and the right wrist to the ends of the sleeves.
    """
    points = np.stack([whole.joints[f"{n}.{s}"] for n in ("wrist", "lowerarm01") for s in "LR"])
    low = np.minimum(points.min(axis=0) - 0.2, (-wide - 0.14, hem - 0.12, -wide - 0.20))
    high = np.maximum(points.max(axis=0) + 0.2, (wide + 0.28, whole.joints["neck01"][1] + 0.2, wide + 0.14))
    at, shape = grid(low, high, CELL)
    vertices, triangles = surface(_cut(at, whole, hem, wide, 0.16 * wind, cuffs).reshape(shape), low, CELL)
    vertices, triangles, collar = _open(vertices, triangles, whole, hem, cuffs)
    force = (SAGS[0] + 0.25 * wind, SAGS[1], SAGS[2])
    return draped(vertices, triangles, collar, obstacle(whole), steps, force), triangles


def lined(vertices: F32, triangles: Triangles, whole: Body, hem: float) -> tuple[F32, Triangles]:
    """The coat with the inside of its cuffs and of its hem's back: the same surface once more, turned round."""
    middle = vertices[:, triangles].mean(axis=2)
    inner = middle[1] < hem + 0.10
    for side in "LR":
        inner |= np.linalg.norm(middle.T - whole.joints[f"wrist.{side}"], axis=1) < 0.17
    count = vertices.shape[1]
    turned = triangles[inner][:, ::-1] + count
    return np.hstack([vertices, vertices]), np.concatenate([triangles, turned])
