"""How strands move: position-based dynamics (Müller et al. 2007), a whole row of strands at a time.

Each tick predicts the nodes (Störmer-Verlet), then restores the lengths of the links (links.py): one Newton step, then
RELAXATIONS passes over the even and the odd ones.
"""

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICK
from dreamscape.physics import events
from dreamscape.physics.bodies import Bodies
from dreamscape.physics.emotions import AMPLITUDE, FREQUENCY, JITTER, SAG, SPEED, STIFFNESS
from dreamscape.physics.exact import BOUND, F32, sine, smooth
from dreamscape.physics.links import newton, relax
from dreamscape.physics.rays import aside
from dreamscape.physics.strands import Strands, sideways
from dreamscape.physics.wind import Wind, sample

RELAXATIONS = 4
STRETCH = np.float32(1.04)  # a tied strand is never asked to span more than this times its rest length
HUM = 0.3  # links per tick: how fast a wave may run along a rope, squared
GIVE = np.float32(0.5 * TICK)  # m per tick and m of strand: how fast a strand takes up slack
WINDED = np.float32(0.5)  # 1/s: how much of the wind a thread feels
FADE = np.float32(TICK / 0.75)  # presence per tick: strands come and go in 0.75 s
GRASP = np.float32(0.35)  # m: how near the hand must be to hold a strand
GRIP = np.float32(0.06)  # the same for a hand that reaches along a ray, of the distance from the eye
AIR = np.float32(0.15)  # 1/s: damping of a strand that feels nothing
LOAD = np.float32(6.0)  # m/s^2 times nodes: the load at which a thread is half as bright as it can be

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
    """Advance all strands by one tick, in place; after the bodies. Where there is none, nothing happens.

    Args:
        strands: changed in place; `pos` and `prev` swap their arrays.
        bodies: where the ends are tied; read only.
        wind: what blows on them.
        tick: the time.
        rng: dithers the wind and the jitter.
        pointer: (4,) float32, the dreamer's hand x, y, z in m and its press 0 to 1; anything not finite is no hand.
        eye: (3,) float32, m: the hand grasps whatever the ray from here through it meets; without, what is about it.
        gravity: m/s^2; threads of light weigh less than rope.
    """
    if not (strands.presence.any() or strands.presence_goal.any()):
        return
    _live(strands, tick)
    ends, tied = _ends(strands, bodies)
    _lengths(strands, ends, tied, gravity)
    _blow(strands, wind, tick, rng)
    _predict(strands, gravity, rng)
    _hold(strands, tick, pointer, eye)
    _pin(strands.pos, ends, tied)
    load = newton(strands, tied)
    held = tied.astype(np.float32)
    for _ in range(RELAXATIONS):
        relax(strands, 0, held)
        relax(strands, 1, held)
    _pin(strands.pos, ends, tied)
    np.clip(strands.pos, -BOUND, BOUND, out=strands.pos)
    _tension(strands, load)


def _live(strands: Strands, tick: int) -> None:
    """Come, go, reach; a strand that arrives rings."""
    change = np.clip(strands.presence_goal - strands.presence, -FADE, FADE)
    strands.presence += change
    most = strands.pace * _DT
    before = strands.reach < 1
    strands.reach += np.clip(strands.reach_goal - strands.reach, -most, most)
    arrived = np.flatnonzero(before & (strands.reach >= 1) & (strands.anchor[1] >= 0))
    if arrived.size:
        note = np.empty((3, arrived.size), np.float32)
        note[0], note[1], note[2] = arrived, 0.4, 1.0
        events.record(strands.plucks, tick, note)


def _ends(strands: Strands, bodies: Bodies) -> tuple[F32, NDArray[np.bool_]]:
    """Where the tied ends are, (2, 3, n), and whether they are tied, (2, n)."""
    tied = strands.anchor >= 0
    spots = np.maximum(strands.anchor, 0)
    ends = np.stack([bodies.pos[:, spots[0]], bodies.pos[:, spots[1]]])
    ends[1] = ends[0] + (ends[1] - ends[0]) * smooth(strands.reach)
    return ends, tied


def _lengths(strands: Strands, ends: F32, tied: NDArray[np.bool_], gravity: float) -> None:
    """Let the links grow or take up slack towards the span and its sag, and at once if they would overstretch.

    A rope of mass 1 per node that is longer than its span by the fraction sag pulls with g links / (8 sqrt(3/8 sag)),
    after the parabola's length. So that waves cross less than a link a tick (else it would hum for ever) that pull
    times the tick squared stays below HUM of a link: the tautest a short or heavy rope can be.
    """
    links = np.float32(strands.pos.shape[1] - 1)
    x, y, z = ends[1] - ends[0]
    span = np.sqrt(x * x + y * y + z * z)
    root = np.float32(abs(gravity) * TICK * TICK / (8.0 * HUM)) * links * links / np.maximum(span, np.float32(1e-3))
    least = np.minimum(root * root * np.float32(8.0 / 3.0), np.float32(0.3))
    sag = np.maximum((strands.traits[0, SAG] + strands.traits[1, SAG]) * _HALF, least)
    wanted = np.where(tied[0] & tied[1], span * (_ONE + sag), strands.length) / links
    most = np.maximum(strands.length, span) * (GIVE / links)
    strands.rest += np.clip(wanted - strands.rest, -most, most)
    least = np.where(tied[0] & tied[1], span / (links * STRETCH), np.float32(1e-3))
    np.maximum(strands.rest, np.maximum(least, np.float32(1e-3)), out=strands.rest)


