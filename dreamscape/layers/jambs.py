"""The jambs: bronze mouldings and old masonry on both sides of the door, with moss in its joints."""

import moderngl

from dreamscape.places.door import opening
from dreamscape.render.layer import Frame, Layer

_SLAB = 6 * 24 * 24  # vertices of glsl/acts/slab.glsl
_REACH = 1.6, 10.0  # m from the middle
_TALL = -4.0, 12.0  # m, from below to above what the camera sees


class Jambs(Layer):
    """Bronze mouldings and old masonry on both sides of the door, with moss in the joints.

    A slab on each side.
    """

    def build(self) -> None:
        """A grid of vertices, drawn twice."""
        self._grid = self.shader.array([])
        self._laid = self.streams.offset("masonry")[:2]

    def draw(self, frame: Frame) -> None:
        """Draw the left and the right jamb."""
        self.feed(self.shader, frame, laid=self._laid, **opening.light_uniforms(frame.snapshot.act_seconds))
        for side in (-1.0, 1.0):
            self.shader.set(**{"from": (side * _REACH[0], _TALL[0]), "to": (side * _REACH[1], _TALL[1])})
            self._grid.render(moderngl.TRIANGLES, vertices=_SLAB)
