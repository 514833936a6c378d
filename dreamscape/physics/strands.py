"""Strands: golden threads, each a rope of nodes between two bodies or hanging from one.

How they are made, tied, plucked and untied; `strand_dynamics.py` moves them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.clock import TICK
from dreamscape.physics import emotions, events
from dreamscape.physics.events import Ring
from dreamscape.physics.exact import BOUND, Arrays, make_finite

PLUCK_COUNT = 64  # latest plucks that are kept
ROOT, TIP = 0, 1  # the two ends


@dataclass(slots=True)
class Strands:
    """A fixed number of slots for strands; a slot is free while `presence` and `presence_goal` are 0.

    Node 0 is the root, node m - 1 the tip. An end is tied to a body, or free (-1). While `reach` is below 1 the tip
    is on its way from the root's body to the tip's.

    Attributes:
        pos, prev: (3, m, n) float32, m, the nodes now and a tick ago; `step` swaps the two arrays.
        gust: (3, m, n) float32, m/s, the smoothed wind at the nodes.
        tension: (m, n) float32, 0 slack to 1, for brightness.
        rest: (n,) float32, m, the rest length of each link.
        length: (n,) float32, m, the rest length of the whole strand while an end is free.
        anchor: (2, n) int32, the slots of the bodies at root and tip, or -1.
        reach, reach_goal, pace: (n,) float32, how far the tip has come, 0 to 1, how far it will go, and 1/s.
        presence, presence_goal: (n,) float32, 0 absent to 1 present, and the value it fades to.
        emotion: (2, 8, n) float32, the weights at root and tip.
        traits: (2, 6, n) float32, their mixtures; `set_emotion` updates them.
        turn: (2, n) float32, turns in [0, 1), the phases of the waves that leave root and tip.
        held: (n,) float32, how strongly the hand pulls it.
        born: (n,) int64, serial number, counted from the dream's first strand.
        serial: (1,) int64, how many strands there have been.
        plucks: the ring of plucks; data rows are strand, strength 0 to 1, and position, 0 root to 1 tip.
    """

    pos: F32
    prev: F32
    gust: F32
    tension: F32
    rest: F32
    length: F32
    anchor: NDArray[np.int32]
    reach: F32
    reach_goal: F32
    pace: F32
    presence: F32
    presence_goal: F32
    emotion: F32
    traits: F32
    turn: F32
    held: F32
    born: NDArray[np.int64]
    serial: NDArray[np.int64]
    plucks: Ring
    _work: F32  # (9, m, n), work

    def arrays(self) -> Arrays:
        """The state, for checkpoints and digests."""
        own = {name: getattr(self, name) for name in self.__slots__ if not name.startswith("_") and name != "plucks"}
        return own | {f"plucks.{name}": array for name, array in self.plucks.arrays().items()}


def make(capacity: int, nodes: int = 24) -> Strands:
    """Slots for `capacity` strands of `nodes` nodes (an even number), all free.

    Raises:
        ValueError: an odd number of nodes, or fewer than two.
    """
    if nodes < 2 or nodes % 2:
        raise ValueError(f"nodes: expected an even number from 2, received {nodes}")

    def zeros(*rows: int) -> F32:
        return np.zeros((*rows, capacity), np.float32)

    return Strands(
        pos=zeros(3, nodes),
        prev=zeros(3, nodes),
        gust=zeros(3, nodes),
        tension=zeros(nodes),
        rest=np.full(capacity, 1e-3, np.float32),
        length=zeros(),
        anchor=np.full((2, capacity), -1, np.int32),
        reach=zeros(),
        reach_goal=zeros(),
        pace=zeros(),
        presence=zeros(),
        presence_goal=zeros(),
        emotion=zeros(2, 8),
        traits=zeros(2, 6),
        turn=zeros(2),
        held=zeros(),
        born=np.zeros(capacity, np.int64),
        serial=np.zeros(1, np.int64),
        plucks=events.make(PLUCK_COUNT, 3),
        _work=zeros(9, nodes),
    )


def spawn(
    strands: Strands,
    body_pos: F32,
    root: NDArray[np.integer],
    tip: NDArray[np.integer],
    emotion: F32,
    *,
    seconds: float = 1.5,
    length: float = 2.0,
    reach_goal: float = 1.0,
) -> NDArray[np.int64]:
    """Let strands grow out of bodies; at capacity they replace the oldest.

    Args:
        strands: changed in place.
        body_pos: (3, b) float32, m, where the bodies are.
        root: (k,) slots of the bodies they grow from.
        tip: (k,) slots of the bodies they reach for; -1 for none: the strand hangs from its root.
        emotion: (2, 8) or (2, 8, k) float32, the weights at root and tip.
        seconds: how long they take to reach the tip's body.
        length: m, while an end is free.
        reach_goal: how far they reach, 0 to 1; below 1 they stop short.

    Returns:
        (k,) int64, their slots; of more than the capacity, only the last ones are added.
    """
    capacity = strands.presence.shape[0]
    ends = np.stack([np.asarray(root, np.int32), np.asarray(tip, np.int32)])[:, -capacity:]
    count = ends.shape[1]
    free = (strands.presence == 0) & (strands.presence_goal == 0)
    slots = np.lexsort((strands.born, ~free))[:count]  # free slots first, then the oldest
    hangs = ends[1] < 0
    nodes = strands.pos.shape[1]
    start = np.array(body_pos[:, ends[0]], np.float32)
    make_finite(start, BOUND)
    strands.pos[:, :, slots] = start[:, None]
    strands.length[slots] = length
    strands.rest[slots] = np.where(hangs, np.float32(length / (nodes - 1)), np.float32(1e-3))
    drop = np.where(hangs, strands.rest[slots], 0).astype(np.float32)
    strands.pos[1][:, slots] -= np.arange(nodes, dtype=np.float32)[:, None] * drop
    strands.prev[:, :, slots] = strands.pos[:, :, slots]
    for state in (strands.gust, strands.tension, strands.turn, strands.held, strands.presence, strands.reach):
        state[..., slots] = 0
    strands.anchor[:, slots] = ends
    strands.reach_goal[slots] = min(max(reach_goal, 0.0), 1.0)
    strands.pace[slots] = 1.0 / max(seconds, TICK)
    strands.presence_goal[slots] = 1
    strands.born[slots] = int(strands.serial[0]) + np.arange(count)
    strands.serial[0] += count
    set_emotion(strands, slots, emotion)
    return slots.astype(np.int64)


def set_emotion(strands: Strands, slots: NDArray[np.int64], emotion: F32) -> None:
    """Set the emotions of the strands in `slots` (k,): (2, 8) or (2, 8, k) float32, the weights at root and tip."""
    weights = np.clip(np.asarray(emotion, np.float32).reshape(2, len(emotions.NAMES), -1), 0, 1)
    strands.emotion[:, :, slots] = weights
    for end in (ROOT, TIP):
        strands.traits[end][:, slots] = emotions.mix_traits(weights[end])


def untie(strands: Strands, slots: NDArray[np.int64], end: int = TIP) -> None:
    """Untie an end (ROOT or TIP) of the strands in `slots` (k,): they hang from the other one."""
    strands.anchor[end, slots] = -1
    strands.length[slots] = strands.rest[slots] * np.float32(strands.pos.shape[1] - 1)


def fade(strands: Strands, slots: NDArray[np.int64]) -> None:
    """Let the strands in `slots` (k,) fade out; a slot is free once its strand is gone."""
    strands.presence_goal[slots] = 0


def pluck(strands: Strands, tick: int, slots: NDArray[np.int64], strength: float, position: float = 0.5) -> None:
    """Pluck the strands in `slots` (k,): give them a sideways velocity of `strength` (0 to 1) times 2 m/s.

    The velocity is a triangle, highest at `position` (0 root to 1 tip), as of a string drawn aside by a finger. It
    is recorded in `plucks`.
    """
    nodes = strands.pos.shape[1]
    along = np.arange(nodes, dtype=np.float32) / np.float32(nodes - 1)
    peak = np.float32(min(max(position, 0.01), 0.99))
    shape = np.minimum(along / peak, (1 - along) / (1 - peak))
    shift = shape * np.float32(min(max(strength, 0.0), 1.0) * 2.0 * TICK)
    for axis, side in enumerate(perpendicular(strands)[:, slots]):
        strands.prev[axis][:, slots] -= shift[:, None] * side
    event = np.empty((3, len(slots)), np.float32)
    event[0], event[1], event[2] = slots, strength, position
    events.record(strands.plucks, tick, event)


def perpendicular(strands: Strands) -> F32:
    """The unit direction across each strand in the plane of the picture, (3, n) float32; up where it has no length."""
    x, y, _ = strands.pos[:, -1] - strands.pos[:, 0]
    y, x = -y, x + np.float32(1e-6)
    size = np.sqrt(x * x + y * y)
    across = np.zeros((3, len(x)), np.float32)
    np.divide(y, size, out=across[0])
    np.divide(x, size, out=across[1])
    return across


def bonds(strands: Strands) -> tuple[NDArray[np.int32], F32]:
    """How strands tie bodies: their ends, (2, n) int32 slots or -1, and their grip, (n,) float32, 0 to 1."""
    return strands.anchor, np.where(strands.reach >= 1, strands.presence, np.float32(0.0))


def interpolate(strands: Strands, alpha: float, out: F32) -> None:
    """The nodes `alpha` of the way from the last tick to this one: `out` (3, m, n) float32, overwritten."""
    np.subtract(strands.pos, strands.prev, out=out)
    np.multiply(out, np.float32(alpha), out=out)
    np.add(strands.prev, out, out=out)
