"""Paper: a sheet in the sun, creased in a pattern that folds up, flutters and opens again."""

import math

from dreamscape.parameters import Choice, Parameter
from dreamscape.places.creases import PATTERNS
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Shader

# By tier: steps of rays to the folds, and on to the sun; samples a pixel of what they meet.
STEPS = {"VIEW_STEPS": (4, 5, 6, 10), "SHADOW_STEPS": (3, 4, 6, 10), "SAMPLES": (1, 3, 4, 4)}


class Paper(Layer):
    """A sheet in the sun, creased in a pattern that folds up, flutters and opens again.

    The whole background: a plane at height 0, with the relief, shadows and light through it of its folds.
    """

    blend = "opaque"

    pattern = Choice("herringbone", PATTERNS, "which way it is creased")
    cell = Parameter(1.0, 0.1, 10.0, "m", "from one mountain fold to the next")
    depth = Parameter(0.22, 0.0, 2.0, "m", "how high the folds stand")
    white = Parameter(1.0, 0.0, 1.0, "part", "how white it is; 0 is the dominant colour")
    turning = Parameter(0.2, 0.0, 1.0, "part", "how many facets turn now and then to their other, coloured side")
    folds_at = Parameter(0.0, -60.0, 600.0, "s", "into the act, when it begins to fold up")
    opens_at = Parameter(600.0, 0.0, 600.0, "s", "into the act, when it begins to open again")
    sun = Parameter(0.7, 0.1, 3.0, "tangent", "height of the sun")
    azimuth = Parameter(
        0.0, -180.0, 180.0, "degrees", "where the sun is as the act begins, from the z towards the x axis"
    )
    travels = Parameter(2.0, -30.0, 30.0, "degrees/s", "how fast the sun travels around")

    def program(self, **defines: object) -> Shader:
        """The layer's program for its pattern."""
        self._made_for = self.pattern
        steps = {name: self.quality.choose(counts) for name, counts in STEPS.items()}
        return super().program(PATTERN=PATTERNS.index(self.pattern), **steps, **defines)

    def build(self) -> None:
        """This seed's place."""
        self._noise_offset = self.streams.offset("paper")

    def prepare(self, frame: Frame) -> None:
        """Make another program if the pattern has changed."""
        if self.pattern != self._made_for:
            self.shader = self.program()

    def draw(self, frame: Frame) -> None:
        """All over the picture, under the sun of this moment."""
        turn = math.radians(self.azimuth + self.travels * frame.snapshot.act_seconds)
        level = 1.0 / math.hypot(1.0, self.sun)
        to_sun = math.sin(turn) * level, self.sun * level, math.cos(turn) * level
        self.feed(self.shader, frame, to_sun=to_sun, paper_place=self._noise_offset)
        self.shader.draw_fullscreen()
