"""The vault: the dark above the street of spires, and the air that everything fades into."""

from dreamscape.parameters import Parameter
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.street_lights import lamps
from dreamscape.render.tiles import scissor


class Vault(Layer):
    """The night above the street of spires: blue-black, few stars, a breath of light along the ground."""

    stars = Parameter(1.0, 0.0, 3.0, "x", "brightness of the stars")

    def draw(self, frame: Frame) -> None:
        """Draw everything above the horizon that no spire covers."""
        self.feed(self.shader, frame, **lamps(frame, self.streams))
        width, height = frame.size
        bottom = max(0, int(frame.camera.horizon(width / height)[0] * height) - 1)
        scissor(self.ctx, 0, bottom, width, height - bottom)
        self.shader.draw_fullscreen()
        self.ctx.scissor = None
