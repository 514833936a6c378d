"""The spires: crystals of blue-black glass that split what light comes through them into its colours."""

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import facets, street
from dreamscape.lamps import lamps
from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter
from dreamscape.render.targets import Target

_FAR = 130.0  # m, beyond which the air hides all
_LINED = 70.0  # m, beyond which edges are not drawn: they are finer than a pixel, and veiled
_STRIP = np.array([0, 1, 2, 2, 1, 3], np.uint32)


class Spires(Layer):
    """All crystals in one mesh, near ones first; then their bevels, which hide the steps of the triangles."""

    blend = "opaque"

    dispersion = Parameter(1.0, 0.0, 2.0, "x", "how much further blue is bent than red")
    clarity = Parameter(1.0, 0.0, 3.0, "x", "how much light comes through")
    bevels = Parameter(1.0, 0.0, 3.0, "x", "brightness of the edges")

    def build(self) -> None:
        """The crystals of this seed, buffers that put them in order, the light around, and the mirror."""
        grown = street.crystals(self.streams)
        self._base, self._reach = grown.base, grown.shape[:, 0] + grown.shape[:, 1] + grown.sides.max(axis=1)
        self._line_shader = self.program(EDGES=1)
        count = len(grown.base)
        first = np.arange(count, dtype=np.uint32)[:, None]
        self._face_index = first * facets.FACE_CORNERS + np.arange(facets.FACE_CORNERS, dtype=np.uint32)
        strips = np.arange(facets.EDGES, dtype=np.uint32)[:, None] * 4 + _STRIP
        self._line_index = first * (facets.EDGES * 4) + strips.reshape(1, -1)
        self._face_order = self.ctx.buffer(reserve=self._face_index.nbytes, dynamic=True)
        self._line_order = self.ctx.buffer(reserve=self._line_index.nbytes, dynamic=True)
        names = ("position", "inner", "normal", "across_in", "along_in", "build_in", "sides_a", "sides_b")
        faces = (self._buffer(facets.faces(grown)), "3f 3f 3f 3f 3f 4f 3f 3f", *names)
        self._faces = self.ctx.vertex_array(self.shader.program, [faces], self._face_order)
        lines = (self._buffer(facets.edges(grown)), "3f 3f 3f 1f 2f", "start", "stop", "outward", "number", "corner")
        self._lines = self.ctx.vertex_array(self._line_shader.program, [lines], self._line_order)
        city = street.lights(self.streams)
        self._city = self.ctx.texture(city.shape, 1, city.tobytes(), dtype="f4")
        self._mirror: Target | None = None

    def _buffer(self, values: NDArray[np.float32]) -> moderngl.Buffer:
        return self.ctx.buffer(np.ascontiguousarray(values).tobytes())

    def prepare(self, frame: Frame) -> None:
        """Publish the light around, and what the wet ground mirrors."""
        order, lined = self._sort(frame)
        self._count, self._lined = order.size * facets.FACE_CORNERS, lined * facets.EDGES * _STRIP.size
        self._face_order.write(self._face_index[order].tobytes())
        self._line_order.write(self._line_index[order].tobytes())
        mirror = self._mirrored((max(1, frame.size[0] // 2), max(1, frame.size[1] // 2)))
        frame.textures.update(city=self._city, mirror=mirror.texture)
        mirror.begin(clear=(0.0, 0.0, 0.0, 0.0))
        self.ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self.ctx.front_face = "cw"  # upside down, triangles run the other way
        self.feed(self.shader, frame, upright=-1.0, **lamps(frame, self.streams))
        self._faces.render(vertices=self._count)
        self.ctx.front_face = "ccw"
        self.ctx.enable_only(moderngl.NOTHING)

    def _mirrored(self, size: tuple[int, int]) -> Target:
        if self._mirror is None or self._mirror.size != size:
            if self._mirror is not None:
                self._mirror.release()
            self._mirror = Target(self.ctx, size, depth=True)
        return self._mirror

    def _sort(self, frame: Frame) -> tuple[NDArray[np.int64], int]:
        """The crystals that may be seen, near ones first, and how many of them have edges."""
        camera = frame.camera
        right, _, forward = camera.basis()
        away = self._base - np.array(camera.position, np.float32)
        deep, beside = away @ forward, np.abs(away @ right)
        wide = camera.tangents(frame.size[0] / frame.size[1])[0] * 1.05
        seen = (deep + self._reach > 0.2) & (deep < _FAR) & (beside - self._reach < wide * (np.abs(deep) + self._reach))
        order = np.flatnonzero(seen)[np.argsort(deep[seen], kind="stable")]
        return order, int(np.searchsorted(deep[order], _LINED))

    def draw(self, frame: Frame) -> None:
        """Faces, then bevels."""
        shining = lamps(frame, self.streams)
        self.ctx.enable(moderngl.CULL_FACE)
        self.feed(self.shader, frame, upright=1.0, **shining)
        self._faces.render(vertices=self._count)
        self.ctx.disable(moderngl.CULL_FACE)
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self.feed(self._line_shader, frame, **shining)
        self._lines.render(vertices=self._lined)
        self.ctx.disable(moderngl.BLEND)
