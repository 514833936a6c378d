"""The flood of light: a line that opens, and rays drawn out of the words that stream from it; then it ebbs."""

import moderngl

from dreamscape.easing import smoothstep
from dreamscape.parameters import Parameter, Vector
from dreamscape.places.night import dark
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.targets import Target

RAYS = (192, 108), (240, 135), (240, 135), (320, 180)  # px, size of the pictures of rays, by tier
SPANS = 0.62, 0.62 / 11.0  # parts of the way to the light, along which each pass draws out
AT_DROP = 0.7  # of its growth that a drop adds: it comes at once where the act begins with one


class Flood(Layer):
    """A line of light that opens into a flood, with rays drawn out of the words that stream from it; then it ebbs.

    The rays are made of the small picture of the layer `words`, drawn out from the light in two passes.
    """

    blend = "add"
    divisor = (3, 3, 2, 2)
    leaves_depth = True

    opening = Vector((0.0, 0.0, 5.0), -500.0, 500.0, "m", "where the light comes in", formerly="x y z")
    tall = Parameter(1.75, 0.0, 50.0, "m", "half the height of the line that it opens from")
    swells = Parameter(6.5, 3.0, 60.0, "s", "how long the light takes to its full flood")
    ebbs = Parameter(10.5, 0.0, 600.0, "s", "when it begins to ebb")
    ebbing = Parameter(6.0, 3.0, 60.0, "s", "how long the ebb takes")
    brightness = Parameter(1.0, 0.0, 4.0, "x", "of the light")

    def build(self) -> None:
        """Two small targets for the rays, and the program that draws them out."""
        size = self.quality.choose(RAYS)
        self._rays = [Target(self.ctx, size, dtype="f1", bgra=True) for _ in range(2)]
        self._pulls = self.program(PULL=1), self.program(PULL=2)
        self._pulled, self._whole = [pull.array([]) for pull in self._pulls], self.shader.array([])
        self._noise_offset = self.streams.offset("flood")
        self._hue = dark.flood_hue(self.streams)

    def prepare(self, frame: Frame) -> None:
        """Draw the words out along lines from the light, in two passes."""
        if not self.draws(frame):
            return
        source = frame.textures["murmur"]
        for target, pull, whole, span in zip(self._rays, self._pulls, self._pulled, SPANS, strict=True):
            target.begin()
            pull.set(opening=self.opening, span=span)
            pull.bind({"source": source})
            whole.render(moderngl.TRIANGLES, vertices=3)
            source = target.texture

    def draws(self, frame: Frame) -> bool:
        """Until the light has ebbed."""
        return self._level(frame) > 0.0

    def draw(self, frame: Frame) -> None:
        """Draw line, glow and rays over the whole screen."""
        grown = min(frame.snapshot.act_seconds / self.swells + AT_DROP * frame.snapshot.heard["drop"], 1.0)
        own = {"place": self._noise_offset, "hue": self._hue, "rays": self._rays[-1].texture}
        self.feed(self.shader, frame, level=self._level(frame), grown=grown, **own)
        self._whole.render(moderngl.TRIANGLES, vertices=3)

    def _level(self, frame: Frame) -> float:
        """How much of the light is left, 0 to 1."""
        return 1.0 - smoothstep((frame.snapshot.act_seconds - self.ebbs) / self.ebbing)

    needs = ("murmur",)
    prepares_with = ("murmur",)
