"""The vast dark: blue-black, with a breath of gold where the lights gather, and depth without an end."""

from dreamscape.parameters import Parameter
from dreamscape.places.night import dark
from dreamscape.render.layer import Frame, Layer


class Abyss(Layer):
    """The vast dark: blue-black clouds almost too dim to see, with a breath of gold where the lights gather.

    Drawn at a part of the resolution.
    """

    blend = "add"
    divisor = (3, 4, 6, 4)
    leaves_depth = True
    fewest_rows = (1, 1, 120, 1)

    dawns = Parameter(0.0, 0.0, 600.0, "s", "when the dark begins to show")
    gold = Parameter(1.0, 0.0, 4.0, "x", "brightness of the golden breath")

    def build(self) -> None:
        """This seed's place in the noise."""
        self._noise_offset = self.streams.offset("abyss")
        self._veils = dark.veils(self.streams)

    def draws(self, frame: Frame) -> bool:
        """Once the clouds show."""
        return frame.snapshot.act_seconds > self.dawns

    def draw(self, frame: Frame) -> None:
        """Draw the clouds over the whole screen."""
        veils = {"cold": self._veils.cold, "warmth": self._veils.warmth}
        self.feed(self.shader, frame, place=self._noise_offset, **veils)
        self.shader.draw_fullscreen()
