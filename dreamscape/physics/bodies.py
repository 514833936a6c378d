"""Bodies: every living thing of the dream, steered by rules that all act at once.

A body feels a pull home, the wind, its neighbours, an orbit, the dreamer's hand, and the threads that tie it to
others. Rules are accelerations with a weight per body (Reynolds 1999, "Steering Behaviors for Autonomous
Characters"); velocities are integrated semi-implicitly (symplectic Euler), and interpolation for drawing follows from
that: the previous position is `pos - vel * TICK`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICK
from dreamscape.physics import emotions
from dreamscape.physics.emotions import AMPLITUDE, FREQUENCY, JITTER
from dreamscape.physics.exact import BOUND, F32, Arrays, fold, sine, tame
from dreamscape.physics.rays import aside
from dreamscape.physics.wind import Wind, sample

HOME, WANDER, SPACE, ORBIT, FLEE, FOLLOW = range(6)  # rows of `steer`
TOP_SPEED = np.float32(20.0)  # m/s
REACH = np.float32(2.5)  # m, how far the dreamer's hand is felt at half strength
BIND = np.float32(0.8)  # 1/s^2, stiffness of a thread's pull between two bodies
EASE = np.float32(TICK / 1.5)  # presence per tick: bodies come and go in 1.5 s
TURN = np.float32(6.2831855)

_DT = np.float32(TICK)
_ONE = np.float32(1.0)


@dataclass(slots=True)
class Bodies:
    """A fixed number of places for bodies; a place is free while `presence` and `presence_goal` are 0.

    Attributes:
        pos, vel: (3, n) float32, m and m/s.
        home: (3, n) float32, m, the place it returns to and orbits around.
        push: (3, n) float32, m/s^2, whatever else acts on it; cleared by every step.
        emotion: (8, n) float32, weights in the order of emotions.NAMES.
        traits: (6, n) float32, their mixture; `feel` keeps it.
        phase: (n,) float32, turns in [0, 1), its rhythm.
        radius: (n,) float32, m, the distance it keeps to others is the sum of two radii.
        steer: (6, n) float32, weights of HOME (1/s^2), WANDER (1/s), SPACE (m/s^2), ORBIT (m/s around home), FLEE
            and FOLLOW (m/s^2).
        presence, presence_goal: (n,) float32, 0 absent to 1 here, and where that is heading.
        born: (n,) int64, the how-manieth body of the dream it is.
        serial: (1,) int64, how many there were.
    """

    pos: F32
    vel: F32
    home: F32
    push: F32
    emotion: F32
    traits: F32
    phase: F32
    radius: F32
    steer: F32
    presence: F32
    presence_goal: F32
    born: NDArray[np.int64]
    serial: NDArray[np.int64]
    _pair: F32  # (5, rows, n), work
    _work: F32  # (4, 3, n), work

    def arrays(self) -> Arrays:
        """The state, for checkpoints and digests."""
        return {name: getattr(self, name) for name in self.__slots__ if not name.startswith("_")}


_ROWS = 128  # pairs are computed with so many others at a time: the work arrays stay in the L2 cache


def make(capacity: int) -> Bodies:
    """Places for `capacity` bodies, all free."""

    def zeros(*rows: int) -> F32:
        return np.zeros((*rows, capacity), np.float32)

    return Bodies(
        pos=zeros(3),
        vel=zeros(3),
        home=zeros(3),
        push=zeros(3),
        emotion=zeros(8),
        traits=zeros(6),
        phase=zeros(),
        radius=zeros(),
        steer=zeros(6),
        presence=zeros(),
        presence_goal=zeros(),
        born=np.zeros(capacity, np.int64),
        serial=np.zeros(1, np.int64),
        _pair=zeros(5, min(_ROWS, capacity)),
        _work=zeros(4, 3),
    )


def spawn(bodies: Bodies, pos: F32, emotion: F32, rng: np.random.Generator, radius: float = 0.5) -> NDArray[np.int64]:
    """Let bodies appear at home, at rest, without steering; at capacity the oldest make room.

    Args:
        bodies: changed in place.
        pos: (3, k) float32, m, their homes.
        emotion: (8,) or (8, k) float32 weights.
        rng: chooses the phases of their rhythms.
        radius: m.

    Returns:
        (k,) int64, their places; of more than the capacity the last ones are kept.
    """
    capacity = bodies.presence.shape[0]
    pos = np.array(pos, np.float32)[:, -capacity:]
    tame(pos, BOUND)
    count = pos.shape[1]
    free = (bodies.presence == 0) & (bodies.presence_goal == 0)
    place = np.lexsort((bodies.born, ~free))[:count]  # free places first, then the oldest
    bodies.pos[:, place] = bodies.home[:, place] = pos
    bodies.vel[:, place] = 0
    bodies.phase[place] = rng.random(count, dtype=np.float32)
    bodies.radius[place] = radius
    bodies.steer[:, place] = 0
    bodies.presence[place] = 0
    bodies.presence_goal[place] = 1
    bodies.born[place] = int(bodies.serial[0]) + np.arange(count)
    bodies.serial[0] += count
    feel(bodies, place, emotion)
    return place.astype(np.int64)


def feel(bodies: Bodies, place: NDArray[np.int64], emotion: F32) -> None:
    """Give the bodies at `place` (k,) other emotions, (8,) or (8, k) float32 weights."""
    weights = np.clip(np.asarray(emotion, np.float32).reshape(len(emotions.NAMES), -1), 0, 1)
    bodies.emotion[:, place] = weights
    bodies.traits[:, place] = emotions.mix(weights)


def leave(bodies: Bodies, place: NDArray[np.int64]) -> None:
    """Let the bodies at `place` (k,) fade; their places are free when they are gone."""
    bodies.presence_goal[place] = 0


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
        wind: what carries those that wander.
        tick: the time.
        rng: dithers the wind and makes the impatient start.
        connection: 0 alone to 1 connected; threads hold bodies closer as it grows.
        pointer: (4,) float32, the dreamer's hand x, y, z in m and its press 0 to 1; anything not finite is no hand.
        bonds: the threads' ends, (2, m) int32 places or -1, and their grip, (m,) float32, from `strands.bonds`.
        eye: (3,) float32, m: the hand is felt along the ray from here through it; without, where it is.
    """
    force, work = bodies._work[:2]
    tame(bodies.push, 1e4)
    np.copyto(force, bodies.push)
    bodies.push[:] = 0
    _space(bodies, force)
    _bind(bodies, force, bonds, np.float32(connection))
    _go_home(bodies, force, work)
    _wander(bodies, force, wind, tick, rng)
    _orbit(bodies, force)
    _hand(bodies, force, pointer, eye)
    _rhythm(bodies, force, rng)
    np.multiply(force, _DT, out=force)
    np.add(bodies.vel, force, out=bodies.vel)
    _limit(bodies.vel, work)
    np.multiply(bodies.vel, _DT, out=work)
    np.add(bodies.pos, work, out=bodies.pos)
    np.clip(bodies.pos, -BOUND, BOUND, out=bodies.pos)
    np.subtract(bodies.presence_goal, bodies.presence, out=work[0])
    np.clip(work[0], -EASE, EASE, out=work[0])
    np.add(bodies.presence, work[0], out=bodies.presence)


