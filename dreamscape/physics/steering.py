"""How bodies move: every rule is an acceleration with a weight per body, and all act at once.

A body feels a pull home, the wind, its neighbours, an orbit, the dreamer's hand, and the threads that tie it to others
(Reynolds 1999, "Steering Behaviors for Autonomous Characters"). Velocities are integrated semi-implicitly (symplectic
Euler); interpolation for drawing follows from that: the previous position is `pos - vel * TICK`.
"""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.clock import TICK
from dreamscape.physics.bodies import FLEE, FOLLOW, HOME, ORBIT, PAIR_ROWS, SPACE, WANDER, Bodies
from dreamscape.physics.emotions import AMPLITUDE, FREQUENCY, JITTER
from dreamscape.physics.exact import BOUND, clip, make_finite, sine, sum_rows
from dreamscape.physics.rays import offset_from_ray
from dreamscape.physics.wind import Wind, sample

TOP_SPEED = np.float32(20.0)  # m/s
HAND_REACH = np.float32(2.5)  # m, where the dreamer's hand is felt at half strength
BOND_STIFFNESS = np.float32(0.8)  # 1/s^2, of a thread's pull between two bodies
FADE = np.float32(TICK / 1.5)  # presence per tick: bodies come and go in 1.5 s
TAU = np.float32(6.2831855)

_DT = np.float32(TICK)
_ONE = np.float32(1.0)


def step(
    bodies: Bodies,
    wind: Wind,
    tick: int,
    rng: np.random.Generator,
    *,
    connection: float,
    pointer: F32,
    bonds: tuple[NDArray[np.int32], F32],
    eye: F32 | None = None,
) -> None:
    """Advance all bodies by one tick, in place.

    Args:
        bodies: changed in place.
        wind: carries those that wander.
        tick: the time.
        rng: dithers the wind, and jolts those with jitter.
        connection: 0 alone to 1 connected; threads hold bodies closer as it grows.
        pointer: (4,) float32, the dreamer's hand x, y, z in m and its press 0 to 1; not finite where there is no hand.
        bonds: the threads' ends, (2, m) int32 slots or -1, and their grip, (m,) float32, from `strands.bonds`.
        eye: (3,) float32, m: the hand is felt along the ray from here through it; None for where the hand is.
    """
    force, work = bodies._work[:2]
    make_finite(bodies.push, 1e4)
    np.copyto(force, bodies.push)
    bodies.push[:] = 0
    _separate(bodies, force)
    _bind(bodies, force, bonds, np.float32(connection))
    _go_home(bodies, force, work)
    _wander(bodies, force, wind, tick, rng)
    _orbit(bodies, force)
    _avoid_hand(bodies, force, pointer, eye)
    _bob(bodies, force, rng)
    np.multiply(force, _DT, out=force)
    np.add(bodies.vel, force, out=bodies.vel)
    _limit_speed(bodies.vel, work)
    np.multiply(bodies.vel, _DT, out=work)
    np.add(bodies.pos, work, out=bodies.pos)
    clip(bodies.pos, -BOUND, BOUND, bodies.pos)
    np.subtract(bodies.presence_goal, bodies.presence, out=work[0])
    clip(work[0], -FADE, FADE, work[0])
    np.add(bodies.presence, work[0], out=bodies.presence)


def _separate(bodies: Bodies, force: F32) -> None:
    """Keep distance: (1 - d^2 / R^2)^2 away from every body nearer than R, the sum of the two radii.

    Two bodies in the same place have no direction between them: for this rule each is shifted by its slot times 10 um.
    """
    capacity = bodies.presence.shape[0]
    point = bodies._work[1]
    np.copyto(point, bodies.pos)
    np.add(point[0], np.arange(capacity, dtype=np.float32) * np.float32(1e-5), out=point[0])
    total = bodies._work[2]
    total[:] = 0
    for start in range(0, capacity, PAIR_ROWS):
        others = slice(start, min(start + PAIR_ROWS, capacity))
        away, (near, work) = bodies._pair[:3, : others.stop - start], bodies._pair[3:, : others.stop - start]
        np.subtract(point[:, None], point[:, others, None], out=away)
        np.multiply(away[0], away[0], out=near)
        for axis in (1, 2):
            np.multiply(away[axis], away[axis], out=work)
            np.add(near, work, out=near)
        np.add(bodies.radius, bodies.radius[others, None], out=work)
        np.multiply(work, work, out=work)
        np.add(work, np.float32(1e-9), out=work)
        np.divide(near, work, out=work)
        np.subtract(_ONE, work, out=work)
        np.maximum(work, np.float32(0.0), out=work)
        np.multiply(work, work, out=work)
        np.multiply(work, bodies.presence[others, None], out=work)
        np.add(near, np.float32(1e-12), out=near)
        np.sqrt(near, out=near)
        np.divide(work, near, out=work)
        np.multiply(away, work, out=away)
        np.add(total, sum_rows(away.swapaxes(0, 1)), out=total)
    np.multiply(total, bodies.steer[SPACE] * bodies.presence, out=total)
    np.add(force, total, out=force)


