"""Loneliness: a shadow over the lights with a hint of someone in it; it withdraws to the edge and is gone."""

from dreamscape.parameters import Parameter
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.reduced_resolution import ReducedResolution


class ShadowOfLoneliness(Layer):
    """A mass of dark smoke over the lights, with a hint of someone in it, that withdraws and is gone.

    Drawn at a part of the resolution, as it has no sharp edges.
    """

    comes = Parameter(12.0, 0.0, 600.0, "s", "when it is first felt; it stands there five seconds later")
    leaves = Parameter(20.0, 0.0, 600.0, "s", "when it begins to withdraw")
    leaving = Parameter(10.5, 0.1, 600.0, "s", "how long it takes until it is out of the frame")

    def build(self) -> None:
        """The reduced target, and this seed's place in the noise."""
        self._noise_offset = self.streams.offset("loneliness")
        self._coarse = ReducedResolution(self.ctx, self.quality.choose((2, 3, 4, 4)))

    def prepare(self, frame: Frame) -> None:
        """Draw the smoke into the reduced target."""
        if self._here(frame):
            self._coarse.begin(frame.size)
            self.feed(self.shader, frame, place=self._noise_offset, spread=float(self._coarse.divisor))
            self.shader.draw_fullscreen()

    def draw(self, frame: Frame) -> None:
        """Draw the smoke over the picture, while it is there."""
        if self._here(frame):
            self._coarse.lay(frame.size)

    def _here(self, frame: Frame) -> bool:
        return self.comes < frame.snapshot.act_seconds < self.leaves + self.leaving
