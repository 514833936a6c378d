"""The creases of the street: lines along which crystals grow through each other or out of the ground."""

from dataclasses import astuple, dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.places.street import crystal_mesh, street
from dreamscape.places.street.street import Crystals
from dreamscape.rng import Streams

_LEAST = 0.02  # m; shorter ones are not seen


@dataclass(frozen=True, slots=True)
class Seams:
    """k lines, from `start` to `stop`, `(k, 3) float64` m.

    Attributes:
        normal: `(k, 2, 3)`, of the planes that meet there; both are seen where the line is.
        offset: `(k, 2)`, m, of these planes.
    """

    start: F64
    stop: F64
    normal: F64
    offset: F64


@lru_cache(maxsize=2)
def seams(streams: Streams) -> Seams:
    """The creases of this seed's street."""
    grown = street.crystals(streams)
    pairs = zip(*(astuple(part) for part in (between(grown), feet(grown))), strict=True)
    return Seams(*(np.concatenate(pair) for pair in pairs))


def feet(grown: Crystals) -> Seams:
    """Where crystals come out of the ground."""
    corners = crystal_mesh.facets(grown)[:, : street.SIDES].reshape(-1, 4, 3)
    normal = np.cross(corners[:, 2] - corners[:, 0], corners[:, 1] - corners[:, 0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    middle = np.repeat(grown.base.astype(np.float64), street.SIDES, axis=0)
    normal *= np.sign(((corners[:, 0] - middle) * normal).sum(axis=1))[:, None]
    up = np.broadcast_to((0.0, 1.0, 0.0), normal.shape)
    offset = np.stack([(normal * corners[:, 0]).sum(axis=1), corners[:, 0, 1]], axis=1)
    return Seams(corners[:, 0], corners[:, 1], np.stack([normal, up], axis=1), offset)


def between(grown: Crystals) -> Seams:
    """Where a facet of one crystal cuts a facet of another, above the ground."""
    corners = crystal_mesh.facets(grown)
    low, high = corners.min(axis=(1, 2)), corners.max(axis=(1, 2))
    meet = (low[:, None] < high[None]).all(axis=2) & (low[None] < high[:, None]).all(axis=2)
    first, second = np.nonzero(np.triu(meet, 1))
    normal = np.cross(corners[:, :, 2] - corners[:, :, 0], corners[:, :, 1] - corners[:, :, 0])
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    normal *= np.sign(((corners.mean(axis=2) - corners.mean(axis=(1, 2))[:, None]) * normal).sum(axis=2))[..., None]
    offset = (normal * corners[:, :, 0]).sum(axis=2)
    cut = _straddle(corners[first], normal[second], offset[second])
    cut &= _straddle(corners[second], normal[first], offset[first]).transpose(0, 2, 1)
    pair, one, other = np.nonzero(cut)
    a, b = (first[pair], one), (second[pair], other)
    along = np.cross(normal[a], normal[b])
    square = np.maximum((along * along).sum(axis=1, keepdims=True), 1e-9)
    at = offset[a][:, None] * np.cross(normal[b], along) + offset[b][:, None] * np.cross(along, normal[a])
    at /= square
    parts = [_inside(at, along, corners[which], normal[which]) for which in (a, b)]
    begins, ends = np.maximum(parts[0][0], parts[1][0]), np.minimum(parts[0][1], parts[1][1])
    found = (ends - begins) * np.sqrt(square[:, 0]) > _LEAST
    start, stop = at + along * begins[:, None], at + along * ends[:, None]
    found &= np.maximum(start[:, 1], stop[:, 1]) > 0.0
    both, planes = np.stack([normal[a], normal[b]], axis=1), np.stack([offset[a], offset[b]], axis=1)
    return Seams(start[found], stop[found], both[found], planes[found])


def _straddle(corners: F64, normal: F64, offset: F64) -> NDArray[np.bool_]:
    """Which facets `(n, f, 4, 3)` lie on both sides of which planes `(n, g, 3)`, `(n, g)`: `(n, f, g)`."""
    above = np.einsum("nfcj,ngj->nfgc", corners, normal) > offset[:, None, :, None]
    return np.asarray(above.any(axis=3) & ~above.all(axis=3), np.bool_)


def _inside(at: F64, along: F64, corners: F64, normal: F64) -> tuple[F64, F64]:
    """From where to where lines `at` + t `along` run within convex facets `(..., 4, 3)`; nowhere if that is less."""
    middle = corners.mean(axis=-2)
    begins, ends = np.full(at.shape[:-1], -np.inf), np.full(at.shape[:-1], np.inf)
    for k in range(4):
        corner = corners[..., k, :]
        inwards = np.cross(normal, corners[..., (k + 1) % 4, :] - corner)
        inwards *= np.sign(((middle - corner) * inwards).sum(axis=-1))[..., None]
        speed, need = (along * inwards).sum(axis=-1), ((corner - at) * inwards).sum(axis=-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            t = need / speed
        begins = np.where(speed > 1e-12, np.maximum(begins, t), begins)
        ends = np.where(speed < -1e-12, np.minimum(ends, t), ends)
        ends = np.where((np.abs(speed) <= 1e-12) & (need > 1e-9), -np.inf, ends)
    return begins, ends


def strips(lines: Seams) -> F32:
    """`(k, 4, 12) float32`, as of `crystal_mesh.edges`; the number is negative."""
    out = lines.normal.sum(axis=1)
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
    number = -((np.arange(len(out)) * 0.618 + 0.1) % 1.0)[:, None]
    line = np.concatenate([lines.start, lines.stop, out, number], axis=1)[:, None]
    shape = len(out), 4
    corner = np.broadcast_to(crystal_mesh.STRIP, (*shape, 2))
    return np.concatenate([np.broadcast_to(line, (*shape, 10)), corner], axis=2).astype(np.float32)


def seen(lines: Seams, eye: F64, which: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether some of the lines, `which` (k,), lie between two facets that look at the eye, `(k,)`."""
    return np.asarray((lines.normal[which] @ eye > lines.offset[which]).all(axis=1), np.bool_)
