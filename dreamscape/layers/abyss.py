"""The vast dark: blue-black, with a breath of gold where the lights gather, and depth without an end."""

from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter


class Abyss(Layer):
    """Clouds so dim that they are rather felt than seen; a half or a quarter of the resolution is enough."""

    blend = "add"
    divisor = (2, 4, 4, 4)

    dawns = Parameter(0.0, 0.0, 600.0, "s", "when the dark begins to show")
    gold = Parameter(1.0, 0.0, 4.0, "x", "brightness of the golden breath")

    def build(self) -> None:
        """A place in the noise of this seed's own."""
        self._place = self.streams.offset("abyss")

    def draw(self, frame: Frame) -> None:
        """The full screen."""
        self.feed(self.shader, frame, place=self._place)
        self.shader.cover()
