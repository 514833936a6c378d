"""Parameters of threads that are turned while they are drawn: what was made with the old ones is made anew."""

import moderngl
import numpy as np
import pytest

from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.dream.inputs import ParameterChange
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS


@pytest.mark.slow
def test_a_turned_knob_is_seen_at_once(ctx: moderngl.Context) -> None:
    """A film made in parts has a part that begins after it was turned, and so must the whole show it."""
    dream = Dream("night", DreamFile("night", 7, (Act("shore", 20.0),)), "")

    def light(of: Renderer, tick: int) -> bytes:
        return of.draw_light(Moment(tick, 0.0)).framebuffer.read(components=4, dtype="f2")

    def renderer(of: Renderer | None = None) -> Renderer:
        return Renderer(ctx, dream, (128, 72), TIERS["low"], captions=False, only=("threads",), primary=of)

    drawn_before, turned = renderer(), {"golden": 0.0, "width": 0.4, "fineness": 2.0}
    changes = [ParameterChange(122 + n, f"threads.{name}", value) for n, (name, value) in enumerate(turned.items())]
    drawn_before.world.follow(changes)
    assert np.frombuffer(light(drawn_before, 121), np.float16).any()
    for change in changes:
        assert light(drawn_before, change.tick) == light(renderer(drawn_before), change.tick), change.name
