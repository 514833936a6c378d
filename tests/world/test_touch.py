"""Touch: what breaks here lets a hand strike the picture and nothing answer, or answer otherwise in the film of it."""

import numpy as np
import pytest
from conftest import world_of

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, DreamFile
from dreamscape.dream.inputs import Call, Event, Pluck
from dreamscape.physics import strands as _strands
from dreamscape.world.world import World


def at(scene: str, tick: int, *events: Event) -> World:
    world = world_of(DreamFile("t", 7, (Act(scene, 30.0),)))
    for event in events:
        world.push(event)
    world.advance_to(tick)
    return world


@pytest.mark.parametrize("scene", ["shore", "silence"])
def test_a_strike_is_seen_at_the_next_tick_in_any_act(scene: str) -> None:
    before, after = at(scene, 60), at(scene, 60, Pluck(60, 0.2, 0.1))
    assert after.casts[0].dust.count >= before.casts[0].dust.count + 30
    assert after.digest() == at(scene, 60, Pluck(60, 0.2, 0.1)).digest() != before.digest()


def test_a_strike_plucks_the_thread_under_the_pointer_and_no_other() -> None:
    world = at("chorus", 300)
    cast, scene = world.casts[0], world.scenes[0]
    here = np.flatnonzero(cast.strands.presence > 0.9)
    assert here.size > 1
    camera = scene.camera(300 / TICKS_PER_SECOND)
    spots = {int(k): camera.project(tuple(cast.strands.pos[:, 12, k].tolist())) for k in here}
    number, (x, y) = min(spots.items(), key=lambda item: abs(item[1][0] - 0.5) + abs(item[1][1] - 0.5))
    heard = int(cast.strands.plucks.head[0])
    world.push(Pluck(301, 2.0 * x - 1.0, 2.0 * y - 1.0))
    world.step()
    ring = cast.strands.plucks
    struck = [int(ring.data[0, k % _strands.PLUCK_COUNT]) for k in range(heard, int(ring.head[0]))]
    assert number in struck
    assert cast.strands.tension[:, number].max() > 0.6


def test_who_is_called_comes_nearer_and_then_is_let_go() -> None:
    alone, called = at("immersion", 120), at("immersion", 120, Call(20, 0.8, 0.6))
    hand = called.scenes[0].hand(0.8, 0.6, 2.0)

    def far(world: World) -> float:
        bodies = world.casts[0].bodies
        return float(np.linalg.norm(bodies.pos - np.array(hand)[:, None], axis=0)[bodies.presence > 0.5].mean())

    assert far(called) < far(alone) - 0.05
