"""Dust: a pool of particles, carried by the wind, attracted by bodies and strands, fading with age.

Live particles fill the first `count` columns of every array, in no particular order. Emitting appends; removal moves
the last live ones into the gaps; at capacity the oldest are dropped. A particle's previous position is
`pos - vel * TICK`, so interpolation needs no other state, and neither a birth nor a wrap draws a streak.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.clock import TICK
from dreamscape.physics import events
from dreamscape.physics.events import Ring
from dreamscape.physics.exact import BOUND, Arrays, clip
from dreamscape.physics.wind import Wind, sample

BLOCK = 8192  # particles per pass: its arrays stay in the L2 cache
SPLASH_COUNT = 64  # latest splashes that are kept
WIDTH = 2.0 * BOUND  # m, the side of the cube that particles wrap around in; a power of two
PULL_RANGE = np.float32(1.5)  # m: attraction grows up to this distance and falls beyond it
TOP_SPEED = np.float32(1e4)  # m/s on each axis: below WIDTH in a tick, so that one wrap is enough
MOVE_BLOCK = 512  # particles that `remove` moves at a time: its work arrays stay below 64 kB

X, Y, Z, VX, VY, VZ, AGE, PACE, SIZE, COLOUR, KEEP, CARRY, LIFT, PULL, FLOOR = range(15)  # rows of `data`

_DT = np.float32(TICK)


@dataclass(slots=True)
class Particles:
    """A pool of particles.

    Attributes:
        data: (15, capacity) float32, a row each: X, Y, Z m; VX, VY, VZ m/s; AGE 0 born to 1 gone; PACE age per tick;
            SIZE m; COLOUR an index into a palette of the layer; KEEP the fraction of the velocity left after a tick's
            drag; CARRY the fraction of the wind added in a tick; LIFT m/s gained upwards in a tick; PULL 1/s gained
            per tick towards the target; FLOOR m, the height where it splashes and is gone.
        target: (capacity,) int32, the row of the magnets that attracts it.
        born: (capacity,) int64, serial number, counted from the dream's first particle.
        totals: (2,) int64, how many live, and how many there have been.
        splashes: the ring of those that fell on their floor; data rows are x, z and speed in m/s.
    """

    data: F32
    target: NDArray[np.int32]
    born: NDArray[np.int64]
    totals: NDArray[np.int64]
    splashes: Ring
    _work: F32  # (6, BLOCK), work
    _targets: NDArray[np.complex128]  # (BLOCK,), work
    _index: NDArray[np.int64]  # (capacity,), work

    @property
    def count(self) -> int:
        """How many particles live."""
        return int(self.totals[0])

    @property
    def pos(self) -> F32:
        """Positions of the live ones, (3, count) float32, m; a view."""
        return self.data[X : Z + 1, : self.count]

    @property
    def vel(self) -> F32:
        """Velocities of the live ones, (3, count) float32, m/s; a view."""
        return self.data[VX : VZ + 1, : self.count]

    def arrays(self) -> Arrays:
        """The state, for checkpoints and digests. Columns beyond `count` are always zero."""
        own: Arrays = {
            "data": self.data,
            "target": self.target,
            "born": self.born,
            "totals": self.totals,
        }
        return own | {f"splashes.{name}": array for name, array in self.splashes.arrays().items()}


def make(capacity: int) -> Particles:
    """An empty pool for `capacity` particles."""
    return Particles(
        data=np.zeros((FLOOR + 1, capacity), np.float32),
        target=np.zeros(capacity, np.int32),
        born=np.zeros(capacity, np.int64),
        totals=np.zeros(2, np.int64),
        splashes=events.make(SPLASH_COUNT, 3),
        _work=np.zeros((6, BLOCK), np.float32),
        _targets=np.zeros(BLOCK, np.complex128),
        _index=np.zeros(capacity, np.int64),
    )


def step(
    dust: Particles,
    wind: Wind,
    tick: int,
    rng: np.random.Generator,
    *,
    magnets: F32,
    speed: float = 1.0,
    cell: float = 1.0,
) -> None:
    """Advance all particles by one tick and remove the dead, in place; after bodies and strands, before emitting.

    Args:
        dust: changed in place.
        wind: carries it.
        tick: the time.
        rng: dithers the wind.
        magnets: (k, 4) float32, k >= 1, `Magnets.table`: x, y, z in m and strength.
        speed: m/s, the wind's root mean square.
        cell: m, the size of the wind's cells; eddies are 3 to 8 of them wide.
    """
    packed = magnets.view(np.complex128)[:, 0]
    dead = 0
    for start in range(0, dust.count, BLOCK):
        block = slice(start, min(start + BLOCK, dust.count))
        _advance(dust, block, wind, tick, rng, packed, speed, cell)
        data = dust.data[:, block]
        gone = np.flatnonzero((data[AGE] >= 1) | (data[Y] < data[FLOOR]))
        dust._index[dead : dead + gone.size] = gone + start
        dead += gone.size
    if dead:
        gone = dust._index[:dead]
        _splash(dust, tick, gone)
        remove(dust, gone)


def _advance(
    dust: Particles,
    block: slice,
    wind: Wind,
    tick: int,
    rng: np.random.Generator,
    packed: NDArray[np.complex128],
    speed: float,
    cell: float,
) -> None:
    """Wind, drag, lift, attraction, motion, wrap and age of one block."""
    data, size = dust.data[:, block], block.stop - block.start
    pos, vel = data[X : Z + 1], data[VX : VZ + 1]
    air, work = dust._work[:3, :size], dust._work[3:, :size]
    sample(wind, pos, tick, rng, air, cell)
    np.multiply(data[CARRY], np.float32(speed), out=work[0])
    np.multiply(air, work[0], out=air)
    np.multiply(vel, data[KEEP], out=vel)
    np.add(vel, air, out=vel)
    np.add(vel[1], data[LIFT], out=vel[1])
    _attract(dust, block, packed, air, work)
    clip(vel, -TOP_SPEED, TOP_SPEED, vel)
    np.multiply(vel, _DT, out=work)
    np.add(pos, work, out=pos)
    np.multiply(pos, np.float32(1.0 / WIDTH), out=work)
    np.rint(work, out=work)
    np.multiply(work, np.float32(WIDTH), out=work)
    np.subtract(pos, work, out=pos)
    np.add(data[AGE], data[PACE], out=data[AGE])


def _attract(dust: Particles, block: slice, packed: NDArray[np.complex128], gap: F32, work: F32) -> None:
    """Pull towards the target: PULL * strength * gap / (1 + gap^2 / PULL_RANGE^2), strongest at PULL_RANGE."""
    data = dust.data[:, block]
    pos, vel, pull = data[X : Z + 1], data[VX : VZ + 1], data[PULL]
    if not pull.any():
        return
    targets = dust._targets[: len(pull)]
    packed.take(dust.target[block], out=targets, mode="clip")
    target = targets.view(np.float32).reshape(-1, 4).T
    np.subtract(target[:3], pos, out=gap)
    np.multiply(gap, gap, out=work)
    square = work[0]
    np.add(square, work[1], out=square)
    np.add(square, work[2], out=square)
    np.multiply(square, np.float32(1.0) / (PULL_RANGE * PULL_RANGE), out=square)
    np.add(square, np.float32(1.0), out=square)
    np.multiply(pull, target[3], out=work[1])
    np.divide(work[1], square, out=square)
    np.multiply(gap, square, out=gap)
    np.add(vel, gap, out=vel)


def _splash(dust: Particles, tick: int, gone: NDArray[np.int64]) -> None:
    """Record where particles fell on their floor, the last SPLASH_COUNT of them."""
    data = dust.data
    fallen = gone[data[Y, gone] < data[FLOOR, gone]][-SPLASH_COUNT:]
    if fallen.size:
        events.record(dust.splashes, tick, np.stack([data[X, fallen], data[Z, fallen], -data[VY, fallen]]))


def remove(dust: Particles, gone: NDArray[np.int64]) -> None:
    """Remove the live particles at `gone`, (k,) int64, strictly ascending: the last live ones move into the gaps."""
    count = dust.count
    remaining = count - gone.size
    gap_count = int(np.searchsorted(gone, remaining))  # the others lie in the tail
    tail = gone[gap_count:]
    start = remaining
    filled = 0
    while filled < gap_count:  # the survivors of the tail, MOVE_BLOCK columns at a time
        stop = min(start + MOVE_BLOCK, count)
        stays = np.ones(stop - start, np.bool_)
        stays[tail[np.searchsorted(tail, start) : np.searchsorted(tail, stop)] - start] = False
        source = np.flatnonzero(stays) + start
        gaps = gone[filled : filled + source.size]
        dust.data[:, gaps] = dust.data[:, source]
        dust.target[gaps] = dust.target[source]
        dust.born[gaps] = dust.born[source]
        filled += source.size
        start = stop
    for array in (dust.data, dust.target, dust.born):
        array[..., remaining:count] = 0
    dust.totals[0] = remaining


def drop_oldest(dust: Particles, count: int) -> None:
    """Remove the `count` oldest particles, or 1 % of the capacity if that is more.

    So a full pool has to look for its oldest only every few ticks, not at every birth.
    """
    live = dust.count
    if count <= 0:
        return
    count = min(max(count, dust.data.shape[1] >> 7), live)
    order = dust._index[:live]
    np.copyto(order, dust.born[:live])
    order.partition(count - 1)
    youngest = int(order[count - 1])
    filled = 0
    for start in range(0, live, BLOCK):
        old = np.flatnonzero(dust.born[start : min(start + BLOCK, live)] <= youngest)
        order[filled : filled + old.size] = old + start
        filled += old.size
    remove(dust, order[:filled])


def interpolate(dust: Particles, alpha: float, out: F32) -> None:
    """The positions `alpha` of the way from the last tick to this one: `out` (3, count) float32, overwritten."""
    np.multiply(dust.vel, np.float32((alpha - 1.0) * TICK), out=out)
    np.add(dust.pos, out, out=out)
