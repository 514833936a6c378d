"""The layers of acts: what breaks here lets a dream that plays all night take more and more memory."""

import gc
import weakref
from collections.abc import Iterator
from fractions import Fraction

import moderngl
import pytest

from dreamscape.clock import moment_at
from dreamscape.dream.dream_file import Act, Dream, DreamFile, Shift
from dreamscape.engine import act_layers
from dreamscape.engine.act_layers import ActLayers
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS


@pytest.fixture
def without_gc() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.slow
@pytest.mark.parametrize("touch_expected", [False, True])
def test_the_layers_of_an_act_go_when_it_is_over(
    ctx: moderngl.Context, without_gc: None, monkeypatch: pytest.MonkeyPatch, touch_expected: bool
) -> None:
    """At once, also where a slow machine has not finished their warm-up: each holds tens of megabytes of textures."""
    layers = []

    def make(act_layers: ActLayers, act: int, name: str) -> object:
        placed = original(act_layers, act, name)
        layers.append((act, weakref.ref(placed.layer)))
        return placed

    original = ActLayers._make_layer
    monkeypatch.setattr(ActLayers, "_make_layer", make)
    acts = tuple(
        Act(scene, 2.0, shift=Shift("light", 1.0)) for scene in ("silence", "reflection", "silence", "reflection")
    )
    renderer = Renderer(ctx, Dream("brief", DreamFile("brief", 7, acts), ""), (64, 36), TIERS["low"])
    if touch_expected:
        renderer.act_layers.touch_expected = True
    for third in range(3 * 8):
        renderer.draw(moment_at(Fraction(third, 3)))
    assert {act for act, _ in layers} == {0, 1, 2, 3}
    assert {act for act, layer in layers if layer()} == {3}


def test_memory_is_returned_once_the_gpus_objects_of_an_act_are_freed(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Returned before, what they had held stayed with the process until the next act was over: up to 0.1 GB."""
    waiting = list[int]()
    monkeypatch.setattr(act_layers, "trim", lambda: waiting.append(len(ctx.objects)))
    acts = tuple(Act("paper", 1.0, shift=Shift("light", 0.5)) for _ in range(3))
    renderer = Renderer(ctx, Dream("brief", DreamFile("brief", 7, acts), ""), (64, 36), TIERS["low"])
    for quarter in range(4 * 3):
        renderer.draw(moment_at(Fraction(quarter, 4)))
    assert waiting == [0] * len(waiting)
    assert waiting
