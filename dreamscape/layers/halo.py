"""The halo: light around something shining that is carried; it breathes with the heart."""

import moderngl

from dreamscape.parameters import Integer, Parameter
from dreamscape.physics import bodies
from dreamscape.render.layer import Frame, Layer

_CORNERS = 12


class Halo(Layer):
    """A glow around one body of the cast, which breathes with the heart.

    A card that faces the camera.
    """

    blend = "add"

    body = Integer(0, 0, 63, "place", "the body of the cast that it follows")
    radius = Parameter(1.6, 0.01, 100.0, "m", "how far it reaches")
    brightness = Parameter(1.0, 0.0, 8.0, "x", "of the halo")

    def build(self) -> None:
        """A card whose corners are made in the vertex stage: fewer of its pixels than of a square have no light."""
        self._card = self.shader.array([])

    def draw(self, frame: Frame) -> None:
        """Draw the card."""
        state = frame.snapshot.cast.bodies
        middle = bodies.position(state, self.body, frame.snapshot.alpha)
        self.feed(self.shader, frame, middle=middle, here=float(state.presence[self.body]))
        self._card.render(moderngl.TRIANGLE_STRIP, vertices=_CORNERS)
