"""The water's surface from below: Snell's window with sky and moss in it, a web of light, and the open depths."""

import moderngl
import numpy as np

from dreamscape.parameters import Parameter
from dreamscape.places.water import overhead_light
from dreamscape.places.water.waters import waters
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.targets import Target
from dreamscape.render.tiles import scissor

LOWEST = 0.42  # sine of elevation: 41.4 degrees, the window's edge, less the 17 that the steepest ripples tilt it
ROWS = 64  # of the picture that are tested
MOSS = 320, 640, 1280, 2560, 4096  # px of each side of the map of the moss,
FINE = 1.75  # times as many as a picture has rows


class Undersea(Daylit):
    """The water's surface from below: a round window of sky, a web of light around it, and the open depths.

    The whole background: a ray meets the rippled surface above and passes through it or is reflected.
    """

    blend = "opaque"
    divisor = (2, 2, 2, 1)
    leaves_depth = True
    fewest_rows = (1, 200, 200, 200)

    azimuth = Parameter(0.2, -1.5, 1.5, "tangent", "azimuth of the light above, from straight ahead")
    chop = Parameter(1.0, 0.0, 2.0, "x", "steepness of the ripples")
    web = Parameter(1.0, 0.0, 3.0, "x", "brightness of the web of light on the surface")
    moss = Parameter(1.0, 0.0, 2.0, "x", "how much moss hangs around the window")
    murmur = Parameter(1.0, 0.0, 3.0, "x", "brightness of the far lightning")

    def build(self) -> None:
        """The programs for the part with the window and for its moss, and this seed's place in the noise."""
        self._window = self.program(WINDOW=1)
        self._triangles = {shader: shader.array([]) for shader in (self.shader, self._window)}
        self._noise_offset = self.streams.offset("undersea")
        self._waters = waters(self.streams).uniforms
        self._light = tuple(overhead_light.direction_in_air(self.azimuth))
        self._painter = self.program(MOSS_MAP=1)
        self._maps: dict[int, Target] = {}  # of the moss, by their sides

    def prepare(self, frame: Frame) -> None:
        """Draw the map of the moss that is fine enough for the picture, once."""
        super().prepare(frame)
        rows = FINE * frame.size[1] / self.divisor_of(frame.size[1])
        side = next((side for side in MOSS if side >= rows), MOSS[-1])
        if side not in self._maps:
            self._maps[side] = Target(self.ctx, (side, side), dtype="f1", bgra=True)
            self._painter.set(water_place=self._noise_offset, map_side=float(side))
            self._maps[side].begin()
            self._painter.array([]).render(moderngl.TRIANGLES, vertices=3)
        self._moss = self._maps[side].texture

    def draw(self, frame: Frame) -> None:
        """Draw the screen in two parts: no ray below LOWEST passes through the surface, however tilted it is."""
        width, height = frame.size
        right, up, forward = frame.camera.basis()[:, 1]
        wide, high = frame.camera.tangents(width / height)
        rows = np.linspace(-1.0, 1.0, ROWS)
        rise = forward + up * high * rows + abs(right) * wide  # of a ray of at least this length:
        mirror = rise < LOWEST * np.sqrt(1.0 + (high * rows) ** 2)
        split = round(mirror.sum() / ROWS * height)
        for shader, bottom, top in ((self.shader, 0, split), (self._window, split, height)):
            scissor(self.ctx, 0, bottom, width, top - bottom)
            given = {"moss_map": self._moss} if shader is self._window else {}
            self.feed(shader, frame, water_place=self._noise_offset, air_beam=self._light, **self._waters, **given)
            self._triangles[shader].render(moderngl.TRIANGLES, vertices=3)
        self.ctx.scissor = None
