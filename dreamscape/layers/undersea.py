"""The water's surface from below: Snell's window with sky and moss in it, a web of light, and the open depths."""

from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter


class Undersea(Layer):
    """The whole background: the ray meets the rippled surface above, and goes through it or is thrown back."""

    blend = "opaque"

    azimuth = Parameter(0.2, -1.5, 1.5, "tangent", "where the light above stands, from straight ahead")
    chop = Parameter(1.0, 0.0, 2.0, "x", "steepness of the ripples")
    web = Parameter(1.0, 0.0, 3.0, "x", "brightness of the web of light on the surface")
    moss = Parameter(1.0, 0.0, 2.0, "x", "how much moss hangs around the window")
    murmur = Parameter(1.0, 0.0, 3.0, "x", "brightness of the far lightning")

    def build(self) -> None:
        """A place of its own in the noise for this seed."""
        self._place = self.streams.offset("undersea")

    def draw(self, frame: Frame) -> None:
        """The full screen."""
        self.feed(self.shader, frame, water_place=self._place)
        self.shader.cover()
