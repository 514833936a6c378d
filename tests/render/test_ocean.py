"""The ocean: what breaks here turns the sea into noise far out, or into a painted floor."""

import moderngl
import numpy as np
import pytest

from dreamscape.arrays import F32
from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.layers import ocean
from dreamscape.layers.ocean import Ocean
from dreamscape.layers.thread_images import ThreadImages
from dreamscape.places.shore import coast
from dreamscape.quality import TIERS
from dreamscape.render.layer import Frame
from dreamscape.rng import Streams


def _light(ctx: moderngl.Context, size: tuple[int, int]) -> F32:
    """The light of the shore ten seconds after it began, `(h, w, 3)`."""
    renderer = Renderer(ctx, Dream("m", DreamFile("m", 7, (Act("shore", 40.0),)), ""), size, TIERS["high"])
    renderer.draw(Moment(600, 0.0))
    light = np.frombuffer(renderer.picture.framebuffer.read(components=3, dtype="f4"), np.float32)
    return light.reshape(*renderer.picture.size[::-1], 3)


@pytest.mark.slow
def test_waves_too_small_for_a_pixel_keep_their_mean_light(ctx: moderngl.Context) -> None:
    """Or a small picture's sea is salt and pepper, and its brightness changes with the size of the window."""
    fine, small = _light(ctx, (1280, 720)), _light(ctx, (320, 180))
    fine = fine.reshape(180, 4, 320, 4, 3).mean(axis=(1, 3))
    far = slice(60, 80), slice(140, 270)  # rows from the bottom: the sea under the horizon, left of the stacks
    assert abs(fine[far] - small[far]).mean() < 0.17 * fine[far].mean()
    assert abs(fine[far].mean() - small[far].mean()) < 0.06 * fine[far].mean()


@pytest.mark.slow
def test_crests_hide_troughs_and_nothing_is_seen_through_them(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up a column of the picture the water must lie farther and farther away, with leaps behind crests."""
    met: list[F32] = []

    def draw(layer: Ocean, frame: Frame) -> None:
        width, height = layer._waves.size
        met.append(np.frombuffer(layer._waves.read(), np.float32).reshape(height, width, 4)[..., 0])

    monkeypatch.setattr(Ocean, "draw", draw)
    _light(ctx, (320, 180))
    reach = met[0][:68]  # below the horizon
    step = reach[1:] / reach[:-1]
    assert step.min() > 0.97
    near = reach[1:] < 150.0
    level = np.sort(step, axis=1)[:, step.shape[1] // 4, None]  # of a row's steps, the smaller ones are of open water
    assert (step[near] > np.broadcast_to(level + 0.12, step.shape)[near]).any()


@pytest.mark.slow
@pytest.mark.parametrize("parts", [1, 2])
def test_the_far_sea_looks_the_same_drawn_narrower(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    """Or a step runs along the whole sea where it begins."""
    size, rows = (640 * parts, 360 * parts), 165 * parts  # of the sea, up to nearly the horizon
    monkeypatch.setattr(ocean, "FINER", (1, 1, 1, 1))
    monkeypatch.setattr(ocean, "left_out", lambda frame, quality: 0)
    narrow = _light(ctx, size)[:rows]
    monkeypatch.setattr(ocean, "NARROWER", (1, 1, 1, 1))
    whole = _light(ctx, size)[:rows]
    off = abs(narrow - whole).mean(axis=(1, 2)) / whole.mean(axis=(1, 2))
    assert off[:30].max() == 0.0 < off[120 * parts :].min()
    assert off.max() < 0.05


@pytest.mark.slow
def test_the_near_sea_looks_the_same_though_every_other_row_is_left_out(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or its waves are drawn where others are, and a step runs along the sea where all rows are there."""
    fewer = _light(ctx, (1280, 720))[1:330]  # the sea, up to nearly the horizon
    monkeypatch.setattr(ocean, "left_out", lambda frame, quality: 0)
    whole = _light(ctx, (1280, 720))[1:330]
    off = abs(fewer - whole).mean(axis=(1, 2)) / whole.mean(axis=(1, 2))
    assert 0.0 < off.max() < 0.025
    assert off[250:].max() < 1e-3  # the far sea


@pytest.mark.parametrize("seed", [7, 42, 31337])
def test_stacks_stand_where_their_foam_is(seed: int) -> None:
    streams = Streams(seed)
    mesh, _ = coast.shore_view(streams, 0.42)
    for x, z, radius, height in coast.stack_feet(streams, 0.42):
        away = np.hypot(mesh.position[:, 0] - x, mesh.position[:, 2] - z)
        washed = away[(away < 60.0) & (abs(mesh.position[:, 1]) < 1.0)]
        assert 0.4 * radius < washed.min() < radius < washed.max() < 1.8 * radius
        assert mesh.position[away < radius, 1].max() == height


@pytest.mark.slow
def test_rock_before_the_image_of_a_thread_hides_it(ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies as far away as the water that mirrors it; farther or nearer, it would shine through land or be cut."""

    def light() -> F32:
        dream = Dream("m", DreamFile("m", 7, (Act("starlight", 40.0),)), "")
        renderer = Renderer(ctx, dream, (320, 180), TIERS["high"])
        renderer.draw(Moment(24 * 60, 0.0))
        light = np.frombuffer(renderer.picture.framebuffer.read(components=3, dtype="f4"), np.float32)
        return light.reshape(180, 320, 3)

    whole = light()
    monkeypatch.setattr(ThreadImages, "draw", lambda layer, frame: None)
    added = (whole - light()).sum(axis=2)
    assert added[:90, 140:].max() > 0.05  # on the open sea, below the horizon
    assert abs(added[100:]).max() < 1e-3  # none in the sky
    assert abs(added[:60, :100]).max() < 1e-3  # none on the cliff


@pytest.mark.slow
def test_a_small_picture_has_the_glitter_of_a_large_one(ctx: moderngl.Context) -> None:
    """Its path lies on waves finer than pixels; as roughness alone they make it wider, and duller within."""
    fine, small = _light(ctx, (1280, 720)), _light(ctx, (640, 360))
    fine = fine.reshape(360, 2, 640, 2, 3).mean(axis=(1, 3))
    path = slice(70, 160), slice(420, 560)  # rows from the bottom: under the seam, up to nearly the horizon
    off = abs(fine[path] - small[path]).mean() / fine[path].mean()
    assert off < 0.075
