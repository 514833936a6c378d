"""The outlines of the stonework as the viewer sees it: its edges where a side that is seen ends."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dreamscape.arrays import F32
from dreamscape.places.door import opening, portal
from dreamscape.places.door.orders import LIGHT, STONE, WET
from dreamscape.places.door.stonework import stonework
from dreamscape.rng import Streams

_NEAREST = 0.25  # m before the camera; an edge that is nearer at one end has no outline
_CREASE = 0.75  # cosine of the angle
_FOOT = 0.001  # m; what ends below, stands there
ON_CREASE = -0.004  # m, how much farther strips lie
FARTHER = np.array((0.015, -0.08, -0.10), np.float32)  # likewise, by `stands`: feet are seen at a low angle
_STEPS = 64  # of the pressure, at which normals are found
_Indices = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Sides:
    """Each side of each triangle of a mesh.

    Attributes:
        corners: `(3, 3 m)`, vertices: where it begins, ends, and the triangle's third.
        beyond: `(3 m,)`, the triangle on its other side, -1 if there is none.
        turned: `(m,) float32`, 1 or -1, by which the triangles' normals look out of the stone.
        crease: `(3 m,)` bool, both sides where smooth parts of the mesh meet at an angle, or different things.
        contrast: `(3 m,)` bool, those of them where different things meet, or what faces up and what does not.
        stands: `(3 m,)`, 2 for sides that end on stone that goes on there, as feet of walls, shafts and light do, 1 for
            those on either side of the foot of a step, else 0.
    """

    corners: _Indices
    beyond: _Indices
    turned: F32
    crease: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    contrast: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    stands: _Indices


@lru_cache(maxsize=4)
def sides(streams: Streams, level: int) -> Sides:
    """Those of the stonework but the ground; at the lowest tier of the line of light under the door alone."""
    mesh = stonework(streams, level > 1)
    triangles = mesh.triangles.astype(np.int64)
    kind = mesh.vertices[triangles[:, 0], 12]
    triangles = triangles[kind == LIGHT if level == 0 else kind != WET]
    corners = np.stack([triangles, np.roll(triangles, -1, axis=1), np.roll(triangles, -2, axis=1)]).reshape(3, -1)
    _, same = np.unique(np.round(mesh.vertices[:, :3] * 2000.0), axis=0, return_inverse=True)
    low, high = np.sort(same.ravel()[corners[:2]], axis=0)
    key = low * len(mesh.vertices) + high
    order = np.argsort(key, kind="stable")
    meets = np.flatnonzero(np.diff(key[order]) == 0)
    beyond = np.full(key.size, -1)
    beyond[order[meets]], beyond[order[meets + 1]] = order[meets + 1] // 3, order[meets] // 3
    kind = np.maximum(mesh.vertices[triangles[:, 0], 12], STONE)
    out = _normals(mesh.vertices[:, :3], triangles)
    turned = np.where((out * mesh.vertices[triangles[:, 0], 3:6]).sum(axis=1) < 0.0, -1.0, 1.0).astype(np.float32)
    level_with = out[:, 1] * turned > _CREASE * np.linalg.norm(out, axis=1)
    bends, differs = np.zeros(key.size, bool), np.zeros(key.size, bool)
    normals = mesh.vertices[corners[:2], 3:6].sum(axis=0)
    before, after = normals[order[meets]], normals[order[meets + 1]]
    lengths = np.sqrt((before**2).sum(axis=1) * (after**2).sum(axis=1))
    bends[order[meets]] = (before * after).sum(axis=1) < _CREASE * lengths
    one, other = order[meets] // 3, order[meets + 1] // 3
    unlike = kind[one] != kind[other]
    differs[order[meets]] = unlike | (bends[order[meets]] & (level_with[one] != level_with[other]))
    bends[order[meets]] |= unlike
    for of_both in (differs, bends):
        of_both[order[meets + 1]] = of_both[order[meets]]
    height = mesh.vertices[corners[:2], 1].max(axis=0)
    stands = ((beyond < 0) & (height < _FOOT) & (np.repeat(kind, 3) != LIGHT)).astype(np.int64)
    stands *= 1 + (np.abs(height - 0.5 * portal.portal(streams).ground) > -0.5 * portal.portal(streams).ground - _FOOT)
    stands[(beyond < 0) & (height < 0.01) & (np.repeat(kind, 3) == LIGHT)] = 2  # it stands on the floor
    return Sides(corners, beyond, turned, bends, differs, stands)


def leaning(places: F32, kind: F32, press: float, gap: float) -> F32:
    """The stonework's positions `(n, 3)`, m, while the silence presses, as in glsl/acts/stonework.glsl."""
    x, y = places[:, 0], places[:, 1]
    far2 = 0.14 * x * x + 0.07 * (y - opening.LOCK[1] - 0.5) ** 2
    leans = -press * far2 / (1.0 + 0.6 * far2) + np.maximum(portal.HALF_WIDE - np.abs(x), 0.0) * gap * 1.2
    leant = places.copy()
    floor = (places[:, 2] > 0.05) & (y < 0.01)
    leant[:, 2] += leans * (y >= -0.01) * ~floor * np.minimum(np.abs(kind - WET), 1.0)
    return leant


