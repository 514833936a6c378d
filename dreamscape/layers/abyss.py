"""The vast dark: blue-black, with a breath of gold where the lights gather, and depth without an end."""

import numpy as np

from dreamscape.parameters import Parameter
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
        deep, lean, rich = self.streams.at("veils of the dark").uniform(-1.0, 1.0, 3)
        teal, violet = max(lean, 0.0), max(-lean, 0.0)
        self._cold = tuple(np.exp(0.75 + 0.95 * deep) * np.array((1.0 + 2.5 * violet, 1.0 + 0.9 * teal, 1.0)))
        self._warm = float(np.exp(0.7 * rich))

    def prepare(self, frame: Frame) -> None:
        """Draw the clouds into the reduced target."""
        if frame.snapshot.act_seconds > self.dawns:
            self._coarse.begin(frame.size)
            veils = {"cold": self._cold, "warmth": self._warm}
            self.feed(self.shader, frame, place=self._noise_offset, spread=float(self._coarse.divisor), **veils)
            self.shader.draw_fullscreen()

    def draw(self, frame: Frame) -> None:
        """Draw the clouds over the picture, once they show."""
        if frame.snapshot.act_seconds > self.dawns:
            self._coarse.lay(frame.size)