def between(bodies: Bodies, alpha: float, out: F32) -> None:
    """Where the bodies are `alpha` of the way from the last tick to this one: `out` (3, n) float32, overwritten."""
    np.multiply(bodies.vel, np.float32((alpha - 1.0) * TICK), out=out)
    np.add(bodies.pos, out, out=out)


def _space(bodies: Bodies, force: F32) -> None:
    """Keep distance: (1 - d^2 / R^2)^2 away from every body nearer than R, the sum of the two radii.

    Bodies in one place have no line between them: for this rule each is moved by its number times 10 um.
    """
    capacity = bodies.presence.shape[0]
    point = bodies._work[1]
    np.copyto(point, bodies.pos)
    np.add(point[0], np.arange(capacity, dtype=np.float32) * np.float32(1e-5), out=point[0])
    total = bodies._work[2]
    total[:] = 0
    for start in range(0, capacity, _ROWS):
        theirs = slice(start, min(start + _ROWS, capacity))
        away, (near, work) = bodies._pair[:3, : theirs.stop - start], bodies._pair[3:, : theirs.stop - start]
        np.subtract(point[:, None], point[:, theirs, None], out=away)
        np.multiply(away[0], away[0], out=near)
        for axis in (1, 2):
            np.multiply(away[axis], away[axis], out=work)
            np.add(near, work, out=near)
        np.add(bodies.radius, bodies.radius[theirs, None], out=work)
        np.multiply(work, work, out=work)
        np.add(work, np.float32(1e-9), out=work)
        np.divide(near, work, out=work)
        np.subtract(_ONE, work, out=work)
        np.maximum(work, np.float32(0.0), out=work)
        np.multiply(work, work, out=work)
        np.multiply(work, bodies.presence[theirs, None], out=work)
        np.add(near, np.float32(1e-12), out=near)
        np.sqrt(near, out=near)
        np.divide(work, near, out=work)
        np.multiply(away, work, out=away)
        np.add(total, fold(away.swapaxes(0, 1)), out=total)
    np.multiply(total, bodies.steer[SPACE] * bodies.presence, out=total)
    np.add(force, total, out=force)


