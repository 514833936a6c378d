"""The pavement: wet black glass that mirrors the street."""

import moderngl

from dreamscape.parameters import Parameter
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.street_lights import lamps
from dreamscape.render.tiles import scissor


class Pavement(Layer):
    """Wet ground of black glass that mirrors the street.

    The ground plane of the whole view below the horizon.
    """

    blend = "opaque"
    needs = ("mirror",)

    ripples = Parameter(1.0, 0.0, 3.0, "x", "how uneven the wet ground is")
    wet = Parameter(1.0, 0.0, 1.0, "part", "how much of it mirrors")

    def build(self) -> None:
        """This seed's place in the noise, and a triangle that covers the picture, made in the vertex stage."""
        self._noise_offset = self.streams.offset("pavement")
        self._ground = self.shader.array([])

    def covers(self, frame: Frame) -> range:
        """What lies below the horizon: spires cover what it leaves of that."""
        return range(_top(frame))

    def draw(self, frame: Frame) -> None:
        """Draw everything below the horizon that no spire covers."""
        self.feed(self.shader, frame, ground=self._noise_offset, **lamps(frame, self.streams))
        scissor(self.ctx, 0, 0, frame.size[0], _top(frame))
        self._ground.render(moderngl.TRIANGLES, vertices=3)
        self.ctx.scissor = None


def _top(frame: Frame) -> int:
    """The first row above all ground, px."""
    width, height = frame.size
    return min(height, int(frame.camera.horizon(width / height)[1] * height) + 1)
