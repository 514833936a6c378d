"""The eyes: a mosaic of strangers' eyes in the shape of a face, drawn into a texture that the water shows."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.parameters import Parameter
from dreamscape.physics import bodies
from dreamscape.places.face.eyes import face_eyes
from dreamscape.places.face.gaze import eye_states
from dreamscape.places.face.relief import face_relief
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Array
from dreamscape.render.targets import Target
from dreamscape.rng import Streams

_SKIPPED = (2, 1, 1, 1)  # every how many corners are used, by tier: closer ones are too near to be seen


class Eyes(Layer):
    """A face made of strangers' eyes, a mosaic that the layer `pool` shows in its water.

    A fan of triangles for each cell; a small texture tells the shader how each eye looks, one row for each.

    The first three bodies of the cast are what quick, calm and slow eyes look at.
    """

    publishes = ("mosaic",)

    brightness = Parameter(1.0, 0.0, 3.0, "x", "of the light on the face")
    likeness = Parameter(0.72, 0.0, 1.0, "part", "how much the face shades within a cell rather than from cell to cell")
    warmth = Parameter(1.0, 0.0, 3.0, "x", "glow of the irises")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """The eyes in their mosaic, the face, and the fans."""
        face_relief(streams)
        _fans(streams, quality.choose(_SKIPPED))

    def build(self) -> None:
        """The fans, the lit face, and the texture of looks."""
        self._eyes = face_eyes(self.streams)
        face = face_relief(self.streams)
        light = np.stack([face.key, face.fill, face.lips, face.inside], axis=2)
        self._light = self.ctx.texture((light.shape[1], light.shape[0]), 4, light.astype("f2").tobytes(), dtype="f2")
        self._light.repeat_x = self._light.repeat_y = False
        count = len(self._eyes.scale)
        self._values = np.concatenate([self._eyes.looks, np.zeros((count, 2, 4), np.float32)], axis=1)
        self._looks = self.ctx.texture((self._values.shape[1], count), 4, dtype="f4")
        self._fans = self._geometry()
        self._target: Target | None = None

    def _geometry(self) -> Array:
        vertices, triangles = _fans(self.streams, self.quality.choose(_SKIPPED))
        return self.shader.array(
            [(self.ctx.buffer(vertices.tobytes()), "2f 1f 1f 1f", "corner", "inner", "depth", "cell")],
            self.ctx.buffer(triangles.tobytes()),
        )

    def prepare(self, frame: Frame) -> None:
        """Draw the mosaic at the picture's size and publish it."""
        if self._target is None or self._target.size != frame.size:
            self._target = self.target(frame.size)
        snapshot = frame.snapshot
        attention = np.empty_like(snapshot.cast.bodies.pos)
        bodies.interpolate(snapshot.cast.bodies, snapshot.alpha, attention)
        self._values[:, 8:] = eye_states(self._eyes, snapshot.act_seconds, attention[:, :3])
        self._looks.write(self._values.tobytes())
        self._target.begin(clear=(0.0, 0.0, 0.0, 0.0))
        self.feed(self.shader, frame, looks=self._looks, portrait=self._light)
        self._fans.render()
        frame.textures["mosaic"] = self._target.texture

    def draw(self, frame: Frame) -> None:
        """Draw nothing: the water shows the mosaic."""


@lru_cache(maxsize=2)
def _fans(streams: Streams, skip: int) -> tuple[NDArray[np.float32], NDArray[np.uint32]]:
    """The vertices of all cells, `(n, 5)`, each cell with one in `skip` of its corners, and the triangles, `(k, 3)`."""
    vertices, triangles, start = [], [], 0
    mosaic = face_eyes(streams).mosaic
    for number, whole in enumerate(mosaic.outline):
        outline = whole[::skip]
        vertices.append(_fan(mosaic.centre[:, number], outline, number))
        ring = np.arange(len(outline), dtype=np.uint32)
        corners = np.stack([np.zeros_like(ring), 1 + ring, 1 + (ring + 1) % len(outline)], axis=1)
        triangles.append(corners + np.uint32(start))
        start += len(outline) + 1
    return np.concatenate(vertices), np.concatenate(triangles)


def _fan(centre: NDArray[np.float32], outline: NDArray[np.float32], number: int) -> NDArray[np.float32]:
    """The vertices of one cell, `(k + 1, 5) float32`: x, y, 1 in the middle to 0 at the edge, depth, number.

    The depth is the distance in metres from the middle to the edge that ends at the vertex. That vertex is the last of
    its triangle, which OpenGL takes flat values from.
    """
    before = np.roll(outline, 1, axis=0)
    along = outline - before
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    depth = np.abs(np.einsum("ij,ij->i", before - centre, normal))
    vertices = np.zeros((len(outline) + 1, 5), np.float32)
    vertices[0, :3] = *centre, 1.0
    vertices[1:, :2], vertices[1:, 3] = outline, depth
    vertices[:, 4] = number
    return vertices
