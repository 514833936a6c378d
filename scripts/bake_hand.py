"""Bake the hand: `assets/hand.npz`, an open right hand with its forearm as one mesh.

    python scripts/bake_hand.py

The hand is a signed distance: bones of a resting, cupped hand wrapped in round cones, with the muscles of thumb and
little finger, the pads, the hollow of the palm and its creases. Naive surface nets turn it into four meshes, a fine,
a coarse, a rough one and a mere shape.
Metres; the wrist is the origin, x runs to the fingertips, y out of the palm, z away from the thumb.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64

CELLS = {"fine": 0.0021, "coarse": 0.0034, "rough": 0.0047, "shape": 0.0068}  # m, of the meshes' grids
LOW, HIGH = np.array([-0.270, -0.125, -0.095]), np.array([0.190, 0.095, 0.075])
ELBOW = np.array([-0.255, -0.062, 0.012])  # where the forearm ends


def v(*xyz: float) -> F64:
    return np.array(xyz, np.float64)


def turned(direction: F64, axis: F64, degrees: float) -> F64:
    """`direction` turned about a unit axis (Rodrigues)."""
    a = np.radians(degrees)
    c, s = np.cos(a), np.sin(a)
    return direction * c + np.cross(axis, direction) * s + axis * axis.dot(direction) * (1 - c)


def finger(root: F64, spread: float, curl: tuple[float, float, float], bones: tuple[float, float, float]) -> list[F64]:
    """The four joints of a finger: `spread` degrees away from the thumb, each joint bent by `curl` degrees."""
    across = v(np.sin(np.radians(spread)), 0, np.cos(np.radians(spread)))
    along = v(np.cos(np.radians(spread)), 0, -np.sin(np.radians(spread))) * np.array([1, 1, -1])
    across = np.cross(along, v(0, 1, 0))
    points, direction = [root], along
    for bend, bone in zip(curl, bones, strict=True):
        direction = turned(direction, across / np.linalg.norm(across), bend)
        points.append(points[-1] + direction * bone)
    return points


FINGERS = {  # joints from knuckle to tip; radii at them
    "index": (finger(v(0.088, -0.001, -0.027), -7.0, (5.0, 20.0, 13.0), (0.0435, 0.0245, 0.0190)), (98, 87, 80, 64)),
    "middle": (finger(v(0.092, -0.004, -0.0045), -1.5, (10.0, 25.0, 15.0), (0.0475, 0.0280, 0.0200)), (98, 89, 82, 66)),
    "ring": (finger(v(0.086, -0.002, 0.0170), 4.5, (17.0, 29.0, 17.0), (0.0440, 0.0270, 0.0195)), (93, 84, 77, 62)),
    "little": (finger(v(0.076, 0.004, 0.0355), 13.0, (21.0, 30.0, 18.0), (0.0350, 0.0200, 0.0175)), (82, 73, 66, 53)),
}
THUMB = [v(0.020, 0.003, -0.021), v(0.052, 0.017, -0.051), v(0.079, 0.0315, -0.0660), v(0.1010, 0.0435, -0.0720)]
THUMB_RADII = (150, 112, 101, 68)


def cone(p: F64, a: F64, b: F64, ra: float, rb: float, flat: float = 1.0, normal: F64 | None = None) -> F64:
    """A round cone from a to b; `flat` squeezes it along `normal`."""
    ab = b - a
    q = p - a
    t = np.clip(q @ ab / ab.dot(ab), 0.0, 1.0)
    away = q - t[:, None] * ab
    if normal is not None:
        away = away + (away @ normal)[:, None] * normal * (1.0 / flat - 1.0)
    return np.linalg.norm(away, axis=1) - (ra + (rb - ra) * t)


def ball(p: F64, centre: F64, radii: F64, axis: F64, up: F64) -> F64:
    """An ellipsoid with its first radius along `axis` and its second along `up`; a bound that is exact near it."""
    x = axis / np.linalg.norm(axis)
    y = up - x * up.dot(x)
    y /= np.linalg.norm(y)
    q = (p - centre) @ np.stack([x, y, np.cross(x, y)], axis=1)
    k0 = np.linalg.norm(q / radii, axis=1)
    k1 = np.linalg.norm(q / radii**2, axis=1)
    return k0 * (k0 - 1.0) / np.maximum(k1, 1e-9)


def melt(a: F64, b: F64, k: float) -> F64:
    """The union of two bodies with a fillet of size k."""
    h = np.maximum(k - np.abs(a - b), 0.0) / k
    return np.minimum(a, b) - h * h * h * k / 6.0


def carve(a: F64, b: F64, k: float) -> F64:
    """The difference a - b, its edge rounded by k."""
    return -melt(-a, b, k)


def groove(p: F64, points: list[F64], width: float) -> F64:
    """1 on a polyline, falling to 0 within a few widths."""
    nearest = np.full(len(p), np.inf)
    for a, b in pairwise(points):
        nearest = np.minimum(nearest, cone(p, a, b, 0.0, 0.0))
    return np.exp(-((nearest / width) ** 2))


def one_finger(p: F64, joints: list[F64], radii: tuple[int, ...], palm: F64, creased: bool) -> F64:
    """A finger: three phalanges with pads on the palm's side, knuckles, and creases where they bend."""
    r = [radius * 1e-4 for radius in radii]
    d = np.full(len(p), 1.0)
    for i in range(3):
        a, b = joints[i], joints[i + 1]
        direction = (b - a) / np.linalg.norm(b - a)
        up = palm - direction * palm.dot(direction)
        up /= np.linalg.norm(up)
        d = melt(d, cone(p, a, b, r[i], r[i + 1], 0.90, up), 0.004)
        middle = a + (b - a) * (0.5 if i < 2 else 0.56) + up * r[i + 1] * 0.34
        size = float(np.linalg.norm(b - a))
        d = melt(d, ball(p, middle, v(size * 0.44, r[i + 1] * 0.80, r[i + 1] * 0.93), b - a, up), 0.004)
    for i in (1, 2):
        a, b, c = joints[i - 1], joints[i], joints[i + 1]
        bend = (c - b) / np.linalg.norm(c - b) + (b - a) / np.linalg.norm(b - a)
        bend /= np.linalg.norm(bend)
        up = palm - bend * palm.dot(bend)
        up /= np.linalg.norm(up)
        side = np.clip(((p - b) @ up) / r[i], -0.2, 1.0)
        near = np.exp(-((np.linalg.norm(p - b, axis=1) / (1.6 * r[i])) ** 4))
        if creased:
            d += 0.0012 * np.exp(-((((p - b) @ bend) / 0.0016) ** 2)) * np.maximum(side, 0.0) * near
        d -= 0.0007 * near * np.maximum(-side * 4.0, 0.0) * np.exp(-((((p - b) @ bend) / 0.005) ** 2))  # the knuckle
    return d


