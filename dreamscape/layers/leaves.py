"""The leaves: both halves of the door close by, black glass with glyphs, and a line of light between them."""

from functools import lru_cache

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.places.door import glyphs, opening
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.rng import Streams

_SLAB = 6 * 24 * 24  # vertices of glsl/acts/slab.glsl
_COVER = 2 * 16 * 3  # vertices of the two halves of a disc
_TILE = 128  # px, the side of a glyph seen from close by
_TALL = -4.0, 12.0  # m, from below to above what the camera sees


@lru_cache(maxsize=2)
def _slopes(streams: Streams) -> NDArray[np.float16]:
    """The glyphs' distance fields side by side, with their slopes to the right and upwards, `(h, w, 3)`."""
    signs = np.split(glyphs.distance_field(glyphs.script(streams), _TILE), glyphs.COUNT, axis=1)
    slopes = [np.stack([sign, *np.gradient(sign)[::-1]], axis=2) for sign in signs]
    return np.asarray(np.concatenate(slopes, axis=1) * np.array((1.0, _TILE, _TILE)), np.float16)


class Leaves(Layer):
    """Both halves of the door close by: black glass with glyphs like embers, and a line of light between them.

    It is the door of the street of spires; the glyphs that rang there are embers now, stirred by the heart.
    """

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Draw the fields of the glyphs."""
        _slopes(streams)

    def build(self) -> None:
        """A grid of vertices, and the glyphs' fields with their slopes."""
        self._closed = self.program(CLOSED=1)
        self._grids = {shader: shader.array([]) for shader in (self.shader, self._closed)}
        field = _slopes(self.streams)
        size = field.shape[1], field.shape[0]
        self._glyphs = self.ctx.texture(size, 3, field.tobytes(), dtype="f2")
        self._glyphs.repeat_x = self._glyphs.repeat_y = False
        self._cover_shader = self.program(COVER=1)
        self._cover = self._cover_shader.array([])
        self._scratched = self.streams.offset("scratches")[:2]

    def draw(self, frame: Frame) -> None:
        """Draw both leaves, except where the lock will cover them."""
        seconds = frame.snapshot.act_seconds
        self._hide(frame, seconds)
        shader = self.shader if opening.leaf_gap(seconds) > 0.0 else self._closed
        self.feed(
            shader,
            frame,
            **{"from": (-1.6, _TALL[0]), "to": (1.6, _TALL[1])},
            scratched=self._scratched,
            glyph_slopes=self._glyphs,
            embers=[float(ember) for ember in opening.glyph_ringing(self.streams, seconds)],
            **opening.light_uniforms(seconds),
        )
        self._grids[shader].render(moderngl.TRIANGLES, vertices=_SLAB)

    def _hide(self, frame: Frame, seconds: float) -> None:
        """Write the depth of the lock's disc, so that this quarter of the picture is not drawn twice."""
        self.feed(self._cover_shader, frame, **opening.leaf_uniforms(seconds))
        target = self.ctx.fbo
        target.depth_mask, target.color_mask = True, (False, False, False, False)
        self._cover.render(moderngl.TRIANGLES, vertices=_COVER)
        target.depth_mask, target.color_mask = False, (True, True, True, True)
