"""The pool: dark water seen from straight above; ripples bend the mosaic and the sky that it mirrors."""

from typing import ClassVar

import moderngl

from dreamscape.parameters import Parameter
from dreamscape.places.face.eyes import face_eyes
from dreamscape.places.face.gaze import tear_rings
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.reduced_resolution import ReducedResolution

SOFT_PART = 2  # what the picture's size is divided by for what is soft of the water,
ROWS = 200  # if that leaves as many rows


class Pool(Layer):
    """Dark water seen from straight above; ripples bend the face and the sky that it mirrors.

    Draws the slopes of the water small, then looks up everything that it mirrors through them.
    """

    blend = "opaque"

    depth = Parameter(0.17, 0.0, 2.0, "m", "how far below the surface the face seems to lie: how much ripples bend it")
    calm = Parameter(7.0, 0.0, 60.0, "s", "after which the ripples have settled")
    leaving = Parameter(23.5, 0.0, 3600.0, "s", "when the surface begins to open")
    falling = Parameter(1.0, 0.0, 3.0, "x", "brightness of the light that falls in as the act begins")
    sky = Parameter(1.0, 0.0, 3.0, "x", "brightness of the mirrored sky")
    silver = Parameter(1.0, 0.0, 3.0, "x", "brightness of the light on the ripples")

    field_size: ClassVar = ((240, 135), (320, 180), (480, 270), (640, 360))

    def build(self) -> None:
        """The field of slopes and its program."""
        self._eyes = face_eyes(self.streams)
        self._noise_offset = self.streams.offset("pool")
        self._water, self._soft = self.program(WATER=1), ReducedResolution(self.ctx, SOFT_PART, ROWS)
        self._field = self.target(self.quality.choose(self.field_size))
        width, height = self._field.size
        self._ripples = self.program(FIELD=1, FIELD_WIDTH=float(width), FIELD_HEIGHT=float(height))

    def prepare(self, frame: Frame) -> None:
        """Draw the slopes of the water, with a ring for each fallen tear, and publish them."""
        self._field.begin()
        rings = tear_rings(self._eyes, frame.snapshot.act_seconds)
        count = sum(strength > 0.0 for *_, strength in rings)
        self.feed(self._ripples, frame, pool_place=self._noise_offset, rings=rings, ring_count=count)
        self._ripples.draw_fullscreen()
        frame.textures["ripples"] = self._field.texture

    def draw(self, frame: Frame) -> None:
        """Draw what is soft of the water at half the size, then the water."""
        self.ctx.disable(moderngl.DEPTH_TEST)  # it lies behind everything
        picture = self.ctx.fbo
        self._soft.begin(frame.size)
        water = self._soft.texture
        texel = 1.0 / water.width, 1.0 / water.height
        self.feed(self._water, frame, pool_place=self._noise_offset, target_texel=texel)
        self._water.draw_fullscreen()
        picture.use()
        self.feed(self.shader, frame, pool_place=self._noise_offset, water=water)
        self.shader.draw_fullscreen()

    publishes = ("ripples",)
    needs = ("mosaic",)
