"""The people of the street, as `scripts/bake_strangers.py` baked them: their meshes and their skeletons."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.arrays import F32, F64
from dreamscape.places.street import stance
from dreamscape.places.street.gait import BONES
from dreamscape.rng import Streams

MESHES = ("near", "middle", "far")
DREAMER = "dreamer"
STOOPS = {"old woman": 0.24, "old man": 0.18, "heavy man": -0.04, "heavy woman": -0.02, "youth": 0.08, "child": -0.02}
CHILD, CHILDS_PLACE = "child", 4  # among the strangers


@dataclass(frozen=True, slots=True)
class Mesh:
    """A mesh of n vertices and m triangles; metres, as it was baked.

    Attributes:
        weighted: `(n, 52) float32`, weight times (x, y, z, 1) of each bone; times the bones, where the vertices are.
        leaning: `(n, 39) float32`, weight times normal of each bone.
        fixed: `(n, 4) float32`, where a vertex was baked, m, and how thick the body is behind it, m.
        triangles: `(m, 3) uint32`.
        edges: `(e, 2)`, the vertices of the edges; `beside`: `(e, 2)`, the triangles on both sides.
    """

    weighted: F32
    leaning: F32
    fixed: F32
    triangles: NDArray[np.uint32]
    edges: NDArray[np.int64]
    beside: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody: `joints (19, 3) float64`, m; m tall; rad that they stoop; meshes in the order of MESHES."""

    joints: F64
    tall: float
    stoop: float
    meshes: tuple[Mesh, ...]


def _standing(person: Person) -> Person:
    """Somebody who was baked in mid-stride, with feet flat."""
    near = person.meshes[0]
    joints, carry = stance.standing(person.joints, near.fixed[:, :3], near.weighted)
    meshes = []
    for mesh in person.meshes:
        at = np.einsum("bij,nbj->nbi", carry, mesh.weighted.reshape(-1, len(BONES), 4))
        weighted = np.concatenate([at, mesh.weighted.reshape(-1, len(BONES), 4)[:, :, 3:]], axis=2)
        leaning = np.einsum("bij,nbj->nbi", carry[:, :, :3], mesh.leaning.reshape(-1, len(BONES), 3))
        size = len(mesh.fixed)
        meshes.append(replace(mesh, weighted=weighted.reshape(size, -1), leaning=leaning.reshape(size, -1)))
    return replace(person, joints=joints, meshes=tuple(meshes))


def _mesh(data: dict[str, NDArray[np.generic]], name: str) -> Mesh:
    get = {part: np.asarray(data[f"{name}_{part}"]) for part in ("position", "normal", "weights", "thick", "triangles")}
    at = get["position"].astype(np.float32) * np.float32(1e-4)
    normal = get["normal"].astype(np.float32) / np.float32(127.0)
    weight = get["weights"].astype(np.float32)
    weight /= weight.sum(axis=1, keepdims=True)
    one = np.hstack([at, np.ones((len(at), 1), np.float32)])
    weighted = (weight[:, :, None] * one[:, None]).reshape(len(at), 4 * len(BONES))
    leaning = (weight[:, :, None] * normal[:, None]).reshape(len(at), 3 * len(BONES))
    thick = get["thick"].astype(np.float32)[:, None] * np.float32(0.30 / 255.0)
    triangles = get["triangles"].astype(np.uint32)
    return Mesh(weighted, leaning, np.hstack([at, thick]), triangles, *_edges(triangles.astype(np.int64)))


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
    with np.load(resources.asset("strangers.npz")) as file:
        stored = {name: file[name] for name in file.files}
    names = dict.fromkeys(name.split("/")[0] for name in stored)
    found = {}
    for name in names:
        data = {key.split("/")[1]: value for key, value in stored.items() if key.startswith(f"{name}/")}
        meshes = tuple(_mesh(data, kind) for kind in MESHES)
        who = Person(data["joints"].astype(np.float64), float(data["tall"]), STOOPS.get(name, 0.0), meshes)
        found[name] = _standing(who) if name == DREAMER else who
    return found


def strangers(streams: Streams, count: int) -> list[Person]:
    """Who the strangers of a seed are; one of them, in a place of its own, is the child."""
    everybody = people()
    names = [name for name in everybody if name not in (DREAMER, CHILD)]
    order = streams.at("people").permutation(len(names))
    chosen = [names[order[k % len(names)]] for k in range(count)]
    chosen.insert(CHILDS_PLACE, CHILD)
    return [everybody[name] for name in chosen[:count]]
