"""The dreamer's meshes, baked by scripts/bake_dreamer.py from a real anatomy; one figure in every act.

Metres; the figure looks along +x, its right side is towards -z. The `near` meshes stand in water at y = 0 and hold out
an open hand, palm up; the others stand with their feet at y = 0.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.perlin import perlin
from dreamscape.places.rounding import rounded
from dreamscape.resources import asset

SKIN, CLOTH, SCARF, HAIR = range(4)  # kinds of surfaces
WATER = 0.955  # m above the feet, where the water stands, and y = 0 of the `near` meshes
HIPS = 0.84  # m above the feet, a little above where these end
_PARTED = 0.0028  # m, by which the lower lip of the near meshes stands off the upper one, at most
_MOUTH = 0.0215  # m from its middle to its corners


@dataclass(frozen=True, slots=True)
class DreamerMesh:
    """A mesh of n vertices and m triangles, anticlockwise seen from outside.

    Attributes:
        position: (n, 3) float32, m.
        normal: (n, 3) float32.
        along: (n, 3) float32, where the strands of hair run; 0 elsewhere.
        kind: (n,) float32, one of `SKIN`, `CLOTH`, `SCARF`, `HAIR`; a triangle is of one kind.
        sway: (n,) float32, 0 to 1, how freely the wind moves it.
        strand: (n,) float32, 0 to 1, of hair: a number that a lock has to itself.
        shade: (n,) float32, how open to the light it is, 0 to 1.
        triangles: (m, 3) uint32.
    """

    position: F32
    normal: F32
    along: F32
    kind: F32
    sway: F32
    strand: F32
    shade: F32
    triangles: NDArray[np.uint32]

    def of(self, *kinds: int) -> NDArray[np.uint32]:
        """The triangles of some kinds of surfaces, (k, 3)."""
        return self.triangles[np.isin(self.kind[self.triangles[:, 0]], kinds)]


@lru_cache(maxsize=8)
def mesh(name: str) -> DreamerMesh:
    """`near_fine`, `near_middle`, `near_light`, `near_rough`; `holding` and `raising`, both also `_far`; `standing`."""
    with np.load(asset("dreamer.npz"), allow_pickle=False) as baked:
        sway, strand, shade = (
            baked[f"{name}_{p}"].astype("f4") / np.float32(255.0) for p in ("sway", "strand", "shade")
        )
        return DreamerMesh(
            baked[f"{name}_position"].astype("f4") * np.float32(1e-4),
            baked[f"{name}_normal"].astype("f4") / np.float32(127.0),
            baked[f"{name}_along"].astype("f4") / np.float32(127.0),
            baked[f"{name}_kind"].astype("f4"),
            sway,
            strand,
            shade,
            baked[f"{name}_triangles"].astype("u4"),
        )


@lru_cache(maxsize=2)
def close(name: str) -> DreamerMesh:
    """The figure of `holding`, to fill the picture, its lips shut: down to its hips a `near` mesh, rounder scarf."""
    near, below = mesh(name), mesh("holding")
    size = len(near.position)
    lower = below.triangles[below.position[below.triangles, 1].min(axis=1) < HIPS] + np.uint32(size)
    triangles = np.vstack([near.triangles, lower]).astype(np.int64)
    upper = near.position + np.array((0.0, WATER, 0.0), np.float32)
    upper[:, 1] += _lips(upper, near.normal, near.kind)
    position = np.vstack([upper, below.position])
    normal = np.vstack([near.normal, below.normal])
    kind = np.concatenate([near.kind, below.kind])
    finer = rounded(position, normal, triangles, kind == SCARF)

    def halfway(part: str) -> F32:
        values = np.concatenate([getattr(near, part), getattr(below, part)])
        return np.concatenate([values, values[finer.ends].mean(axis=1)])

    return DreamerMesh(
        np.vstack([position, finer.position]),
        np.vstack([normal, finer.normal]),
        halfway("along"),
        halfway("kind"),
        halfway("sway"),
        halfway("strand"),
        halfway("shade"),
        finer.triangles.astype(np.uint32),
    )


def _lips(position: F32, normal: F32, kind: F32) -> F32:
    """By how much each vertex rises, (n,), m, so that the lower lip meets the upper one; `position` above the feet."""
    x, y, z = position.T
    under = (normal[:, 1] < -0.45) & (y > 1.5365)  # the upper lip from below
    lower = (kind == SKIN) & (x > 0.130) & (y < 1.5385) & ~under
    low = np.clip((y - 1.524) / 0.011, 0.0, 1.0)
    way = np.clip(1.0 - (z / _MOUTH) ** 8, 0.0, 1.0)
    return np.asarray(_PARTED * lower * way * low * low * (3.0 - 2.0 * low), np.float32)


@lru_cache(maxsize=1)
def reaching() -> F32:
    """The positions of the mesh `standing` when its right hand is held out, (n, 3) float32, m."""
    with np.load(asset("dreamer.npz"), allow_pickle=False) as baked:
        return np.asarray(baked["standing_reaching"].astype("f4") * np.float32(1e-4), np.float32)


def sparks(figure: DreamerMesh, count: int, rng: np.random.Generator) -> tuple[F32, F32]:
    """Points where light shines through, along veins under skin and cloth, most on the arm held out, and their normals.

    Returns:
        Points on the mesh and their unit normals, (count, 3) float32 each.
    """
    triangles = figure.of(SKIN, CLOTH)
    corners = figure.position[triangles]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    weight = area * _shining(figure)[triangles].mean(axis=1)
    chosen = triangles[rng.choice(len(area), count, p=weight / weight.sum())]
    barycentric = rng.dirichlet((1.0, 1.0, 1.0), count).astype(np.float32)[:, :, None]
    normal = (barycentric * figure.normal[chosen]).sum(axis=1)
    return (barycentric * figure.position[chosen]).sum(axis=1), normal / np.linalg.norm(normal, axis=1, keepdims=True)


def _shining(figure: DreamerMesh) -> F32:
    """How much light shines through, (n,), at the vertices; hardly any through the face."""
    position = figure.position
    noise = np.abs(perlin(*(position * np.float32(11.0)).T) + 0.3 * perlin(*(position * np.float32(27.0)).T))
    vein = np.exp(-((noise / 0.05) ** 2)) + 0.06
    arm = np.clip((position[:, 0] - 0.05) / 0.3, 0, 1)
    face = (position[:, 1] > 0.47) & (figure.kind == SKIN)
    return np.asarray(vein * (0.55 + 1.2 * arm) * (1.0 - 0.92 * face) * (position[:, 1] > 0.0), np.float32)
