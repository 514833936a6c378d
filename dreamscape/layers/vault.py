"""The vault: the dark above the street of spires, and the air that everything fades into."""

import moderngl

from dreamscape.parameters import Parameter
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.street_lights import lamps
from dreamscape.render.tiles import scissor


class Vault(Layer):
    """The night above the street of spires: blue-black, few stars, a breath of light along the ground."""

    blend = "opaque"
    draws_early = True

    stars = Parameter(1.0, 0.0, 3.0, "x", "brightness of the stars")

    def build(self) -> None:
        """A triangle that covers the picture, made in the vertex stage."""
        self._sky = self.shader.array([])

    def covers(self, frame: Frame) -> range:
        """What lies above the horizon: spires cover what it leaves of that."""
        return range(_bottom(frame), frame.size[1])

    def draw(self, frame: Frame) -> None:
        """Draw everything above the horizon that no spire covers."""
        self.feed(self.shader, frame, **lamps(frame, self.streams))
        width, height = frame.size
        bottom = _bottom(frame)
        scissor(self.ctx, 0, bottom, width, height - bottom)
        self._sky.render(moderngl.TRIANGLES, vertices=3)
        self.ctx.scissor = None


def _bottom(frame: Frame) -> int:
    """The lowest row with sky, px."""
    width, height = frame.size
    return max(0, int(frame.camera.horizon(width / height)[0] * height) - 1)
