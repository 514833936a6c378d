"""The lock: bronze rings across both leaves; the inner ones turn with the key, and all of them part with the door."""

import math

import moderngl

from dreamscape.places.door import opening
from dreamscape.render.layer import Frame, Layer

_DISC = 6 * 48 * 10  # vertices of the disc


class Lock(Layer):
    """A lock of bronze rings across both halves of the door; the inner ones turn with the key.

    A disc on the door.
    """

    def build(self) -> None:
        """The disc, and this seed's carving."""
        self._closed = self.program(CLOSED=1)
        self._grids = {shader: shader.array([]) for shader in (self.shader, self._closed)}
        self._cut = opening.lock_ornament(self.streams)
        self._founded = self.streams.offset("lock")[:2]

    def draw(self, frame: Frame) -> None:
        """Draw the disc and its shadow."""
        self.ctx.disable(moderngl.DEPTH_TEST)  # the leaves wrote the disc's depth and left it out
        seconds = frame.snapshot.act_seconds
        shader = self.shader if opening.leaf_gap(seconds) > 0.0 else self._closed
        self.feed(
            shader,
            frame,
            founded=self._founded,
            **self._cut,
            turn=math.pi * opening.key_turn(seconds),
            **opening.light_uniforms(seconds),
        )
        self._grids[shader].render(moderngl.TRIANGLES, vertices=_DISC)
