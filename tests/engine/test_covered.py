"""What is not cleared must be covered: what breaks here leaves the last picture, or noise, at a picture's edges."""

import moderngl
import numpy as np
import pytest

from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.placed_layers import all_covered
from dreamscape.engine.renderer import Renderer
from dreamscape.layers.mere import Mere
from dreamscape.quality import TIERS


def test_rows_are_covered_together() -> None:
    assert all_covered([range(5, 9), range(0), range(6)], 9)
    assert not all_covered([range(5, 9), range(4)], 9)
    assert not all_covered([range(8)], 9)
    assert not all_covered([], 9)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scene", "second"),
    [
        ("shore", 2),
        ("starlight", 2),
        ("starlight", 17),
        ("reflection", 2),
        ("immersion", 2),
        ("key", 2),
        ("silence", 4),
        ("chorus", 17),
    ],
)
def test_nothing_of_the_picture_before_is_left(ctx: moderngl.Context, scene: str, second: int) -> None:
    act = Act(scene, 30.0, connection=((0.0, 0.3), (30.0, 0.3)))
    renderer = Renderer(ctx, Dream(scene, DreamFile(scene, 7, (act,)), ""), (27, 48), TIERS["low"], captions=False)
    renderer.draw_light(Moment(60 * second, 0.0))
    view, picture, drawn = renderer.view(renderer.snapshot, renderer.picture), renderer.picture, []
    frame = renderer.compositor._frame(view, picture)
    laid_first = renderer.compositor._lowest is not None
    assert laid_first or all_covered((item.layer.covers(frame) for item in view.layers), picture.size[1])
    for before in (0.0, 50.0):
        picture.begin(clear=(before, before, before, 0.0))
        renderer.compositor.draw(view, picture)
        drawn.append(np.frombuffer(picture.framebuffer.read(components=4, dtype="f2"), np.float16))
    assert np.array_equal(*drawn)
    assert (drawn[0][3::4] == 1.0).all()  # opaque


@pytest.mark.slow
def test_nothing_of_the_water_before_is_left(ctx: moderngl.Context) -> None:
    """Water and air are drawn small into a target that is not cleared; its rows between them are not read."""
    renderer = Renderer(ctx, Dream("key", DreamFile("key", 7, (Act("key", 30.0),)), ""), (64, 403), TIERS["low"])
    renderer.draw_light(Moment(600, 0.0))
    view, picture, drawn = renderer.view(renderer.snapshot, renderer.picture), renderer.picture, []
    (mere,) = (item.layer for item in view.layers if isinstance(item.layer, Mere))
    assert mere._calm.divisor == 2
    assert mere._calm._target is not None
    for before in (0.0, 50.0):
        mere._calm._target.begin(clear=(before, before, before, before))
        renderer.compositor.draw(view, picture)
        drawn.append(np.frombuffer(picture.framebuffer.read(components=4, dtype="f2"), np.float16))
    assert np.array_equal(*drawn)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scene", "seconds"),
    [("key", (15,)), ("chorus", (4, 9, 15, 20, 28)), ("immersion", (2, 16, 25)), ("reflection", (3, 20))],
)
@pytest.mark.parametrize("tier", ["low", "high"])
def test_depth_that_nobody_writes_is_not_tested(
    ctx: moderngl.Context, scene: str, seconds: tuple[int, ...], tier: str
) -> None:
    """And what is drawn is the same as if it were."""
    renderer = Renderer(ctx, Dream(scene, DreamFile(scene, 7, (Act(scene, 30.0),)), ""), (96, 54), TIERS[tier])
    for second in seconds:
        renderer.draw_light(Moment(60 * second, 0.0))
        view, picture, drawn = renderer.view(renderer.snapshot, renderer.picture), renderer.picture, []
        for leaves in (True, False):
            for item in view.layers:
                item.layer.leaves_depth = leaves and type(item.layer).leaves_depth  # type: ignore[misc]
            renderer.compositor.draw(view, picture)
            assert renderer.compositor._depth_test != leaves
            drawn.append(np.frombuffer(picture.framebuffer.read(components=4, dtype="f2"), np.float16))
        assert np.array_equal(*drawn)
