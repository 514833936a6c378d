"""The arrises: soft outlines of the portal's stone."""

from collections.abc import Iterator
from itertools import pairwise

import moderngl
import numpy as np

from dreamscape.layers.portal import LAYOUT, Portal
from dreamscape.places.door import arrises, stonework
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame
from dreamscape.rng import Streams

_QUAD = np.array((0, 1, 2, 2, 1, 3), np.uint32)
WIDE, HALF, FOOT = 0.6, 0.5, 1.0  # px, of a strip around an outline, on either side of a crease, and at a foot
_MOST = 4096  # outlines; two thousand are seen at most


class Arrises(Portal):
    """Soft outlines of the portal's stone: where a side that is seen ends, a strip a pixel wide fades outwards.

    A mesh has no soft edges of its own, and more samples a pixel would cost as much as the stone.
    """

    blend = "over"
    publishes = ()
    needs = ("stone_sheet", "stone_stains", "shaft_sheet")
    parts = ("ORDERS", "EDGES"), ("WALLS",)  # strips along shafts and bronze, most of them from close by; the others

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Find which triangles meet."""
        arrises.sides(streams, quality.level)

    def build(self) -> None:
        """Room for the strips, two triangles for each."""
        self._buffer = self.ctx.buffer(reserve=_MOST * 4 * 20 * 4, dynamic=True)
        quads = (_QUAD + 4 * np.arange(_MOST, dtype=np.uint32)[:, None]).tobytes()
        self._hold(self._buffer, (f"{LAYOUT[0]} 3f", *LAYOUT[1:], "outwards"), self.ctx.buffer(quads))
        self._vertices = stonework.stonework(self.streams, self.quality.level > 1).vertices

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """Nothing to draw ahead: the stone's sheets are the portal's."""
        yield from ()

    def prepare(self, frame: Frame) -> None:
        """Nothing: the stone's sheets are the portal's."""

    def draw(self, frame: Frame) -> None:
        """Draw the strips over what is behind them."""
        width, height = frame.size
        seconds = frame.snapshot.act_seconds
        view = frame.camera.view_projection(width / height)
        ends, out = arrises.outlines(self.streams, seconds, frame.camera.position, view, self.quality.level)
        count = min(ends.shape[1], _MOST)
        strips = np.zeros((count, 2, 2, 20), np.float32)  # outline, end, inner or outer
        strips[..., :17] = self._vertices[ends[:, :count].T][:, :, None]
        farther = out[:count, 2:]
        wide = np.where(farther > 0.0, WIDE, np.where(farther > -0.09, HALF, FOOT))
        strips[:, :, 1, 17:19] = (out[:count, :2] * wide * (2.0 / width, 2.0 / height))[:, None]
        strips[..., 19] = out[:count, None, None, 2]
        kind = strips[:, 0, 0, 12]
        walls = (np.abs(kind) < 0.5) | (kind > 1.5)
        self._buffer.write(strips[np.argsort(walls, kind="stable")].tobytes())
        starts = 0, 6 * int(count - walls.sum()), 6 * count
        for array, (first, end) in zip(self._fed(frame), pairwise(starts), strict=True):
            if end > first:
                array.render(moderngl.TRIANGLES, first=first, vertices=end - first)
