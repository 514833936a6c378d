"""What the shut door and its front leave free: what breaks here shows the frame before through a slit of the stone."""

from fractions import Fraction

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.clock import moment_at
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.places.door.portal import portal
from dreamscape.places.door.uncovered import uncovered
from dreamscape.quality import TIERS
from dreamscape.rng import Streams
from dreamscape.scenes.silence import Silence

SIZE = 320, 180
MOMENTS = 0.5, 3.3, 4.4, 6.5, 12.5  # s of the act, before its leaves part


def free_pixels(seed: int, seconds: float) -> NDArray[np.bool_]:
    free = np.zeros(SIZE[::-1], bool)
    camera = Silence(Streams(seed), {}).camera(seconds).framed(SIZE[0] / SIZE[1])
    for left, bottom, width, height in uncovered(portal(Streams(seed)), camera, SIZE):
        assert width > 0 < height
        free[bottom : bottom + height, left : left + width] = True
    return free


def renderer(ctx: moderngl.Context, seed: int) -> Renderer:
    act = next(act for act in dream_file.load("sapphire").file.act if act.scene == "silence")
    return Renderer(ctx, Dream("silence", DreamFile("silence", seed, (act,)), ""), SIZE, TIERS["high"])


def alpha_at(drawing: Renderer, seconds: float) -> NDArray[np.float32]:
    data = drawing.draw_light(moment_at(Fraction(seconds))).framebuffer.read(components=4, dtype="f4")
    return np.frombuffer(data, np.float32).reshape(*SIZE[::-1], 4)[..., 3]


@pytest.mark.parametrize("seed", range(12))
def test_from_afar_something_is_free_beside_the_front(seed: int) -> None:
    """Else the night around the portal is black; and all of it is drawn if next to nothing counts as hidden."""
    assert 0.3 < free_pixels(seed, 0.5).mean() < 0.7
    assert free_pixels(seed, 4.4).mean() < 0.5


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 5])
def test_nothing_shows_through_what_hides_the_forecourt(ctx: moderngl.Context, seed: int) -> None:
    """Pixels that neither stone nor door fill keep what the frame before had there."""
    drawing = renderer(ctx, seed)
    drawing.draw_only(("leaves", "portal", "lock"))
    for seconds in MOMENTS:
        assert (alpha_at(drawing, seconds)[~free_pixels(seed, seconds)] == 1.0).all(), seconds


@pytest.mark.slow
def test_drawn_alone_it_is_empty_where_it_is_hidden(ctx: moderngl.Context) -> None:
    """Else a layer that is exported alone holds pieces of the picture before."""
    drawing, free = renderer(ctx, 7), free_pixels(7, 3.3)
    alpha_at(drawing, 3.3)
    drawing.draw_only(("forecourt",))
    alpha = alpha_at(drawing, 3.3)
    assert (alpha[free] == 1.0).all()
    assert (alpha[~free] == 0.0).all()