def _blow(strands: Strands, wind: Wind, tick: int, rng: np.random.Generator) -> None:
    """Refresh the wind of every fourth node, in turn, and ease towards it: the dither of the samples averages out."""
    rows = strands.gust[:, tick % 4 :: 4]
    here, air = strands._work[:3], strands._work[3:6]
    here = here.reshape(3, -1)[:, : rows[0].size]
    air = air.reshape(3, -1)[:, : rows[0].size]
    np.copyto(here.reshape(rows.shape), strands.pos[:, tick % 4 :: 4])
    sample(wind, here, tick, rng, air)
    fresh = air.reshape(rows.shape)
    np.subtract(fresh, rows, out=fresh)
    np.multiply(fresh, np.float32(0.25), out=fresh)
    np.add(rows, fresh, out=rows)


def _predict(strands: Strands, gravity: float, rng: np.random.Generator) -> None:
    """Störmer-Verlet with damping; the new positions go where the old ones were, and the arrays swap."""
    there = strands.presence > 0
    stiff = (strands.traits[0, STIFFNESS] + strands.traits[1, STIFFNESS]) * _HALF
    keep = np.where(there, _ONE - (stiff + AIR) * _DT, np.float32(0.0))
    new, work = strands.prev, strands._work[:3]
    np.subtract(strands.pos, new, out=new)
    np.multiply(new, keep, out=new)
    np.add(new, strands.pos, out=new)
    np.multiply(strands.gust, np.where(there, WINDED * _DT2, np.float32(0.0)), out=work)
    np.add(new, work, out=new)
    np.subtract(new[1], np.where(there, np.float32(gravity) * _DT2, np.float32(0.0)), out=new[1])
    _waves(strands, new, rng)
    strands.pos, strands.prev = new, strands.pos


def _waves(strands: Strands, new: F32, rng: np.random.Generator) -> None:
    """What each end feels travels along as a wave, fading towards the other end; the two together turn like a helix.

    Forcing a free node with a (2 pi f)^2 sin(2 pi (f t - s f / c)) swings it by a.
    """
    nodes = new.shape[1]
    along = np.arange(nodes, dtype=np.float32) / np.float32(nodes - 1)
    away = np.stack([along, _ONE - along])[:, :, None]  # from root and tip, 0 to 1
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
    _jitter(strands, both, spare, rng)
    side = sideways(strands)
    for axis in range(2):
        np.multiply(both, side[axis], out=spare)
        np.add(new[axis], spare, out=new[axis])


def _jitter(strands: Strands, wave: F32, noise: F32, rng: np.random.Generator) -> None:
    """Add sudden sideways starts to `wave`, fading from the end that feels them."""
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


def _hold(strands: Strands, tick: int, pointer: F32, eye: F32 | None) -> None:
    """The hand gathers the nodes within its grasp; a strand that it loses rings as strongly as it was drawn aside."""
    before = strands.held
    if np.isfinite(pointer).all() and pointer[3] > 0:
        hand = np.clip(pointer, -BOUND, BOUND)
        away, grip, work = strands._work[:3], strands._work[3], strands._work[4]
        if eye is None:
            np.subtract(hand[:3, None, None], strands.pos, out=away)
            scale: F32 | np.float32 = _ONE / (GRASP * GRASP)
        else:
            ahead = aside(strands.pos, hand, eye, away)
            scale = np.where(ahead > 0, _ONE / np.maximum(GRIP * ahead, np.float32(1e-3)) ** 2, np.float32(1e12))
        np.multiply(away[0], away[0], out=grip)
        for axis in (1, 2):
            np.multiply(away[axis], away[axis], out=work)
            np.add(grip, work, out=grip)
        np.multiply(grip, scale, out=grip)
        np.subtract(_ONE, grip, out=grip)
        np.maximum(grip, np.float32(0.0), out=grip)
        np.multiply(grip, strands.presence * (_HALF * min(hand[3], _ONE)), out=grip)
        if eye is not None:  # what is far leans to it, and is not gathered in by metres
            np.multiply(grip, np.minimum(GRASP / np.maximum(GRIP * ahead, GRASP), _ONE) ** 2, out=grip)
        now = np.maximum.reduce(grip, axis=0)
        np.multiply(away, grip, out=away)
        np.add(strands.pos, away, out=strands.pos)
    else:
        now = np.zeros_like(before)
    lost = np.flatnonzero((before > 0) & (now == 0))
    if lost.size:
        note = np.empty((3, lost.size), np.float32)
        note[0], note[1], note[2] = lost, np.minimum(before[lost], _ONE), 0.5
        events.record(strands.plucks, tick, note)
    np.maximum(now, np.where(now > 0, before, np.float32(0.0)), out=strands.held)


def _pin(pos: F32, ends: F32, tied: NDArray[np.bool_]) -> None:
    np.copyto(pos[:, 0], ends[0], where=tied[0])
    np.copyto(pos[:, -1], ends[1], where=tied[1])


def _tension(strands: Strands, load: F32) -> None:
    """Brightness of the nodes from the loads of their links: load / (load + LOAD), eased over five ticks."""
    np.multiply(load, _ONE / _DT2, out=load)
    np.maximum(load, np.float32(0.0), out=load)
    aim = strands._work[7]
    np.copyto(aim[:-1], load)
    np.copyto(aim[-1], load[-1])
    np.maximum(aim[1:-1], load[:-1], out=aim[1:-1])
    work = strands._work[8]
    np.add(aim, LOAD, out=work)
    np.divide(aim, work, out=aim)
    np.subtract(aim, strands.tension, out=aim)
    np.multiply(aim, np.float32(0.2), out=aim)
    np.add(strands.tension, aim, out=strands.tension)