@lru_cache(maxsize=4)
def _planes(streams: Streams, level: int, pressing: int) -> tuple[F32, F32, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """What holds while the silence presses so far; steps of it are enough to tell what is seen.

    Normals out of the triangles, `(m, 3)`, their planes' distance along them, `(m,)`, and which sides, `(3 m,)`, are
    creases between what the moon lights and what it does not.
    """
    vertices, found = stonework(streams, level > 1).vertices, sides(streams, level)
    places = leaning(vertices[:, :3], vertices[:, 12], pressing / _STEPS, 0.0)
    triangles = found.corners[0].reshape(-1, 3)
    out = _normals(places, triangles) * found.turned[:, None]
    moonlit = out @ np.array(portal.portal(streams).moon, np.float32) > 0.0
    contrasts = found.crease & (found.contrast | (np.repeat(moonlit, 3) != moonlit[found.beyond]))
    return out, np.einsum("ij,ij->i", out, places[triangles[:, 0]]), contrasts


def outlines(
    streams: Streams, seconds: float, eye: tuple[float, float, float], view: F32, level: int = 2
) -> tuple[_Indices, F32]:
    """The sides where what the eye sees ends, and both of creases between what the moon lights and what it does not.

    Args:
        streams: the dream's.
        seconds: of the act.
        eye: m.
        view: (4, 4) float32, row-major, world to clip space.
        level: of the tier, as of `sides`.

    Returns:
        Vertices at which they begin and end, `(2, k)`; and `(k, 3) float32`: the way out of their triangles in the
        picture, px, and how much farther a strip lies than its side, m: behind stone that goes on there, but before
        the other side of a crease.
    """
    mesh, found = stonework(streams, level > 1), sides(streams, level)
    out, beyond, contrasts = _planes(streams, level, round(opening.pressure(seconds) * _STEPS))
    seen = out @ np.asarray(eye, np.float32) > beyond
    goes_on = (found.beyond >= 0) & seen[found.beyond]
    shown = np.flatnonzero(np.repeat(seen, 3) & (~goes_on | contrasts))
    corners, farther = found.corners[:, shown], np.where(goes_on[shown], ON_CREASE, FARTHER[found.stands[shown]])
    ends = mesh.vertices[corners.ravel()]
    places = leaning(ends[:, :3], ends[:, 12], opening.pressure(seconds), opening.leaf_gap(seconds))
    clip = (places @ view[:, :3].T + view[:, 3]).reshape(3, -1, 4)
    before = (clip[..., 3] > _NEAREST).all(axis=0)
    flat = clip[:, before, :2] / clip[:, before, 3:]
    inside = (np.abs(flat[:2]).min(axis=0) < 1.0).all(axis=1) | (np.sign(flat[0]) != np.sign(flat[1])).any(axis=1)
    first, last, third = flat[:, inside]
    aspect = float(np.linalg.norm(view[1, :3]) / np.linalg.norm(view[0, :3]))  # the rows are as long as focal lengths
    away = _away(first, last, third, aspect)
    return corners[:2, before][:, inside], np.column_stack([away, farther[before][inside]]).astype(np.float32)


def _away(first: F32, last: F32, third: F32, aspect: float) -> F32:
    """Unit, across the lines from `first` to `last` and away from `third`, all `(k, 2)` in clip space."""
    stretch = np.array((aspect, 1.0), np.float32)
    run, inwards = (last - first) * stretch, (third - first) * stretch
    across = np.stack([-run[:, 1], run[:, 0]], axis=1)
    across /= np.maximum(np.linalg.norm(across, axis=1), 1e-9)[:, None]
    across *= -np.sign(np.einsum("ij,ij->i", across, inwards))[:, None]
    return np.asarray(across, np.float32)


def _normals(places: F32, triangles: _Indices) -> F32:
    a, b, c = (places[triangles[:, k]] for k in range(3))
    (ux, uy, uz), (vx, vy, vz) = (b - a).T, (c - a).T
    return np.stack([uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx], axis=1)
