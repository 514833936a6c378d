"""Meshes in patches: small pieces of surface, of which only those are drawn that may be seen.

Software rasterisers spend more on the vertices and the outlines of small triangles than on their pixels, and set up
triangles on one thread. Patches that face away or lie out of view are left out before that. Neighbours stand next to
each other in the index buffer, so that drivers find most vertices shaded already.
"""

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.render.shader import Shader

SIZE = 31  # triangles of a patch; Mesa processes 11 times as many at a time, and shades each of their vertices once


def ordered(triangles: NDArray[np.uint32], position: F32) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The triangles of a mesh patch by patch, its vertices in the order of their first use.

    Args:
        triangles: (m, 3) uint32, m at least 1.
        position: (n, 3) float32, of the vertices.

    Returns:
        The triangles, (m, 3) uint32, which count the vertices anew, and the old numbers of those, (k,) int64; vertices
        that no triangle uses are left out.
    """
    sorted_triangles = triangles[_by_patch(position[triangles].mean(axis=1))]
    used, first, number = np.unique(sorted_triangles, return_index=True, return_inverse=True)
    by_use = np.argsort(first)
    rank = np.empty(len(used), np.uint32)
    rank[by_use] = np.arange(len(used), dtype=np.uint32)
    return rank[number.reshape(-1, 3)], used[by_use].astype(np.int64)


def _by_patch(middle: F32) -> NDArray[np.int64]:
    """The order of triangles by patch, (m,): their middles (m, 3) are bisected across their longest side."""
    done: list[NDArray[np.int64]] = []
    waiting = [np.arange(len(middle))]
    while waiting:
        part = waiting.pop()
        if len(part) <= SIZE:
            done.append(part)
            continue
        axis = int(np.ptp(middle[part], axis=0).argmax())
        left = (len(part) // SIZE + 1) // 2 * SIZE
        part = part[np.argpartition(middle[part, axis], left - 1)]
        waiting += [part[left:], part[:left]]
    return np.concatenate(done)


class Patches:
    """A closed mesh by patches, with what tells which of them may be seen; it needs no OpenGL.

    Args:
        vertices: (n, k) float32, the attributes of each vertex; the first three are its position, metres.
        normal: (n, 3) float32, out of the mesh.
        triangles: (m, 3) uint32, m at least 1.
        moved: m by which the shader moves a vertex at most.
        bent: radians by which it turns a face at most.

    Attributes:
        vertices: (k, ...) float32, those that are used, in the order of their first use.
        rows: (patches, 3 * SIZE) uint32, the triangles of each.
    """

    def __init__(self, vertices: F32, normal: F32, triangles: NDArray[np.uint32], moved: float, bent: float) -> None:
        triangles, used = ordered(triangles, vertices[:, :3])
        self.vertices: F32 = np.ascontiguousarray(vertices[used], np.float32)
        count = -(-len(triangles) // SIZE)
        filled = np.repeat(triangles[-1:, :1], 3, axis=1)  # triangles without area
        rows = np.concatenate([triangles, np.repeat(filled, count * SIZE - len(triangles), axis=0)])
        self.rows = rows.reshape(count, SIZE * 3)
        self._measure(self.vertices[:, :3], normal[used], moved, bent)

    def _measure(self, position: F32, normal: F32, moved: float, bent: float) -> None:
        """A sphere around each patch, and a cone around the directions that its faces look in."""
        corner = position[self.rows].reshape(len(self.rows), SIZE, 3, 3)
        facing = np.cross(corner[:, :, 1] - corner[:, :, 0], corner[:, :, 2] - corner[:, :, 0]).astype(np.float64)
        outward = normal[self.rows].reshape(corner.shape).mean(axis=2)
        facing *= np.sign(np.sum(facing * outward))  # some meshes count their corners the other way round
        size = np.linalg.norm(facing, axis=2)
        axis = facing.sum(axis=1)
        axis /= np.maximum(np.linalg.norm(axis, axis=1, keepdims=True), 1e-20)
        cosine = np.einsum("pti,pi->pt", facing, axis) / np.maximum(size, 1e-20)
        spread = np.arccos(np.clip(np.where(size > 0.0, cosine, 1.0).min(axis=1), -1.0, 1.0)) + bent
        low, high = corner.min(axis=(1, 2)), corner.max(axis=(1, 2))
        middle = 0.5 * (low + high)
        radius = np.linalg.norm(corner - middle[:, None, None], axis=3).max(axis=(1, 2)) + moved
        self._middle, self._axis, self._radius = middle.astype("f4"), axis.astype("f4"), radius.astype("f4")
        self._narrow = spread < 0.5 * math.pi  # any wider cone looks at everyone
        self._cosine, self._sine = np.cos(spread).astype("f4"), np.sin(spread).astype("f4")
        self._axis_offset = np.einsum("ij,ij->i", self._middle, self._axis)

    def seen(self, eye: F32, planes: F32) -> NDArray[np.bool_]:
        """Which patches may be seen, (p,); arguments as of `PatchedMesh.render`."""
        away = eye - self._middle
        ahead = self._axis @ eye - self._axis_offset
        beside = np.sqrt(np.maximum(np.einsum("ij,ij->i", away, away) - ahead * ahead, 0.0))
        hidden = (ahead * self._cosine + beside * self._sine < -self._radius) & self._narrow
        within = (self._middle @ planes[:, :3].T + planes[:, 3] > -self._radius[:, None]).all(axis=1)
        return np.asarray(within & ~hidden)


class PatchedMesh:
    """A mesh, drawn by the patches that may be seen.

    Args:
        ctx: the OpenGL context.
        shader: draws it; it culls the faces that look away.
        patches: of the mesh.
        layout: the format of a vertex and the names of its attributes, as of `moderngl.Context.vertex_array`.
        mirrored: whether the shader draws its mirror image, which turns its triangles inside out.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        shader: Shader,
        patches: Patches,
        layout: tuple[str, ...],
        mirrored: bool = False,
    ) -> None:
        self.shader, self._patches, self._rows = shader, patches, patches.rows
        if mirrored:
            self._rows = patches.rows.reshape(-1, SIZE, 3)[:, :, ::-1].reshape(patches.rows.shape)
        self._index = ctx.buffer(reserve=patches.rows.nbytes, dynamic=True)
        self._array = shader.array([(ctx.buffer(patches.vertices.tobytes()), *layout)], self._index)
        self._shown = np.zeros(len(patches.rows), np.bool_)

    def render(self, eye: F32, planes: F32) -> None:
        """Draw the patches that may be seen; the shader's uniforms are set.

        Args:
            eye: (3,) float32, m, in the axes of the mesh.
            planes: (k, 4) float32, of what is seen: what lies further behind one than its radius is out of view.
        """
        shown = self._patches.seen(eye, planes)
        if not np.array_equal(shown, self._shown):
            self._shown = shown
            self._index.write(self._rows[shown])
        if count := int(np.count_nonzero(shown)):
            self._array.render(vertices=count * SIZE * 3)


def view_planes(matrix: F32) -> F32:
    """The planes left, right, below and above what is seen, (4, 4) float32, with unit normals that point inwards.

    Args:
        matrix: (4, 4) float32, row-major, from the axes of a mesh to clip space.
    """
    planes = np.stack([matrix[3] + matrix[0], matrix[3] - matrix[0], matrix[3] + matrix[1], matrix[3] - matrix[1]])
    return np.asarray(planes / np.linalg.norm(planes[:, :3], axis=1, keepdims=True), np.float32)
