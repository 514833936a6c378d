"""The pavement: wet black glass that mirrors the street."""

from dreamscape.parameters import Parameter
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.street_lights import lamps
from dreamscape.render.tiles import scissor


class Pavement(Layer):
    """Wet ground of black glass that mirrors the street.

    The ground plane of the whole view below the horizon.
    """

    needs = ("mirror",)

    ripples = Parameter(1.0, 0.0, 3.0, "x", "how uneven the wet ground is")
    wet = Parameter(1.0, 0.0, 1.0, "part", "how much of it mirrors")

    def build(self) -> None:
        """This seed's place in the noise."""
        self._noise_offset = self.streams.offset("pavement")

    def draw(self, frame: Frame) -> None:
        """Draw everything below the horizon that no spire covers."""
        self.feed(self.shader, frame, ground=self._noise_offset, **lamps(frame, self.streams))
        width, height = frame.size
        top = frame.camera.horizon(width / height)[1]
        scissor(self.ctx, 0, 0, width, min(height, int(top * height) + 1))
        self.shader.draw_fullscreen()
        self.ctx.scissor = None
