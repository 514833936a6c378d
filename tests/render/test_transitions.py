"""Shifts: what breaks here jumps, for a viewer, where one act passes into the next."""

import moderngl
import numpy as np
import pytest

from dreamscape.engine.act_transitions import WHITE, ActTransitions
from dreamscape.places.face.iris import Iris
from dreamscape.render import uniform_block
from dreamscape.render.targets import Target
from dreamscape.render.transition import KINDS, Transitions, uncovered
from dreamscape.rng import Streams

GATES = ((0.12, 0.2), (0.9, 0.85)), ((0.9, 0.85), (0.5, 0.5))


def filled(ctx: moderngl.Context, size: tuple[int, int], phase: float) -> Target:
    """A picture of smooth light."""
    y, x = np.mgrid[: size[1], : size[0]] / max(size)
    light = np.stack([0.5 + 0.4 * np.sin(5 * x + phase), 0.3 + 0.2 * np.cos(4 * y * phase), x * y, x * 0 + 1], axis=-1)
    target = Target(ctx, size)
    target.texture.write(light.astype(np.float16).tobytes())
    return target


def light_of(target: Target) -> np.ndarray:
    data = target.framebuffer.read(components=3, dtype="f4")
    return np.frombuffer(data, np.float32).reshape(*target.size[::-1], 3)


@pytest.mark.parametrize("size", [(160, 90), (90, 160), (210, 90)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_shift_begins_with_one_act_and_ends_with_the_other(
    ctx: moderngl.Context, kind: str, size: tuple[int, int]
) -> None:
    block = np.zeros((), uniform_block._LAYOUT)
    block["aspect"], block["time"], block["dominant"] = size[0] / size[1], 21.7, (0.1, 0.2, 0.6)
    ctx.buffer(block.tobytes()).bind_to_uniform_block(0)
    coming, leaving, mixed = filled(ctx, size, 0.3), filled(ctx, size, 2.1), Target(ctx, size)
    transitions = Transitions(ctx)
    for before, after in GATES:
        ends = (0.0, before, leaving), (1.0, after, coming)
        for passing, now, alone in ends[kind == "dawn" :]:  # which begins with an ember
            gates = now, before, after
            transitions.draw(kind, (coming, leaving), mixed, passing, gates, (1.0, 0.9, 0.7))
            difference = np.abs(light_of(mixed) - light_of(alone))
            assert difference.max() < 0.02, (passing, before, after)
        transitions.draw(kind, (coming, leaving), mixed, 0.5, ((0.5, 0.5), before, after), (1.0, 0.9, 0.7))
        assert np.isfinite(light_of(mixed)).all()
        assert light_of(mixed).min() >= -1e-3


def test_an_iris_has_the_colours_and_the_pupil_of_its_seed(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else all seeds show one eye, or what surrounds the pupil has the colour of the rim."""
    red, blue, middle = (0.6, 0.05, 0.05), (0.05, 0.05, 0.6), (0.5, 0.5)
    block = np.zeros((), uniform_block._LAYOUT)
    block["aspect"] = 1.0
    ctx.buffer(block.tobytes()).bind_to_uniform_block(0)
    dark, eye = Target(ctx, (128, 128)), Target(ctx, (128, 128))
    dark.begin()
    away = np.hypot(*(np.indices(eye.size) - 63.5)) / 128.0
    for seed, pupil, collar, begins in ((4, 0.25, 0.6, 0.05), (5, 0.5, 0.3, 0.1)):
        seen = {seed: Iris(red, blue, (3.0, 9.0), pupil, collar, 1.0, 0.0, 0.0, 0.0, 0.9)}
        monkeypatch.setattr(Iris, "from_seed", lambda streams, seen=seen: seen[streams.seed])
        shifts = Transitions(ctx, streams=Streams(seed))
        shifts.draw("iris", (dark, dark), eye, 0.3, (middle, middle, middle), (0.0, 0.0, 0.0))
        light = light_of(eye)
        assert light[away < begins - 0.02].max() < 0.01 < light[away < begins + 0.02].mean()
        near, far = (light[abs(away - radius) < 0.005].mean(axis=0) for radius in (begins + 0.01, 0.165))
        assert near[2] > 5.0 * near[0]
        assert far[0] > 2.0 * far[2]


def test_a_dream_opens_out_of_the_dark_of_its_own(ctx: moderngl.Context) -> None:
    """Else a bright dream begins in the colour of the one before it, or in what a resized window had."""
    ctx.buffer(np.zeros((), uniform_block._LAYOUT).tobytes()).bind_to_uniform_block(0)
    act = filled(ctx, (64, 36), 0.3)
    openings = ActTransitions(ctx, Streams(0), act.size)
    for colour, bright in ((0.5, True), (0.8, True), (0.8, False)):
        glow = np.array((colour, 0.4, 0.1), np.float32)
        dark = light_of(openings.open(act, 0.0, (0.9, 0.9), glow, bright))[0, 0]
        assert np.allclose(dark, glow * WHITE * bright, atol=2e-3)
        openings.resize(act.size)


@pytest.mark.parametrize("gate", [(0.5, 0.5), (0.1, 0.15)])
def test_a_picture_that_a_dawn_has_left_is_drawn_in_place(ctx: moderngl.Context, gate: tuple[float, float]) -> None:
    """Else the picture, or what shines in it, jumps as soon as it is no longer copied."""
    block = np.zeros((), uniform_block._LAYOUT)
    block["aspect"], block["time"], block["accent"] = 16 / 9, 21.7, (0.9, 0.6, 0.2)
    ctx.buffer(block.tobytes()).bind_to_uniform_block(0)
    size, glow = (160, 90), (1.0, 0.9, 0.7)
    first = next(part / 200 for part in range(201) if uncovered(part / 200, gate, 16 / 9))
    assert 0.7 < first < 1.0
    dark, mixed, picture = Target(ctx, (1, 1)), Target(ctx, size), filled(ctx, size, 0.3)
    dark.begin(clear=(0.0, 0.0, 0.0, 1.0))
    before, transitions = light_of(picture), Transitions(ctx)
    transitions.draw("dawn", (picture, dark), mixed, first, (gate, gate, gate), glow)
    transitions.add_ember(picture, first, (gate, gate, gate), glow)
    assert np.abs(light_of(picture) - light_of(mixed)).max() < 2e-3
    assert (light_of(picture) - before).max() > 0.01
    openings, light = ActTransitions(ctx, Streams(0), size), np.array(glow, np.float32)
    assert openings.open(picture, 0.5, gate, light, False) is openings.mixed
    assert openings.open(picture, 0.99, gate, light, False) is picture
