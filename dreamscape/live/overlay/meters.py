"""Meters: what is heard as small bars, a row for each kind, drawn anew for each frame."""

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.render.overlay import LEADING, MARGIN, PALE, WARM, Overlay, TextSheet, backing
from dreamscape.world.music import Felt

ROWS: dict[str, tuple[str, ...]] = {
    "bands": tuple(f"{band}{speed}" for speed in ("_fast", "", "_slow") for band in ("low", "middle", "high")),
    "strokes": ("onset", "kick", "snare", "hat"),
    "beat, bar": ("beat", "beat_phase", "downbeat", "bar_phase", "certainty"),
    "loudness": ("loudness", "loudness_long", "presence", "silence", "voice"),
    "timbre": ("brightness", "roughness"),
    "form": ("novelty", "build", "drop"),
    "pitch, key": (*(f"chroma_{n}" for n in range(12)), "key_certainty"),
}
MOST = max(map(len, ROWS.values()))
WIDE, GAP, HIGH = 0.5, 0.2, 1.1  # em, of a bar, between two, and of one at 1
TRACK = 0.2  # of the light of a bar, where it could reach


class Meters:
    """Draws the meters.

    Args:
        ctx: the OpenGL context.
        pixels: of an em.

    Attributes:
        size: px, of the whole.
        pixels: of an em.
    """

    def __init__(self, ctx: moderngl.Context, pixels: int) -> None:
        self.pixels = pixels
        self._names = TextSheet(ctx, [(name, "") for name in ROWS], pixels)
        width, height = round((WIDE + GAP) * pixels) * MOST + 2 * round(MARGIN * pixels), self._names.size[1]
        self._left = self._names.size[0] - round(MARGIN * pixels)  # px: the soft edges of both lie over each other
        self.size = self._left + width, height
        self._bars = _Bars(ctx, (width, height))

    def draw(self, overlay: Overlay, framebuffer: moderngl.Framebuffer, corner: tuple[int, int], heard: Felt) -> None:
        """Draw what is heard, with the bottom left corner at `corner` px."""
        self._bars.texture.write(bars(heard, self._bars.size, self.pixels).tobytes())
        overlay.lay(self._names, framebuffer, corner)
        overlay.lay(self._bars, framebuffer, (corner[0] + self._left, corner[1]))

    def release(self) -> None:
        """Free the textures."""
        self._names.release()
        self._bars.texture.release()


class _Bars:
    """The texture of the bars."""

    def __init__(self, ctx: moderngl.Context, size: tuple[int, int]) -> None:
        self.size = size
        self.texture = ctx.texture(size, 4)
        self.texture.filter = moderngl.NEAREST, moderngl.NEAREST


def bars(heard: Felt, size: tuple[int, int], pixels: int) -> NDArray[np.uint8]:
    """The bars on soft dark as premultiplied `(h, w, 4) uint8`, the first row at the top; above 1 they are warm."""
    sheet = np.zeros((size[1], size[0], 4), np.uint8)
    sheet[..., 3] = np.round(255.0 * backing(size, pixels))
    margin = round(MARGIN * pixels)
    wide, step, high = round(WIDE * pixels), round((WIDE + GAP) * pixels), round(HIGH * pixels)
    for row, names in enumerate(ROWS.values()):
        bottom = margin + round(LEADING * pixels * row) + high
        for place, name in enumerate(names):
            level, left = heard[name], margin + step * place
            sheet[bottom - high : bottom, left : left + wide, :3] = np.round(TRACK * np.array(PALE))
            tall = max(1, round(high * min(level, 1.0)))
            sheet[bottom - tall : bottom, left : left + wide] = (*(WARM if level > 1.0 else PALE), 255)
    return sheet
