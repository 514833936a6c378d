"""How strands move: position-based dynamics (Müller et al. 2007), vectorised over strands.

Each tick predicts the nodes (Störmer-Verlet), then restores the lengths of the links (links.py): one Newton step, then
RELAXATIONS passes over the even and the odd ones.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.clock import TICK
from dreamscape.physics import events
from dreamscape.physics.bodies import Bodies
from dreamscape.physics.emotions import AMPLITUDE, FREQUENCY, JITTER, SAG, SPEED, STIFFNESS
from dreamscape.physics.exact import BOUND, clip, sine, smoothstep
from dreamscape.physics.links import newton, relax
from dreamscape.physics.rays import offset_from_ray
from dreamscape.physics.stiffness import unbend
from dreamscape.physics.strands import Strands, perpendicular
from dreamscape.physics.wind import Wind, sample

RELAXATIONS = 4
MAX_STRETCH = np.float32(1.04)  # of the span of a tied strand over its rest length
MAX_WAVE_SPEED = 0.3  # links per tick, squared: of a wave along a rope
SLACK_RATE = np.float32(0.5 * TICK)  # m per tick and m of strand: how fast a strand takes up slack
WIND_DRAG = np.float32(0.5)  # 1/s: how fast a thread takes on the wind's speed
FADE = np.float32(TICK / 0.75)  # presence per tick: strands come and go in 0.75 s
HAND_REACH = np.float32(0.35)  # m: within which the hand grasps nodes
RAY_REACH = np.float32(0.06)  # the same along a ray, as a fraction of the distance from the eye
AIR_DAMPING = np.float32(0.15)  # 1/s: of a strand without emotion
HALF_BRIGHT_LOAD = np.float32(6.0)  # m/s^2 times nodes: the load at which a thread is half as bright as it can be

_DT = np.float32(TICK)
_DT2 = np.float32(TICK * TICK)
_ONE = np.float32(1.0)
_HALF = np.float32(0.5)
_TURN = np.float32(6.2831855)


def step(
    strands: Strands,
    bodies: Bodies,
    wind: Wind,
    tick: int,
    rng: np.random.Generator,
    *,
    pointer: F32,
    eye: F32 | None = None,
    gravity: float = 1.6,
) -> None:
    """Advance all strands by one tick, in place; after the bodies.

    Args:
        strands: changed in place; `pos` and `prev` swap their arrays.
        bodies: the ends are tied to; read only.
        wind: blows on them.
        tick: the time.
        rng: dithers the wind and makes the jitter.
        pointer: (4,) float32, the dreamer's hand x, y, z in m and its press 0 to 1; not finite where there is no hand.
        eye: (3,) float32, m: the hand grasps what lies along the ray from here through it; None for what is near it.
        gravity: m/s^2; threads of light weigh less than rope.
    """
    if not (strands.presence.any() or strands.presence_goal.any()):
        return
    _grow(strands, tick)
    ends, tied = _ends(strands, bodies)
    _adjust_rest_lengths(strands, ends, tied, gravity)
    _sample_wind(strands, wind, tick, rng)
    _predict(strands, gravity, rng)
    _pull_with_hand(strands, tick, pointer, eye)
    _pin(strands.pos, ends, tied)
    load = newton(strands, tied)
    relax(strands, tied.astype(np.float32), RELAXATIONS)
    _pin(strands.pos, ends, tied)
    growing = np.flatnonzero((strands.reach < strands.reach_goal) & (strands.presence > 0) & tied[1])
    if growing.size:  # the links of a rope that is longer than its span would buckle
        unbend(strands.pos, growing)
    clip(strands.pos, -BOUND, BOUND, strands.pos)
    _update_tension(strands, load)


def _grow(strands: Strands, tick: int) -> None:
    """Fade in or out, and reach further; a strand that arrives is recorded as plucked."""
    change = strands.presence_goal - strands.presence
    clip(change, -FADE, FADE, change)
    strands.presence += change
    step = strands.pace * _DT
    arriving = strands.reach < 1
    np.subtract(strands.reach_goal, strands.reach, out=change)
    clip(change, -step, step, change)
    strands.reach += change
    arrived = np.flatnonzero(arriving & (strands.reach >= 1) & (strands.anchor[1] >= 0))
    if arrived.size:
        event = np.empty((3, arrived.size), np.float32)
        event[0], event[1], event[2] = arrived, 0.4, 1.0
        events.record(strands.plucks, tick, event)


def _ends(strands: Strands, bodies: Bodies) -> tuple[F32, NDArray[np.bool_]]:
    """The positions of the bodies at both ends, (2, 3, n), and whether the ends are tied, (2, n)."""
    tied = strands.anchor >= 0
    ends = bodies.pos.take(np.maximum(strands.anchor, 0), axis=1).swapaxes(0, 1)
    ends[1] = ends[0] + (ends[1] - ends[0]) * smoothstep(strands.reach)
    return ends, tied


def _adjust_rest_lengths(strands: Strands, ends: F32, tied: NDArray[np.bool_], gravity: float) -> None:
    """Let the rest lengths approach the span and its sag, slowly, but at once where links would overstretch.

    A rope of mass 1 per node that is longer than its span by the fraction sag pulls with g links / (8 sqrt(3/8 sag)),
    after the parabola's length. Waves must cross less than a link a tick, or the rope would hum for ever: that pull
    times the tick squared stays below MAX_WAVE_SPEED of a link, which limits how taut a short or heavy rope can be.
    """
    links = np.float32(strands.pos.shape[1] - 1)
    x, y, z = ends[1] - ends[0]
    span = np.sqrt(x * x + y * y + z * z)
    pull = np.float32(abs(gravity) * TICK * TICK / (8.0 * MAX_WAVE_SPEED))
    root = pull * links * links / np.maximum(span, np.float32(1e-3))
    least = np.minimum(root * root * np.float32(8.0 / 3.0), np.float32(0.3))
    sag = np.maximum((strands.traits[0, SAG] + strands.traits[1, SAG]) * _HALF, least)
    both = tied[0] & tied[1]
    target = np.asarray(np.where(both, span * (_ONE + sag), strands.length) / links, np.float32)
    step = np.maximum(strands.length, span) * (SLACK_RATE / links)
    np.subtract(target, strands.rest, out=target)
    clip(target, -step, step, target)
    strands.rest += target
    least = np.where(both, span / (links * MAX_STRETCH), np.float32(1e-3))
    np.maximum(strands.rest, np.maximum(least, np.float32(1e-3)), out=strands.rest)


def _sample_wind(strands: Strands, wind: Wind, tick: int, rng: np.random.Generator) -> None:
    """Sample the wind at every fourth node, in turn, and ease `gust` towards it: the samples' dither averages out."""
    rows = strands.gust[:, tick % 4 :: 4]
    points, air = strands._work[:3], strands._work[3:6]
    points = points.reshape(3, -1)[:, : rows[0].size]
    air = air.reshape(3, -1)[:, : rows[0].size]
    np.copyto(points.reshape(rows.shape), strands.pos[:, tick % 4 :: 4])
    sample(wind, points, tick, rng, air)
    change = air.reshape(rows.shape)
    np.subtract(change, rows, out=change)
    np.multiply(change, np.float32(0.25), out=change)
    np.add(rows, change, out=rows)


