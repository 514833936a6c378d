"""Pictures drawn a tile at a time: what breaks here is a seam across a poster, or a part of it drawn twice."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from dreamscape.clock import Moment
from dreamscape.dream import dream_file
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.tiled_picture import tiles
from dreamscape.errors import InputError
from dreamscape.quality import TIERS
from dreamscape.render import context
from dreamscape.render.tiles import Tiling

SIZE = 128, 72
MOMENTS = {"starlight": 14, "reflection": 12, "key": 15.4, "spires": 14, "chorus": 12}  # s; the key is out of focus


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    ctx = context.offscreen()
    ctx.extra = Tiling(ctx)
    with ctx:
        tier = replace(TIERS["low"], scale=1.0)
        yield Renderer(ctx, dream_file.load("sapphire"), SIZE, tier, captions=False)
    ctx.release()


@pytest.mark.slow
def test_a_moment_between_two_acts_is_refused_rather_than_drawn_wrong(renderer: Renderer) -> None:
    first, _ = renderer.timeline.span(1)
    with renderer.ctx, pytest.raises(InputError, match="between two acts"):
        next(tiles(renderer, Moment(first + 12, 0.0), SIZE, 20))


@pytest.mark.slow
@pytest.mark.parametrize(("act", "at"), MOMENTS.items())
def test_tiles_make_the_picture_that_one_target_holds(renderer: Renderer, act: str, at: float) -> None:
    first, _ = renderer.timeline.span(renderer.timeline.find(act))
    moment = Moment(first + round(60 * at), 0.0)
    with renderer.ctx:
        whole = renderer.read(renderer.draw(moment))
        parts = list(tiles(renderer, moment, SIZE, 20))
    assert [len(part) for part in parts] == [12, 20, 20, 20]
    away = np.abs(np.concatenate(parts).astype(int) - whole).max(axis=2)
    assert (away > 2).sum() <= 2  # a light may fall upon another side of a pixel's middle
    assert away.max() < 40
