"""The hand is felt in every act: what breaks here lets somebody press before a picture that does not answer."""

from collections import defaultdict
from fractions import Fraction

import moderngl
import numpy as np
import pytest
from conftest import world_of
from numpy.typing import NDArray

from dreamscape import catalogue
from dreamscape.audio.levels import Levels
from dreamscape.audio.score import EventDetector
from dreamscape.camera import Camera
from dreamscape.clock import TICKS_PER_SECOND, moment_at
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.dream.inputs import Event, Pluck, Pointer
from dreamscape.engine.renderer import Renderer
from dreamscape.flash.limiter import Limiter
from dreamscape.flash.meter import average_cells, measure
from dreamscape.quality import TIERS
from dreamscape.render.layer import Layer
from dreamscape.render.shader import Shader
from dreamscape.world import touch_response
from dreamscape.world.world import World

SIZE = 160, 90
LENGTH = 40.0  # s, of each act
BEGUN = 9 * TICKS_PER_SECOND  # ticks into it, when a hand comes
HALF = 30  # ticks, in which a hover must be felt
SOON = 24  # ticks after a press, when its answer is measured
PLACES = (0.0, 0.0), (-0.33, -0.33)
Picture = NDArray[np.float32]


@pytest.mark.slow
@pytest.mark.parametrize("scene", catalogue.scene_names())
def test_a_hover_and_a_press_are_seen_in_every_act(ctx: moderngl.Context, scene: str) -> None:
    renderer = Renderer(ctx, Dream(scene, DreamFile(scene, 7, (Act(scene, LENGTH),)), ""), SIZE, TIERS["low"])
    renderer.world.advance_to(BEGUN - 1)
    before = renderer.world.checkpoint()

    def drawn(tick: int, *events: Event) -> Picture:
        renderer.world.restore(before)
        renderer.world.follow(events)
        return renderer.read(renderer.draw(moment_at(Fraction(tick, 60)))).astype(np.float32)

    alone, later = drawn(BEGUN + HALF), drawn(BEGUN + SOON)
    hovers, means, parts = [], [], []
    for x, y in PLACES:
        hovers.append(np.abs(drawn(BEGUN + HALF, Pointer(BEGUN, x, y, 0.3)) - alone).mean())
        here = Pluck(BEGUN, x, y), Pointer(BEGUN, x, y, 1.0), Pointer(BEGUN + 9, x, y, 0.3)
        gap = np.abs(drawn(BEGUN + SOON, *here) - later)
        means.append(gap.mean())
        parts.append((gap.max(axis=2) > 12.0).mean())
    assert max(hovers) >= 1.0, hovers
    assert max(means) >= 3.0, means
    assert max(parts) >= 0.05, parts


@pytest.mark.slow
@pytest.mark.parametrize("scene", ["chorus", "reflection"])  # the brightest, and the one that answers most
def test_presses_in_quick_succession_flash_nobody(ctx: moderngl.Context, scene: str) -> None:
    dream = Dream(scene, DreamFile(scene, 7, (Act(scene, LENGTH),)), "")
    renderer = Renderer(ctx, dream, SIZE, TIERS["low"], limiter=Limiter())
    renderer.world.follow([Pluck(BEGUN + 15 * k, 0.0, 0.0) for k in range(8)])
    moments = [moment_at(Fraction(tick, 60)) for tick in range(BEGUN, BEGUN + 150, 5)]
    found = measure(
        np.stack([average_cells(renderer.read(renderer.draw(moment))[None], (32, 18))[0] for moment in moments]), 12.0
    )
    assert found.safe