def creases(p: F64) -> F64:
    """How deep the lines of the palm, the wrist and the thumb's nail are cut, m."""
    d = np.zeros(len(p))
    above = np.clip((p[:, 1] + 0.002) / 0.008, 0.0, 1.0)
    life = [
        v(0.083, 0.01, -0.034),
        v(0.072, 0.01, -0.019),
        v(0.052, 0.01, -0.008),
        v(0.030, 0.01, -0.004),
        v(0.012, 0.012, -0.008),
    ]
    head = [v(0.082, 0.01, -0.034), v(0.070, 0.01, -0.012), v(0.056, 0.01, 0.010), v(0.040, 0.01, 0.028)]
    heart = [v(0.099, 0.01, -0.014), v(0.083, 0.01, -0.002), v(0.073, 0.01, 0.020), v(0.068, 0.01, 0.043)]
    flat = p * v(1, 0, 1) + v(0, 0.01, 0)
    for line, deep in ((life, 0.0022), (head, 0.0018), (heart, 0.0020)):
        d += deep * groove(flat, [q * v(1, 0, 1) + v(0, 0.01, 0) for q in line], 0.0034) * above
    for x in (0.0015, -0.0055):  # the bracelet lines
        d += 0.0007 * np.exp(-((((p[:, 0] - x) - 44.0 * p[:, 2] ** 2) / 0.0018) ** 2)) * above
    nail = THUMB[2] * 0.22 + THUMB[3] * 0.78 + v(0.02, -0.62, -0.72) * 0.0098
    d += 0.0007 * np.exp(-(((np.linalg.norm((p - nail) * v(0.75, 1, 1), axis=1) - 0.0068) / 0.0009) ** 2))
    return d


