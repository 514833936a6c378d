"""The dreamer: a small dark figure with a thin rim of light, breathing, their scarf in the wind."""

import moderngl
import numpy as np

from dreamscape.parameters import Parameter, Vector
from dreamscape.render.layer import Frame, Layer


class Dreamer(Layer):
    """The dreamer: a small dark figure with a thin rim of light, breathing, a scarf in the wind.

    Drawn on an upright card that faces the camera.
    """

    feet = Vector((0.0, 0.0, 0.0), -1000.0, 1000.0, "m", "position of the feet", formerly="x y z")
    rim = Parameter(1.0, 0.0, 3.0, "x", "brightness of the rim of light")
    reach = Parameter(0.0, 0.0, 1.0, "part", "how far the right hand is held out, palm up")
    veins = Parameter(0.0, 0.0, 3.0, "x", "brightness of the veins of starlight")
    nearest = Parameter(
        1.6, 0.5, 100.0, "m", "distance of the camera within which it is not drawn; it fades in up to 2.5 times that"
    )
    seam_azimuth = Parameter(0.27, -1.0, 1.0, "tangent", "where the rim's light comes from")

    def build(self) -> None:
        """A card of four corners, made in the vertex stage."""
        self._card = self.shader.array([])

    def draw(self, frame: Frame) -> None:
        """Draw the card, unless the camera is too near for its detail."""
        if np.linalg.norm(np.subtract(np.add(self.feet, (0.0, 1.0, 0.0)), frame.camera.position)) < self.nearest:
            return
        self.feed(self.shader, frame)
        self._card.render(moderngl.TRIANGLE_STRIP, vertices=4)
