"""Tiles: pictures that no target holds are drawn a few rows at a time, by the same layers and shaders.

A layer draws the whole picture, of which a tile keeps its rows: the viewport is the picture's, moved down. Only a
fragment's place would count from the tile's lower edge; in shaders of a context with `Tiling`, it counts from the
picture's, by glsl/shared/tile.glsl. What layers draw into targets of their own is not tiled: `Tiling` is lifted there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.render.targets import Target

BINDING = 1  # of the uniform block; that of the moment is 0


class Tiling:
    """How far up in the picture the bound target's rows lie; a context carries it as its `extra`.

    Args:
        ctx: the OpenGL context, before its first shader is made.

    Attributes:
        bottom: px, the row of the picture that is the target's first.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._blocks = {0: ctx.buffer(np.zeros(4, "f4").tobytes())}
        self._ctx = ctx
        self.hold(0)

    def hold(self, bottom: int) -> None:
        """Say that what is drawn from now on lies so far up."""
        if bottom not in self._blocks:
            self._blocks[bottom] = self._ctx.buffer(np.array([0.0, bottom, 0.0, 0.0], "f4").tobytes())
        self.bottom = bottom
        self._blocks[bottom].bind_to_uniform_block(BINDING)


class Tile(Target):
    """Some rows of a picture: `size` is the picture's, and whatever draws into it draws the picture.

    Args:
        ctx: the OpenGL context.
        size: of the picture, px.
        rows: that it holds; even, as pixels are shaded in squares of two by two, which must fall as in the picture.

    Attributes:
        bottom: px, its first row.
        rows: that it holds.
    """

    def __init__(self, ctx: moderngl.Context, size: tuple[int, int], rows: int) -> None:
        super().__init__(ctx, (size[0], rows), depth=True)
        self.size, self.rows = size, rows
        self.move(0)

    def move(self, bottom: int) -> None:
        """Hold the rows from `bottom` on."""
        self.bottom = bottom
        self.framebuffer.viewport = 0, -bottom, *self.size


@cache
def prelude() -> str:
    """What fragment stages begin with in a context that draws tiles."""
    return (resources.folder("glsl") / "shared" / "tile.glsl").read_text("utf-8")


def tiling_of(ctx: moderngl.Context) -> Tiling | None:
    """The tiling of a context, if it draws tiles."""
    return ctx.extra if isinstance(ctx.extra, Tiling) else None


@contextmanager
def held(picture: Target) -> Iterator[None]:
    """While layers draw into a picture, which may be a tile."""
    tiling = tiling_of(picture.framebuffer.ctx)
    if tiling is None or not isinstance(picture, Tile):
        yield
        return
    tiling.hold(picture.bottom)
    try:
        yield
    finally:
        tiling.hold(0)


@contextmanager
def untiled(ctx: moderngl.Context) -> Iterator[None]:
    """While a layer draws the picture, a target of its own is drawn into, which holds all rows."""
    tiling = tiling_of(ctx)
    if tiling is None:
        yield
        return
    bottom = tiling.bottom
    tiling.hold(0)
    try:
        yield
    finally:
        tiling.hold(bottom)


def scissor(ctx: moderngl.Context, left: int, bottom: int, width: int, height: int) -> None:
    """Draw only in a rectangle of the picture, or of the target of its own that a layer draws into, px."""
    tiling = tiling_of(ctx)
    ctx.scissor = left, bottom - (tiling.bottom if tiling else 0), width, height
