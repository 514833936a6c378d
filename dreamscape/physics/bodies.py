"""Bodies: every living thing of the dream, as arrays. How they are made, come and go; `steering.py` moves them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.clock import TICK
from dreamscape.physics import emotions
from dreamscape.physics.exact import BOUND, Arrays, make_finite

HOME, WANDER, SPACE, ORBIT, FLEE, FOLLOW = range(6)  # rows of `steer`
PAIR_ROWS = 128  # pairs are computed with so many others at a time: the work arrays stay in the L2 cache


@dataclass(slots=True)
class Bodies:
    """A fixed number of slots for bodies; a slot is free while `presence` and `presence_goal` are 0.

    Attributes:
        pos, vel: (3, n) float32, m and m/s.
        home: (3, n) float32, m, the point it returns to and orbits around.
        push: (3, n) float32, m/s^2, any other acceleration; cleared by every step.
        emotion: (8, n) float32, weights in the order of emotions.NAMES.
        traits: (6, n) float32, their mixture; `set_emotion` updates it.
        phase: (n,) float32, turns in [0, 1), of its bobbing.
        radius: (n,) float32, m; the distance kept to another body is the sum of both radii.
        steer: (6, n) float32, weights of HOME (1/s^2), WANDER (1/s), SPACE (m/s^2), ORBIT (m/s around home), FLEE
            and FOLLOW (m/s^2).
        presence, presence_goal: (n,) float32, 0 absent to 1 present, and the value it fades to.
        born: (n,) int64, serial number, counted from the dream's first body.
        serial: (1,) int64, how many bodies there have been.
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


def make(capacity: int) -> Bodies:
    """Slots for `capacity` bodies, all free."""

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
        _pair=zeros(5, min(PAIR_ROWS, capacity)),
        _work=zeros(4, 3),
    )


def spawn(bodies: Bodies, pos: F32, emotion: F32, rng: np.random.Generator, radius: float = 0.5) -> NDArray[np.int64]:
    """Add bodies at home, at rest, without steering; at capacity they replace the oldest.

    Args:
        bodies: changed in place.
        pos: (3, k) float32, m, their homes.
        emotion: (8,) or (8, k) float32 weights.
        rng: chooses their phases.
        radius: m.

    Returns:
        (k,) int64, their slots; of more than the capacity, only the last ones are added.
    """
    capacity = bodies.presence.shape[0]
    pos = np.array(pos, np.float32)[:, -capacity:]
    make_finite(pos, BOUND)
    count = pos.shape[1]
    free = (bodies.presence == 0) & (bodies.presence_goal == 0)
    slots = np.lexsort((bodies.born, ~free))[:count]  # free slots first, then the oldest
    bodies.pos[:, slots] = bodies.home[:, slots] = pos
    bodies.vel[:, slots] = 0
    bodies.phase[slots] = rng.random(count, dtype=np.float32)
    bodies.radius[slots] = radius
    bodies.steer[:, slots] = 0
    bodies.presence[slots] = 0
    bodies.presence_goal[slots] = 1
    bodies.born[slots] = int(bodies.serial[0]) + np.arange(count)
    bodies.serial[0] += count
    set_emotion(bodies, slots, emotion)
    return slots.astype(np.int64)


def set_emotion(bodies: Bodies, slots: NDArray[np.int64], emotion: F32) -> None:
    """Set the emotions of the bodies in `slots` (k,): (8,) or (8, k) float32 weights."""
    weights = np.clip(np.asarray(emotion, np.float32).reshape(len(emotions.NAMES), -1), 0, 1)
    bodies.emotion[:, slots] = weights
    bodies.traits[:, slots] = emotions.mix_traits(weights)


def fade(bodies: Bodies, slots: NDArray[np.int64]) -> None:
    """Let the bodies in `slots` (k,) fade out; a slot is free once its body is gone."""
    bodies.presence_goal[slots] = 0


def interpolate(bodies: Bodies, alpha: float, out: F32) -> None:
    """The positions `alpha` of the way from the last tick to this one: `out` (3, n) float32, overwritten."""
    np.multiply(bodies.vel, np.float32((alpha - 1.0) * TICK), out=out)
    np.add(bodies.pos, out, out=out)


def position(bodies: Bodies, slot: int, alpha: float) -> tuple[float, float, float]:
    """The position of the body in `slot`, m, `alpha` of the way from the last tick to this one."""
    x, y, z = bodies.pos[:, slot] + bodies.vel[:, slot] * np.float32((alpha - 1.0) * TICK)
    return float(x), float(y), float(z)
