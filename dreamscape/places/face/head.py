"""The head whose face the mosaic adds up to: a baked mesh, its pose and age by the seed, and what it feels.

Metres in the plane of the water, x right and y up; z towards who looks at it. scripts/bake_face.py makes the mesh.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.easing import ease
from dreamscape.resources import asset
from dreamscape.rng import Streams

TEARS, CURIOSITY, WISDOM, BLINK = range(4)  # the facial actions of the mesh
ACTIONS = "tears", "curiosity", "wisdom"  # those that are feelings
EYES_ABOVE = 0.17  # m: where the middle between the eyes lies over the origin
_STEPS = 8192.0  # of a baked number in a metre
AGES = {"child": 0.03, "young": 0.30, "grown": 0.40, "older": 0.70, "elder": 0.98}  # of the baked heads, 0 to 1
_AGES = np.array(list(AGES.values()))
_FIRST, _EACH, _PASSING = 4.6, 7.4, 2.8  # s: when the first feeling comes, how long each has, how long it takes to come
_AWAY = 11.0  # m from the eye that sees the head: how much nearer parts grow
_STRENGTH = (0.75, 0.45, 0.85)  # of the three feelings


@dataclass(frozen=True, slots=True)
class Head:
    """A mesh of n vertices and m triangles.

    Attributes:
        triangles: `(m, 3) int64`, the farthest first.
        pose: yaw, pitch and roll, radians.
        age: 0 a child's to 1 an elder's.
        order: the three feelings as they come.
        rest: `(3, n) float32`, m, looking straight ahead and feeling nothing.
        moves: `(4, 3, n) float32`, m: what TEARS, CURIOSITY, WISDOM and BLINK add to it.
        normals: `(3, n) float32`, unit, of `rest`.
        bends: `(3, 3, n) float32`: what the first three add to the normals.
        marks: `(2, n) float32`: how open to the light, 0 to 1; 0 outside the face to 1 in it, and up to 2 on the lips.
        eyes: `(2, 3) float32`: x, y and half the width of the left and the right one, m, in the pose below.
    """

    triangles: NDArray[np.int64]
    pose: tuple[float, float, float]
    age: float
    order: tuple[int, ...]
    rest: F32
    moves: F32
    normals: F32
    bends: F32
    marks: F32
    eyes: F32


@dataclass(frozen=True, slots=True)
class HeadFeatures:
    """What a seed chooses of the head.

    Attributes:
        share: `(5,)`, what part of it each baked head is.
        pose, order: as of `Head`.
    """

    share: F64
    pose: tuple[float, float, float]
    order: tuple[int, ...]

    @property
    def age(self) -> float:
        """0 a child's to 1 an elder's."""
        return float(self.share @ _AGES)

    @property
    def generation(self) -> str:
        """Whose head it is most of, one of `AGES`."""
        return list(AGES)[int(self.share.argmax())]


def features_of(streams: Streams) -> HeadFeatures:
    """What this seed chooses of the head."""
    random = streams.at("head")
    share = random.dirichlet(np.full(len(_AGES), 0.45))
    pose = float(random.uniform(-0.30, 0.30)), float(random.uniform(-0.10, 0.14)), float(random.uniform(-0.09, 0.09))
    return HeadFeatures(share, pose, tuple(int(k) for k in random.permutation(3)))


def head(streams: Streams) -> Head:
    """The head of this seed."""
    return _head(streams.seed)


@lru_cache(maxsize=2)
def _head(seed: int) -> Head:
    own = features_of(Streams(seed))
    share, pose, order = own.share, own.pose, own.order
    with np.load(asset("face.npz"), allow_pickle=False) as baked:
        rest = np.tensordot(share, baked["heads"] / _STEPS, 1)
        moves, triangles = baked["moves"] / _STEPS, baked["triangles"].astype(np.int64)
        shade = np.tensordot(share, baked["shade"] / 255.0, 1)
        shade[rim(triangles)] = 0.0  # within the lips it is dark, from one vertex to the next: their edge is soft then
        marks = np.stack([shade, baked["inside"] / 255.0 + baked["lips"] / 255.0])
        eyes = np.tensordot(share, baked["eyes"] / _STEPS, 1)
    normals = vertex_normals(rest, triangles)
    bends = np.stack([vertex_normals(rest + move, triangles) - normals for move in moves[:BLINK]])
    flat = _seen(np.stack([eyes[:, 0], eyes[:, 1], [_depth(rest, eye) for eye in eyes]]), _turn(pose))
    eyes = np.concatenate([flat[:2].T, eyes[:, 2:] * np.cos(pose[0])], axis=1)
    floats = [np.ascontiguousarray(a, np.float32) for a in (rest, moves, normals, bends, marks, eyes)]
    return Head(triangles, pose, own.age, order, *floats)


def feelings(one: Head, seconds: float) -> F32:
    """How strongly it feels TEARS, CURIOSITY and WISDOM, `seconds` after the act began, `(3,) float32`, 0 to 1."""
    felt = np.zeros(3, np.float32)
    turn, since = divmod(seconds - _FIRST, _EACH)
    if turn >= 0.0:
        comes = ease(since / _PASSING)
        felt[one.order[int(turn) % 3]] = comes
        if turn > 0.0:
            felt[one.order[int(turn - 1.0) % 3]] += 1.0 - comes
    return felt


def face_at(one: Head, seconds: float) -> tuple[F32, F32]:
    """The face as it is seen at a moment, with open lids.

    Args:
        one: the head.
        seconds: since the act began.

    Returns:
        Places on the water (2, n), m, and normals (3, n), z towards who looks.
    """
    weights = feelings(one, seconds) * np.array(_STRENGTH, np.float32)
    yaw, pitch, roll = one.pose
    sway = 0.035 * np.sin(seconds * 0.37), 0.018 * np.sin(seconds * 0.29 + 1.0), 0.012 * np.sin(seconds * 0.23 + 2.0)
    turn = _turn((yaw + sway[0], pitch + sway[1], roll + sway[2])).astype(np.float32)
    place = _seen(one.rest + np.tensordot(weights, one.moves[:BLINK], 1), turn)
    normal = turn @ (one.normals + np.tensordot(weights, one.bends, 1))
    return place[:2].astype(np.float32), normal.astype(np.float32)


def at_rest(one: Head) -> tuple[F32, F32]:
    """The same in the seed's pose, feeling nothing: places (3, n) with z, and normals (3, n)."""
    turn = _turn(one.pose).astype(np.float32)
    return np.asarray(_seen(one.rest, turn), np.float32), np.asarray(turn @ one.normals, np.float32)


