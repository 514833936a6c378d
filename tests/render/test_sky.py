"""The sky's panorama, which is drawn every few ticks: whoever draws it, as parts of a film are drawn side by side."""

import math

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.layers.sky import Sky
from dreamscape.quality import TIERS

DREAM = Dream("night", DreamFile("night", 7, (Act("shore", 20.0),)), "")


@pytest.mark.slow
def test_lightning_in_a_panorama_is_that_of_its_tick_whichever_picture_it_is_drawn_for(ctx: moderngl.Context) -> None:
    def renderer() -> Renderer:
        return Renderer(ctx, DREAM, (64, 36), TIERS["low"], captions=False, only=("sky",))

    def light(of: Renderer, tick: int) -> NDArray[np.float32]:
        picture = of.draw_light(Moment(tick, 0.0))
        return np.frombuffer(picture.framebuffer.read(components=4, dtype="f2"), np.float16).astype(np.float32)

    drawn_before, every = renderer(), math.lcm(Sky.refresh[0], Sky.slower[0])
    for strike in drawn_before.world.strikes(0)[:4]:
        due = (strike.tick + 12) // every * every
        light(drawn_before, due)
        assert np.array_equal(light(drawn_before, due + 3), light(renderer(), due + 3))
