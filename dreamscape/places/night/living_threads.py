"""How the threads to every living thing of the shore's night are led: they shoot out, are drawn up, and dance.

Arrays are those of `Strands` and `Bodies`, which are changed in place. Body 0 is the hand; the living follow it.
"""

import numpy as np

from dreamscape.arrays import F32
from dreamscape.clock import TICK
from dreamscape.easing import ease, smoothstep
from dreamscape.physics.bodies import HOME, Bodies
from dreamscape.physics.emitters import Vector
from dreamscape.physics.emotions import SAG, mix_traits
from dreamscape.physics.stiffness import along, stiffen
from dreamscape.physics.strands import Strands
from dreamscape.places.night.creatures import DANCERS, LIFTS, LIVING
from dreamscape.places.shore import seaward

APART, AGAIN = (19.8, 2.6), (23.0, 2.6)  # s: when bodies begin to be pushed apart, and to be let go; for how long
LATEST = 1.5  # s, how much later than the first the last is pushed apart
PUSH = 11.0  # m/s^2
DANCE = 24.4, 27.2  # s, while they find their orbits
ORBITS = (3.4, 0.42), (5.6, -0.30), (7.8, 0.24)  # m and radians/s, the radius and the turning of the three rings
CLEAR = 0.45  # m, how far from the rock threads keep


def straighten(strands: Strands, rock: F32) -> None:
    """Keep a growing thread straight; once it has arrived, it hangs and bends in long waves, off the rock.

    Args:
        strands: all threads.
        rock: as of `seaward.field`.
    """
    flying = np.flatnonzero((strands.presence_goal > 0) & (strands.reach < 1))
    if flying.size:
        root, tip = strands.pos[:, :1, flying], strands.pos[:, -1:, flying]
        straight = root + (tip - root) * along(strands.pos.shape[1])
        move = (straight - strands.pos[:, :, flying]) * np.float32(0.5)
        strands.pos[:, :, flying] += move
        strands.prev[:, :, flying] += move
    here = np.flatnonzero(strands.presence > 0)
    strands.pos[1, 1:-1, here] += (LIFTS[strands.anchor[1, here]] * np.float32(TICK * TICK))[:, None]
    nodes = strands.pos[:, 1:-1, here]
    seaward.push_out(nodes, rock, CLEAR)
    strands.pos[:, 1:-1, here] = nodes
    stiffen(strands, here)


def separate(bodies: Bodies, strands: Strands, seconds: float) -> None:
    """Push each living thing away from the hand, one after the other: threads are drawn up slowly, and let go."""
    count = len(LIVING) + 1
    late = np.arange(1, count) * 0.618 % 1.0 * LATEST
    begin, end = (np.clip((seconds - late - at) / takes, 0.0, 1.0) for at, takes in (APART, AGAIN))
    apart = smoothstep(begin) * (1.0 - smoothstep(end))
    away = bodies.pos[:, 1:count] - bodies.pos[:, :1]
    far = np.maximum(np.linalg.norm(away, axis=0), 1e-3)
    bodies.push[:, 1:count] = away / far * (PUSH * apart).astype(np.float32)
    drawn = np.append(0.0, apart)[np.clip(strands.anchor[1], 0, count - 1)]
    # a rope's sag goes as the root of its slack: squared, it is drawn up evenly
    loose = _slack(strands) * (1.0 - 0.8 * drawn) ** 2
    strands.traits[:, SAG] = loose.astype(np.float32)


def _slack(strands: Strands) -> F32:
    """How slack each thread is while nothing draws it, `(2, n)`: not so much that it falls into the sea."""
    own = mix_traits(strands.emotion.transpose(1, 0, 2))[SAG]
    return np.asarray(own * (0.3 + 0.5 * (strands.anchor[1] * 0.618 % 1.0)), np.float32)


def dance(bodies: Bodies, seconds: float, middle: Vector) -> None:
    """Lead the homes of birds and sea lights onto three rings about the `middle`, m, turning against each other."""
    into = (seconds - DANCE[0]) / (DANCE[1] - DANCE[0])
    if into <= 0.0:
        return
    dancers = np.array(DANCERS)
    number = np.arange(len(dancers))
    radius, pace = np.array(ORBITS)[number % 3].T
    turn = (seconds - DANCE[0]) * pace + number * (2.0 * np.pi / len(dancers))
    goal = np.array(middle)[:, None] + radius * np.stack([np.cos(turn), 0.88 * np.sin(turn), 0.5 * np.sin(turn + 1.0)])
    homes = bodies.home[:, dancers]
    bodies.home[:, dancers] = (homes + (goal - homes) * 0.05 * ease(into)).astype(np.float32)
    bodies.steer[HOME, dancers] = 2.0 + 10.0 * ease(into)
    away = np.linalg.norm(bodies.home[:, dancers] - bodies.home[:, :1], axis=0)
    bodies.radius[dancers] = (away / 3.1).astype(np.float32)
