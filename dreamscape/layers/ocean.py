"""The ocean: liquid sapphire; a Perlin swell with sharp crests lit from within, the sky mirrored, a path of glitter."""

from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter


class Ocean(Layer):
    """The sea plane of the whole view below the horizon; mirrors the sky's panorama."""

    swell_height = Parameter(1.5, 0.0, 4.0, "m", "height of the swell")
    chop = Parameter(1.0, 0.0, 2.0, "x", "steepness of the small waves")
    glow = Parameter(1.0, 0.0, 3.0, "x", "light within the crests")
    glitter = Parameter(1.0, 0.0, 3.0, "x", "brightness of the path under the seam")
    foam = Parameter(1.0, 0.0, 2.0, "x", "foam at the cliff's foot")
    seam_azimuth = Parameter(0.27, -1.0, 1.0, "tangent", "where the seam meets the horizon, from straight ahead")

    def build(self) -> None:
        """A place of its own in the noise for this seed."""
        self._place = self.streams.offset("ocean")

    def draw(self, frame: Frame) -> None:
        """Everything below the horizon."""
        self.feed(self.shader, frame, sea_place=self._place)
        self.shader.cover()
