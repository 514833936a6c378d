"""Loneliness: the dreamer's own body as a shadow over the lights; it withdraws to the edge and is gone."""

from functools import lru_cache

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.parameters import Parameter
from dreamscape.places.night import dark
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.reduced_resolution import ReducedResolution
from dreamscape.resources import asset
from dreamscape.rng import Streams

NARROW = 1.3  # aspect of a picture below which it is smaller, and nearer to the middle


@lru_cache(maxsize=1)
def gestures() -> NDArray[np.uint8]:
    """Who stands and who goes, (208, 144, 4): distance and normal of the one, distance of the other."""
    with np.load(asset("loneliness.npz"), allow_pickle=False) as baked:
        stands, goes = baked["pictures"]
    return np.concatenate([stands, goes[..., :1]], axis=2)


class ShadowOfLoneliness(Layer):
    """The dreamer's own body as a shadow over the lights, bowed, its arms around itself, that withdraws and is gone.

    Drawn at a part of the resolution, as it is smoke at its edges.
    """

    comes = Parameter(12.0, 0.0, 600.0, "s", "when it is first felt; it stands there five seconds later")
    leaves = Parameter(20.0, 0.0, 600.0, "s", "when it begins to withdraw")
    leaving = Parameter(10.5, 0.1, 600.0, "s", "how long it takes until it is out of the frame")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Load its gestures."""
        gestures()

    def build(self) -> None:
        """The reduced target, its gestures, where it stands, and this seed's place in the noise."""
        self._noise_offset = self.streams.offset("loneliness")
        self._coarse = ReducedResolution(self.ctx, self.quality.choose((2, 3, 4, 4)))
        rows = gestures()
        self._someone = self.ctx.texture(rows.shape[1::-1], 4, rows.tobytes())
        self._someone.filter = moderngl.LINEAR, moderngl.LINEAR
        self._someone.repeat_x = self._someone.repeat_y = False
        self._stands = dark.loneliness(self.streams)

    def prepare(self, frame: Frame) -> None:
        """Draw the shadow into the reduced target."""
        if not self._here(frame):
            return
        narrow = min(frame.size[0] / frame.size[1] / NARROW, 1.0)
        tall = self._stands.tall * max(narrow, 0.7)
        stands = self._stands.side * self._stands.aside * narrow, 0.40 - 0.42 * tall, tall
        self._coarse.begin(frame.size)
        self.feed(
            self.shader,
            frame,
            place=self._noise_offset,
            stands=stands,
            side=self._stands.side,
            someone=self._someone,
            spread=float(self._coarse.divisor),
        )
        self.shader.draw_fullscreen()

    def draw(self, frame: Frame) -> None:
        """Draw the shadow over the picture, while it is there."""
        if self._here(frame):
            self._coarse.lay(frame.size)

    def _here(self, frame: Frame) -> bool:
        return self.comes < frame.snapshot.act_seconds < self.leaves + self.leaving
