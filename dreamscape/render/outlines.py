"""Outlines: where a mesh turns away from the eye, drawn once more as a fringe that fades out over a pixel.

With it, one sample a pixel is enough; a multisampled target costs as much as the shading. The shader draws the mesh
half a pixel slimmer, and moves the fringe's vertices a pixel along their attribute `outward` (after Sander et al.,
Discontinuity edge overdraw, 2001). Its last component is 0; where no attribute is given, OpenGL fills in 1.
"""

from collections.abc import Sequence

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.render.shader import Array, Shader

FRINGE = 6  # indices of an edge: two triangles
MARGIN = 0.06  # m out of view, within which an end of an edge still counts: what sways, and how long edges are


def edges(triangles: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The edges of a mesh.

    Args:
        triangles: (m, 3) uint32.

    Returns:
        The vertices at their ends, (k, 2) int64, and the triangles at their sides, (k, 2) int64, -1 where none is.
    """
    ends = triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2).astype(np.int64)
    ends.sort(axis=1)
    number = ends[:, 0] * (int(ends.max()) + 1) + ends[:, 1]
    order = np.argsort(number, kind="stable")
    first = np.flatnonzero(np.diff(number[order], prepend=-1))
    count = np.diff(first, append=len(order))
    second = np.where(count > 1, order[np.minimum(first + 1, len(order) - 1)] // 3, -1)
    return ends[order[first]], np.column_stack([order[first] // 3, second])


class Outlines:
    """The outlines of one mesh, parts of which have shaders of their own.

    Args:
        ctx: the OpenGL context.
        shaders: of the parts, with the layouts of their vertices, as of `PatchedMesh`.
        vertices: (n, k) float32, the attributes of each vertex; the first three are its position, metres.
        triangles: (m, 3) uint32, counted so that the cross product of their sides 0-2 and 0-1 looks out of the mesh.
        part: (m,) int64, the number of each triangle's part.
        bends: (n,) float32, m, by which the second coordinate of each vertex moves where the mesh is bent by 1.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        shaders: Sequence[tuple[Shader, tuple[str, ...]]],
        vertices: F32,
        triangles: NDArray[np.uint32],
        part: NDArray[np.int64],
        bends: F32,
    ) -> None:
        self._vertices, self._bends = vertices.astype(np.float32), bends
        self._faces = _faces(vertices[:, :3], triangles, bends)
        ends, sides = edges(triangles)
        owner = part[sides[:, 0]]
        order = np.argsort(owner, kind="stable")
        self._ends, self._sides = ends[order], sides[order]
        corners = triangles.astype(np.int64).sum(axis=1)
        self._third = corners[self._sides] - self._ends.sum(axis=1, keepdims=True)  # corners that face an edge
        self._bounds = np.searchsorted(owner[order], np.arange(len(shaders) + 1))
        self._buffer = ctx.buffer(reserve=len(vertices) * 2 * (vertices.shape[1] + 4) * 4, dynamic=True)
        self._index = ctx.buffer(reserve=len(ends) * FRINGE * 4, dynamic=True)
        self._arrays = arrays(shaders, self._buffer, self._index)

    def seen(self, eye: F32, bend: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers of the edges at which it turns away from the eye, ascending, and which side is seen, 0 or 1.

        Args:
            eye: (3,) float32, m, in the axes of the mesh.
            bend: how far it is bent.
        """
        place = np.append(eye, -1.0).astype(np.float32)
        towards = np.append(self._faces @ np.concatenate([place, bend * place]) > 0.0, False)  # the last: no triangle
        first, second = towards[self._sides].T
        seen = np.flatnonzero(first != second)
        return seen, second[seen].astype(np.int64)

    def outward(
        self, eye: F32, bend: float, planes: F32 | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], F32]:
        """The edges as by `seen`, the vertices at their ends, ascending, and which way out these look, unit vectors.

        With `planes` only edges that may be in view, as by `render`.
        """
        seen, side = self.seen(eye, bend)
        ends = self._ends[seen]
        if planes is not None:
            ahead = self._vertices[ends, :3] @ planes[:, :3].T + planes[:, 3] > -MARGIN
            within = np.any(np.all(ahead, axis=2), axis=1)
            seen, side, ends = seen[within], side[within], ends[within]
        place = self._vertices[np.column_stack([ends, self._third[seen, side]]), :3].astype(np.float64)
        place[..., 1] += bend * self._bends[ends[:, :1]]
        a, b, third = place.transpose(1, 0, 2)
        out = np.cross(b - a, eye - a)
        out *= -np.sign(np.einsum("ij,ij->i", out, third - a))[:, None]
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-20)
        used, place_of = np.unique(ends, return_inverse=True)
        total = np.zeros((len(used), 3))
        np.add.at(total, place_of.reshape(-1, 2), out[:, None])
        return seen, used, (total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 0.3)).astype(np.float32)

    def render(self, eye: F32, bend: float, planes: F32) -> None:
        """Draw those that may be in view; the uniforms of the shaders are set.

        Args:
            eye, bend: as of `seen`.
            planes: (k, 4) float32, of what is seen, as of `PatchedMesh.render`.
        """
        seen, used, outward = self.outward(eye, bend, planes)
        if not len(seen):
            return
        both = np.zeros((len(used), 2, self._vertices.shape[1] + 4), np.float32)  # within and outside
        both[:, :, :-4] = self._vertices[used, None]
        both[:, 1, -4:-1] = outward
        a, b = 2 * np.searchsorted(used, self._ends[seen]).T
        self._buffer.write(both.tobytes())
        self._index.write(np.column_stack([a, a + 1, b, b, a + 1, b + 1]).astype(np.uint32).tobytes())
        draw(self._arrays, np.searchsorted(seen, self._bounds))


def arrays(
    shaders: Sequence[tuple[Shader, tuple[str, ...]]], vertices: moderngl.Buffer, index: moderngl.Buffer
) -> list[Array]:
    """What draws the fringe of each part; arguments as of `Outlines`, with buffers of its vertices and their order."""
    return [
        shader.array([(vertices, f"{layout} 4f", *names, "outward")], index) for shader, (layout, *names) in shaders
    ]


def draw(parts: Sequence[Array], bounds: NDArray[np.int64]) -> None:
    """Draw the edges of each part; `bounds` (parts + 1,): the first of each among all, and how many there are."""
    for part, first, stop in zip(parts, bounds.tolist(), bounds[1:].tolist(), strict=False):
        if stop > first:
            part.render(vertices=(stop - first) * FRINGE, first=first * FRINGE)


def _faces(position: F32, triangles: NDArray[np.uint32], bends: F32) -> F32:
    """How far the eye stands before each triangle, (m, 8), times the eye and -1, and both times the bend.

    The area of a triangle is linear in each coordinate of its corners, and so in the bend of one of them.
    """

    def plane(corners: F32) -> F32:
        out = np.cross(corners[:, 2] - corners[:, 0], corners[:, 1] - corners[:, 0])
        return np.column_stack([out, np.einsum("ij,ij->i", out, corners[:, 0])])

    bent = position.copy()
    bent[:, 1] += bends
    straight = plane(position[triangles].astype(np.float64))
    return np.hstack([straight, plane(bent[triangles].astype(np.float64)) - straight]).astype(np.float32)
