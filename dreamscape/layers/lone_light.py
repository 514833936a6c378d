"""The lone light in the middle, and the small figure that holds it, more sensed than seen."""

import moderngl
import numpy as np

from dreamscape.parameters import Parameter, Vector
from dreamscape.render.layer import Frame, Layer

HOLDER = (-1.0, -1.2, 0.06, 0.6)  # m from the light: the figure's left, bottom, right and top


class LoneLight(Layer):
    """One light in the middle, and the small figure that holds it, more sensed than seen.

    Two cards that face the camera; the figure shows only from far enough back.
    """

    middle = Vector((0.0, 0.0, 0.0), -500.0, 500.0, "m", "position of the light", formerly="x y z")
    kindles = Parameter(12.0, 0.0, 600.0, "s", "when the light begins to shine")
    gathers = Parameter(25.0, 0.0, 600.0, "s", "when it brightens, as the threads come to it")
    halo = Parameter(8.0, 0.5, 100.0, "m", "how far the light reaches")

    def build(self) -> None:
        """Cards of four corners, made in the vertex stage."""
        self._holder = self.program(HOLDER=1)
        self._cards = [shader.array([]) for shader in (self.shader, self._holder)]

    def draw(self, frame: Frame) -> None:
        """Draw the light, on a card that grows with the camera's distance, and the figure in front of it."""
        if frame.snapshot.act_seconds <= self.kindles:
            return
        side = min(self.halo, 0.3 * float(np.linalg.norm(np.subtract(self.middle, frame.camera.position))))
        for shader, vertices, card in zip(
            (self.shader, self._holder), self._cards, ((-side, -side, side, side), HOLDER), strict=True
        ):
            self.feed(shader, frame, card=card)
            vertices.render(moderngl.TRIANGLE_STRIP, vertices=4)
