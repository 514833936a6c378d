"""The dance light: the light in the middle of the dance, which opens like an iris."""

import moderngl

from dreamscape.parameters import Parameter, Vector
from dreamscape.render.layer import Frame, Layer


class DanceLight(Layer):
    """A light that grows rings and fibres around a dark middle, and opens like an iris."""

    blend = "add"

    middle = Vector((0.0, 0.0, 0.0), -500.0, 500.0, "m", "middle of the light", formerly="x y z")
    size = Parameter(9.0, 0.1, 200.0, "m", "half the side of the card that it is drawn on")
    begins = Parameter(20.0, 0.0, 600.0, "s", "when it is first seen")
    opens = Parameter(24.0, 0.0, 600.0, "s", "when it begins to open")
    lasts = Parameter(6.0, 0.1, 60.0, "s", "how long it takes to open")

    def build(self) -> None:
        """Two cards of four corners, made in the vertex stage: of the glow, and of the iris in its middle."""
        iris = self.program(IRIS=1)
        self._cards = (self.shader, self.shader.array([])), (iris, iris.array([]))

    def draw(self, frame: Frame) -> None:
        """Draw the glow from `begins` on, and the iris from when it opens."""
        for begins, (shader, card) in zip((self.begins, self.opens), self._cards, strict=True):
            if frame.snapshot.act_seconds < begins:
                return
            self.feed(shader, frame)
            card.render(moderngl.TRIANGLE_STRIP, vertices=4)
