"""Bodies: they bind and separate, and nothing they do tears the dream apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamscape.physics import bodies, emotions, steering, wind

AIR = wind.load()
NOBODY = np.zeros(4, np.float32)
UNTIED = (np.full((2, 1), -1, np.int32), np.zeros(1, np.float32))


def rng(key=0):
    return np.random.Generator(np.random.Philox(key=key))


def crowd(pos, **steer):
    result = bodies.make(np.shape(pos)[1])
    bodies.spawn(result, np.array(pos, np.float32), np.zeros(8, np.float32), rng())
    result.presence[:] = 1
    for name, weight in steer.items():
        result.steer[getattr(bodies, name)] = weight
    return result


def run(these, ticks, bonds=UNTIED, connection=0.0, pointer=NOBODY):
    for tick in range(ticks):
        steering.step(these, AIR, tick, rng(tick), connection=connection, pointer=pointer, bonds=bonds)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 70))
def test_pushing_and_binding_keep_the_momentum(seed, count):
    these = crowd(rng(seed).random((3, count)) * 3, SPACE=5.0)
    ends = rng(seed).integers(0, count, (2, 40)).astype(np.int32)
    run(these, 30, (ends, np.ones(40, np.float32)))
    speed = np.abs(these.vel).sum()
    assert np.abs(these.vel.astype(np.float64).sum(axis=1)).max() < 1e-5 * max(speed, 1)


def test_bodies_in_one_place_part():
    these = crowd(np.zeros((3, 6)), SPACE=3.0)
    run(these, 120)
    gaps = np.linalg.norm(these.pos[:, :, None] - these.pos[:, None], axis=0) + 9 * np.eye(6)
    assert gaps.min() > 0.2


@pytest.mark.slow
@pytest.mark.parametrize("connection", [0.0, 0.5, 1.0])
def test_connection_moves_the_balance_of_two_tied_bodies(connection):
    these = crowd([[-3, 3], [0, 0], [0, 0]])
    bonds = (np.array([[0], [1]], np.int32), np.ones(1, np.float32))
    widest = []
    for tick in range(2000):
        these.vel *= np.float32(0.99)  # friction, so that they come to rest
        steering.step(these, AIR, tick, rng(tick), connection=connection, pointer=NOBODY, bonds=bonds)
        widest.append(np.linalg.norm(these.pos[:, 0] - these.pos[:, 1]))
    assert widest[-1] == pytest.approx(1.0 * (4 - 3 * connection), rel=0.01)


def test_home_is_reached_without_swinging_past():
    these = crowd([[0.0], [0.0], [0.0]], HOME=4.0)
    these.pos[0] = 5
    track = []
    for tick in range(400):
        steering.step(these, AIR, tick, rng(tick), connection=0, pointer=NOBODY, bonds=UNTIED)
        track.append(float(these.pos[0, 0]))
    assert min(track) > -0.05
    assert abs(track[-1]) < 0.01


def test_an_orbit_stays_a_circle():
    these = crowd([[0.0], [0.0], [0.0]], ORBIT=1.0)
    these.pos[0], these.vel[1] = 2, 1
    distance = []
    for tick in range(1500):
        steering.step(these, AIR, tick, rng(tick), connection=0, pointer=NOBODY, bonds=UNTIED)
        distance.append(float(np.hypot(these.pos[0, 0], these.pos[1, 0])))
    assert min(distance) > 1.8
    assert max(distance) < 2.2
    assert np.hypot(*these.vel[:2, 0]) == pytest.approx(1, abs=0.05)


def test_the_hand_drives_off_and_draws():
    hand = np.array([0, 0, 0, 1], np.float32)
    shy, fond = crowd([[1.0], [0], [0]], FLEE=5.0), crowd([[9.0], [0], [0]], FOLLOW=5.0)
    run(shy, 60, pointer=hand)
    run(fond, 60, pointer=hand)
    assert shy.pos[0, 0] > 1.5
    assert fond.pos[0, 0] < 8.5


@pytest.mark.parametrize("hand", [[np.inf, 0, 0, 1], [np.nan] * 4, [3e38, -3e38, 0, 1], [0, 0, 0, 1]])
def test_nothing_absurd_gets_in(hand):
    these = crowd(np.zeros((3, 9)), HOME=1.0, SPACE=1e6, FLEE=1e6, FOLLOW=-1e6, ORBIT=1e3, WANDER=9.0)
    these.push[:] = np.array([np.nan, np.inf, -np.inf])[:, None]
    run(these, 200, pointer=np.array(hand, np.float32))
    for array in these.arrays().values():
        assert np.isfinite(array).all()
    assert np.abs(these.pos).max() <= 512
    assert np.linalg.norm(these.vel, axis=0).max() < 20.01


@given(st.lists(st.integers(1, 9), max_size=12))
@settings(max_examples=30, deadline=None)
def test_at_capacity_the_oldest_make_room(batches):
    these, count = bodies.make(5), 0
    for size in batches:
        bodies.spawn(these, np.full((3, size), 1.0), emotions.feeling(joy=1), rng())
        count += size
        here = these.presence_goal > 0
        assert here.sum() == min(count, 5)
    kept = sorted(these.born[these.presence_goal > 0])
    assert len(set(kept)) == len(kept)


def test_one_that_left_is_gone_and_its_place_is_free():
    these = crowd(np.zeros((3, 2)))
    bodies.fade(these, np.array([0]))
    run(these, 120)
    assert these.presence.tolist() == [0, 1]
    assert bodies.spawn(these, np.zeros((3, 1)), emotions.feeling(joy=1), rng()).tolist() == [0]


def test_drawing_lies_between_two_ticks():
    these = crowd([[0.0], [0.0], [0.0]], WANDER=2.0)
    run(these, 20)
    before = these.pos.copy()
    steering.step(these, AIR, 20, rng(20), connection=0, pointer=NOBODY, bonds=UNTIED)
    out = np.empty_like(these.pos)
    for alpha, expected in ((0.0, before), (1.0, these.pos), (0.5, (before + these.pos) / 2)):
        bodies.interpolate(these, alpha, out)
        assert out == pytest.approx(expected, abs=1e-6)
