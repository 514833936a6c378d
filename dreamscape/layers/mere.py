"""The mere: black, still water under a dark air, far land at its edge where the moss glows; it mirrors the scene."""

from dreamscape.parameters import Parameter, Vector
from dreamscape.render.layer import Frame, Layer

LAND = 0.085  # tangent of elevation that no land rises above
BROKEN = 0.165  # the same, below the horizon: nearer water mirrors no land
MIRROR_PART = 2  # what the picture's size is divided by: ripples blur the mirror anyway


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
        for shader, bottom, top in (
            (self._water, 0, mirrored),
            (self._near_water, mirrored, high + 1),
            (self._far, low, above + 1),
            (self.shader, above + 1, height),
        ):
            if top > bottom:
                self.ctx.scissor = 0, bottom, width, top - bottom
                self.feed(shader, frame, mere_place=self._noise_offset)
                shader.draw_fullscreen()
        self.ctx.scissor = None
