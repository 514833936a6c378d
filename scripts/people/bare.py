"""What of a clothed body is bare: its face and its hands, from the body itself, as closed shells stuck in the cloth.

The field that clothes are made from is too coarse for fingers, lids and lips. A shell's rim lies inside the cloth, and
a fan of triangles to one point in there closes it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from people.body import Body, Triangles, decimated, normals
from people.posing import unit

Bool = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shell:
    """Points and normals (n, 3), triangles (m, 3), and the weights (n, b) of the body's bones; m."""

    points: F64
    normal: F64
    triangles: Triangles
    weights: F64


@dataclass(frozen=True, slots=True)
class Head:
    """Where a face is: the point between the eyes, m, and its size, 1 for a grown head."""

    eyes: F64
    size: float


def head_of(body: Body) -> Head:
    """The head of a body."""
    eyes = 0.5 * (body.joints["eye.L"] + body.joints["eye.R"])
    return Head(eyes, float(body.vertices[1].max() - eyes[1]) / 0.125)


def shells(body: Body, face: int, hand: int) -> list[Shell]:
    """The face and both hands of a body, of about so many triangles."""
    v, out = body.vertices.T.astype(np.float64), normals(body.vertices, body.triangles).T.astype(np.float64)
    found = [_shell(body, _faces(body, v, out), face, head_of(body).eyes - np.array([0.0, 0.04, 0.06]))]
    for side in "LR":
        wrist, way = _wrist(body, side)
        mine = body.part(f"wrist.{side}", "finger", "metacarpal") > 0.3
        mine |= (body.part(f"lowerarm02.{side}", f"lowerarm01.{side}") > 0.3) & ((v - wrist) @ way > -0.035)
        mine &= np.sign(v[:, 0]) == np.sign(wrist[0])
        found.append(_shell(body, mine & (np.linalg.norm(v - wrist, axis=1) < 0.30), hand, wrist - 0.03 * way))
    return found


def _wrist(body: Body, side: str) -> tuple[F64, F64]:
    """Where a wrist is, and the direction in which the hand goes on."""
    wrist = body.joints[f"wrist.{side}"]
    return wrist, unit(body.joints[f"finger3-1.{side}"] - wrist)


def _faces(body: Body, v: F64, out: F64) -> Bool:
    """Which vertices are of the face: to the ears and under the chin, without what lies in the mouth and the nose."""
    head = head_of(body)
    x, y, z = ((v - head.eyes) / head.size).T
    face = (z > -0.075) & (y < 0.055) & (y > -0.125) & (abs(x) < 0.078)
    here = np.flatnonzero(face & (abs(x) < 0.036))
    near = (abs(x[here, None] - x[here]) < 0.005) & (abs(y[here, None] - y[here]) < 0.005)
    behind = z[here] < np.where(near, z[here], -1.0).max(axis=1) - 0.013
    face[here[behind]] = False
    face &= body.part("eye.", "tongue") < 0.5  # eyes are closed
    return np.asarray(face & ~((abs(x) < 0.03) & (y < -0.02) & (out[:, 2] < -0.35) & (out[:, 1] > -0.3)), np.bool_)


def _shell(body: Body, keep: Bool, count: int, inside: F64) -> Shell:
    """The part of a body whose vertices are kept, closed by a fan to a point inside."""
    faces = body.triangles[keep[body.triangles].all(axis=1)]
    used = np.unique(faces)
    number = np.zeros(len(keep), np.int64)
    number[used] = np.arange(len(used))
    v = np.column_stack([body.vertices[:, used], inside.astype(np.float32)])
    normal = normals(body.vertices, body.triangles)[:, used].T.astype(np.float64)
    weights = body.weights[:, used].T.astype(np.float64)
    faces = number[faces]
    sides = np.concatenate([faces[:, [k, (k + 1) % 3]] for k in range(3)])
    _, which, uses = np.unique(np.sort(sides, axis=1), axis=0, return_index=True, return_counts=True)
    rim = sides[which[uses == 1]]
    fan = np.column_stack([rim[:, ::-1], np.full(len(rim), len(used))])
    normal = np.vstack([normal, normal[np.unique(rim)].mean(axis=0)])
    weights = np.vstack([weights, weights[np.unique(rim)].mean(axis=0)])
    points, triangles, nearest = decimated(v, np.concatenate([faces, fan]), count)
    return Shell(points.T.astype(np.float64), normal[nearest], triangles, weights[nearest])


def withdrawn(v: F64, body: Body, sleeve: F64) -> F64:
    """Vertices of cloth (n, 3) with room for the face and the hands: what is `sleeve`, (n,), ends at the wrist."""
    v, head = v.copy(), head_of(body)
    x, y, z = ((v - head.eyes) / head.size).T
    deep = np.clip((z + 0.055) / 0.035, 0.0, 1.0) * np.clip((0.055 - y) / 0.014, 0.0, 1.0)
    deep *= np.clip((y + 0.135) / 0.03, 0.0, 1.0) * np.clip((0.085 - abs(x)) / 0.02, 0.0, 1.0)
    towards = head.eyes + head.size * np.array([0.0, -0.03, -0.07]) - v
    v += towards * (0.020 * head.size * deep / np.maximum(np.linalg.norm(towards, axis=1), 1e-6))[:, None]
    for side in "LR":
        wrist, way = _wrist(body, side)
        past = (v - wrist) @ way
        mine = (past > 0.0) & (sleeve > 0.5) & (np.sign(v[:, 0]) == np.sign(wrist[0]))
        flat = v[mine] - past[mine, None] * way - wrist
        v[mine] = wrist + flat * np.minimum(1.0, 0.018 / np.maximum(np.linalg.norm(flat, axis=1), 1e-6))[:, None]
    return v
