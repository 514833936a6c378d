"""The lock: bronze rings across both leaves; the inner ones turn with the key, and all of them part with the door."""

import math

import moderngl

from dreamscape.places.door import opening
from dreamscape.render.layer import Frame, Layer

_SLAB = 6 * 24 * 24  # vertices of glsl/acts/slab.glsl


class Lock(Layer):
    """A lock of bronze rings across both halves of the door; the inner ones turn with the key.

    A disc on the door.
    """

    def build(self) -> None:
        """A grid of vertices, and this seed's carving."""
        self._grid = self.shader.array([])
        self._cut = opening.lock_ornament(self.streams)
        self._founded = self.streams.offset("lock")[:2]

    def draw(self, frame: Frame) -> None:
        """Draw the square around the disc."""
        self.ctx.disable(moderngl.DEPTH_TEST)  # the leaves wrote the disc's depth and left it out
        seconds = frame.snapshot.act_seconds
        x, y, _ = opening.LOCK
        self.feed(
            self.shader,
            frame,
            **{"from": (x - 0.60, y - 0.60), "to": (x + 0.60, y + 0.60)},
            founded=self._founded,
            **self._cut,
            turn=math.pi * opening.key_turn(seconds),
            **opening.light_uniforms(seconds),
        )
        self._grid.render(moderngl.TRIANGLES, vertices=_SLAB)
