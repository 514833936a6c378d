"""Daylight: what layers share that are drawn by another program once the sun is up."""

from dreamscape.parameters import Parameter
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Shader


class Daylit(Layer):
    """A layer with one look by night and another, `DAY` in its shader, under a sun of some height.

    Night and day are two programs, so that the night costs nothing for there being a day. A subclass that prepares
    calls `prepare` of this class first.
    """

    sun = Parameter(
        0.0, 0.0, 1.0, "tangent", "height of the sun above the sea, where the seam is at night; 0 for night"
    )

    def program(self, **defines: object) -> Shader:
        """The layer's program for the night or the day."""
        self._is_day = self.sun > 0.0
        return super().program(**({"DAY": 1} if self._is_day else {}), **defines)

    def prepare(self, frame: Frame) -> None:
        """Build the layer anew when the sun has come up or gone down."""
        if (self.sun > 0.0) != self._is_day:
            self.shader = self.program()
            self.build()
