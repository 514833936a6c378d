"""The cast: what breaks here loses bodies or threads of a scene without a word."""

from typing import Any

import numpy as np
import pytest

from dreamscape import Cast, feeling, interpolate
from dreamscape.physics import steering, wind
from dreamscape.physics.bodies import Bodies
from dreamscape.physics.emitters import SPORES
from dreamscape.physics.strands import bonds
from dreamscape.rng import Streams

STREAMS = Streams(7)
FAR = np.full(4, np.inf, np.float32)


def appear(cast: Cast, count: int) -> np.ndarray:
    return cast.appear(np.zeros((3, count), np.float32), feeling(joy=1.0), STREAMS.at("test", 0))


def cast_of(bodies: int, threads: int) -> Cast:
    return Cast(wind.load(), (bodies, threads, 50), scene="pier")


def step(cast: Cast, tick: int) -> None:
    cast.step(tick, STREAMS, 0.5, FAR, np.zeros(3, np.float32))


@pytest.mark.parametrize(("before", "more"), [(0, 14), (3, 11)])
def test_too_few_places_for_bodies_are_named_with_the_scene(before: int, more: int) -> None:
    cast = cast_of(4, 2)
    appear(cast, before)
    told = r"^scene pier: 14 bodies, but places for 4; give places = \(14, \.\.\., \.\.\.\) or add fewer$"
    with pytest.raises(ValueError, match=told):
        appear(cast, more)


def test_too_few_places_for_threads_are_named_with_the_scene() -> None:
    cast = cast_of(4, 2)
    bodies = appear(cast, 4)
    told = r"^scene pier: 3 threads, but places for 2; give places = \(\.\.\., 3, \.\.\.\) or add fewer$"
    with pytest.raises(ValueError, match=told):
        cast.tie(bodies[:3], bodies[1:], np.stack([feeling(joy=1.0)] * 2))


def test_once_the_act_plays_new_bodies_replace_the_oldest() -> None:
    cast = cast_of(4, 2)
    assert appear(cast, 4).tolist() == [0, 1, 2, 3]
    step(cast, 1)
    assert appear(cast, 2).tolist() == [0, 1]
    with pytest.raises(ValueError, match="5 bodies, but places for 4"):
        appear(cast, 5)


def test_positions_between_ticks_are_those_of_each_kind() -> None:
    cast = cast_of(4, 2)
    bodies = appear(cast, 4)
    cast.tie(bodies[:1], bodies[1:2], np.stack([feeling(joy=1.0)] * 2))
    for tick in range(1, 40):
        step(cast, tick)
        cast.emit(SPORES, tick, STREAMS.at("dust", tick))
    assert cast.dust.count
    for state in (cast.bodies, cast.strands, cast.dust):
        now, before = np.zeros((2, *state.pos.shape), np.float32)
        interpolate(state, 1.0, now)
        interpolate(state, 0.0, before)
        assert np.array_equal(now, state.pos) or np.allclose(now, state.pos, atol=1e-6)
        assert np.abs(now - before).max() > 0


def test_only_a_cast_that_something_was_added_to_or_that_was_pushed_is_stepped(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks, really = list[int](), steering.step

    def stepped(bodies: Bodies, air: wind.Wind, tick: int, *rest: Any, **named: Any) -> None:
        ticks.append(tick)
        really(bodies, air, tick, *rest, **named)

    monkeypatch.setattr(steering, "step", stepped)
    empty, pushed, full = cast_of(4, 2), cast_of(4, 2), cast_of(4, 2)
    step(empty, 1)
    assert not ticks
    really(empty.bodies, wind.load(), 1, STREAMS.at("cast", 1), connection=0.5, pointer=FAR, bonds=bonds(empty.strands))
    untouched = cast_of(4, 2).arrays()
    assert all(array.tobytes() == untouched[name].tobytes() for name, array in empty.arrays().items())
    pushed.bodies.push[:, 0] = 1.0
    appear(full, 1)
    for tick in (2, 3):
        step(pushed, tick)
        step(full, tick)
    assert ticks == [2, 2, 3, 3]
    assert pushed.bodies.pos[0, 0] > 0.0
