"""The people of the street, as `scripts/bake_strangers.py` baked them: their meshes and their skeletons."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.arrays import F32, F64
from dreamscape.places.rounding import rounded
from dreamscape.places.street import curves, stance
from dreamscape.places.street.gait import BONES
from dreamscape.rng import Streams

MESHES = ("near", "middle", "far")
CLOSE = "close"  # for near ones who are large in the picture: the near mesh, finer at head and shoulders
DREAMER = "dreamer"
SWAY = 0.98  # so that what is freest is not taken for another stuff
_SWAYS = 63  # steps of it in the file, for each of four stuffs
_PARTS = "position", "normal", "weights", "thick", "made", "triangles"
_STUFF, _OPEN = 6, 12  # steps in the file, of each stuff, and of how open to the light something is
STOOPS = {"old woman": 0.24, "old man": 0.18, "heavy man": -0.04, "heavy woman": -0.02, "youth": 0.08, "child": -0.02}
_LONG, _UPPER = 0.022, 0.68  # m, of the edges that are cut; from where on, of the height
CHILD, CHILDS_PLACE = "child", 4  # among the strangers


@dataclass(frozen=True, slots=True)
class Mesh:
    """A mesh of n vertices and m triangles; metres, as it was baked.

    Attributes:
        weighted: `(n, 52) float32`, weight times (x, y, z, 1) of each bone; times the bones, where the vertices are.
        leaning: `(n, 39) float32`, weight times normal of each bone.
        fixed: `(n, 6) float32`, where a vertex was baked, m; how thick the body is behind it, m, of the dreamer instead
            what it is made of, as places/figure/dreamer.py has it, and `SWAY` times how freely it is blown; what it is
            made of, -1 trousers and shoes, 0 other cloth, 1 skin, 2 hair; how open to the light it is, 0 to 1.
        triangles: `(m, 3) uint32`.
        edges: `(e, 2)`, the vertices of the edges; `beside`: `(e, 2)`, the triangles on both sides; `bends`:
            `(e,) float32` m, as of `curves.bends`.
    """

    weighted: F32
    leaning: F32
    fixed: F32
    triangles: NDArray[np.uint32]
    edges: NDArray[np.int64]
    beside: NDArray[np.int64]
    bends: F32


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody: `joints (19, 3) float64`, m; m tall; rad that they stoop; the most vertices and triangles of a mesh."""

    name: str
    joints: F64
    tall: float
    stoop: float
    most: tuple[int, int]

    def mesh(self, kind: str) -> Mesh:
        """One of MESHES, which is read when it is first asked for, or CLOSE."""
        if kind == CLOSE:
            return _close(self.name)
        return _mesh(self.name, "middle" if (self.name, kind) == (DREAMER, "far") else kind)  # hers is as coarse


@lru_cache(maxsize=1)
def _stored() -> Mapping[str, NDArray[np.generic]]:
    """What was baked; arrays are unpacked as they are asked for."""
    return cast(Mapping[str, NDArray[np.generic]], np.load(io.BytesIO(resources.asset("strangers.npz").read_bytes())))


@lru_cache(maxsize=1)
def _stand() -> tuple[F64, F32]:
    """The joints of the dreamer, who was baked in mid-stride, with feet flat, and how bones carry what was baked."""
    near = _baked(DREAMER, "near")
    return stance.standing(_stored()[f"{DREAMER}/joints"].astype(np.float64), near.fixed[:, :3], near.weighted)


@lru_cache(maxsize=64)
def _mesh(name: str, kind: str) -> Mesh:
    mesh = _baked(name, kind)
    if name != DREAMER:
        return mesh
    carry, size = _stand()[1], len(mesh.fixed)
    weighted = mesh.weighted.reshape(size, len(BONES), 4)
    at = np.einsum("bij,nbj->nbi", carry, weighted)
    leaning = np.einsum("bij,nbj->nbi", carry[:, :, :3], mesh.leaning.reshape(size, len(BONES), 3))
    weighted = np.concatenate([at, weighted[:, :, 3:]], axis=2)
    made, sway = np.divmod(_stored()[f"{name}/{kind}_thick"], _SWAYS + 1)
    blown = made + sway * np.float32(SWAY / _SWAYS)
    fixed = np.column_stack([mesh.fixed[:, :3], blown, mesh.fixed[:, 4:]]).astype(np.float32)
    return replace(mesh, weighted=weighted.reshape(size, -1), leaning=leaning.reshape(size, -1), fixed=fixed)


