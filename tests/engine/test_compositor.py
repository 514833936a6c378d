"""Layers with smaller targets of their own that follow each other come into the picture together."""

from types import SimpleNamespace

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape import catalogue, clock
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine import placed_layers
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS

SIZE = 712, 400
DREAM = Dream("waters", DreamFile("waters", 7, (Act("immersion", 20.0),)), "")


def light(ctx: moderngl.Context, layers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> NDArray[np.float32]:
    """The light of these layers of the immersion, `(h, w, 3)`."""
    monkeypatch.setattr(catalogue.scene("immersion"), "layers", layers)
    renderer = Renderer(ctx, DREAM, SIZE, TIERS["high"])
    target = renderer.draw_light(clock.Moment(300, 0.0))
    values = np.frombuffer(target.framebuffer.read(components=3, dtype="f4"), np.float32)
    return values.reshape(*reversed(target.size), 3)


@pytest.mark.slow
def test_layers_laid_over_each_other_first_give_the_same_light(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them would be missing, drawn twice, or cover the other."""
    together = light(ctx, ("undersea", "shafts"), monkeypatch)
    without = light(ctx, ("undersea",), monkeypatch)
    monkeypatch.setattr(placed_layers, "shared", lambda placed: {})
    apart = light(ctx, ("undersea", "shafts"), monkeypatch)
    assert np.abs(together - apart).mean() < 0.05 * np.abs(apart - without).mean()


@pytest.mark.slow
def test_what_draws_nothing_now_is_not_laid_over_the_picture(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its smaller target would cost a pass, and show what an earlier frame left there."""
    without = light(ctx, ("undersea",), monkeypatch)
    monkeypatch.setattr(catalogue.layer("shafts"), "draws", lambda self, frame: False)
    assert np.array_equal(light(ctx, ("undersea", "shafts"), monkeypatch), without)


def test_only_what_directly_follows_a_larger_target_shares_it(ctx: moderngl.Context) -> None:
    """What lies between two of them would be drawn in the wrong order."""
    _, placed = Renderer(ctx, DREAM, SIZE, TIERS["high"]).scene(0)
    by_name = {item.name: item for item in placed}
    undersea, shafts, folds = by_name["undersea"], by_name["shafts"], by_name["folds"]
    assert placed_layers.shared([undersea, shafts]) == {"shafts": undersea.target}
    assert placed_layers.shared([undersea, folds, shafts]) == {}
    assert placed_layers.shared([shafts, undersea]) == {}


def test_what_covers_is_not_laid_over_light_that_is_added(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would come into the picture with that light, and cover nothing."""
    _, placed = Renderer(ctx, DREAM, SIZE, TIERS["high"]).scene(0)
    by_name = {item.name: item for item in placed}
    undersea, shafts = by_name["undersea"], by_name["shafts"]
    for below, above, shares in (("add", "add", True), ("add", "over", False), ("over", "over", True)):
        monkeypatch.setattr(type(undersea.layer), "blend", below)
        monkeypatch.setattr(type(shafts.layer), "blend", above)
        assert bool(placed_layers.shared([undersea, shafts])) == shares


@pytest.mark.slow
def test_what_is_out_of_focus_looks_the_same_drawn_at_half_the_size(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be missing, of an earlier frame, or off its place, and what comes after it would be blurred too."""
    monkeypatch.setattr(catalogue.scene("starlight"), "layers", ("bokeh", "focus", "discs"))
    dream = Dream("night", DreamFile("night", 7, (Act("starlight", 30.0),)), "")
    drawn = []
    for softened in (False, True):
        monkeypatch.setattr(catalogue.layer("focus"), "softens", lambda self, frame, softened=softened: softened)
        target = Renderer(ctx, dream, (320, 180), TIERS["high"]).draw_light(clock.Moment(14 * 60, 0.0))
        drawn.append(np.frombuffer(target.framebuffer.read(components=3, dtype="f4"), np.float32))
    assert drawn[0].mean() > 0.01
    assert np.abs(drawn[1] - drawn[0]).mean() < 0.02 * drawn[0].mean()


@pytest.mark.parametrize(("rows", "softened"), [(360, False), (720, True)])
def test_small_pictures_are_not_drawn_at_half_the_size(rows: int, softened: bool) -> None:
    """Creatures have a least size in pixels: in half of a small picture they shone more, which popped as it ended."""
    focus = catalogue.layer("focus")
    far = SimpleNamespace(_texels=lambda frame: 20.0, clears=99.0)
    frame = SimpleNamespace(size=(rows * 16 // 9, rows), snapshot=SimpleNamespace(act_seconds=1.0))
    assert focus.softens(far, frame) == softened  # type: ignore[arg-type]


@pytest.mark.slow
def test_glass_is_shaded_while_other_layers_prepare(ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cores would idle while strangers are posed; and it is the same picture."""
    renderer = Renderer(ctx, Dream("s", DreamFile("s", 7, (Act("spires", 30.0),)), ""), (96, 54), TIERS["low"])
    drawn = []
    for early in (True, False):
        monkeypatch.setattr(catalogue.layer("spires"), "draws_early", early)
        target = renderer.draw_light(clock.Moment(1_200, 0.0))
        steps = list(renderer.passes(renderer.snapshot, target))
        assert (steps.index("spires") < steps.index("strangers (prepare)")) == early
        drawn.append(target.framebuffer.read(components=4, dtype="f2"))
    assert drawn[0] == drawn[1]


@pytest.mark.slow
def test_the_dreamer_is_drawn_for_laying_before_the_sea_is(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or what is drawn after it in the picture waits for the sea; and it is the same picture."""
    renderer = Renderer(ctx, Dream("s", DreamFile("s", 7, (Act("shore", 30.0),)), ""), (96, 54), TIERS["low"])
    drawn = []
    for first in (True, False):
        monkeypatch.setattr(catalogue.layer("dreamer"), "prepares_first", first)
        target = renderer.draw_light(clock.Moment(1_200, 0.0))
        steps = list(renderer.passes(renderer.snapshot, target))
        assert (steps.index("dreamer (prepare)") < steps.index("ocean (prepare)")) == first
        drawn.append(target.framebuffer.read(components=4, dtype="f2"))
    assert drawn[0] == drawn[1]
