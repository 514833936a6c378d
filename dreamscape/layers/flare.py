"""The flare: a wave of warm light that sets out from a point, with which one place dissolves into another."""

import moderngl

from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter


class Flare(Layer):
    """The front that clears the `bokeh` away, so dense that no edge is seen under it, and the glow that it leaves."""

    x = Parameter(0.0, -500.0, 500.0, "m", "where the wave of light begins")
    y = Parameter(0.0, -500.0, 500.0, "m", "where the wave of light begins")
    z = Parameter(0.0, -500.0, 500.0, "m", "where the wave of light begins")
    opens = Parameter(13.0, 0.0, 600.0, "s", "when the wave of light sets out")
    lasts = Parameter(2.6, 0.1, 60.0, "s", "that the wave takes across the frame")
    brightness = Parameter(1.0, 0.0, 3.0, "x", "of the front")

    def build(self) -> None:
        """A triangle on the near plane: the wave passes before everything."""
        self._plane = self.ctx.vertex_array(self.shader.program, [])

    def draw(self, frame: Frame) -> None:
        """The wave, from a second before it sets out until it has faded."""
        if not -1.5 < frame.snapshot.act_seconds - self.opens < self.lasts + 2.5:
            return
        self.feed(self.shader, frame, source=(self.x, self.y, self.z))
        self._plane.render(moderngl.TRIANGLES, vertices=3)
