"""The world out of focus, as behind something near: soft sky and sea with discs of light."""

import math

import moderngl

from dreamscape.camera import FAR, NEAR
from dreamscape.parameters import Parameter, Vector
from dreamscape.render.layer import Frame, Layer

PARTS = (2, 3, 3, 3)  # what the picture's size is divided by, by tier: soft things need no more


class Bokeh(Layer):
    """Soft sky and sea out of focus, with discs of light, beyond `depth`; the layer `focus` lets it give way."""

    blend = "opaque"

    source = Vector((0.0, 0.0, 0.0), -500.0, 500.0, "m", "position of the light that warms it", formerly="x y z")
    depth = Parameter(0.75, 0.25, 100.0, "m", "distance beyond which everything is out of focus")
    warms = Parameter(3.0, 0.0, 600.0, "s", "when the colours begin to warm, for seven seconds")
    opens = Parameter(15.0, 0.0, 600.0, "s", "until when it covers everything beyond")
    gone = Parameter(16.0, 0.0, 600.0, "s", "until when it is still drawn, for the focus to blend over the picture")
    discs = Parameter(1.0, 0.0, 3.0, "x", "brightness of the discs of light")
    turn = Parameter(0.0, -180.0, 180.0, "degrees", "how far the hues of sky and sea are turned")
    light = Parameter(1.0, 0.0, 5.0, "x", "how light sky and sea are")
    mist = Parameter(1.0, 0.0, 3.0, "x", "how much of the light that warms it the air throws back")

    def build(self) -> None:
        """The programs and this seed's discs; the small picture is made once its size is known."""
        self._painter = self.program(SMALL=1)
        self._planes = {shader: shader.array([]) for shader in (self.shader, self._painter)}
        self._noise_offset = self.streams.offset("bokeh", 16.0)
        self._spread = tuple(self.streams.at("far light").uniform((-0.45, -0.55, 0.75), (0.45, 0.55, 1.15)).tolist())
        self._small = self.target((1, 1))

    def prepare(self, frame: Frame) -> None:
        """Draw the small picture and publish it."""
        frame.textures["bokeh"] = self._small.texture
        if frame.snapshot.act_seconds > self.gone:
            return
        divisor = self.quality.choose(PARTS)
        size = -(-frame.size[0] // divisor), -(-frame.size[1] // divisor)
        if self._small.size != size:
            self._small = self.target(size)  # a rehearsal in progress may still read the old one
            frame.textures["bokeh"] = self._small.texture
        self._small.begin()
        own = {"place": self._noise_offset, "spread": self._spread, "part": float(divisor)}
        turn = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        self.feed(self._painter, frame, level=0.0, turn=turn, **own)
        self._planes[self._painter].render(moderngl.TRIANGLES, vertices=3)

    def covers(self, frame: Frame) -> range:
        """All of the picture, until the far view is seen: it is the first to be drawn."""
        return range(frame.size[1] if frame.snapshot.act_seconds <= self.opens else 0)

    def draw(self, frame: Frame) -> None:
        """Draw it over everything beyond `depth`."""
        if frame.snapshot.act_seconds > self.opens:
            return
        level = (FAR + NEAR) / (FAR - NEAR) - 2.0 * FAR * NEAR / ((FAR - NEAR) * self.depth)
        self.feed(self.shader, frame, level=level, part=float(self.quality.choose(PARTS)))
        self._planes[self.shader].render(moderngl.TRIANGLES, vertices=3)

    publishes = ("bokeh",)
