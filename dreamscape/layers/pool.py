"""The pool: dark water seen from straight above; ripples bend the mosaic and the sky that it mirrors."""

from collections.abc import Sequence
from typing import ClassVar

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.easing import smoothstep
from dreamscape.parameters import Parameter
from dreamscape.perlin import hashed
from dreamscape.places.face.eyes import face_eyes
from dreamscape.places.face.gaze import tear_rings
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.reduced_resolution import ReducedResolution
from dreamscape.render.shader import Shader

SOFT_PART = 2  # what the picture's size is divided by for what is soft of the water,
ROWS = 200  # if that leaves as many rows
CELLS = 7.5  # a metre, each with one star or none
SKY = 7.0  # m of the pool each way from the middle that mirror stars: more than any picture shows
SHIFTED = 0.2  # m, by which waves shift a star at most


def mirrored_stars(place: Sequence[float]) -> NDArray[np.float32]:
    """Mirrored stars, `(n, 4) float32`: x and y (m), brightness (0 to 1) and size (px); `place` in the noise."""
    reach = int(SKY * CELLS)
    cell = np.mgrid[-reach:reach, -reach:reach].reshape(2, -1)
    x, y = (cell + (np.float32(10.0) * np.array(place, np.float32)).astype(int)[:, None]).astype(np.uint32)
    mixed = hashed(x, y, np.zeros_like(x))
    right, up, chance = (mixed & 2047) / 2048, ((mixed >> 11) & 2047) / 2048, (mixed >> 22) / 1024
    rare = smoothstep((chance - 0.92) / 0.08)
    stars = np.stack([*((cell + 0.15 + 0.7 * np.stack([right, up])) / CELLS), rare * rare, 0.8 + 0.5 * right], axis=1)
    return np.asarray(stars[rare > 0.0], np.float32)


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
        self._closed = self.program(CLOSED=1)
        self._stars = mirrored_stars(self._noise_offset[:2])
        self._sparks = Shader(self.ctx, resources.folder("glsl") / "acts" / "pool_stars.glsl")
        self._seen = self.ctx.buffer(reserve=self._stars.nbytes, dynamic=True)
        self._spark = self._sparks.array([(self._seen, "4f/i", "place")])
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
        shader = self.shader if frame.snapshot.act_seconds > self.leaving else self._closed
        self.feed(shader, frame, pool_place=self._noise_offset, water=water)
        shader.draw_fullscreen()
        self._draw_stars(frame, water)

    def _draw_stars(self, frame: Frame, water: moderngl.Texture) -> None:
        """Draw the stars that the water mirrors, those in view."""
        wide, high = frame.camera.tangents(frame.size[0] / frame.size[1])
        right, up, forward = frame.camera.basis()
        eye = np.array(frame.camera.position)
        rays = np.array([forward + x * wide * right + y * high * up for x in (-1, 1) for y in (-1, 1)])
        corners = eye[:2] - eye[2] * rays[:, :2] / rays[:, 2:]
        low, high_corner = corners.min(axis=0) - SHIFTED, corners.max(axis=0) + SHIFTED
        seen = self._stars[((self._stars[:, :2] > low) & (self._stars[:, :2] < high_corner)).all(axis=1)]
        if not len(seen):
            return
        self._seen.write(seen.tobytes())
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE
        self.feed(self._sparks, frame, water=water)
        self._spark.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(seen))
        self.ctx.disable(moderngl.BLEND)

    publishes = ("ripples",)
    needs = ("mosaic",)
