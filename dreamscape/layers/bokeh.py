"""The world out of focus, as behind something near: soft sky and sea with discs of light, until a light reveals it."""

import moderngl

from dreamscape.camera import FAR, NEAR
from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter


class Bokeh(Layer):
    """Hides all that lies beyond `depth`; from `opens` on, a wave of light from a point clears it away."""

    blend = "opaque"

    x = Parameter(0.0, -500.0, 500.0, "m", "where the wave of light begins")
    y = Parameter(0.0, -500.0, 500.0, "m", "where the wave of light begins")
    z = Parameter(0.0, -500.0, 500.0, "m", "where the wave of light begins")
    depth = Parameter(0.75, 0.25, 100.0, "m", "beyond which all is out of focus")
    warms = Parameter(3.0, 0.0, 600.0, "s", "when the colours begin to warm, for seven seconds")
    opens = Parameter(13.0, 0.0, 600.0, "s", "when the wave of light sets out")
    lasts = Parameter(2.6, 0.1, 60.0, "s", "that the wave takes across the frame")
    discs = Parameter(1.0, 0.0, 3.0, "x", "brightness of the discs of light")

    def build(self) -> None:
        """The plane that it is drawn on, and where this seed's discs stand."""
        self._plane = self.ctx.vertex_array(self.shader.program, [])
        self._place = self.streams.offset("bokeh", 16.0)

    def draw(self, frame: Frame) -> None:
        """The plane, until the wave has passed."""
        if frame.snapshot.act_seconds > self.opens + self.lasts:
            return
        level = (FAR + NEAR) / (FAR - NEAR) - 2.0 * FAR * NEAR / ((FAR - NEAR) * self.depth)
        self.feed(self.shader, frame, level=level, place=self._place, source=(self.x, self.y, self.z))
        self._plane.render(moderngl.TRIANGLES, vertices=3)
