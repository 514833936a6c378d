"""The door: it comes out of light, leaves of midnight glass and bronze with glyphs and a lock, and a line of light."""

import math

import moderngl
import numpy as np

from dreamscape.easing import ease, smoothstep
from dreamscape.parameters import Parameter, Vector
from dreamscape.places.door import glyphs, opening
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.mirror import Mirror
from dreamscape.rng import Streams

_RISE = 0.9  # s that a glyph takes to light up


class Door(Layer):
    """A tall door of midnight glass and bronze, which appears, lights its glyphs and opens, each once an act.

    An upright card.
    """

    prepares_with = ("mirror",)

    sill = Vector((0.0, 0.0, 0.0), -1000.0, 1000.0, "m", "of the middle line, on the ground", formerly="x y z")
    heading = Parameter(0.0, -180.0, 180.0, "degrees", "direction through the door, from the z axis towards the x axis")
    wide = Parameter(3.2, 0.1, 100.0, "m", "from jamb to jamb")
    tall = Parameter(6.2, 0.1, 100.0, "m", "from the ground to the point of its arch")
    come_at = Parameter(0.0, -600.0, 600.0, "s", "into the act, when it begins to come out of light")
    come_for = Parameter(1.0, 0.01, 600.0, "s", "how long that takes")
    light_at = Parameter(0.0, -600.0, 600.0, "s", "into the act, when the first glyph comes to light")
    light_for = Parameter(1.0, 0.01, 600.0, "s", "how long it takes until all have")
    open_at = Parameter(600.0, -600.0, 600.0, "s", "into the act, when it begins to open")
    open_for = Parameter(1.0, 0.01, 600.0, "s", "how long that takes")
    open_to = Parameter(1.0, 0.0, 1.0, "part", "how far it opens: 1 is a right angle")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Draw the distance fields of the glyphs."""
        glyphs.glyph_atlas(streams)

    def build(self) -> None:
        """The cards of the leaves and of the air around them, the glyphs' fields and times, and the lock's rose."""
        parts = (self.shader, 6), (self.program(AIR=1), 5 * 6)
        self._parts = [(shader, shader.array([]), count) for shader, count in parts]
        field = glyphs.glyph_atlas(self.streams)
        self._glyphs = self.ctx.texture((field.shape[1], field.shape[0]), 1, field.tobytes(), dtype="f4")
        self._glyphs.repeat_x = self._glyphs.repeat_y = False
        self._times = glyphs.lighting_times(self.streams, self.light_at, self.light_for)
        self._petals = opening.lock_ornament(self.streams)["petals"]
        self._mirror = Mirror(self.ctx)

    def draws(self, frame: Frame) -> bool:
        """Whether any of it has come."""
        return self._way(frame.snapshot.act_seconds) != (0.0, 0.0)

    def prepare(self, frame: Frame) -> None:
        """Draw the door upside down into the mirror, if the scene has one."""
        if "mirror" in frame.textures and self.draws(frame):
            self._mirror.begin(frame.textures["mirror"])
            self.ctx.disable(moderngl.CULL_FACE)
            self._show(frame, -1.0)
            self._mirror.end()

    def draw(self, frame: Frame) -> None:
        """Draw the door."""
        self._show(frame, 1.0)

    def _show(self, frame: Frame, upright: float) -> None:
        """Draw the leaves, then the air around them, which costs little."""
        uniforms = self._now(frame.snapshot.act_seconds)
        for shader, card, count in self._parts:
            self.feed(shader, frame, upright=upright, glyph_field=self._glyphs, **uniforms)
            card.render(moderngl.TRIANGLES, vertices=count)

    def _way(self, seconds: float) -> tuple[float, float]:
        """How far it has come and how far it is open, 0 to 1."""
        come = min(max((seconds - self.come_at) / self.come_for, 0.0), 1.0)
        return come, self.open_to * ease((seconds - self.open_at) / self.open_for)

    def _now(self, seconds: float) -> dict[str, object]:
        come, opens = self._way(seconds)
        since = seconds - self._times
        lit = np.clip(since / _RISE, 0.0, 1.0)
        struck = np.where(since > 0.0, np.exp(-np.maximum(since, 0.0) / 1.4), 0.0)
        return {
            "petals": self._petals,
            "way": (math.sin(math.radians(self.heading)), math.cos(math.radians(self.heading))),
            "come": come,
            "opening": opens,
            "glyph": [(float(a), float(b)) for a, b in zip(smoothstep(lit), struck, strict=True)],
        }
