"""An open right hand with its forearm, cut from the posed body and smoothed by subdivision.

Metres, in the hand's own axes: the wrist is the origin, x runs to the fingertips, y out of the palm, z away from the
thumb (these axes are left-handed, as the dream's world is).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from people.body import Body, body

WHO = {"gender": 0.5, "age": 0.72, "muscle": 0.62, "weight": 0.30, "height": 0.55, "proportions": 0.8}
TENDONS = ((0.0005, 0.0028, 0.0014), (0.0075, 0.0030, 0.0017), (-0.006, 0.004, -0.0006))  # m: across, width, height
LENGTH = 0.186  # m from the wrist to the tip of the middle finger
PALM = (0.056, 0.0062, 0.003)  # m, a point of the palm's hollow: there the stone lies
ARM = np.array((-0.9706, -0.2360, 0.0457))  # from the wrist to the elbow
# Degrees that each joint bends more than at rest: in the palm, at the knuckle, at the middle and the last joint; and
# how far the finger spreads away from the thumb.
CURL = {2: (0.0, -2.0, 3.0, -8.0, 4.0), 3: (1.0, 2.0, 7.0, -8.0, 0.5), 4: (4.0, 6.0, 9.0, -6.0, -4.5),
        5: (9.0, 7.0, 9.0, -6.0, -6.0)}  # fmt: skip
THUMB = np.array((0.55, 0.40, -0.72))  # where its first bone points to
THUMB_BENDS = (2.0, 4.0)  # degrees, of its other joints
SLIM = (0.200, 0.232)  # m up the arm, over which it grows slimmer in its sleeve
ELBOW = -0.236  # m, x: what lies further up the arm is left out

Faces = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Limb:
    """A mesh of triangles and where the joints of its skeleton are, m, by the bones that begin there.

    Attributes:
        points: (n, 3) float64, m.
        triangles: (m, 3) int64.
        joints: (3,) float64 each, m.
    """

    points: F64
    triangles: Faces
    joints: dict[str, F64]


def about(axis: F64, degrees: float) -> F64:
    """The turn about an axis, (3, 3) (Rodrigues)."""
    x, y, z = axis / np.linalg.norm(axis)
    k = np.array([(0, -z, y), (z, 0, -x), (-y, x, 0)])
    a = np.radians(degrees)
    return np.asarray(np.eye(3) + np.sin(a) * k + (1.0 - np.cos(a)) * k @ k, np.float64)


def onto(here: F64, there: F64) -> F64:
    """The smallest turn from one direction to another, (3, 3)."""
    here, there = here / np.linalg.norm(here), there / np.linalg.norm(there)
    return about(np.cross(here, there), np.degrees(np.arccos(here.dot(there))))


def axes(joints: dict[str, F64]) -> F64:
    """The rows x, y and z of the hand's own axes, (3, 3), in the body's."""
    knuckles = [joints[f"finger{i}-1.R"] for i in (2, 3, 4, 5)]
    x = 0.5 * (knuckles[1] + knuckles[2]) - joints["wrist.R"]
    x /= np.linalg.norm(x)
    z = knuckles[3] - knuckles[0]
    z -= x * x.dot(z)
    z /= np.linalg.norm(z)
    y = np.cross(x, z) * 1.0
    tip = joints["finger3-3.R"] - knuckles[1]
    return np.stack([x, y * np.sign(y.dot(tip)), z])


def pose(rest: Body) -> dict[str, F64]:
    """How the bones of hand and forearm turn, by bone, for `people.body.body`."""
    own = axes(rest.joints)
    turned: dict[str, F64] = {}
    for finger, (cups, *bends, spread) in CURL.items():
        across = -np.cross(own[1], rest.joints[f"finger{finger}-2.R"] - rest.joints[f"finger{finger}-1.R"])
        turned[f"metacarpal{finger - 1}.R"] = about(across, cups)
        for k, bend in enumerate(bends, start=1):
            turned[f"finger{finger}-{k}.R"] = about(across, bend)
        turned[f"finger{finger}-1.R"] = about(own[1], spread) @ turned[f"finger{finger}-1.R"]
    a, b, c = (rest.joints[f"finger1-{i}.R"] for i in (1, 2, 3))
    turned["finger1-1.R"] = onto(b - a, own.T @ THUMB)
    for k, bend in enumerate(THUMB_BENDS, start=2):
        turned[f"finger1-{k}.R"] = about(np.cross(b - a, c - b), bend)
    turned["wrist.R"] = onto(own.T @ ARM, rest.joints["lowerarm01.R"] - rest.joints["wrist.R"])
    return turned


def limb() -> Limb:
    """Hand and forearm, to a little above the elbow."""
    rest = body(WHO, grounded=False)
    whole = body(WHO, {**pose(rest)}, grounded=False)
    own = _settled(whole)
    points = (whole.vertices.T.astype(np.float64) - whole.joints["wrist.R"]) @ own.T
    joints = {n: own @ (at - whole.joints["wrist.R"]) for n, at in whole.joints.items() if n.endswith(".R")}
    of_arm = tuple(n for n in whole.bones if n.endswith(".R") and n.startswith(("upperarm02", "lowerarm", "wrist")))
    of_hand = tuple(n for n in whole.bones if n.endswith(".R") and n.startswith(("metacarpal", "finger")))
    raw = _fitted(Limb(points, whole.triangles, joints), whole.part(*of_hand) > 0.5)
    keep = (whole.part(*of_arm, *of_hand) > 0.5) & (raw.points[:, 0] > ELBOW)
    used, number = np.unique(raw.triangles[keep[raw.triangles].all(axis=1)], return_inverse=True)
    return Limb(_slimmed(raw.points[used], raw.joints), number.reshape(-1, 3), raw.joints)


def _slimmed(points: F64, joints: dict[str, F64]) -> F64:
    """Points (n, 3) with the elbow drawn in towards its middle: bent as it was, its point stood out of the sleeve."""
    wrist, elbow = joints["wrist.R"], joints["lowerarm01.R"]
    way = (elbow - wrist) / np.linalg.norm(elbow - wrist)
    up = (points - wrist) @ way
    middle = wrist + up[:, None] * way
    slim = 1.0 - 0.30 * np.clip((up - SLIM[0]) / (SLIM[1] - SLIM[0]), 0.0, 1.0)
    return np.asarray(middle + slim[:, None] * (points - middle), np.float64)


def _settled(whole: Body) -> F64:
    """The axes of the posed hand, turned so that the forearm runs where it ran in all earlier dreams."""
    own = axes(whole.joints)
    arm = own @ (whole.joints["lowerarm01.R"] - whole.joints["wrist.R"])
    return onto(arm, ARM) @ own


def _fitted(raw: Limb, of_hand: NDArray[np.bool_]) -> Limb:
    """The limb scaled to LENGTH, with the palm's hollow at PALM; `of_hand (n,)` says which points are the hand's."""
    scale = LENGTH / raw.points[of_hand, 0].max()
    points = raw.points * scale
    palm = np.array(PALM)
    above = of_hand & (np.linalg.norm((points - palm)[:, [0, 2]], axis=1) < 0.008)
    off = np.array([0.0, palm[1] - points[above, 1].max(), 0.0])
    return Limb(points + off, raw.triangles, {name: at * scale + off for name, at in raw.joints.items()})


def with_tendons(points: F64, across: F64, normal: F64) -> F64:
    """The points of an arm (n, 3) m, with two tendons that stand out on the inside of its wrist.

    Args:
        points: (n, 3) m.
        across: (n,) m across the arm along its skin.
        normal: (n, 3), unit.
    """
    up = points @ ARM
    rises = np.clip((up + 0.012) / 0.025, 0.0, 1.0) * np.clip((0.115 - up) / 0.07, 0.0, 1.0)
    height = sum(h * np.exp(-(((across - w) / s) ** 2)) for w, s, h in TENDONS)
    return np.asarray(points + (np.asarray(height) * rises)[:, None] * normal, np.float64)


def subdivided(points: F64, triangles: Faces) -> tuple[F64, Faces]:
    """Loop's subdivision (1987): (n, 3) points and (m, 3) triangles become about four times as many, smooth.

    At a border the points lie on a cubic spline.
    """
    corners = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    across = np.concatenate([triangles[:, 2], triangles[:, 0], triangles[:, 1]])
    edges, edge_of, times = np.unique(np.sort(corners, axis=1), axis=0, return_inverse=True, return_counts=True)
    edge_of = edge_of.ravel()
    inner = times == 2
    facing = np.zeros((len(edges), 3))
    np.add.at(facing, edge_of, points[across])
    ends = points[edges].sum(axis=1)
    middle = np.where(inner[:, None], 0.375 * ends + 0.125 * facing, 0.5 * ends)
    count = np.bincount(edges.ravel(), minlength=len(points)).astype(np.float64)
    around = np.zeros_like(points)
    for k in (0, 1):
        np.add.at(around, edges[:, k], points[edges[:, 1 - k]])
    beta = (0.625 - (0.375 + 0.25 * np.cos(2.0 * np.pi / count)) ** 2)[:, None]
    moved = (1.0 - beta) * points + beta * around / count[:, None]
    rim = edges[~inner]
    beside = np.zeros_like(points)
    for k in (0, 1):
        np.add.at(beside, rim[:, k], points[rim[:, 1 - k]])
    on_rim = np.unique(rim)
    moved[on_rim] = 0.75 * points[on_rim] + 0.125 * beside[on_rim]
    a, b, c = triangles.T
    ab, bc, ca = edge_of.reshape(3, -1) + len(points)
    new = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    return np.concatenate([moved, middle]), np.concatenate([np.stack(t, axis=1) for t in new])


def normals(points: F64, triangles: Faces) -> F64:
    """Unit normals out of the surface, (n, 3), weighted by area; triangles count anticlockwise in left-handed axes."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    across = np.cross(c - a, b - a)
    total = np.zeros_like(points)
    for k in range(3):
        np.add.at(total, triangles[:, k], across)
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12), np.float64)