def lips_at(one: Head, points: F32) -> F32:
    """How far each of the points (2, n) on the water lies on its lips, feeling nothing, (n,) float32, 0 to 1."""
    place, normal = at_rest(one)
    ahead = normal[2] > 0.0
    nearest = np.array([((place[:2, ahead] - point[:, None]) ** 2).sum(axis=0).argmin() for point in points.T])
    return np.asarray(np.clip(one.marks[1, ahead][nearest] - 1.0, 0.0, 1.0), np.float32)


def _depth(rest: F64, eye: F64) -> float:
    """How far before the origin an eye lies, m."""
    near = np.argsort(np.hypot(rest[0] - eye[0], rest[1] - eye[1]))[:40]
    return float(rest[2, near].max())


def _turn(pose: tuple[float, float, float]) -> F64:
    """The rotation by yaw about y, pitch about x, and roll about z, (3, 3)."""
    (a, b, c), (d, e, f) = np.cos(pose), np.sin(pose)
    yaw = np.array([(a, 0, d), (0, 1, 0), (-d, 0, a)])
    pitch = np.array([(1, 0, 0), (0, b, -e), (0, e, b)])
    roll = np.array([(c, -f, 0), (f, c, 0), (0, 0, 1)])
    return np.asarray(roll @ pitch @ yaw)


def _seen(vertices: NDArray[np.floating], turn: NDArray[np.floating]) -> NDArray[np.floating]:
    """Vertices (3, n) turned, as they are seen on the water, (3, n)."""
    turned = turn @ vertices
    turned[:2] *= _AWAY / (_AWAY - turned[2])
    turned[1] += EYES_ABOVE
    return np.asarray(turned)


def rim(triangles: NDArray[np.int64]) -> NDArray[np.int64]:
    """The vertices at which a mesh of triangles (m, 3) ends, or at a hole of it, (n,)."""
    edges = np.sort(np.concatenate([triangles[:, pair] for pair in ((0, 1), (1, 2), (2, 0))]), axis=1)
    distinct, count = np.unique(edges, axis=0, return_counts=True)
    return np.unique(distinct[count == 1])


def vertex_normals(vertices: NDArray[np.floating], triangles: NDArray[np.int64]) -> F64:
    """The unit normals of vertices `(3, n)` out of triangles `(m, 3)`, weighted by area, (3, n)."""
    a, b, c = (vertices[:, triangles[:, k]].astype(np.float64) for k in range(3))
    across = np.cross((b - a).T, (c - a).T).T
    total = np.zeros(vertices.shape)
    for k in range(3):
        for axis in range(3):
            total[axis] += np.bincount(triangles[:, k], across[axis], vertices.shape[1])
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=0), 1e-12))
