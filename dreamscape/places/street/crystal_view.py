"""Which crystals of the street a camera sees, and which of their faces look at it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.camera import Camera
from dreamscape.places.street import crystal_mesh, street
from dreamscape.places.street.skyline import Outlines, framed, mirrored, outlines
from dreamscape.rng import Streams

FAR = (80.0, 100.0, 110.0, 130.0)  # m, by tier: farther crystals are hidden by the air
TRIMMED = (False, True, True, True)  # by tier: whether sides begin where they are seen; small pictures gain nothing
Faces = NDArray[np.bool_]  # `(n, 12)`, of n crystals
_FEW = 12  # triangles, for which a draw of their own is not worth it
_BESIDE = 1.05  # of the width of the picture, that is looked at


@dataclass(frozen=True, slots=True, eq=False)
class Crystals:
    """The n crystals of a seed, as they are drawn.

    Attributes:
        base: `(n, 3) float32`, m, the feet.
        reach: `(n,)`, m, how far from its foot's vertical a crystal reaches.
        faces: `(n, 42, 35) float32`, of crystal_mesh.
        normal: `(n, 12, 3) float32`, of the faces; `offset`: `(n, 12)`, m, of their planes.
        points: `(n, 13, 3) float32`, m: the corners of foot and shoulder, and the apex.
    """

    base: F32
    reach: F32
    faces: F32
    normal: F32
    offset: F32
    points: F32

    def seen(self, camera: Camera, aspect: float, far: float) -> tuple[NDArray[np.int64], F64]:
        """The crystals in a view of that aspect up to `far` m, near ones first; how deep all are, `(n,)` m."""
        right, _, forward = camera.basis()
        away = self.base - np.array(camera.position, np.float32)
        deep, beside = away @ forward, np.abs(away @ right)
        wide = camera.tangents(aspect)[0] * _BESIDE
        here = (deep + self.reach > 0.2) & (deep < far)
        here &= beside < wide * np.abs(deep) + (1.0 + wide) * self.reach
        return np.flatnonzero(here)[np.argsort(deep[here], kind="stable")], deep

    @lru_cache(maxsize=2)  # noqa: B019 (of layers of one picture)
    def view(self, camera: Camera, aspect: float, far: float, trimmed: bool) -> "View":
        """What of the crystals up to `far` m is in view; sides and faces that are hidden are left out if `trimmed`."""
        order, deep = self.seen(camera, aspect, far)
        outline = outlines(self.points[order], camera, aspect)
        facing, hidden = self.towards(order, camera), outline.hidden()
        seen = np.flatnonzero(outline.seen(hidden))
        whole = np.zeros((len(seen), 6, 2), np.float32), facing[seen]
        parts = outline.rises(hidden, seen, facing[seen]) if trimmed else whole
        return View(order, deep[order], facing, outline, seen, *parts, *framed(outline.x, outline.y, outline.near))

    def mirrored(self, order: NDArray[np.int64], camera: Camera, aspect: float) -> tuple[Faces, Faces]:
        """Which faces of the images of these crystals in the ground may be in view, and reach beyond it, `(k, 12)`."""
        return mirrored(self.points[order], camera, aspect)

    def towards(self, order: NDArray[np.int64], camera: Camera) -> NDArray[np.bool_]:
        """Which faces of these crystals look at the camera, `(k, 12)`."""
        eye = np.array(camera.position, np.float32)
        return np.asarray(self.normal[order] @ eye > self.offset[order], np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Crystals in the view of a camera.

    Attributes:
        order: `(k,)`, which they are, near ones first; `deep`: `(k,)`, m, their feet.
        facing: `(k, 12)`, which of their faces look at the camera.
        outlines: in the same order.
        seen: `(w,)`, those of them that nearer ones do not hide.
        rises: `(w, 6, 2)`, how far up the sides of these are hidden, and `shown`: `(w, 12)`, which faces are not.
        within: `(k, 12)`, which faces may be in the picture; `crosses`: which reach beyond it.
    """

    order: NDArray[np.int64]
    deep: F64
    facing: NDArray[np.bool_]
    outlines: Outlines
    seen: NDArray[np.int64]
    rises: F32
    shown: Faces
    within: Faces
    crosses: Faces


def runs(sizes: NDArray[np.int64], crosses: NDArray[np.bool_]) -> list[int]:
    """Where a draw of things of so many triangles each ends and the next begins, from 0 on.

    As soon as one triangle of a draw reaches beyond the picture, llvmpipe clips all of them one by one: things that do
    so are apart from longer runs of others.
    """
    ends, dear = [0], False
    turns = (crosses[1:] != crosses[:-1]).nonzero()[0] + 1
    firsts, reached = [0, *turns.tolist()], np.append(0, np.cumsum(sizes))
    for first, last in zip(firsts, [*turns.tolist(), len(sizes)], strict=True):
        size = int(reached[last] - reached[first])
        now = bool(size and (crosses[first] or size < _FEW))
        if len(ends) > 1 and (now == dear or not size):
            ends[-1] += size
        else:
            ends.append(ends[-1] + size)
            dear = now
    return ends


@lru_cache(maxsize=2)
def crystals(streams: Streams) -> Crystals:
    """The crystals of this seed."""
    grown = street.crystals(streams)
    faces = crystal_mesh.faces(grown)
    girth, tall = grown.sides.max(axis=1), grown.shape[:, 0] + grown.shape[:, 1]
    reach = girth + tall * np.hypot(grown.axis[:, 0], grown.axis[:, 2])
    first = np.concatenate([np.arange(6) * 4, 24 + np.arange(6) * 3])  # a corner of each face
    normal = np.ascontiguousarray(faces[:, first, 6:9])
    offset = np.einsum("nfk,nfk->nf", normal, faces[:, first, :3])
    corners = [*range(1, 24, 4), *range(3, 24, 4), 26]
    return Crystals(grown.base, reach, faces, normal, offset, np.ascontiguousarray(faces[:, corners, :3]))
