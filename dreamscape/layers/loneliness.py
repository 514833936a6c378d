"""Loneliness: a shadow over the lights with a hint of someone in it; it withdraws to the edge and is gone."""

from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter


class Loneliness(Layer):
    """A mass of dark smoke, drawn at a part of the resolution: it has no sharp edge."""

    divisor = (2, 4, 4, 4)

    comes = Parameter(12.0, 0.0, 600.0, "s", "when it is first felt; it stands there five seconds later")
    leaves = Parameter(19.5, 0.0, 600.0, "s", "when it begins to withdraw")
    leaving = Parameter(8.5, 0.1, 600.0, "s", "until it is out of the frame")

    def build(self) -> None:
        """A place in the noise of this seed's own."""
        self._place = self.streams.offset("loneliness")

    def draw(self, frame: Frame) -> None:
        """The full screen, while it is there."""
        if self.comes < frame.snapshot.act_seconds < self.leaves + self.leaving:
            self.feed(self.shader, frame, place=self._place)
            self.shader.cover()
