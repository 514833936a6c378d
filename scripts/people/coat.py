"""A long coat for a posed body: cut wider than the body, then hung on it."""

import numpy as np

from dreamscape.arrays import F32, F64
from people.body import Body, Bool, Triangles, lighter, normals
from people.cloth import Obstacle, draped
from people.solid import cone, grid, melt, surface

CELL = 0.014  # m, of the cloth
CUFF = 0.040  # m from the wrist to the end of the sleeve
COLLAR = 0.036  # m above the neck's beginning
SAGS = (0.0, -0.4, 0.0)  # m/s^2; cloth of springs stretches too much under more


def obstacle(whole: Body, triangles: int = 9000) -> Obstacle:
    """The surface of a body for cloth to lie on."""
    light = lighter(whole, triangles)
    return Obstacle(light.vertices.T.astype(np.float64), normals(light.vertices, light.triangles).T.astype(np.float64))


def _trunk(p: F64, whole: Body, hem: float, wide: float) -> F64:
    """The coat without its sleeves: yoke, collar, a narrow waist, a skirt that falls in pleats."""
    left, right, neck, hips = (whole.joints[n] for n in ("upperarm01.L", "upperarm01.R", "neck01", "spine05"))
    middle, across = 0.5 * (left + right), 0.5 * (left - right)
    up, ahead = np.array([0, 1.0, 0]), np.array([0, 0, 1.0])
    d = cone(p, middle + across * 0.80 + up * 0.006, middle - across * 0.80 + up * 0.006, 0.064, 0.064)
    d = melt(d, cone(p, neck - up * 0.06, neck + up * 0.06 + ahead * 0.012, 0.088, 0.074), 0.05)
    waist = 0.5 * (middle + hips) - up * 0.05
    for side in (-1.0, 1.0):
        chest = middle - up * 0.10 + across * side * 0.36 + ahead * 0.012
        d = melt(d, cone(p, chest, waist + across * side * 0.34, 0.116, 0.098), 0.05)
    turn = np.arctan2(p[:, 2], p[:, 0])
    pleats = 1.0 + 0.10 * np.sin(9.0 * turn + 0.7) + 0.06 * np.sin(5.0 * turn)
    low = np.array([hips[0], hem - 0.06, hips[2] - 0.01])
    way = np.clip((waist[1] - p[:, 1]) / (waist[1] - low[1]), 0.0, 1.0)
    skirt = np.hypot(p[:, 0] - hips[0], (p[:, 2] - hips[2] + 0.01) * 1.12) - (
        0.150 + (wide - 0.150) * way * (1.0 + (pleats - 1.0) * way)
    )
    skirt = np.maximum(skirt, np.maximum(p[:, 1] - waist[1], low[1] - p[:, 1]))
    return melt(d, skirt * 0.85, 0.06)


def _cut(p: F64, whole: Body, hem: float, wide: float) -> F64:
    d = _trunk(p, whole, hem, wide)
    for side in "LR":
        shoulder, elbow, wrist = (whole.joints[f"{n}.{side}"] for n in ("upperarm01", "lowerarm01", "wrist"))
        d = melt(d, cone(p, shoulder, elbow, 0.062, 0.058), 0.030)
        d = melt(d, cone(p, elbow, wrist + (wrist - elbow) * 0.2, 0.058, 0.072), 0.012)
    return d


def _beside(v: F32, wrist: F64, way: F64) -> Bool:
    """What is around a wrist and the sleeve that leads to it."""
    along = (v.T - wrist) @ way
    off = np.linalg.norm(v.T - wrist - along[:, None] * way, axis=1)
    return np.asarray((off < 0.088) & (np.abs(along) < 0.12))


def _open(v: F32, t: Triangles, whole: Body, hem: float) -> tuple[F32, Triangles, Bool]:
    """Cut the coat open at collar, cuffs and hem; which vertices are the collar's."""
    v = v.copy()
    neck = whole.joints["neck01"]
    near_neck = (np.hypot(v[0] - neck[0], v[2] - neck[2]) < 0.13) & (v[1] > neck[1])
    cuts = [
        (np.array([0, -1.0, 0]), -hem, np.ones(v.shape[1], bool)),
        (np.array([0, 1.0, 0]), neck[1] + COLLAR, near_neck),
    ]
    for side in "LR":
        elbow, wrist = whole.joints[f"lowerarm01.{side}"], whole.joints[f"wrist.{side}"]
        way = (wrist - elbow) / np.linalg.norm(wrist - elbow)
        cuts.append((way, float(wrist @ way) - CUFF, _beside(v, wrist, way)))
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


def coat(whole: Body, hem: float, wide: float, steps: int = 120, wind: float = 0.0) -> tuple[F32, Triangles]:
    """The coat as it hangs: vertices (3, n) m and triangles, open at collar, cuffs and hem.

    Args:
        whole: the posed body.
        hem: m above the ground, where the coat is cut; it sags by a tenth of its length.
        wide: m, half the width of the skirt at the hem.
        steps: of the drape, 1/60 s each.
        wind: m/s^2, towards its left.
    """
    points = np.stack([whole.joints[f"{n}.{s}"] for n in ("wrist", "lowerarm01") for s in "LR"])
    low = np.minimum(points.min(axis=0) - 0.2, (-wide - 0.12, hem - 0.12, -wide - 0.12))
    high = np.maximum(points.max(axis=0) + 0.2, (wide + 0.12, whole.joints["neck01"][1] + 0.2, wide + 0.12))
    at, shape = grid(low, high, CELL)
    vertices, triangles = surface(_cut(at, whole, hem, wide).reshape(shape), low, CELL)
    vertices, triangles, collar = _open(vertices, triangles, whole, hem)
    force = (SAGS[0] + wind, SAGS[1], SAGS[2])
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
