"""The spires: crystals of blue-black glass that split what light comes through them into its colours."""

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import facets, street
from dreamscape.lamps import lamps
from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter
from dreamscape.quality import Quality
from dreamscape.render.targets import Target
from dreamscape.rng import Streams

_FAR = (80.0, 100.0, 110.0, 130.0)  # m, by tier: beyond, the air hides all
_LINED = (32.0, 45.0, 55.0, 75.0)  # m, by tier: beyond, edges are finer than a pixel, and veiled
_CITY = (720, 320, 320, 448)  # texels across the light around, by tier; the lowest takes the nearest one
_NEAR = 40.0  # m, beyond which nothing is mirrored
_MIRRORED = (3, 3, 2, 2)  # the mirror's part of the resolution, by tier
_STRIP = np.array([0, 1, 2, 2, 1, 3], np.uint32)


class Spires(Layer):
    """All crystals in one mesh, near ones first; then their bevels, which hide the steps of the triangles."""

    blend = "opaque"

    dispersion = Parameter(1.0, 0.0, 2.0, "x", "how much further blue is bent than red")
    clarity = Parameter(1.0, 0.0, 3.0, "x", "how much light comes through")
    bevels = Parameter(1.0, 0.0, 3.0, "x", "brightness of the edges")

    @classmethod
    def foresee(cls, streams: Streams, quality: Quality) -> None:
        """The crystals, and the light around."""
        street.crystals(streams)
        street.lights(streams, quality.choose(_CITY))

    def build(self) -> None:
        """The crystals of this seed, buffers that put them in order, the light around, and the mirror."""
        grown = street.crystals(self.streams)
        girth, tall = grown.sides.max(axis=1), grown.shape[:, 0] + grown.shape[:, 1]
        self._base, self._reach = grown.base, girth + tall * np.hypot(grown.axis[:, 0], grown.axis[:, 2])
        faces, count = facets.faces(grown), len(grown.base)
        first = np.concatenate([np.arange(6) * 4, 24 + np.arange(6) * 3])  # a corner of each face
        self._normal = np.ascontiguousarray(faces[:, first, 6:9])
        self._offset = np.einsum("nfk,nfk->nf", self._normal, faces[:, first, :3])
        whose = np.arange(count, dtype=np.uint32)[:, None, None]
        self._face_index = whose * facets.CORNERS + facets.triangles()
        strips = np.arange(facets.EDGES, dtype=np.uint32)[:, None] * 4 + _STRIP
        self._line_index = whose * (facets.EDGES * 4) + strips
        self._neighbours = facets.neighbours()
        self._line_shader = self.program(EDGES=1)
        self._face_order = self.ctx.buffer(reserve=self._face_index.nbytes, dynamic=True)
        self._line_order = self.ctx.buffer(reserve=self._line_index.nbytes, dynamic=True)
        names = ("position", "inner", "normal", "across_in", "along_in", "build_in", "sides_a", "sides_b")
        layout = (self._buffer(faces), "3f 3f 3f 3f 3f 4f 3f 3f", *names)
        self._faces = self.ctx.vertex_array(self.shader.program, [layout], self._face_order)
        lines = (self._buffer(facets.edges(grown)), "3f 3f 3f 1f 2f", "start", "stop", "outward", "number", "corner")
        self._lines = self.ctx.vertex_array(self._line_shader.program, [lines], self._line_order)
        city = street.lights(self.streams, self.quality.choose(_CITY))
        self._city = self.ctx.texture(city.shape, 1, city.astype("f2").tobytes(), dtype="f2")
        if self.quality.level == 0:
            self._city.filter = moderngl.NEAREST, moderngl.NEAREST  # a third of the price
        self._mirror: Target | None = None

    def _buffer(self, values: NDArray[np.float32]) -> moderngl.Buffer:
        return self.ctx.buffer(np.ascontiguousarray(values).tobytes())

    def prepare(self, frame: Frame) -> None:
        """Publish the light around, and what the wet ground mirrors."""
        order, lined, mirrored = self._sort(frame)
        eye = np.array(frame.camera.position, np.float32)
        towards = self._normal[order] @ eye > self._offset[order]  # (k, 12), faces that look at the camera
        seen = self._face_index[order][towards]
        outline = towards[:lined, self._neighbours].any(axis=2)
        lines = self._line_index[order[:lined]][outline]
        self._face_order.write(seen.tobytes())
        self._line_order.write(lines.tobytes())
        self._seen, self._lined = seen.size, lines.size
        part = self.quality.choose(_MIRRORED)
        mirror = self._mirrored((max(1, frame.size[0] // part), max(1, frame.size[1] // part)))
        frame.textures.update(city=self._city, mirror=mirror.texture)
        mirror.begin(clear=(0.0, 0.0, 0.0, 0.0))
        self.ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self.ctx.front_face = "cw"  # upside down, triangles run the other way
        self.feed(self.shader, frame, upright=-1.0, **lamps(frame, self.streams))
        self._faces.render(vertices=int(towards[:mirrored].sum()) * 6)
        self.ctx.front_face = "ccw"
        self.ctx.enable_only(moderngl.NOTHING)

    def _mirrored(self, size: tuple[int, int]) -> Target:
        if self._mirror is None or self._mirror.size != size:
            if self._mirror is not None:
                self._mirror.release()
            self._mirror = Target(self.ctx, size, depth=True)
        return self._mirror

    def _sort(self, frame: Frame) -> tuple[NDArray[np.int64], int, int]:
        """The crystals that may be seen, near ones first; how many of them have edges, and how many are mirrored."""
        camera = frame.camera
        right, _, forward = camera.basis()
        away = self._base - np.array(camera.position, np.float32)
        deep, beside = away @ forward, np.abs(away @ right)
        wide = camera.tangents(frame.size[0] / frame.size[1])[0] * 1.05
        far = self.quality.choose(_FAR)
        seen = (deep + self._reach > 0.2) & (deep < far) & (beside < wide * np.abs(deep) + (1.0 + wide) * self._reach)
        order = np.flatnonzero(seen)[np.argsort(deep[seen], kind="stable")]
        lined, mirrored = np.searchsorted(deep[order], (self.quality.choose(_LINED), _NEAR))
        return order, int(lined), int(mirrored)

    def draw(self, frame: Frame) -> None:
        """Faces, then bevels."""
        shining = lamps(frame, self.streams)
        self.ctx.enable(moderngl.CULL_FACE)
        self.feed(self.shader, frame, upright=1.0, **shining)
        self._faces.render(vertices=self._seen)
        self.ctx.disable(moderngl.CULL_FACE)
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self.feed(self._line_shader, frame, **shining)
        self._lines.render(vertices=self._lined)
        self.ctx.disable(moderngl.BLEND)