def _bind(bodies: Bodies, force: F32, bonds: tuple[NDArray[np.int32], F32], connection: np.float32) -> None:
    """Threads bind and separate: a spring about a distance that shrinks as `connection` grows.

    At connection 0 the balance lies at four times the sum of the radii, at 1 at the sum itself.
    """
    ends, grip = bonds
    tied = np.flatnonzero((grip > 0) & (ends[0] >= 0) & (ends[1] >= 0))
    if not tied.size:
        return
    a, b = ends[0, tied], ends[1, tied]
    gap = bodies.pos[:, b] - bodies.pos[:, a]
    distance = np.sqrt(gap[0] * gap[0] + gap[1] * gap[1] + gap[2] * gap[2] + np.float32(1e-12))
    balance = (bodies.radius[a] + bodies.radius[b]) * (np.float32(4.0) - np.float32(3.0) * connection)
    gap *= (_ONE - balance / distance) * (BIND * grip[tied])
    both, count = np.concatenate([a, b]), force.shape[1]
    for axis in range(3):  # bincount adds one after the other, in double precision
        force[axis] += np.bincount(both, np.concatenate([gap[axis], -gap[axis]]), count).astype(np.float32)


def _go_home(bodies: Bodies, force: F32, work: F32) -> None:
    """A critically damped spring towards home: the damping is twice the root of the stiffness."""
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

    The tangent fades within 10 cm of home, where it has no direction, and the circle's own pull is v^2 / r.
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


def _hand(bodies: Bodies, force: F32, pointer: F32, eye: F32 | None) -> None:
    """Flee from the hand within its reach, follow it from further, at most the weight in m/s^2."""
    if not np.isfinite(pointer).all() or pointer[3] == 0:
        return
    hand = np.clip(pointer, -BOUND, BOUND)
    if eye is None:
        away = bodies.pos - hand[:3, None]
    else:
        away = np.empty_like(bodies.pos)
        aside(bodies.pos, hand, eye, away)
        np.negative(away, out=away)
    square = away[0] * away[0] + away[1] * away[1] + away[2] * away[2] + np.float32(1e-6)
    near = REACH * REACH / (REACH * REACH + square)  # 1 at the hand, 1/2 at REACH
    strength = (bodies.steer[FLEE] * near - bodies.steer[FOLLOW] * (_ONE - near)) * hand[3]
    force += away * (strength / np.sqrt(square))


def _rhythm(bodies: Bodies, force: F32, rng: np.random.Generator) -> None:
    """Bob with the emotion's frequency and amplitude, and start with its jitter."""
    frequency, amplitude, jitter = (bodies.traits[row] for row in (FREQUENCY, AMPLITUDE, JITTER))
    bodies.phase += frequency * _DT
    bodies.phase -= np.floor(bodies.phase)
    swing = bodies.phase.copy()
    sine(swing, bodies._work[1, 0])
    force[1] += swing * amplitude * (TURN * frequency) * (TURN * frequency)
    force += (rng.random(force.shape, dtype=np.float32) - np.float32(0.5)) * jitter


def _limit(vel: F32, work: F32) -> None:
    """No faster than TOP_SPEED, in any direction."""
    np.clip(vel, -np.float32(1e6), np.float32(1e6), out=vel)
    np.multiply(vel, vel, out=work)
    speed = np.sqrt(work[0] + work[1] + work[2])
    np.multiply(vel, TOP_SPEED / np.maximum(speed, TOP_SPEED), out=vel)
