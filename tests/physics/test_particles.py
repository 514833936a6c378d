"""Dust: the pool never lies about who is alive, and nothing leaves the dream."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamscape.physics import bodies, emitters, emotions, magnets, particles, strands, wind
from dreamscape.physics.emitters import Emitter

AIR = wind.load()
ALONE = np.zeros((1, 4), np.float32)


def rng(key=0):
    return np.random.Generator(np.random.Philox(key=key))


def world(body_count=3):
    these, threads = bodies.make(8), strands.make(4)
    place = bodies.spawn(these, np.arange(3 * body_count).reshape(3, -1), emotions.feeling(joy=1), rng())
    these.presence[place] = 1
    field = magnets.make(these, threads)
    magnets.update(field, these, threads)
    return field


def some(count, **rows):
    fresh = np.zeros((particles.FLOOR + 1, count), np.float32)
    fresh[particles.KEEP] = 1
    fresh[particles.FLOOR] = emitters.NO_FLOOR
    for name, value in rows.items():
        fresh[getattr(particles, name)] = value
    return fresh, np.zeros(count, np.int64)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=25))
def test_the_pool_holds_just_the_youngest_that_live(capacity, story):
    """Against a plain list: particles live as many ticks as they are due; SIZE carries the name of each."""
    dust, expected, name = particles.make(capacity), [], 0
    for births, life in story:
        names = np.arange(name, name + births)
        emitters.add(dust, *some(births, PACE=1 / life + 1e-6, SIZE=names))
        expected = [*expected, *((int(each), life) for each in names)][-capacity:]
        name += births
        particles.step(dust, AIR, name, rng(), magnets=ALONE)
        expected = [(each, left - 1) for each, left in expected if left > 1]
        assert sorted(dust.data[particles.SIZE, : dust.count].tolist()) == sorted(each for each, _ in expected)
        assert sorted(dust.born[: dust.count].tolist()) == sorted(each for each, _ in expected)
        assert not dust.data[:, dust.count :].any()
        assert not dust.born[dust.count :].any()
        assert dust.totals.tolist() == [len(expected), name]


def test_many_blocks_retire_at_once():
    dust, count = particles.make(40_000), 40_000
    life = rng().integers(1, 4, count)
    emitters.add(dust, *some(count, PACE=1 / life + 1e-4, SIZE=np.arange(count) / 8))
    for tick in range(1, 4):
        particles.step(dust, AIR, tick, rng(), magnets=ALONE)
        assert np.array_equal(np.sort(dust.data[particles.SIZE, : dust.count]) * 8, np.flatnonzero(life > tick))


def test_dust_follows_the_wind():
    dust = particles.make(2000)
    emitters.add(dust, *some(2000, X=5.0, Y=2.0, Z=-3.0, KEEP=0.5, CARRY=0.5, PACE=1e-6))
    for tick in range(30):
        particles.step(dust, AIR, tick, rng(tick), magnets=ALONE, speed=0.5)
    air = np.empty((3, 2000), np.float32)
    wind.sample(AIR, dust.pos, 29, rng(), air)
    assert dust.vel.mean(axis=1) == pytest.approx(0.5 * air.mean(axis=1), abs=0.08)


def test_what_is_drawn_arrives():
    field, dust = world(), particles.make(400)
    kind = Emitter(rate=24000, toward="bodies", bodies=(1,), pull=20.0, drag=3.0, life=(9, 9), extent=(2, 2, 2))
    emitters.emit(dust, kind, 0, rng(), field)
    for tick in range(500):
        particles.step(dust, AIR, tick, rng(tick), magnets=field.table, speed=0.1)
    assert np.linalg.norm(dust.pos - field.table[1, :3, None], axis=0).max() < 0.5


@settings(max_examples=40, deadline=None)
@given(st.floats(width=32), st.floats(width=32), st.floats(width=32))
def test_nothing_leaves_the_dream(place, speed, lift):
    dust = particles.make(4)
    emitters.add(dust, *some(4, X=place, Y=-place, VX=speed, VZ=-speed, LIFT=lift, PULL=speed, PACE=1e-6, CARRY=0.1))
    for tick in range(20):
        particles.step(dust, AIR, tick, rng(tick), magnets=ALONE)
        assert np.isfinite(dust.data).all()
        assert np.abs(dust.pos).max(initial=0) <= 512


def test_a_wrap_draws_no_streak():
    dust = particles.make(1)
    emitters.add(dust, *some(1, X=511.99, VX=3.0, PACE=1e-4))
    particles.step(dust, AIR, 0, rng(), magnets=ALONE)
    out = np.empty((3, 1), np.float32)
    particles.interpolate(dust, 0.0, out)
    assert dust.pos[0, 0] < -511
    assert abs(out[0, 0] - dust.pos[0, 0]) < 0.06


def test_what_falls_splashes():
    dust = particles.make(10)
    emitters.add(dust, *some(10, X=np.arange(10), Y=0.5, Z=7.0, VY=-3.0, PACE=1e-4, FLOOR=0.0))
    for tick in range(30):
        particles.step(dust, AIR, tick, rng(), magnets=ALONE)
    assert dust.count == 0
    assert dust.splashes.head[0] == 10
    x, z, speed = dust.splashes.data[:, :10]
    assert sorted(x) == list(range(10))
    assert set(z) == {7.0}
    assert set(speed) == {3.0}


@given(st.integers(0, 5000), st.integers(0, 10**9))
def test_a_second_gives_the_rate(rate, start):
    assert sum(emitters.count_due(rate, tick) for tick in range(start, start + 60)) == rate


PRESETS = ("SPRAY", "SPORES", "STARLIGHT", "PETALS", "SNOW", "TRAILS", "MOTES")


@pytest.mark.parametrize("name", PRESETS)
def test_every_kind_of_dust_lives_as_it_says(name):
    kind, field, dust = getattr(emitters, name), world(), particles.make(5000)
    born = sum(emitters.emit(dust, kind, tick, rng(tick), field) for tick in range(60))
    assert born == dust.count == kind.rate
    pace = dust.data[particles.PACE, : dust.count]
    assert (1 / 60 / pace).min() >= kind.life[0] * 0.999
    assert (1 / 60 / pace).max() <= kind.life[1] * 1.001
    size = dust.data[particles.SIZE, : dust.count]
    assert size.min() >= kind.size[0] * 0.999
    assert size.max() <= kind.size[1] * 1.001


def test_places_of_birth():
    field, dust = world(), particles.make(100)
    path = Emitter(rate=6000, origin="path", points=((0, 0, 0), (2, 0, 0), (2, 2, 0)), colour=(2, 4))
    emitters.emit(dust, path, 0, rng(), field)
    x, y, _ = dust.pos
    assert ((y == 0) | (x == 2)).all()
    assert x.max() <= 2
    assert y.max() > 1
    assert set(dust.data[particles.COLOUR]) == {2, 3, 4}
    dust = particles.make(100)
    emitters.emit(dust, Emitter(rate=6000, origin="bodies", bodies=(2,)), 0, rng(), field)
    assert (dust.pos == field.table[2, :3, None]).all()
    assert emitters.emit(dust, Emitter(rate=6000, origin="strands"), 0, rng(), field) == 0  # there is none
    assert emitters.emit(dust, Emitter(rate=6000, origin="ends"), 0, rng(), field) == 0
    assert emitters.emit(dust, path, 0, rng(), field, level=0.0) == 0


def test_threads_shed_dust_at_their_ends_only():
    these, threads, dust = bodies.make(2), strands.make(2), particles.make(200)
    bodies.spawn(these, np.array([[0, 5], [0, 0], [0, 0]], np.float32), emotions.feeling(), rng())
    place = strands.spawn(threads, these.pos, np.array([0]), np.array([1]), np.zeros((2, 8), np.float32))
    threads.pos[0][:, place] = np.linspace(0, 5, threads.pos.shape[1])[:, None]
    threads.presence[place] = 1
    field = magnets.make(these, threads)
    magnets.update(field, these, threads)
    assert emitters.emit(dust, Emitter(rate=6000, origin="ends"), 0, rng(), field) == 100
    assert set(dust.pos[0, :100].tolist()) == {0, 5}


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e38])
def test_an_absurd_emitter_is_tamed(bad):
    field, dust = world(), particles.make(50)
    kind = replace(emitters.MOTES, rate=3000, points=((bad, 0, 0),), velocity=(bad, 0, 0), lift=bad, pull=bad, drag=bad,
                   carry=bad, floor=-1.0)  # fmt: skip
    for tick in range(10):
        emitters.emit(dust, kind, tick, rng(tick), field)
        particles.step(dust, AIR, tick, rng(tick), magnets=field.table)
        assert np.isfinite(dust.data).all()
        assert np.abs(dust.pos).max(initial=0) <= 512
