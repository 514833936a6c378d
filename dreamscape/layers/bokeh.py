"""The world out of focus, as behind something near: soft sky and sea with discs of light, until a light reveals it."""

import moderngl

from dreamscape.camera import FAR, NEAR
from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter

PART = 2  # of the picture's size is enough for what is soft


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
        """The programs, and where this seed's discs stand; the small picture is made when the size is known."""
        self._painter = self.program(SMALL=1)
        self._opening = self.program(OPENING=1)
        self._planes = {
            shader: self.ctx.vertex_array(shader.program, []) for shader in (self.shader, self._painter, self._opening)
        }
        self._place = self.streams.offset("bokeh", 16.0)
        self._small = self.target((1, 1))

    def _hides(self, frame: Frame) -> bool:
        return frame.snapshot.act_seconds < self.opens + self.lasts

    def prepare(self, frame: Frame) -> None:
        """Paint it small."""
        if not self._hides(frame):
            return
        size = -(-frame.size[0] // PART), -(-frame.size[1] // PART)
        if self._small.size != size:
            self._small.release()
            self._small = self.target(size)
        self._small.begin()
        self.feed(self._painter, frame, level=0.0, place=self._place, source=(self.x, self.y, self.z), part=float(PART))
        self._planes[self._painter].render(moderngl.TRIANGLES, vertices=3)

    def draw(self, frame: Frame) -> None:
        """Lay it over everything beyond `depth`, but for what the wave has passed."""
        if not self._hides(frame):
            return
        frame.textures["bokeh"] = self._small.texture
        shader = self._opening if frame.snapshot.act_seconds > self.opens else self.shader
        level = (FAR + NEAR) / (FAR - NEAR) - 2.0 * FAR * NEAR / ((FAR - NEAR) * self.depth)
        self.feed(shader, frame, level=level, source=(self.x, self.y, self.z))
        self._planes[shader].render(moderngl.TRIANGLES, vertices=3)
