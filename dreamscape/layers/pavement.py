"""The pavement: wet black glass that mirrors the street."""

import moderngl

from dreamscape.parameters import Parameter
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Array
from dreamscape.render.street_lights import lamps
from dreamscape.render.targets import Target
from dreamscape.render.tiles import scissor, untiled

_NARROWER = (4, 4, 4, 3)  # what its width is divided by, by tier: ripples and mirrored spires are drawn out downwards
_COLUMNS = 128  # that it keeps at least


class Pavement(Layer):
    """Wet ground of black glass that mirrors the street.

    The ground plane of the whole view below the horizon.
    """

    blend = "opaque"
    needs = ("mirror",)

    ripples = Parameter(1.0, 0.0, 3.0, "x", "how uneven the wet ground is")
    wet = Parameter(1.0, 0.0, 1.0, "part", "how much of it mirrors")

    def build(self) -> None:
        """This seed's place in the noise, and a triangle that covers the picture, made in the vertex stage."""
        self._noise_offset = self.streams.offset("pavement")
        self._ground = self.shader.array([])
        self._widen = self.program(WIDEN=1)
        self._wide = self._widen.array([])
        self._narrow: Target | None = None

    def covers(self, frame: Frame) -> range:
        """What lies below the horizon: spires cover what it leaves of that."""
        return range(_top(frame))

    def draw(self, frame: Frame) -> None:
        """Draw everything below the horizon that no spire covers."""
        if not frame.again:
            self._draw_narrow(frame)
        assert self._narrow is not None
        size = self._narrow.size
        self.feed(self._widen, frame, narrow=self._narrow.texture, size=size, narrower=frame.size[0] / size[0])
        self._render(self._wide, frame, frame.size[0])

    def _draw_narrow(self, frame: Frame) -> None:
        """Draw all of it, also what spires cover, narrower than it is seen."""
        narrower = min(self.quality.choose(_NARROWER), max(1, frame.size[0] // _COLUMNS))
        size = -(-frame.size[0] // narrower), frame.size[1]
        if self._narrow is None or self._narrow.size != size:
            self._narrow = Target(self.ctx, size)
            self._narrow.texture.filter = moderngl.NEAREST, moderngl.NEAREST
        picture = self.ctx.fbo
        with untiled(self.ctx):
            self._narrow.begin()
            self._shade(frame, size[0])
        picture.use()

    def _shade(self, frame: Frame, width: int) -> None:
        self.feed(self.shader, frame, ground=self._noise_offset, **lamps(frame, self.streams))
        self._render(self._ground, frame, width)

    def _render(self, triangle: Array, frame: Frame, width: int) -> None:
        """Draw the rows below the horizon of a target of some width."""
        scissor(self.ctx, 0, 0, width, _top(frame))
        triangle.render(moderngl.TRIANGLES, vertices=3)
        self.ctx.scissor = None


def _top(frame: Frame) -> int:
    """The first row above all ground, px."""
    width, height = frame.size
    return min(height, int(frame.camera.horizon(width / height)[1] * height) + 1)