def hand(p: F64, creased: bool = False) -> F64:
    """The distance to the hand, `(n,)`, at the points `(n, 3)`; the creases are finer than the mesh."""
    up = v(0, 1, 0)
    d = np.full(len(p), 1.0)
    roots = [v(0.006, 0.000, -0.013), v(0.006, 0.000, -0.004), v(0.006, 0.000, 0.006), v(0.006, 0.001, 0.014)]
    for root, (joints, radii) in zip(roots, FINGERS.values(), strict=True):  # the metacarpals
        d = melt(d, cone(p, root, joints[0] - v(0.004, 0.003, 0), 0.0150, radii[0] * 1.14e-4, 0.92, up), 0.014)
    knuckles = [joints[0] for joints, _ in FINGERS.values()]
    for a, b in pairwise(knuckles):  # flesh between the knuckles, out to the webs
        d = melt(d, cone(p, a + v(0.004, -0.001, 0), b + v(0.004, -0.001, 0), 0.0098, 0.0092, 0.9, up), 0.008)
    thenar = (THUMB[1] - THUMB[0]) + v(0.008, 0, 0.004)
    d = melt(d, ball(p, v(0.038, 0.0085, -0.0270), v(0.034, 0.0165, 0.0170), thenar, v(0, 1, -0.25)), 0.012)
    d = melt(d, ball(p, v(0.034, 0.0055, 0.0230), v(0.036, 0.0150, 0.0140), v(1, 0.04, 0.22), v(0, 1, 0.2)), 0.012)
    for joints, radii in FINGERS.values():  # the pads below the fingers
        pad = joints[0] + v(0.001, 0.0072, 0)
        d = melt(d, ball(p, pad, v(0.0125, 0.0065, radii[0] * 1.0e-4), v(1, 0.05, 0), up), 0.008)
    web = cone(p, v(0.045, 0.006, -0.038), v(0.074, -0.001, -0.031), 0.0105, 0.0075, 0.6, v(0.25, 0.85, 0.35))
    d = melt(d, web, 0.016)

    arm = ELBOW / np.linalg.norm(ELBOW)
    arm_up = up - arm * up.dot(arm)
    arm_up /= np.linalg.norm(arm_up)
    wrist, upper = arm * 0.060, arm * 0.150
    d = melt(d, cone(p, v(0.010, -0.001, 0), wrist, 0.0255, 0.0275, 0.66, arm_up), 0.016)
    d = melt(d, cone(p, wrist, upper, 0.0275, 0.0360, 0.76, arm_up), 0.012)
    d = melt(d, cone(p, upper, ELBOW, 0.0360, 0.0430, 0.90, arm_up), 0.020)
    d = melt(d, ball(p, arm * 0.155 + v(0, 0.004, -0.017), v(0.088, 0.018, 0.017), arm, arm_up), 0.016)
    d = melt(d, ball(p, arm * 0.165 + v(0, 0.006, 0.016), v(0.095, 0.018, 0.016), arm, arm_up), 0.016)
    d = melt(d, ball(p, v(-0.012, -0.011, 0.021), v(0.009, 0.006, 0.006), arm, arm_up), 0.008)  # the ulna's head
    for z in (-0.0055, 0.0025):  # two tendons at the wrist
        tendon = cone(p, v(0.004, 0.0125, z), arm * 0.085 + arm_up * 0.0195 + v(0, 0, z * 1.4), 0.0022, 0.0018)
        d = melt(d, tendon, 0.009)

    fingers = np.full(len(p), 1.0)
    for joints, radii in FINGERS.values():
        fingers = melt(fingers, one_finger(p, joints, radii, up, creased), 0.0022)
    d = melt(d, fingers, 0.0085)
    d = melt(d, one_finger(p, THUMB, THUMB_RADII, v(-0.15, 0.55, 0.80), creased), 0.012)

    hollow = ball(p, v(0.057, 0.0275, 0.004), v(0.036, 0.0175, 0.022), v(1, 0.0, 0.10), v(0, 1, 0))
    d = carve(d, hollow, 0.016)
    return d + creases(p) if creased else d