@pytest.mark.slow
def test_what_answers_to_a_hand_is_neither_made_nor_drawn_without_one(
    ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both sides of a condition cost time in software: who plays without a hand would pay for those with one."""
    compiled, made = Layer.program, defaultdict[Layer, list[Shader]](list)

    def program(layer: Layer, **defines: object) -> Shader:
        made[layer].append(compiled(layer, **defines))
        return made[layer][-1]

    monkeypatch.setattr(Layer, "program", program)
    dream = Dream("shore", DreamFile("shore", 7, (Act("shore", LENGTH),)), "")
    renderer = Renderer(ctx, dream, SIZE, TIERS["low"])
    renderer.draw(moment_at(Fraction(1)))
    answering = [[shader for shader in shaders if shader._responds] for shaders in made.values()]
    answering = [shaders for shaders in answering if shaders]
    assert len(answering) > 3
    assert not any(shader._twin for shaders in answering for shader in shaders)
    assert not Shader.touched
    renderer.world.push(Pluck(61, 0.0, 0.0))
    renderer.draw(moment_at(Fraction(2)))
    assert all(any(shader._twin for shader in shaders) for shaders in answering), "layers"
    renderer.world.advance_to(61 + touch_response.LASTS)
    renderer.draw(moment_at(Fraction(61 + touch_response.LASTS, 60)))
    assert not Shader.touched


def world_at(scene: str, tick: int, *events: Event) -> World:
    world = world_of(DreamFile("t", 7, (Act(scene, LENGTH),)))
    world.follow(events)
    world.advance_to(tick)
    return world


def test_what_is_felt_is_state_and_nothing_where_there_was_no_hand() -> None:
    hand = Pointer(20, 0.4, -0.2, 0.3), Pluck(30, 0.4, -0.2), Pointer(40, np.nan, np.nan)
    world = world_at("silence", 50, *hand)
    assert not world_at("silence", 50).snapshot().touch.any()
    there = world.snapshot(0.5).touch
    assert 0.3 < there[0, 3] < 1.0
    np.testing.assert_allclose(
        there[1:, 3:], [[20.5 / TICKS_PER_SECOND, 1.0], *([[50.5 / TICKS_PER_SECOND, 0.0]] * 3)], rtol=1e-6
    )
    again = world_at("silence", 10)
    again.restore(world.checkpoint())
    again.advance_to(80)
    world.advance_to(80)
    assert again.digest() == world.digest() == world_at("silence", 80, *hand).digest()
    world.advance_to(30 + touch_response.LASTS + 300)
    assert not world.snapshot().touch.any()


def test_a_wave_is_crowded_out_gently_by_those_that_follow() -> None:
    world = world_at("silence", 100, *(Pluck(20 + 15 * k, 0.0, 0.0) for k in range(4)))
    oldest, *_, newest = sorted(world.felt.waves.tolist(), key=lambda wave: wave[touch_response.SINCE])
    assert newest[touch_response.STRENGTH] == 1.0
    assert 0.0 < oldest[touch_response.STRENGTH] < 0.2


@pytest.mark.parametrize("scene", catalogue.scene_names())
def test_a_press_is_heard_from_where_it_is_at_its_tick(scene: str) -> None:
    world = world_at(scene, 40, Pluck(41, -0.8, 0.5), Pluck(41, 0.8, -0.5))
    ear = EventDetector(Levels(world.timeline, world.streams, world.scenes), world.streams)
    ear.listen(world)
    world.step()
    heard = [event for event in ear.listen(world) if event.bus == "things" and event.at == 41 * 800]
    assert len(heard) == 6  # each press strikes a note, with a warmth under it and a glitter
    left, right = heard[0], heard[3]
    assert all(event.pan < 0.0 for event in heard[:3])
    assert left.pan < 0.0 < right.pan
    assert getattr(left.voice, "pitch", 0.0) > getattr(right.voice, "pitch", 0.0) > 30.0
    sound = left.voice.render()
    assert np.isfinite(sound).all()
    assert 0.1 < np.abs(sound).max() <= 1.0
    world.step()
    assert not [event for event in ear.listen(world) if event.bus == "things" and event.at > 41 * 800]


@pytest.mark.parametrize("aspect", [0.5625, 4.0 / 3.0, 16.0 / 9.0, 32.0 / 9.0])
def test_a_place_in_a_picture_of_another_shape_is_known_in_the_dreams_own(aspect: float) -> None:
    camera = Camera((0.0, 2.0, -5.0), (1.0, 1.5, 0.0), 46.0, 0.1, (0.1, 0.8))
    for place in ((0.5, 0.5), (0.2, 0.7), (0.8, 0.1)):
        assert camera.part(camera.composed(place, aspect), aspect) == pytest.approx(place, abs=1e-5)
