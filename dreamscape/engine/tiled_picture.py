"""Pictures larger than a card's or a machine's memory, for paper: drawn a tile at a time."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import Moment, moment_at
from dreamscape.engine.grading import BLOOM
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.request import RenderRequest
from dreamscape.errors import InputError
from dreamscape.flash.limiter import UNLIMITED
from dreamscape.options import LARGEST_AREA
from dreamscape.render import context
from dreamscape.render.light_packer import look_defines
from dreamscape.render.post import Coding
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target, fitted, unfiltered
from dreamscape.render.tiles import Tile, Tiling
from dreamscape.resources import folder

WHOLE = 1 << 24  # px of the picture that is drawn first, for what spreads over all of it
TILE = 1 << 23  # px of a tile


def tiled_picture(request: RenderRequest) -> Iterator[NDArray[np.uint8]]:
    """The picture at the start of a request, from the top, some rows at a time: `uint8 (rows, w, 3)`.

    Raises:
        InputError: the card does not draw pictures as wide or high, or none but in one piece at this moment.
    """
    width, height = request.size
    asked = replace(
        request,
        size=fitted(request.size, WHOLE),
        quality=replace(request.quality, scale=1.0),
        captions=False,
        limited=False,
    )
    ctx = context.offscreen()
    try:
        if max(request.size) > (longest := context.largest_size(ctx)):
            raise InputError(f"{width}x{height} px: more than this card draws, expected sides of at most {longest}")
        ctx.extra = Tiling(ctx)
        with ctx:
            yield from tiles(asked.renderer_on(ctx, Coding()), moment_at(request.start), request.size, TILE // width)
    finally:
        ctx.release()


def tiles(renderer: Renderer, moment: Moment, size: tuple[int, int], rows: int) -> Iterator[NDArray[np.uint8]]:
    """A moment in another size than the renderer's, from the top, up to `rows` rows at a time: `uint8 (rows, w, 3)`.

    The renderer first draws the whole picture in its own size: glow, blur and what is seen through glass and water are
    taken from it. Its layers then draw tiles in the size that was asked for.

    Args:
        renderer: on a context with Tiling.
        moment: what to draw.
        size: px, of about the shape of the renderer's.
        rows: of a tile.

    Raises:
        InputError: the moment is one at which the picture is made of others, which tiles cannot be.
    """
    light = renderer.draw_light(moment)
    filtered = bool(renderer.timeline.acts[renderer.snapshot.cue.act].look)
    if renderer.is_shifting or filtered or renderer.opening_progress(renderer.snapshot) < 1.0:
        why = "filters lie over the act" if filtered else "between two acts, or as the dream begins"
        raise InputError(
            f"{moment.seconds:g} s: {why}, where {size[0]}x{size[1]} px cannot be drawn; "
            f"expected another time, or at most {LARGEST_AREA / 1e6:.0f} megapixels"
        )
    renderer.grading.post.gather(light.texture, renderer.look)
    tile = Tile(renderer.ctx, size, max(2, rows // 2 * 2))
    grader = _Grader(renderer, tile)
    renderer.act_layers.resize(size)
    for held in renderer.compositor.tiles(renderer.view(renderer.snapshot, tile), tile):
        yield grader.grade(held)
    renderer.act_layers.resize(renderer.size)


class _Grader:
    """Makes pictures of tiles, with the glow of the whole picture."""

    def __init__(self, renderer: Renderer, tile: Tile) -> None:
        defines = {"TILED": 1, **look_defines(renderer.look, UNLIMITED.mix)}
        self._shader = Shader(renderer.ctx, folder("glsl") / "post" / "grade.glsl", defines)
        self._glow, self._look, self._tile = renderer.grading.post.glow, renderer.look, tile
        self._graded = Target(renderer.ctx, (tile.size[0], tile.rows), dtype="f1")
        self._renderer = renderer

    def grade(self, rows: range) -> NDArray[np.uint8]:
        """The rows that the tile holds, from the top, `uint8 (rows, w, 3)`."""
        (width, height), ctx = self._tile.size, self._renderer.ctx
        look = self._look
        ctx.enable_only(0)
        self._graded.begin()
        self._shader.set(
            bloom_strength=BLOOM * look,
            flip=1.0,
            steps=Coding().steps,
            exposure=UNLIMITED.mix,
            tile=(self._tile.rows / height, rows.start / height, height - rows.start - self._tile.rows),
            **({"look": look} if 0.0 < look < 1.0 else {}),
        )
        self._shader.bind({"scene": self._tile.texture, **self._glow.samplers})
        with unfiltered(self._tile.texture):
            self._shader.draw_fullscreen()
        data = self._graded.framebuffer.read(components=3, alignment=1)
        picture = np.frombuffer(data, np.uint8).reshape(self._tile.rows, width, 3)
        return picture[self._tile.rows - len(rows) :]
