"""The sky's panorama, which is drawn every few ticks: whoever draws it, as parts of a film are drawn side by side."""

import math

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile, Drive
from dreamscape.dream.inputs import Heard
from dreamscape.engine.renderer import Renderer
from dreamscape.layers.sky import Sky
from dreamscape.quality import TIERS

SONG = [Heard(tick, 0.1, *(2 * [0.1 if tick < 26 else 1.0])) for tick in range(1, 40)]


def renderer(ctx: moderngl.Context, *drives: Drive, of: Renderer | None = None) -> Renderer:
    """Of a sky alone, with a song heard; of the world of another one if that is given."""
    dream = Dream("night", DreamFile("night", 7, (Act("shore", 20.0, drive=drives),)), "")
    made = Renderer(ctx, dream, (64, 36), TIERS["low"], captions=False, only=("sky",), primary=of)
    made.world.follow(SONG)
    return made


def light(of: Renderer, tick: int) -> NDArray[np.float32]:
    """Of a tick."""
    picture = of.draw_light(Moment(tick, 0.0))
    return np.frombuffer(picture.framebuffer.read(components=4, dtype="f2"), np.float16).astype(np.float32)


@pytest.mark.slow
def test_lightning_in_a_panorama_is_that_of_its_tick_whichever_picture_it_is_drawn_for(ctx: moderngl.Context) -> None:
    drawn_before, every = renderer(ctx), math.lcm(Sky.refresh[0], Sky.slower[0])
    for strike in drawn_before.world.strikes(0)[:4]:
        due = (strike.tick + 12) // every * every
        light(drawn_before, due)
        assert np.array_equal(light(drawn_before, due + 3), light(renderer(ctx, of=drawn_before), due + 3))


@pytest.mark.parametrize("drives", [(), (Drive("sky.aurora", "high_fast", gain=1.0),)], ids=["heard", "driven"])
def test_a_sky_that_follows_a_song_does_not_depend_on_the_picture_before(
    ctx: moderngl.Context, drives: tuple[Drive, ...]
) -> None:
    """A film with a song that is made in parts is the film made at once."""
    drawn_before = renderer(ctx, *drives)
    light(drawn_before, 25)
    assert np.array_equal(light(drawn_before, 27), light(renderer(ctx, *drives, of=drawn_before), 27))
