"""Strands: golden threads, each a rope of nodes between two bodies or hanging from one.

The place where threads are made, tied, plucked and let go; `ropes.py` moves them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICK
from dreamscape.physics import emotions, events
from dreamscape.physics.events import Ring
from dreamscape.physics.exact import BOUND, F32, Arrays, tame

PLUCKS = 64  # plucks remembered
ROOT, TIP = 0, 1  # the two ends


@dataclass(slots=True)
class Strands:
    """A fixed number of places for strands; a place is free while `presence` and `presence_goal` are 0.

    Node 0 is the root, node m - 1 the tip. An end is tied to a body, or free (-1). While `reach` is below 1 the tip
    is on its way from the root's body to the tip's.

    Attributes:
        pos, prev: (3, m, n) float32, m, the nodes now and a tick ago; `step` swaps the two arrays.
        gust: (3, m, n) float32, m/s, the wind as the thread feels it, smoothed.
        tension: (m, n) float32, 0 slack to 1, for brightness.
        rest: (n,) float32, m, the rest length of every link of the strand.
        length: (n,) float32, m, the whole rest length while an end is free.
        anchor: (2, n) int32, the bodies at root and tip, or -1.
        reach, reach_goal, pace: (n,) float32, how far the tip has come, 0 to 1, where it is heading, and 1/s.
        presence, presence_goal: (n,) float32, 0 gone to 1 here.
        emotion: (2, 8, n) float32, the weights at root and tip.
        traits: (2, 6, n) float32, their mixtures; `feel` keeps them.
        turn: (2, n) float32, turns in [0, 1), the phases of the waves that leave root and tip.
        held: (n,) float32, how far the hand is pulling it, m.
        born: (n,) int64, the how-manieth strand of the dream it is.
        serial: (1,) int64, how many there were.
        plucks: the ring of plucks; data rows are strand, strength 0 to 1, and where, 0 root to 1 tip.
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
    """Places for `capacity` strands of `nodes` nodes (an even number), all free.

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
        plucks=events.make(PLUCKS, 3),
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
    """Let strands grow out of bodies; at capacity the oldest make room.

    Args:
        strands: changed in place.
        body_pos: (3, b) float32, m, where the bodies are.
        root: (k,) places of the bodies they grow from.
        tip: (k,) places of the bodies they reach for; -1 for none: the strand hangs from its root.
        emotion: (2, 8) or (2, 8, k) float32, the weights at root and tip.
        seconds: how long the reaching takes.
        length: m, while an end is free.
        reach_goal: how far it reaches, 0 to 1; below 1 it almost meets.

    Returns:
        (k,) int64, their places; of more than the capacity the last ones are kept.
    """
    capacity = strands.presence.shape[0]
    ends = np.stack([np.asarray(root, np.int32), np.asarray(tip, np.int32)])[:, -capacity:]
    count = ends.shape[1]
    free = (strands.presence == 0) & (strands.presence_goal == 0)
    place = np.lexsort((strands.born, ~free))[:count]  # free places first, then the oldest
    hangs = ends[1] < 0
    nodes = strands.pos.shape[1]
    start = np.array(body_pos[:, ends[0]], np.float32)
    tame(start, BOUND)
    strands.pos[:, :, place] = start[:, None]
    strands.length[place] = length
    strands.rest[place] = np.where(hangs, np.float32(length / (nodes - 1)), np.float32(1e-3))
    drop = np.where(hangs, strands.rest[place], 0).astype(np.float32)
    strands.pos[1][:, place] -= np.arange(nodes, dtype=np.float32)[:, None] * drop
    strands.prev[:, :, place] = strands.pos[:, :, place]
    for fresh in (strands.gust, strands.tension, strands.turn, strands.held, strands.presence, strands.reach):
        fresh[..., place] = 0
    strands.anchor[:, place] = ends
    strands.reach_goal[place] = min(max(reach_goal, 0.0), 1.0)
    strands.pace[place] = 1.0 / max(seconds, TICK)
    strands.presence_goal[place] = 1
    strands.born[place] = int(strands.serial[0]) + np.arange(count)
    strands.serial[0] += count
    feel(strands, place, emotion)
    return place.astype(np.int64)


def feel(strands: Strands, place: NDArray[np.int64], emotion: F32) -> None:
    """Give the strands at `place` (k,) other emotions: (2, 8) or (2, 8, k) float32, the weights at root and tip."""
    weights = np.clip(np.asarray(emotion, np.float32).reshape(2, len(emotions.NAMES), -1), 0, 1)
    strands.emotion[:, :, place] = weights
    for end in (ROOT, TIP):
        strands.traits[end][:, place] = emotions.mix(weights[end])


def let_go(strands: Strands, place: NDArray[np.int64], end: int = TIP) -> None:
    """Untie an end (ROOT or TIP) of the strands at `place` (k,): from there on they hang from the other one."""
    strands.anchor[end, place] = -1
    strands.length[place] = strands.rest[place] * np.float32(strands.pos.shape[1] - 1)


def fade(strands: Strands, place: NDArray[np.int64]) -> None:
    """Let the strands at `place` (k,) fade out; their places are free when they are gone."""
    strands.presence_goal[place] = 0


def pluck(strands: Strands, tick: int, place: NDArray[np.int64], strength: float, where: float = 0.5) -> None:
    """Pluck the strands at `place` (k,): a sideways start of `strength` (0 to 1) times 2 m/s, and a note.

    The start is a triangle, widest at `where` (0 root to 1 tip), as of a string drawn aside by a finger.
    """
    nodes = strands.pos.shape[1]
    along = np.arange(nodes, dtype=np.float32) / np.float32(nodes - 1)
    peak = np.float32(min(max(where, 0.01), 0.99))
    shape = np.minimum(along / peak, (1 - along) / (1 - peak))
    shift = shape * np.float32(min(max(strength, 0.0), 1.0) * 2.0 * TICK)
    for axis, side in enumerate(sideways(strands)[:, place]):
        strands.prev[axis][:, place] -= shift[:, None] * side
    note = np.empty((3, len(place)), np.float32)
    note[0], note[1], note[2] = place, strength, where
    events.record(strands.plucks, tick, note)


def sideways(strands: Strands) -> F32:
    """The unit direction across each strand in the plane of the picture, (3, n) float32; up where there is none."""
    x, y, _ = strands.pos[:, -1] - strands.pos[:, 0]
    y, x = -y, x + np.float32(1e-6)
    size = np.sqrt(x * x + y * y)
    return np.stack([y / size, x / size, np.zeros_like(x)])


def bonds(strands: Strands) -> tuple[NDArray[np.int32], F32]:
    """What bodies feel of the strands: the ends, (2, n) int32 places or -1, and the grip, (n,) float32, 0 to 1."""
    return strands.anchor, np.where(strands.reach >= 1, strands.presence, np.float32(0.0))


def between(strands: Strands, alpha: float, out: F32) -> None:
    """The nodes `alpha` of the way from the last tick to this one: `out` (3, m, n) float32, overwritten."""
    np.subtract(strands.pos, strands.prev, out=out)
    np.multiply(out, np.float32(alpha), out=out)
    np.add(strands.prev, out, out=out)
