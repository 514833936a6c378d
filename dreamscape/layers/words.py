"""A thousand muted conversations: half sentences that stream out of the light along rays, too soft to read."""

from typing import ClassVar

import moderngl
import numpy as np

from dreamscape.easing import smoothstep
from dreamscape.memories import album as albums
from dreamscape.parameters import AlbumDigest, Parameter, Vector
from dreamscape.quality import Quality
from dreamscape.render import murmur_atlas
from dreamscape.render.layer import Frame, Layer
from dreamscape.rng import Streams

MURMUR = (192, 108), (240, 135), (272, 153), (480, 270)  # px, size of the published picture, by tier


class Words(Layer):
    """Half sentences that stream out of the light along rays, too soft to read.

    Soft instanced quads; a small picture of them, `murmur`, is published for the layer `flood` to draw rays from.
    """

    blend = "add"
    divisor = (1, 1, 2, 2)  # like the flood, which is then drawn straight into the same target
    leaves_depth = True
    fewest_rows = (1, 1, 360, 360)

    opening = Vector((0.0, 0.0, 5.0), -500.0, 500.0, "m", "where the light comes in", formerly="x y z")
    begins = Parameter(1.0, 0.0, 600.0, "s", "when the first words come")
    ends = Parameter(11.0, 0.0, 600.0, "s", "when they begin to fall silent, within five seconds")
    brightness = Parameter(1.0, 0.0, 4.0, "x", "of the words")

    album = AlbumDigest("texts of one's own, whose lines can just be read")

    count: ClassVar = (380, 500, 680, 1000)

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Set the atlas."""
        murmur_atlas.atlas(())  # as `build` asks for it, where there are no texts of one's own

    def build(self) -> None:
        """The atlas, and for each line its ray, start and speed."""
        page, rects = murmur_atlas.atlas(self._own())
        height, width = page.shape
        self._letters = self.ctx.texture((width, height), 1, page.tobytes(), alignment=1)
        self._letters.repeat_x = self._letters.repeat_y = False
        self._letters.filter = moderngl.LINEAR, moderngl.LINEAR
        rng = self.streams.at("words")
        count = self.quality.choose(self.count)
        bearing = rng.random(96) * 2.0 * np.pi  # of the rays; lines follow each other along a ray
        slope = 0.05 + 0.36 * rng.random(96) ** 1.3
        dice = rng.random((max(self.count), 5))[:count]  # the first lines are the same at every quality
        ray = (96 * dice[:, 0]).astype(int)
        line = (len(rects) * dice[:, 1]).astype(int)
        own = bearing[ray] + 0.04 * (dice[:, 2] - 0.5)
        table = np.column_stack([rects[line], own, slope[ray], dice[:, 3], 0.07 + 0.05 * dice[:, 4]]).astype("f4")
        self._lines = self.shader.array([(self.ctx.buffer(table.tobytes()), "4f 4f/i", "rect", "way")])
        self._count, self._loud = count, 680.0 / count  # fewer lines are louder
        self._murmur = self.target(self.quality.choose(MURMUR))

    def _own(self) -> tuple[str, ...]:
        """Lines of one's own, in an order drawn from the seed."""
        own = albums.album(self.album)
        lines = albums.words(own.read) if own else ()
        return tuple(lines[number] for number in self.streams.at("words of one's own").permutation(len(lines)))

    def prepare(self, frame: Frame) -> None:
        """Draw the small picture and publish it."""
        frame.textures["murmur"] = self._murmur.texture
        self._murmur.begin(clear=(0.0, 0.0, 0.0, 0.0))
        if self.draws(frame):
            self.ctx.enable_only(moderngl.BLEND)
            self.ctx.blend_func = moderngl.ONE, moderngl.ONE
            self._lay(frame, 1.0)
            self.ctx.enable_only(moderngl.NOTHING)

    def draws(self, frame: Frame) -> bool:
        """While any of them speak."""
        return self._level(frame) > 0.0

    def draw(self, frame: Frame) -> None:
        """Draw the words."""
        self._lay(frame, 0.0)

    def _lay(self, frame: Frame, small: float) -> None:
        level = self._level(frame) * self._loud
        self.feed(self.shader, frame, level=level, small=small, letters=self._letters)
        self._lines.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self._count)

    def _level(self, frame: Frame) -> float:
        seconds = frame.snapshot.act_seconds
        return smoothstep((seconds - self.begins) / 3.5) * (1.0 - smoothstep((seconds - self.ends) / 5.0))

    publishes = ("murmur",)