def _predict(strands: Strands, gravity: float, rng: np.random.Generator) -> None:
    """Störmer-Verlet with damping; the new positions overwrite the previous ones, and the arrays swap."""
    present = strands.presence > 0
    stiff = (strands.traits[0, STIFFNESS] + strands.traits[1, STIFFNESS]) * _HALF
    keep = np.where(present, _ONE - (stiff + AIR_DAMPING) * _DT, np.float32(0.0))
    new, work = strands.prev, strands._work[:3]
    np.subtract(strands.pos, new, out=new)
    np.multiply(new, keep, out=new)
    np.add(new, strands.pos, out=new)
    np.multiply(strands.gust, np.where(present, WIND_DRAG * _DT2, np.float32(0.0)), out=work)
    np.add(new, work, out=new)
    np.subtract(new[1], np.where(present, np.float32(gravity) * _DT2, np.float32(0.0)), out=new[1])
    _add_waves(strands, new, rng)
    strands.pos, strands.prev = new, strands.pos


def _add_waves(strands: Strands, new: F32, rng: np.random.Generator) -> None:
    """Send a wave of the emotion at each end along the strand, fading towards the other; together they form a helix.

    Forcing a free node with a (2 pi f)^2 sin(2 pi (f t - s f / c)) moves it by the amplitude a.
    """
    nodes = new.shape[1]
    away = _away(nodes)
    waves, work = strands._work[:2], strands._work[2:4]
    frequency = strands.traits[:, FREQUENCY]
    strands.turn += frequency * _DT
    strands.turn -= np.floor(strands.turn)
    slope = strands.rest * np.float32(nodes - 1) * frequency / np.maximum(strands.traits[:, SPEED], np.float32(0.1))
    np.multiply(away, slope[:, None], out=waves)
    np.subtract(strands.turn[:, None], waves, out=waves)
    sine(waves, work)
    pace = frequency * _TURN
    swing = np.minimum(strands.traits[:, AMPLITUDE] * pace * pace * _DT2, np.float32(0.2) * strands.rest)
    np.multiply(waves, (swing * strands.presence)[:, None], out=waves)
    np.multiply(waves, away[::-1], out=waves)
    near, far, both, spare = strands._work[:4]
    np.add(near, far, out=both)
    np.subtract(near, far, out=near)
    np.multiply(near, _HALF, out=near)
    np.add(new[2], near, out=new[2])
    _add_jitter(strands, both, spare, rng)
    side = perpendicular(strands)
    for axis in range(2):
        np.multiply(both, side[axis], out=spare)
        np.add(new[axis], spare, out=new[axis])


