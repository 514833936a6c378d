"""The one light, alone in the middle, and who holds it: a small figure, rather sensed than seen within it."""

import moderngl

from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter


class Lone(Layer):
    """A card that faces the camera; the figure appears only to who stands far enough back."""

    x = Parameter(0.0, -500.0, 500.0, "m", "where the light is")
    y = Parameter(0.0, -500.0, 500.0, "m", "the same, upwards")
    z = Parameter(0.0, -500.0, 500.0, "m", "the same, into the scene")
    kindles = Parameter(12.0, 0.0, 600.0, "s", "when the light begins to shine")
    gathers = Parameter(25.0, 0.0, 600.0, "s", "when it brightens, as the threads come to it")
    halo = Parameter(8.0, 0.5, 100.0, "m", "half the side of the card")

    def build(self) -> None:
        """A card of four corners, made in the vertex stage."""
        self._card = self.ctx.vertex_array(self.shader.program, [])

    def draw(self, frame: Frame) -> None:
        """The card."""
        if frame.snapshot.act_seconds > self.kindles:
            self.feed(self.shader, frame, middle=(self.x, self.y, self.z))
            self._card.render(moderngl.TRIANGLE_STRIP, vertices=4)
