"""The glow of a picture: what bright light throws over its surroundings, level by level."""

from collections.abc import Iterator
from contextlib import contextmanager

import moderngl

from dreamscape.render.targets import SplitTarget, unfiltered


class Glow(SplitTarget):
    """A level of the bloom, of red and green in one texture and blue in another, as gathered.glsl reads and writes it.

    Both have four bytes a texel: a software rasteriser takes a thirteenth less for all of the bloom than with one
    texture of eight, four channels of half floats.

    Args:
        ctx: the OpenGL context.
        size: width and height in pixels.
        dtype: of red and green, as of `moderngl.Context.texture`; blue is a 32-bit float.
    """

    def __init__(self, ctx: moderngl.Context, size: tuple[int, int], dtype: str = "f2") -> None:
        super().__init__(ctx, size, ((2, dtype), (1, "f4")))

    @property
    def samplers(self) -> dict[str, moderngl.Texture]:
        """Its textures by the names of gathered.glsl."""
        return dict(zip(("bloom", "bloom_blue"), self.textures, strict=True))

    @contextmanager
    def unfiltered(self, whether: bool = True) -> Iterator[None]:
        """Sample both textures without a filter for a while, if `whether`."""
        with unfiltered(self.textures[0], whether), unfiltered(self.textures[1], whether):
            yield


def apart_of(reduced: float) -> float:
    """How far down.glsl's taps lie from the middle of a texel of the target, in texels of a source larger by `reduced`.

    A quarter of what the texel covers; where its middle is between texels, between four of them, too.
    """
    return max(1.0, float(round(reduced / 4.0))) if round(reduced) % 2 == 0 else reduced / 4.0