@lru_cache(maxsize=12)
def _close(name: str) -> Mesh:
    """The near mesh with a vertex more on long edges of head and shoulders, rounded."""
    near = _mesh(name, "near")
    size = len(near.fixed)
    triangles = near.triangles.astype(np.int64)
    sides = np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    coarse = np.zeros(size, np.bool_)
    coarse[sides[np.linalg.norm(near.fixed[sides[:, 0], :3] - near.fixed[sides[:, 1], :3], axis=1) > _LONG]] = True
    coarse &= near.fixed[:, 1] > _UPPER * near.fixed[:, 1].max()
    weight = near.weighted.reshape(size, len(BONES), 4)[:, :, 3]
    normal = near.leaning.reshape(size, len(BONES), 3).sum(axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    finer = rounded(near.fixed[:, :3], normal, triangles, coarse)
    count = len(finer.ends)
    middle = np.hstack([finer.position, near.fixed[finer.ends, 3:].mean(axis=1)])
    share = weight[finer.ends].mean(axis=1)[:, :, None]
    one = np.hstack([finer.position, np.ones((count, 1), np.float32)])
    weighted = (share * one[:, None]).reshape(count, -1)
    leaning = (share * finer.normal[:, None]).reshape(count, -1)
    pairs = (near.weighted, weighted), (near.leaning, leaning), (near.fixed, middle)
    weighted, leaning, fixed = (np.vstack(pair).astype(np.float32) for pair in pairs)
    return _joined(weighted, leaning, fixed, finer.triangles)


@lru_cache(maxsize=1)
def _baked(name: str, kind: str) -> Mesh:
    """A mesh as it was baked."""
    get = {part: _stored()[f"{name}/{kind}_{part}"] for part in _PARTS}
    at = get["position"].astype(np.float32) * np.float32(1e-4)
    normal = get["normal"].astype(np.float32) / np.float32(127.0)
    weight = get["weights"].astype(np.float32)
    weight /= weight.sum(axis=1, keepdims=True)
    one = np.hstack([at, np.ones((len(at), 1), np.float32)])
    weighted = (weight[:, :, None] * one[:, None]).reshape(len(at), 4 * len(BONES))
    leaning = (weight[:, :, None] * normal[:, None]).reshape(len(at), 3 * len(BONES))
    thick = get["thick"].astype(np.float32)[:, None] * np.float32(0.30 / 255.0)
    stuff, seen = np.divmod(get["made"], _OPEN)
    fixed = np.column_stack(
        [at, thick, stuff / np.float32(_STUFF) - np.float32(1.0), seen / np.float32(_OPEN - 1)]
    ).astype(np.float32)
    first, second, third = get["triangles"].astype(np.int64)  # a step from the last, and two within it
    first = np.cumsum(first)
    triangles = np.stack([first, first + second, first + third], axis=1)
    return _joined(weighted, leaning, fixed, triangles)


def _joined(weighted: F32, leaning: F32, fixed: F32, triangles: NDArray[np.int64]) -> Mesh:
    """A mesh of these vertices and triangles, with its edges."""
    edges, beside = _edges(triangles)
    rows = np.hstack([fixed[:, :3], leaning.reshape(len(fixed), -1, 3).sum(axis=1)])
    return Mesh(weighted, leaning, fixed, triangles.astype(np.uint32), edges, beside, curves.bends(rows, edges))


def _edges(triangles: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The edges with a triangle on both sides, and these triangles."""
    sides = np.sort(np.concatenate([triangles[:, [k, (k + 1) % 3]] for k in range(3)]), axis=1)
    whose = np.tile(np.arange(len(triangles)), 3)
    order = np.lexsort((sides[:, 1], sides[:, 0]))
    sides, whose = sides[order], whose[order]
    twice = np.flatnonzero((sides[1:] == sides[:-1]).all(axis=1))
    return sides[twice], np.stack([whose[twice], whose[twice + 1]], axis=1)


@lru_cache(maxsize=1)
def people() -> dict[str, Person]:
    """Everybody, by name."""
    stored, found = _stored(), {}
    for name in dict.fromkeys(name.split("/")[0] for name in stored):
        joints = _stand()[0] if name == DREAMER else stored[f"{name}/joints"].astype(np.float64)
        most = len(stored[f"{name}/near_thick"]), stored[f"{name}/near_triangles"].shape[1]
        found[name] = Person(name, joints, float(stored[f"{name}/tall"]), STOOPS.get(name, 0.0), most)
    return found


def strangers(streams: Streams, count: int) -> list[Person]:
    """Who the strangers of a seed are; one of them, in a place of its own, is the child."""
    everybody = people()
    names = [name for name in everybody if name not in (DREAMER, CHILD)]
    order = streams.at("people").permutation(len(names))
    chosen = [names[order[k % len(names)]] for k in range(count)]
    chosen.insert(CHILDS_PLACE, CHILD)
    return [everybody[name] for name in chosen[:count]]
