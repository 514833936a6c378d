"""A fringe around the outlines of a mesh with smooth normals, which fades out over a pixel, as in `outlines`.

Its vertices stay in the memory of the GPU; what is found for each picture is only which edges have it. The shader
moves a vertex a pixel along what its attribute `outward` leaves across the view; see `Outlines` for its last component.
"""

from collections.abc import Sequence

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.render.outlines import arrays, draw, edges
from dreamscape.render.shader import Shader

_INNER, _ALONG_NORMAL, _OFF_THE_SHEET = range(3)  # the rows that each vertex has


class Fringe:
    """The outlines of one mesh, parts of which have shaders of their own.

    Args:
        ctx, shaders: as of `Outlines`.
        vertices: (n, k) float32, the attributes of each vertex, the first six its position, metres, and its normal.
        triangles, part: as of `Outlines`.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        shaders: Sequence[tuple[Shader, tuple[str, ...]]],
        vertices: F32,
        triangles: NDArray[np.uint32],
        part: NDArray[np.int64],
    ) -> None:
        position = vertices[:, :3].astype(np.float64)
        a, b, c = (position[triangles[:, corner]] for corner in range(3))
        out = np.cross(c - a, b - a)
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-20)
        self._faces = np.column_stack([out, -np.einsum("ij,ij->i", out, a)]).astype(np.float32)
        ends, sides = edges(triangles)
        third = triangles.astype(np.int64).sum(axis=1)[sides] - ends.sum(axis=1, keepdims=True)
        alone = sides[:, 1] < 0
        beyond = np.einsum(
            "ij,ij->i", out[sides[:, 0]], position[np.where(alone, 0, third[:, 1])] - position[ends[:, 0]]
        )
        kept = np.flatnonzero(alone | (beyond < 0.0))  # something nearer always hides the outline of a hollow
        kept = kept[np.argsort(part[sides[kept, 0]], kind="stable")]
        self._sides = np.ascontiguousarray(sides[kept].T)
        self._bounds = np.searchsorted(part[sides[kept, 0]], np.arange(len(shaders) + 1))
        outer = np.where(alone[kept], _OFF_THE_SHEET, _ALONG_NORMAL)
        a, b = 3 * ends[kept].T
        self._quads = np.stack([a, a + outer, b, b, a + outer, b + outer], axis=1).astype(np.uint32)
        sheet = off_the_sheet(position, ends[alone], third[alone, 0])
        rows = np.zeros((len(vertices), 3, vertices.shape[1] + 4), np.float32)
        rows[:, :, :-4] = vertices[:, None]
        rows[:, _ALONG_NORMAL, -4:-1] = vertices[:, 3:6]
        rows[:, _OFF_THE_SHEET, -4:-1] = sheet
        content = ctx.buffer(rows.tobytes())
        self._index = ctx.buffer(reserve=self._quads.nbytes, dynamic=True)
        self._arrays = arrays(shaders, content, self._index)

    def seen(self, eye: F32) -> NDArray[np.int64]:
        """The numbers of the edges at which it turns away from the eye, ascending.

        Args:
            eye: (3,) float32, m, in the axes of the mesh; or (m, 3), as each triangle has it where parts of it move.
        """
        before = np.einsum("ij,ij->i", self._faces[:, :3], np.broadcast_to(eye, (len(self._faces), 3)))
        towards = np.append(before + self._faces[:, 3] > 0.0, False)  # the last: no triangle
        first, second = self._sides
        return np.flatnonzero(towards[first] != towards[second])

    def render(self, eye: F32) -> None:
        """Draw it; the uniforms of the shaders are set. `eye`: as of `seen`."""
        seen = self.seen(eye)
        if not len(seen):
            return
        self._index.write(self._quads[seen])
        draw(self._arrays, np.searchsorted(seen, self._bounds))


def off_the_sheet(position: NDArray[np.float64], ends: NDArray[np.int64], third: NDArray[np.int64]) -> F32:
    """The way off a sheet at its edges, (n, 3), unit vectors, 0 where no edge is.

    Args:
        position: (n, 3) m.
        ends, third: (k, 2) and (k,), the vertices of the triangles at the edges; the first two are the edges' own.
    """
    a, b, c = position[ends[:, 0]], position[ends[:, 1]], position[third]
    along = (b - a) / np.maximum(np.linalg.norm(b - a, axis=1, keepdims=True), 1e-20)
    off = a - c
    off -= along * np.einsum("ij,ij->i", off, along)[:, None]
    off /= np.maximum(np.linalg.norm(off, axis=1, keepdims=True), 1e-20)
    total = np.zeros_like(position)
    for end in ends.T:
        np.add.at(total, end, off)
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-20), np.float32)
