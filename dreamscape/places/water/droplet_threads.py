"""The threads between droplets: which are tied, which let go, and how they hang in the water."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue
from dreamscape.easing import ease
from dreamscape.physics import strands
from dreamscape.physics.bodies import Bodies
from dreamscape.physics.emotions import AMPLITUDE, JITTER, SAG
from dreamscape.physics.stiffness import stiffen
from dreamscape.physics.strands import Strands
from dreamscape.places.water.view import View

_BETWEEN = 64  # ticks from one new thread to the next
_REACH, _LOOSED = 3.4, 5.2  # m: how far a new thread reaches, and where it lets go again
Tie = Callable[..., NDArray[Any]]  # as `Cast.tie`
_SAG = 1.9  # times the sag of threads in air: ropes of light are heavy in water


def connect(
    bodies: Bodies, threads: Strands, tie: Tie, cue: Cue, rng: np.random.Generator, droplets: int, view: View
) -> None:
    """Now and then, tie a droplet to the nearest one that it is not tied to; all threads brighten with time.

    Args:
        bodies: of which the first are the droplets.
        threads: changed in place.
        tie: ties a thread from some bodies to others; returns its slot.
        cue: the act's.
        rng: chooses the droplet.
        droplets: how many there are.
        view: of the camera now.
    """
    seconds = cue.act_tick / TICKS_PER_SECOND
    here = threads.presence_goal > 0
    threads.presence_goal[here] = 0.35 + 0.65 * ease(seconds / 26.0)
    leaving = (bodies.presence_goal[threads.anchor] == 0.0).any(axis=0)
    span = np.linalg.norm(threads.pos[:, -1] - threads.pos[:, 0], axis=0)
    threads.presence_goal[here & (leaving | (span > _LOOSED))] = 0.0
    stiffen(threads, np.flatnonzero(threads.presence > 0))
    if seconds < 2.5 or cue.act_tick % _BETWEEN:
        return
    seen = view.seen(bodies.pos[:, :droplets])
    young = np.abs(seen[1] / seen[2]) < 0.75 * view.high
    ready = np.flatnonzero(young & (bodies.presence_goal[:droplets] == 1.0))
    if ready.size < 2:
        return
    root = int(rng.choice(ready))
    tied = threads.anchor[:, here & (threads.anchor == root).any(axis=0)]
    others = ready[~np.isin(ready, np.append(tied.ravel(), root))]
    distance = np.linalg.norm(bodies.pos[:, others] - bodies.pos[:, root, None], axis=0)
    if tied.shape[1] >= 3 or distance.min(initial=_REACH) >= _REACH:
        return
    tip = int(others[distance.argmin()])
    feels = np.stack([bodies.emotion[:, root], bodies.emotion[:, tip]])
    fresh = tie(np.array([root]), np.array([tip]), feels, seconds=2.2)
    threads.traits[:, AMPLITUDE][:, fresh] = threads.traits[:, JITTER][:, fresh] = 0.0  # drawn instead, long and whole
    threads.traits[:, SAG][:, fresh] *= _SAG
    strands.pluck(threads, cue.tick, fresh, 0.25)
