"""Mist over the water."""

from dreamscape import Frame, Layer, Parameter


class Mist(Layer):
    """A bank of mist along the horizon; it drifts, breathes with the heart, and thins out as the dreamer connects."""

    blend = "over"  # premultiplied colour over what is there; "add" adds light; "opaque" hides and writes depth
    divisor = (4, 4, 2, 2)  # it has no edges: a quarter of the resolution is enough at low and medium, half above

    thickness = Parameter(0.7, 0.0, 1.0, "part", "how much of what is behind it the mist hides")
    height = Parameter(0.07, 0.005, 0.5, "tangent", "how far above and below the horizon it reaches")

    def build(self) -> None:
        """A place in the noise of this seed's own."""
        self._place = self.streams.offset("mist")

    def draw(self, frame: Frame) -> None:
        """The bank, all over the picture: it is empty away from the horizon."""
        self.feed(self.shader, frame, place=self._place)
        self.shader.draw_fullscreen()
