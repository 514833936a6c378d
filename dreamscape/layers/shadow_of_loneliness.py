"""Loneliness: the dreamer's own body as a shadow over the lights; it withdraws to the edge and is gone."""

from functools import lru_cache

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.easing import smoothstep
from dreamscape.parameters import Parameter
from dreamscape.places.night import dark
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.reduced_resolution import ReducedResolution
from dreamscape.render.tiles import scissor
from dreamscape.resources import asset
from dreamscape.rng import Streams

WIDE = 0.40  # of its height, from its middle to where its dark air ends
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

    leaves_depth = True

    comes = Parameter(12.0, 0.0, 600.0, "s", "when it is first felt")
    coming = Parameter(5.0, 0.1, 600.0, "s", "how long it takes until it stands there")
    leaves = Parameter(20.0, 0.0, 600.0, "s", "when it begins to withdraw")
    leaving = Parameter(10.5, 0.1, 600.0, "s", "how long it takes until it is out of the frame")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Load its gestures."""
        gestures()

    def build(self) -> None:
        """The reduced target, its gestures, where it stands, and this seed's place in the noise."""
        self._noise_offset = self.streams.offset("loneliness")
        self._coarse = ReducedResolution(self.ctx, self.quality.choose((2, 2, 4, 3)), roots=2)
        rows = gestures()
        self._someone = self.ctx.texture(rows.shape[1::-1], 4, rows.tobytes())
        self._someone.filter = moderngl.LINEAR, moderngl.LINEAR
        self._someone.repeat_x = self._someone.repeat_y = False
        self._stands = dark.loneliness(self.streams)

    def prepare(self, frame: Frame) -> None:
        """Draw the shadow into the reduced target."""
        if not self._here(frame):
            return
        stands = self._standing(frame)
        self._coarse.begin(frame.size)
        spread = self._coarse.divisor
        left, right = self._columns(frame)
        self.ctx.scissor = left // spread, 0, (right - left) // spread + 2, frame.size[1]
        self.feed(
            self.shader,
            frame,
            place=self._noise_offset,
            stands=stands,
            side=self._stands.side,
            someone=self._someone,
            spread=float(spread),
        )
        self.shader.draw_fullscreen()
        self.ctx.scissor = None

    def draw(self, frame: Frame) -> None:
        """Draw the shadow over the picture, while it is there."""
        if self._here(frame):
            left, right = self._columns(frame)
            scissor(self.ctx, left, 0, right - left, frame.size[1])
            self._coarse.lay()
            self.ctx.scissor = None

    def _standing(self, frame: Frame) -> tuple[float, float, float]:
        """Right of the picture's middle and above it, and its own height, in heights of the picture."""
        narrow = min(frame.size[0] / frame.size[1] / NARROW, 1.0)
        tall = self._stands.tall * max(narrow, 0.7)
        return self._stands.side * self._stands.aside * narrow, 0.40 - 0.42 * tall, tall

    def _columns(self, frame: Frame) -> tuple[int, int]:
        """The first column of the picture that it may cover, and the one after the last."""
        width, height = frame.size
        aside, _, tall = self._standing(frame)
        gone = smoothstep((frame.snapshot.act_seconds - self.leaves) / self.leaving)
        aside += self._stands.side * (0.5 * width / height + 0.62 * tall - abs(aside)) * gone
        left, right = (0.5 * width + height * (aside + end * WIDE * tall) for end in (-1.0, 1.0))
        return min(max(int(left), 0), width - 2), min(max(int(right) + 1, 2), width)

    def _here(self, frame: Frame) -> bool:
        return self.comes < frame.snapshot.act_seconds < self.leaves + self.leaving
