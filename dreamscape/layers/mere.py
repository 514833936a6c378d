"""The mere: black, still water under a dark air, far land at its edge where the moss glows; it mirrors the scene."""

import moderngl

from dreamscape.parameters import Parameter, Vector
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.reduced_resolution import ReducedResolution
from dreamscape.render.shader import Shader

LAND = 0.085  # tangent of elevation that no land rises above
BROKEN = 0.165  # the same, below the horizon: nearer water mirrors no land
MIRROR_PART = 2  # what the picture's size is divided by: ripples blur the mirror anyway
WATER_PART = (2, 2, 2, 1)  # the same for the water, by tier,
ROWS = 200  # if that leaves the picture as many rows: below that, ripples and what they mirror fall apart


class Mere(Layer):
    """Black, still water under a dark air, with far land at its edge where the moss glows; it mirrors the scene.

    Publishes `mirror`, into which other layers draw upside down, and shows it broken up by `ripples`.
    """

    publishes = ("mirror",)
    needs = ("ripples",)

    lamp = Vector((0.0, 1.0, 0.0), (-100.0, 0.0, -100.0), 100.0, "m", "the light over the water", formerly="x y z")
    kindle = Parameter(0.0, 0.0, 600.0, "s", "into the act, when that light begins")
    below_place = Vector((0.0, 0.0), -100.0, 100.0, "m", "of light from below", axes="xz", formerly="below_x below_z")
    below = Parameter(1.0, 0.0, 4.0, "x", "brightness of the light from below, through the water, as the act begins")
    mist = Parameter(1.0, 0.0, 3.0, "x", "brightness of the mist over the far water")

    def build(self) -> None:
        """The programs; the mirror gets its size with the first frame."""
        self._noise_offset = self.streams.offset("mere")
        self._water, self._near_water = self.program(WATER=1), self.program(WATER=1, LAND=1)
        self._far = self.program(LAND=1)
        self._mirror = self.target((8, 8))
        self._calm = ReducedResolution(self.ctx, self.quality.choose(WATER_PART), ROWS)

    def prepare(self, frame: Frame) -> None:
        """Clear the mirror and publish it."""
        size = -(-frame.size[0] // MIRROR_PART), -(-frame.size[1] // MIRROR_PART)
        if self._mirror.size != size:
            self._mirror = self.target(size)  # a rehearsal in progress may still draw into the old one
        self._mirror.begin(clear=(0.0, 0.0, 0.0, 0.0))
        frame.textures["mirror"] = self._mirror.texture

    def draw(self, frame: Frame) -> None:
        """Draw air above and water below the horizon in four bands; only those near the horizon can show land."""
        width, height = frame.size
        low, high = (int(part * height) for part in frame.camera.horizon(width / height))
        mirrored, _ = (int(part * height) for part in frame.camera.horizon(width / height, -BROKEN))
        _, above = (int(part * height) for part in frame.camera.horizon(width / height, LAND))
        self.ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)  # all of it lies behind everything, and covers
        self._draw_water(frame, mirrored, high + 1)
        for shader, bottom, top in ((self._far, low, above + 1), (self.shader, above + 1, height)):
            self.feed(shader, frame, mere_place=self._noise_offset)
            self._band(shader, width, bottom, top)

    def _draw_water(self, frame: Frame, mirrored: int, top: int) -> None:
        """Draw the water up to row `top`, small if that leaves enough rows; none below row `mirrored` mirrors land."""
        width, picture = frame.size[0], self.ctx.fbo
        part = self._calm.divisor_of(frame.size)
        if part > 1:
            self._calm.begin(frame.size)
        for shader, first, last in ((self._water, 0, mirrored), (self._near_water, mirrored, top + part - 1)):
            self.feed(shader, frame, mere_place=self._noise_offset, part=float(part))
            self._band(shader, -(-width // part), first // part, -(-last // part))
        if part > 1:
            picture.use()
            self.ctx.scissor = 0, 0, width, top
            self._calm.lay(frame.size)
            self.ctx.scissor = None

    def _band(self, shader: Shader, width: int, bottom: int, top: int) -> None:
        """Draw the rows of the bound target from `bottom` up to `top`."""
        if top > bottom:
            self.ctx.scissor = 0, bottom, width, top - bottom
            shader.draw_fullscreen()
        self.ctx.scissor = None
