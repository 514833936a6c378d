"""The vast dark: blue-black, with a breath of gold where the lights gather, and depth without an end."""

from dreamscape.parameters import Parameter
from dreamscape.places.night import dark
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.reduced_resolution import ReducedResolution


class Abyss(Layer):
    """The vast dark: blue-black clouds almost too dim to see, with a breath of gold where the lights gather.

    Drawn at a part of the resolution.
    """

    blend = "add"

    dawns = Parameter(0.0, 0.0, 600.0, "s", "when the dark begins to show")
    gold = Parameter(1.0, 0.0, 4.0, "x", "brightness of the golden breath")

    def build(self) -> None:
        """The reduced target, and this seed's place in the noise."""
        self._coarse = ReducedResolution(self.ctx, self.quality.choose((3, 4, 4, 4)))
        self._noise_offset = self.streams.offset("abyss")
        self._veils = dark.veils(self.streams)

    def prepare(self, frame: Frame) -> None:
        """Draw the clouds into the reduced target."""
        if frame.snapshot.act_seconds > self.dawns:
            self._coarse.begin(frame.size)
            veils = {"cold": self._veils.cold, "warmth": self._veils.warmth}
            self.feed(self.shader, frame, place=self._noise_offset, spread=float(self._coarse.divisor), **veils)
            self.shader.draw_fullscreen()

    def draw(self, frame: Frame) -> None:
        """Draw the clouds over the picture, once they show."""
        if frame.snapshot.act_seconds > self.dawns:
            self._coarse.lay()