@cache
def _away(nodes: int) -> F32:
    """How far each node is from root and tip along a strand, 0 to 1, (2, nodes, 1)."""
    along = np.arange(nodes, dtype=np.float32) / np.float32(nodes - 1)
    away = np.stack([along, _ONE - along])[:, :, None]
    away.setflags(write=False)
    return away


def _add_jitter(strands: Strands, wave: F32, noise: F32, rng: np.random.Generator) -> None:
    """Add sudden sideways jolts to `wave`, fading from the end that has the emotion."""
    both = strands.traits[:, JITTER] * (_DT2 * np.float32(2.0) * strands.presence)
    if not both.any():
        return
    rng.random(out=noise, dtype=np.float32)
    np.subtract(noise, _HALF, out=noise)
    along = (np.arange(noise.shape[0], dtype=np.float32) / np.float32(noise.shape[0] - 1))[:, None]
    share = strands._work[4]
    np.multiply(along, both[1] - both[0], out=share)
    np.add(share, both[0], out=share)
    np.multiply(noise, share, out=noise)
    np.add(wave, noise, out=wave)


def _pull_with_hand(strands: Strands, tick: int, pointer: F32, eye: F32 | None) -> None:
    """Pull the nodes within reach to the hand; a strand that it loses is plucked as strongly as it was held."""
    before = strands.held
    if np.isfinite(pointer).all() and pointer[3] > 0:
        hand = np.clip(pointer, -BOUND, BOUND)
        away, grip = _grip(strands, hand, eye)
        now = np.maximum.reduce(grip, axis=0)
        np.multiply(away, grip, out=away)
        np.add(strands.pos, away, out=strands.pos)
    else:
        now = np.zeros_like(before)
    lost = np.flatnonzero((before > 0) & (now == 0))
    if lost.size:
        event = np.empty((3, lost.size), np.float32)
        event[0], event[1], event[2] = lost, np.minimum(before[lost], _ONE), 0.5
        events.record(strands.plucks, tick, event)
    np.maximum(now, np.where(now > 0, before, np.float32(0.0)), out=strands.held)


def _grip(strands: Strands, hand: F32, eye: F32 | None) -> tuple[F32, F32]:
    """The vectors from the nodes to the hand or its ray, (3, m, n), and the fraction by which they follow, (m, n)."""
    away, grip, work = strands._work[:3], strands._work[3], strands._work[4]
    if eye is None:
        np.subtract(hand[:3, None, None], strands.pos, out=away)
        scale: F32 | np.float32 = _ONE / (HAND_REACH * HAND_REACH)
    else:
        ahead = offset_from_ray(strands.pos, hand, eye, away)
        scale = np.where(ahead > 0, _ONE / np.maximum(RAY_REACH * ahead, np.float32(1e-3)) ** 2, np.float32(1e12))
    np.multiply(away[0], away[0], out=grip)
    for axis in (1, 2):
        np.multiply(away[axis], away[axis], out=work)
        np.add(grip, work, out=grip)
    np.multiply(grip, scale, out=grip)
    np.subtract(_ONE, grip, out=grip)
    np.maximum(grip, np.float32(0.0), out=grip)
    np.multiply(grip, strands.presence * (_HALF * min(hand[3], _ONE)), out=grip)
    if eye is not None:  # far nodes lean towards the ray; they are not pulled in by metres
        np.multiply(grip, np.minimum(HAND_REACH / np.maximum(RAY_REACH * ahead, HAND_REACH), _ONE) ** 2, out=grip)
    return away, grip


def _pin(pos: F32, ends: F32, tied: NDArray[np.bool_]) -> None:
    np.copyto(pos[:, 0], ends[0], where=tied[0])
    np.copyto(pos[:, -1], ends[1], where=tied[1])


def _update_tension(strands: Strands, load: F32) -> None:
    """The nodes' brightness from the loads of their links, load / (load + HALF_BRIGHT_LOAD), eased over five ticks."""
    np.multiply(load, _ONE / _DT2, out=load)
    np.maximum(load, np.float32(0.0), out=load)
    aim = strands._work[7]
    np.copyto(aim[:-1], load)
    np.copyto(aim[-1], load[-1])
    np.maximum(aim[1:-1], load[:-1], out=aim[1:-1])
    work = strands._work[8]
    np.add(aim, HALF_BRIGHT_LOAD, out=work)
    np.divide(aim, work, out=aim)
    np.subtract(aim, strands.tension, out=aim)
    np.multiply(aim, np.float32(0.2), out=aim)
    np.add(strands.tension, aim, out=strands.tension)
