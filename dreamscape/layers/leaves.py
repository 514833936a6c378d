"""The leaves: both halves of the door close by, black glass with glyphs, and a line of light between them."""

import math
from collections.abc import Iterator
from functools import lru_cache

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.places.door import glyphs, opening, portal
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Shader
from dreamscape.render.sheets import Sheet
from dreamscape.rng import Streams

_SLAB, _RING = 6 * 10 * 10, 12 * 24  # vertices of glsl/acts/slab.glsl
_COLLAR = 0.48, 0.639  # m from the lock's middle, around the fluted collar: it is too fine for a sample a pixel
_COVER = 2 * 16 * 3  # vertices of the two halves of a disc
_SOFT = 0.03  # m, beyond the gap, a pixel and more
_TILE = 128  # px, the side of a glyph seen from close by
_TALL = 0.0, 6.23  # m, from the sill to above their point, which the arch hides
SHARPER = -0.4, -0.4, 0.8, 0.8  # as of glsl/acts/door_light.glsl
SHEET = ((390, 560), (620, 890), (960, 1380), (1040, 1500))  # texels, by quality tier; no power of two


@lru_cache(maxsize=2)
def _slopes(streams: Streams) -> NDArray[np.float16]:
    """The glyphs' distance fields side by side, with their slopes to the right and upwards, `(h, w, 3)`."""
    signs = np.split(glyphs.distance_field(glyphs.script(streams), _TILE), glyphs.COUNT, axis=1)
    slopes = [np.stack([sign, *np.gradient(sign)[::-1]], axis=2) for sign in signs]
    return np.asarray(np.concatenate(slopes, axis=1) * np.array((1.0, _TILE, _TILE)), np.float16)


class Leaves(Layer):
    """Both halves of the door close by: black glass with glyphs like embers, and a line of light between them.

    It is the door of the street of spires; the glyphs that rang there are embers now, stirred by the heart. The carving
    is drawn once, on a sheet that is then read.
    """

    blend = "opaque"

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Draw the fields of the glyphs."""
        _slopes(streams)

    def build(self) -> None:
        """Programs for the open and the closed door, the disc that the lock hides, and the sheet of the carving."""
        fine = self.quality.level > 1
        self._shaders = {
            False: (self.shader, self.program(COLLAR_RING=1) if fine else None),
            True: (self.program(CLOSED=1), self.program(CLOSED=1, COLLAR_RING=1) if fine else None),
        }
        self._arrays = {shader: shader.array([]) for pair in self._shaders.values() for shader in pair if shader}
        self._light = self.program(GAP=1)
        self._light_array = self._light.array([])
        self._cover_shader = self.program(COVER=1)
        self._cover = self._cover_shader.array([])
        self._scratched = self.streams.offset("scratches")[:2]
        self._sheet = Sheet(
            self.ctx,
            "leaf_sheet.glsl",
            self.quality.choose(SHEET),
            2,
            self.quality.level,
            blends=self.quality.level > 1,
        )

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """Draw the sheet, a little at a time."""
        if not self._sheet.drawn:
            field = _slopes(self.streams)
            fields = self.ctx.texture((field.shape[1], field.shape[0]), 3, field.tobytes(), dtype="f2")
            fields.repeat_x = fields.repeat_y = False
            found = portal.portal(self.streams)
            size = tuple(map(float, self.quality.choose(SHEET)))
            patina = opening.patina(self.streams)
            values = {"texels": size, "scratched": self._scratched, "moon": found.moon, "patina": patina}
            yield from self._sheet.draw({**values, "hole": (found.around, found.reveal)}, {"glyph_slopes": fields})
            fields.release()

    def prepare(self, frame: Frame) -> None:
        """Draw the sheet before it is first used."""
        for _ in self.rehearse(frame):
            pass

    def draw(self, frame: Frame) -> None:
        """Draw both leaves, except where the lock will cover them."""
        seconds = frame.snapshot.act_seconds
        self._hide(frame, seconds)
        gap = opening.leaf_gap(seconds)
        whole, collar = self._shaders[gap <= 0.0]
        if collar:
            self._feed(collar, frame, ring=_COLLAR)
            self._arrays[collar].render(moderngl.TRIANGLES, vertices=_RING)
        self._feed(whole, frame, **{"from": (-portal.HALF_WIDE, _TALL[0]), "to": (portal.HALF_WIDE, _TALL[1])})
        self._arrays[whole].render(moderngl.TRIANGLES, vertices=_SLAB)
        if gap > 0.0:
            self._shine(frame, gap)

    def _feed(self, shader: Shader, frame: Frame, **where: object) -> None:
        """Feed a shader that draws a part of the leaves."""
        form, matter = self._sheet.textures
        seconds = frame.snapshot.act_seconds
        deep, _ = portal.seen_of_leaves(frame.camera.view_projection(frame.size[0] / frame.size[1]))
        level = level_of_detail(frame, deep, 0.5 * form.width / portal.HALF_WIDE)
        self._sheet.read_from(level - self.quality.choose(SHARPER))
        self.feed(
            shader,
            frame,
            **where,
            scratched=self._scratched,
            glass=opening.glass(self.streams)[1],
            leaf_form=form,
            leaf_matter=matter,
            texels=float(form.width),
            embers=_embers(opening.glyph_ringing(self.streams, seconds), frame.snapshot.heard.chroma),
            **opening.light_uniforms(self.streams, seconds, frame.snapshot.heart_trace),
        )

    def _shine(self, frame: Frame, gap: float) -> None:
        """Draw the light between the leaves over them; `gap` metres from the middle to each."""
        half = gap + _SOFT
        lights = opening.light_uniforms(self.streams, frame.snapshot.act_seconds, frame.snapshot.heart_trace)
        self.feed(self._light, frame, **{"from": (-half, 0.0), "to": (half, _TALL[1])}, **lights)
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._light_array.render(moderngl.TRIANGLES, vertices=_SLAB)
        self.ctx.disable(moderngl.BLEND)

    def _hide(self, frame: Frame, seconds: float) -> None:
        """Draw the lock's disc in black, so that this part of the picture is not drawn twice; by its seam it shows."""
        self.feed(self._cover_shader, frame, **opening.leaf_uniforms(seconds))
        self._cover.render(moderngl.TRIANGLES, vertices=_COVER)


def level_of_detail(frame: Frame, deep: float, fine: float) -> float:
    """That of a sheet of `fine` texels a metre whose texels are as large as pixels `deep` m into the picture."""
    width, height = frame.size
    return math.log2(2.0 * frame.camera.tangents(width / height)[1] / height * deep * fine)


def _embers(ringing: NDArray[np.float64], chroma: NDArray[np.float32]) -> list[float]:
    """How brightly each glyph glows, 0 to 1: as it rings, and with music as much as its pitch class is heard."""
    return [min(float(own) + 0.8 * float(played), 1.0) for own, played in zip(ringing, chroma, strict=True)]
