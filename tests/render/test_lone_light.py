"""The figure of the Chorus without what the layer `hand` draws of it."""

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.layers.lone_light import LoneLight
from dreamscape.quality import TIERS

DREAM = Dream("dark", DreamFile("dark", 7, (Act("chorus", 30.0, connection=((0.0, 0.3), (30.0, 0.3))),)), "")


@pytest.mark.slow
def test_what_is_left_out_of_the_figure_is_not_seen(ctx: moderngl.Context) -> None:
    """A piece of the figure would be missing, or cut off at the sides of its rectangle."""
    renderer = Renderer(ctx, DREAM, (320, 180), TIERS["high"], captions=False, only=("lone_light",))
    layer = next(item.layer for item in renderer.scene(0)[1] if item.name == "lone_light")
    assert isinstance(layer, LoneLight)

    def light() -> NDArray[np.float16]:
        picture = renderer.draw_light(Moment(60 * 14, 0.0))
        return np.frombuffer(picture.framebuffer.read(components=4, dtype="f2"), np.float16).copy()

    part = light()
    layer._armless = layer._figures[0]
    whole = light()
    assert part.any()
    assert np.abs(part.astype(np.float32) - whole).max() < 0.002
