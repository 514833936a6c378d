"""The hand as it is drawn."""

import moderngl
import numpy as np
import pytest

from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS

DREAM = Dream("dark", DreamFile("dark", 7, (Act("chorus", 30.0, connection=((0.0, 0.3), (30.0, 0.3))),)), "")


@pytest.mark.slow
def test_outlines_fade_out_over_a_pixel(ctx: moderngl.Context) -> None:
    """They were in steps, with specks of light in the sleeve."""
    renderer = Renderer(ctx, DREAM, (320, 180), TIERS["medium"], captions=False, only=("hand",))
    picture = renderer.draw_light(Moment(60 * 6, 0.0))
    data = np.frombuffer(picture.framebuffer.read(components=4, dtype="f2"), np.float16)
    covers = data.reshape(*picture.framebuffer.size[::-1], 4)[:, :, 3].astype(np.float32)
    inside = covers > 0.5
    across, along = inside[:, 1:] != inside[:, :-1], inside[1:] != inside[:-1]
    partly = (covers > 0.03) & (covers < 0.97)
    edges = across.sum() + along.sum()
    soft = (across & (partly[:, 1:] | partly[:, :-1])).sum() + (along & (partly[1:] | partly[:-1])).sum()
    assert edges > 200
    assert soft > 0.9 * edges