def sampled(field: Callable[[F64], F64], points: F64) -> F64:
    """The field at many points, in batches."""
    return np.concatenate([field(part) for part in np.array_split(points, max(1, len(points) // 200_000))])


def net(grid: F64, low: F64, cell: float) -> tuple[F64, NDArray[np.int64]]:
    """Naive surface nets (Gibson 1998): a vertex in every cell that the surface crosses, a quad at every crossing."""
    inside = grid < 0
    corners = [np.array([i >> 2, (i >> 1) & 1, i & 1]) for i in range(8)]
    n = np.array(grid.shape) - 1
    window = [inside[c[0] : c[0] + n[0], c[1] : c[1] + n[1], c[2] : c[2] + n[2]] for c in corners]
    count = sum(w.astype(np.int8) for w in window)
    cells = np.argwhere((count > 0) & (count < 8))
    total, hits = np.zeros((len(cells), 3)), np.zeros(len(cells))
    for a in range(8):
        for axis in (1, 2, 4):
            if a & axis:
                continue
            ca, cb = corners[a], corners[a | axis]
            da, db = (grid[tuple((cells + c).T)] for c in (ca, cb))
            crosses = (da < 0) != (db < 0)
            t = np.where(crosses, da / np.where(crosses, da - db, 1.0), 0.0)[:, None]
            total += np.where(crosses[:, None], ca + (cb - ca) * t, 0.0)
            hits += crosses
    position = low + cell * (cells + total / hits[:, None])
    index = np.full(tuple(n), -1)
    index[tuple(cells.T)] = np.arange(len(cells))
    triangles = []
    for axis in range(3):
        step = np.eye(3, dtype=int)[axis]
        b, c = (np.eye(3, dtype=int)[(axis + k) % 3] for k in (1, 2))
        first = grid[: grid.shape[0] - step[0], : grid.shape[1] - step[1], : grid.shape[2] - step[2]]
        second = grid[step[0] :, step[1] :, step[2] :]
        at = np.argwhere((first < 0) != (second < 0))
        at = at[(at[:, [(axis + 1) % 3, (axis + 2) % 3]] > 0).all(axis=1)]
        q = [index[tuple((at - s).T)] for s in (b * 0, b, b + c, c)]
        flip = first[tuple(at.T)] < 0
        quad = np.stack(q, axis=1)
        quad[flip] = quad[flip][:, ::-1]
        triangles += [quad[:, [0, 1, 2]], quad[:, [0, 2, 3]]]
    return position, np.concatenate(triangles)


def slope(points: F64, step: float, creased: bool = False) -> F64:
    """The unit gradient of the hand's distance by central differences over `step` metres."""
    field = partial(hand, creased=creased)
    gradient = np.stack([sampled(field, points + m) - sampled(field, points - m) for m in np.eye(3) * step], axis=1)
    return gradient / np.linalg.norm(gradient, axis=1, keepdims=True)


def smoothed(values: F64, triangles: NDArray[np.int64]) -> F64:
    """Values of vertices, (n, k), smoothed to the resolution of the mesh: the mean over their triangles."""
    total = np.zeros_like(values)
    for corner in range(3):
        np.add.at(total, triangles[:, corner], values[triangles].sum(axis=1))
    return total / np.maximum(3.0 * np.bincount(triangles.ravel(), minlength=len(values)), 1.0)[:, None]


def bake(cell: float) -> dict[str, NDArray[np.generic]]:
    """The mesh: positions (10 um), normals (1/127), ambient light and thinness (1/255), triangles."""
    shape = np.ceil((HIGH - LOW) / cell).astype(int)
    grid = LOW + cell * np.stack(np.meshgrid(*(np.arange(s) for s in shape), indexing="ij"), axis=-1)
    position, triangles = net(sampled(hand, grid.reshape(-1, 3)).reshape(*shape), LOW, cell)
    for _ in range(2):  # onto the surface: a net's vertices lie a little inside
        position -= slope(position, 3e-4) * sampled(hand, position)[:, None] * 0.8
    normal = smoothed(slope(position, 8e-4, creased=True), triangles)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    light, thin = np.ones(len(position)), np.zeros(len(position))
    for k, reach in enumerate((0.003, 0.007, 0.014, 0.026)):
        light -= (reach - sampled(hand, position + normal * reach)).clip(0.0) / reach * 0.42 * 0.75**k
        thin += (sampled(hand, position - normal * reach) / reach + 1.0).clip(0.0) * 0.5**k * 0.55
    return {
        "position": np.rint(position * 1e5).astype(np.int16),
        "normal": np.rint(normal * 127).astype(np.int8),
        "shade": np.rint(smoothed(np.stack([light, thin], axis=1), triangles).clip(0, 1) * 255).astype(np.uint8),
        "triangles": triangles.astype(np.uint16 if len(position) < 65536 else np.uint32),
    }


if __name__ == "__main__":
    meshes = {f"{name}_{part}": a for name, cell in CELLS.items() for part, a in bake(cell).items()}
    path = Path(__file__).parent.parent / "assets" / "hand.npz"
    np.savez_compressed(path, **meshes)  # type: ignore[arg-type]
    print(path, {name: array.shape for name, array in meshes.items()}, path.stat().st_size)
