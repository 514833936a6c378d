"""Daylight: what breaks here gives people a grey night instead of a day, or a day that no knob can end."""

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.dream.inputs import ParameterChange
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS

TICK = 240  # when the dream has long begun


def renderer(ctx: moderngl.Context, scene: str, sun: float, **more: str) -> Renderer:
    act = Act(scene, 20.0, parameters={"sun": sun, **more})
    return Renderer(ctx, Dream("m", DreamFile("m", 7, (act,)), ""), (80, 45), TIERS["low"], captions=False)


def light(one: Renderer, tick: int = TICK) -> NDArray[np.float64]:
    """Relative luminance."""
    picture = one.read(one.draw(Moment(tick, 0.0))) / 255.0
    return np.asarray(picture**2.2 @ (0.2126, 0.7152, 0.0722))


@pytest.mark.slow
@pytest.mark.parametrize("scene", ["shore", "key", "immersion"])
def test_a_day_is_bright_and_a_night_dark(ctx: moderngl.Context, scene: str) -> None:
    day, night = (light(renderer(ctx, scene, sun)) for sun in (0.3, 0.0))
    assert np.median(night) < 0.06
    assert np.median(day) > 8.0 * np.median(night)


@pytest.mark.slow
def test_the_sun_goes_down_while_it_plays(ctx: moderngl.Context) -> None:
    """Night and day are two programs: a knob that turns the one off must bring the other."""
    one = renderer(ctx, "shore", 0.3)
    assert np.median(light(one)) > 0.1
    one.world.push(ParameterChange(TICK + 1, "shore.sun", 0.0))
    set_ = light(one, TICK + 2)
    assert abs(set_ - light(renderer(ctx, "shore", 0.0), TICK + 2)).max() < 0.02


@pytest.mark.slow
def test_no_moon_shines_by_day(ctx: moderngl.Context) -> None:
    """A seed whose night has a moon would have its path of light on the water beside the sun's."""
    pictures = [light(renderer(ctx, "key", 0.3, heaven=heaven)) for heaven in ("moon", "stars")]
    assert np.array_equal(*pictures)