def _bind(bodies: Bodies, force: F32, bonds: tuple[NDArray[np.int32], F32], connection: np.float32) -> None:
    """Threads pull and push: a spring whose rest distance shrinks as `connection` grows.

    It is four times the sum of the radii at connection 0, and the sum itself at 1.
    """
    ends, grip = bonds
    tied = np.flatnonzero((grip > 0) & (ends[0] >= 0) & (ends[1] >= 0))
    if not tied.size:
        return
    a, b = ends[0, tied], ends[1, tied]
    gap = bodies.pos.take(b, axis=1) - bodies.pos.take(a, axis=1)
    distance = np.sqrt(gap[0] * gap[0] + gap[1] * gap[1] + gap[2] * gap[2] + np.float32(1e-12))
    balance = (bodies.radius[a] + bodies.radius[b]) * (np.float32(4.0) - np.float32(3.0) * connection)
    gap *= (_ONE - balance / distance) * (BOND_STIFFNESS * grip[tied])
    both, count = np.concatenate([a, b]), force.shape[1]
    places = both + np.arange(0, 3 * count, count)[:, None]
    pulls = np.concatenate([gap, -gap], axis=1)
    # bincount adds one after the other, in double precision
    force += np.bincount(places.ravel(), pulls.ravel(), 3 * count).reshape(3, count).astype(np.float32)


def _go_home(bodies: Bodies, force: F32, work: F32) -> None:
    """A critically damped spring towards home: its damping is twice the root of its stiffness."""
    np.subtract(bodies.home, bodies.pos, out=work)
    np.multiply(work, bodies.steer[HOME], out=work)
    np.add(force, work, out=force)
    np.multiply(bodies.vel, np.float32(2.0) * np.sqrt(bodies.steer[HOME]), out=work)
    np.subtract(force, work, out=force)


def _wander(bodies: Bodies, force: F32, wind: Wind, tick: int, rng: np.random.Generator) -> None:
    air, drag = bodies._work[1], bodies._work[2]
    sample(wind, bodies.pos, tick, rng, air)
    np.subtract(air, bodies.vel, out=drag)
    np.multiply(drag, bodies.steer[WANDER], out=drag)
    np.add(force, drag, out=force)


def _orbit(bodies: Bodies, force: F32) -> None:
    """Circle home in the plane of the picture at ORBIT m/s: reach the tangent's velocity within a second.

    The tangent fades within 10 cm of home, where it has no direction; the centripetal pull is v^2 / r.
    """
    speed = bodies.steer[ORBIT]
    if not speed.any():
        return
    x, y, _ = bodies.pos - bodies.home
    radius = np.sqrt(x * x + y * y + np.float32(0.01))
    active = np.minimum(np.abs(speed), _ONE)
    inward = speed * speed / (radius * radius)
    force[0] += (-y / radius * speed - bodies.vel[0]) * active - x * inward
    force[1] += (x / radius * speed - bodies.vel[1]) * active - y * inward


def _avoid_hand(bodies: Bodies, force: F32, pointer: F32, eye: F32 | None) -> None:
    """Flee from the hand within its reach and follow it from further away, by at most the weight in m/s^2."""
    if not np.isfinite(pointer).all() or pointer[3] == 0:
        return
    hand = np.clip(pointer, -BOUND, BOUND)
    if eye is None:
        away = bodies.pos - hand[:3, None]
    else:
        away = np.empty_like(bodies.pos)
        offset_from_ray(bodies.pos, hand, eye, away)
        np.negative(away, out=away)
    square = away[0] * away[0] + away[1] * away[1] + away[2] * away[2] + np.float32(1e-6)
    near = HAND_REACH * HAND_REACH / (HAND_REACH * HAND_REACH + square)  # 1 at the hand, 1/2 at REACH
    strength = (bodies.steer[FLEE] * near - bodies.steer[FOLLOW] * (_ONE - near)) * hand[3]
    force += away * (strength / np.sqrt(square))


def _bob(bodies: Bodies, force: F32, rng: np.random.Generator) -> None:
    """Bob with the emotion's frequency and amplitude, jolted by its jitter."""
    frequency, amplitude, jitter = (bodies.traits[row] for row in (FREQUENCY, AMPLITUDE, JITTER))
    bodies.phase += frequency * _DT
    bodies.phase -= np.floor(bodies.phase)
    swing = bodies.phase.copy()
    sine(swing, bodies._work[1, 0])
    force[1] += swing * amplitude * (TAU * frequency) * (TAU * frequency)
    force += (rng.random(force.shape, dtype=np.float32) - np.float32(0.5)) * jitter


def _limit_speed(vel: F32, work: F32) -> None:
    """Limit the speed to TOP_SPEED."""
    clip(vel, -np.float32(1e6), np.float32(1e6), vel)
    np.multiply(vel, vel, out=work)
    speed = np.sqrt(work[0] + work[1] + work[2])
    np.multiply(vel, TOP_SPEED / np.maximum(speed, TOP_SPEED), out=vel)
