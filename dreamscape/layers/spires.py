"""The spires: crystals of blue-black glass that split the light that passes through them into its colours."""

from functools import lru_cache

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.parameters import Parameter
from dreamscape.places.street import crystal_mesh, street
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.street_lights import lamps
from dreamscape.render.targets import Target
from dreamscape.rng import Streams

_FAR = (80.0, 100.0, 110.0, 130.0)  # m, by tier: farther spires are hidden by the air
_LINED = (32.0, 45.0, 55.0, 75.0)  # m, by tier: farther edges are thinner than a pixel and veiled
_CLEAR = (14.0, 26.0, 55.0, 75.0)  # m, by tier: nothing is seen through farther spires
_NEAR = 40.0  # m; farther spires are not mirrored
_BEHIND = 13.0  # m; only farther spires are seen through others
_MIRRORED = (3, 3, 2, 2)  # what the size is divided by, by tier, of the picture that the ground mirrors
_SEEN_THROUGH = (3, 3, 3, 2)  # and of the one that is seen through glass
_STRIP = np.array([0, 1, 2, 2, 1, 3], np.uint32)


@lru_cache(maxsize=2)
def _faceted(streams: Streams) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The corners of all faces, and of all edges."""
    grown = street.crystals(streams)
    return crystal_mesh.faces(grown), crystal_mesh.edges(grown)


class Spires(Layer):
    """Tall crystals of blue-black glass that split the light that passes through them into its colours.

    All crystals in one mesh, near ones first; then their bevels, which hide the steps of the triangles.
    """

    blend = "opaque"

    dispersion = Parameter(1.0, 0.0, 2.0, "x", "how much further blue is bent than red")
    clarity = Parameter(1.0, 0.0, 3.0, "x", "how much light comes through")
    bevels = Parameter(1.0, 0.0, 3.0, "x", "brightness of the edges")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Build the crystals, their faces and edges."""
        _faceted(streams)

    def build(self) -> None:
        """The crystals of this seed, index buffers that order them, and their pictures for ground and glass."""
        grown = street.crystals(self.streams)
        girth, tall = grown.sides.max(axis=1), grown.shape[:, 0] + grown.shape[:, 1]
        self._base, self._reach = grown.base, girth + tall * np.hypot(grown.axis[:, 0], grown.axis[:, 2])
        (faces, edges), count = _faceted(self.streams), len(grown.base)
        first = np.concatenate([np.arange(6) * 4, 24 + np.arange(6) * 3])  # a corner of each face
        self._normal = np.ascontiguousarray(faces[:, first, 6:9])
        self._offset = np.einsum("nfk,nfk->nf", self._normal, faces[:, first, :3])
        whose = np.arange(count, dtype=np.uint32)[:, None, None]
        self._face_index = whose * crystal_mesh.CORNERS + crystal_mesh.triangles()
        strips = np.arange(crystal_mesh.EDGES, dtype=np.uint32)[:, None] * 4 + _STRIP
        self._line_index = whose * (crystal_mesh.EDGES * 4) + strips
        self._neighbours = crystal_mesh.neighbours()
        self._line_shader = self.program(EDGES=1)
        self._face_order = self.ctx.buffer(reserve=self._face_index.nbytes, dynamic=True)
        self._line_order = self.ctx.buffer(reserve=self._line_index.nbytes, dynamic=True)
        self._plain = self.program(PLAIN=1)
        names = ("position", "inner", "normal", "across_in", "along_in", "build_in", "sides_a", "sides_b")
        buffer = self._buffer(faces)
        self._faces = self.shader.array([(buffer, "3f 3f 3f 3f 3f 4f 3f 3f", *names)], self._face_order)
        self._dark = self._plain.array([(buffer, "3f 12x 3f 64x", "position", "normal")], self._face_order)
        lines = (self._buffer(edges), "3f 3f 3f 1f 2f", "start", "stop", "outward", "number", "corner")
        self._lines = self._line_shader.array([lines], self._line_order)
        poles = self.streams.at("arcs").normal(size=(2, 3)) * (1.0, 0.35, 1.0)
        self._arcs = [tuple(float(v) for v in pole / np.linalg.norm(pole)) for pole in poles]
        self._mirror: Target | None = None
        self._beyond: Target | None = None

    def _buffer(self, values: NDArray[np.float32]) -> moderngl.Buffer:
        return self.ctx.buffer(np.ascontiguousarray(values).tobytes())

    def prepare(self, frame: Frame) -> None:
        """Sort the crystals, and publish what the ground mirrors and what is seen through the glass."""
        order, deep, lined, mirrored = self._sort(frame)
        eye = np.array(frame.camera.position, np.float32)
        towards = self._normal[order] @ eye > self._offset[order]  # (k, 12), faces that look at the camera
        seen = self._face_index[order][towards]
        outline = towards[:lined, self._neighbours].any(axis=2)
        lines = self._line_index[order[:lined]][outline]
        self._face_order.write(seen.tobytes())
        self._line_order.write(lines.tobytes())
        counts = np.concatenate([[0], towards.sum(axis=1).cumsum() * 6])
        deep = deep[order]
        clear, behind = (int(counts[np.searchsorted(deep, at)]) for at in (self.quality.choose(_CLEAR), _BEHIND))
        self._seen, self._clear, self._lined = seen.size, clear, lines.size
        self._mirror = self._sized(self._mirror, frame.size, self.quality.choose(_MIRRORED))
        self._beyond = self._sized(self._beyond, frame.size, self.quality.choose(_SEEN_THROUGH))
        frame.textures.update(mirror=self._mirror.texture, beyond=self._beyond.texture)
        shining = lamps(frame, self.streams)
        self.ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._beyond.begin(clear=(0.0, 0.0, 0.0, 0.0))
        self.feed(self._plain, frame, upright=1.0, **shining)
        if self._seen > behind:
            self._dark.render(vertices=self._seen - behind, first=behind)
        self._mirror.begin(clear=(0.0, 0.0, 0.0, 0.0))
        self.ctx.front_face = "cw"  # upside down, triangles run the other way
        self.feed(self._plain, frame, upright=-1.0, **shining)
        self._dark.render(vertices=int(counts[mirrored]))
        self.ctx.front_face = "ccw"
        self.ctx.enable_only(moderngl.NOTHING)

    def _sized(self, old: Target | None, whole: tuple[int, int], divisor: int) -> Target:
        size = max(1, whole[0] // divisor), max(1, whole[1] // divisor)
        if old is not None and old.size == size:
            return old
        return Target(self.ctx, size, depth=True)  # a rehearsal in progress may still read the old one

    def _sort(self, frame: Frame) -> tuple[NDArray[np.int64], NDArray[np.float64], int, int]:
        """The crystals in view, near ones first; the depth of all, m; how many have edges, how many are mirrored."""
        camera = frame.camera
        right, _, forward = camera.basis()
        away = self._base - np.array(camera.position, np.float32)
        deep, beside = away @ forward, np.abs(away @ right)
        wide = camera.tangents(frame.size[0] / frame.size[1])[0] * 1.05
        far = self.quality.choose(_FAR)
        seen = (deep + self._reach > 0.2) & (deep < far) & (beside < wide * np.abs(deep) + (1.0 + wide) * self._reach)
        order = np.flatnonzero(seen)[np.argsort(deep[seen], kind="stable")]
        lined, mirrored = np.searchsorted(deep[order], (self.quality.choose(_LINED), _NEAR))
        return order, deep, int(lined), int(mirrored)

    def draw(self, frame: Frame) -> None:
        """Draw faces, then bevels."""
        shining = lamps(frame, self.streams)
        self.ctx.enable(moderngl.CULL_FACE)
        self.feed(self.shader, frame, upright=1.0, arcs=self._arcs, **shining)
        self._faces.render(vertices=self._clear)
        if self._seen > self._clear:
            self.feed(self._plain, frame, upright=1.0, **shining)
            self._dark.render(vertices=self._seen - self._clear, first=self._clear)
        self.ctx.disable(moderngl.CULL_FACE)
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self.feed(self._line_shader, frame, **shining)
        self._lines.render(vertices=self._lined)
        self.ctx.disable(moderngl.BLEND)

    publishes = ("mirror", "beyond")
