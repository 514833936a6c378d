"""Dust: up to a fixed number of particles, carried by the wind, drawn to bodies and strands, fading with age.

Live particles fill the first `count` columns of every array, in no particular order. Emitting appends; retiring moves
the last live ones into the gaps; at capacity the oldest are dropped. A particle's previous position is
`pos - vel * TICK`, so nothing needs to be kept to interpolate, and neither a birth nor a wrap draws a streak.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICK
from dreamscape.physics import events
from dreamscape.physics.events import Ring
from dreamscape.physics.exact import BOUND, F32, Arrays
from dreamscape.physics.wind import Wind, sample

BLOCK = 8192  # particles per pass: its arrays stay in the L2 cache
SPLASHES = 64  # splashes remembered
WIDTH = 2.0 * BOUND  # m, the side of the cube that particles wrap around in; a power of two
NEAR = np.float32(1.5)  # m: an attraction grows up to this distance and falls beyond it
FASTEST = np.float32(1e4)  # m/s on each axis: below WIDTH in a tick, so that one wrap is enough
MOVED = 512  # particles moved at a time when the dead are replaced: work below 64 kB

X, Y, Z, VX, VY, VZ, AGE, PACE, SIZE, COLOUR, KEEP, CARRY, LIFT, PULL, FLOOR = range(15)  # rows of `data`

_DT = np.float32(TICK)


@dataclass(slots=True)
class Particles:
    """A pool of particles.

    Attributes:
        data: (15, capacity) float32, a row each: X, Y, Z m; VX, VY, VZ m/s; AGE 0 born to 1 gone; PACE age per tick;
            SIZE m; COLOUR an index into a palette of the layer; KEEP the velocity's share left after a tick's drag;
            CARRY the share of the wind taken on in a tick; LIFT m/s gained upwards in a tick; PULL 1/s gained per
            tick towards the target; FLOOR m, the height where it splashes and is gone.
        target: (capacity,) int32, the row of the magnets that pulls it.
        born: (capacity,) int64, the how-manieth particle of the dream it is.
        totals: (2,) int64, how many live, how many there were.
        splashes: the ring of those that fell on their floor; data rows are x, z and speed in m/s.
    """

    data: F32
    target: NDArray[np.int32]
    born: NDArray[np.int64]
    totals: NDArray[np.int64]
    splashes: Ring
    _work: F32  # (6, BLOCK), work
    _found: NDArray[np.complex128]  # (BLOCK,), work
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
        splashes=events.make(SPLASHES, 3),
        _work=np.zeros((6, BLOCK), np.float32),
        _found=np.zeros(BLOCK, np.complex128),
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
    """Advance all particles by one tick and retire the dead, in place; after bodies and strands, before emitting.

    Args:
        dust: changed in place.
        wind: what carries it.
        tick: the time.
        rng: dithers the wind.
        magnets: (k, 4) float32, k >= 1, from `magnets.gather`: x, y, z in m and strength.
        speed: m/s, the wind's root mean square.
        cell: m, the size of the wind's cells; eddies are 3 to 8 of them wide.
    """
    packed = magnets.view(np.complex128)[:, 0]
    dead = 0
    for start in range(0, dust.count, BLOCK):
        stop = min(start + BLOCK, dust.count)
        _advance(dust, start, stop, wind, tick, rng, packed, speed, cell)
        data = dust.data[:, start:stop]
        gone = np.flatnonzero((data[AGE] >= 1) | (data[Y] < data[FLOOR]))
        dust._index[dead : dead + gone.size] = gone + start
        dead += gone.size
    if dead:
        gone = dust._index[:dead]
        _splash(dust, tick, gone)
        remove(dust, gone)


def _advance(
    dust: Particles,
    start: int,
    stop: int,
    wind: Wind,
    tick: int,
    rng: np.random.Generator,
    packed: NDArray[np.complex128],
    speed: float,
    cell: float,
) -> None:
    """Wind, drag, lift, attraction, motion, wrap and age of one block."""
    data = dust.data[:, start:stop]
    pos, vel = data[X : Z + 1], data[VX : VZ + 1]
    air, work = dust._work[:3, : stop - start], dust._work[3:, : stop - start]
    sample(wind, pos, tick, rng, air, cell)
    np.multiply(data[CARRY], np.float32(speed), out=work[0])
    np.multiply(air, work[0], out=air)
    np.multiply(vel, data[KEEP], out=vel)
    np.add(vel, air, out=vel)
    np.add(vel[1], data[LIFT], out=vel[1])
    _attract(dust, start, stop, packed, pos, vel, air, work)
    np.clip(vel, -FASTEST, FASTEST, out=vel)
    np.multiply(vel, _DT, out=work)
    np.add(pos, work, out=pos)
    np.multiply(pos, np.float32(1.0 / WIDTH), out=work)
    np.rint(work, out=work)
    np.multiply(work, np.float32(WIDTH), out=work)
    np.subtract(pos, work, out=pos)
    np.add(data[AGE], data[PACE], out=data[AGE])


def _attract(
    dust: Particles, start: int, stop: int, packed: NDArray[np.complex128], pos: F32, vel: F32, gap: F32, work: F32
) -> None:
    """Pull towards the target: PULL * strength * gap / (1 + gap^2 / NEAR^2), strongest at NEAR, never infinite."""
    pull = dust.data[PULL, start:stop]
    if not pull.any():
        return
    found = dust._found[: stop - start]
    np.take(packed, dust.target[start:stop], out=found, mode="clip")
    target = found.view(np.float32).reshape(-1, 4).T
    np.subtract(target[:3], pos, out=gap)
    np.multiply(gap, gap, out=work)
    square = work[0]
    np.add(square, work[1], out=square)
    np.add(square, work[2], out=square)
    np.multiply(square, np.float32(1.0) / (NEAR * NEAR), out=square)
    np.add(square, np.float32(1.0), out=square)
    np.multiply(pull, target[3], out=work[1])
    np.divide(work[1], square, out=square)
    np.multiply(gap, square, out=gap)
    np.add(vel, gap, out=vel)


def _splash(dust: Particles, tick: int, gone: NDArray[np.int64]) -> None:
    """Record where particles fell on their floor, the last SPLASHES of them."""
    data = dust.data
    fallen = gone[data[Y, gone] < data[FLOOR, gone]][-SPLASHES:]
    if fallen.size:
        events.record(dust.splashes, tick, np.stack([data[X, fallen], data[Z, fallen], -data[VY, fallen]]))


def remove(dust: Particles, gone: NDArray[np.int64]) -> None:
    """Remove the live particles at `gone`, (k,) int64, strictly ascending: the last live ones move into the gaps."""
    count = dust.count
    left = count - gone.size
    inner = int(np.searchsorted(gone, left))  # those below `left` leave gaps, those above are in the tail that goes
    tail = gone[inner:]
    start = left
    filled = 0
    while filled < inner:  # the survivors of the tail, MOVED columns at a time
        stop = min(start + MOVED, count)
        stays = np.ones(stop - start, np.bool_)
        stays[tail[np.searchsorted(tail, start) : np.searchsorted(tail, stop)] - start] = False
        source = np.flatnonzero(stays) + start
        place = gone[filled : filled + source.size]
        dust.data[:, place] = dust.data[:, source]
        dust.target[place] = dust.target[source]
        dust.born[place] = dust.born[source]
        filled += source.size
        start = stop
    for array in (dust.data, dust.target, dust.born):
        array[..., left:count] = 0
    dust.totals[0] = left


def drop_oldest(dust: Particles, many: int) -> None:
    """Remove the `many` oldest particles, and up to 1 % of the capacity with them.

    So a full pool looks for its oldest every few ticks, not at every birth.
    """
    count = dust.count
    if many <= 0:
        return
    many = min(max(many, dust.data.shape[1] >> 7), count)
    order = dust._index[:count]
    np.copyto(order, dust.born[:count])
    order.partition(many - 1)
    youngest = int(order[many - 1])
    found = 0
    for start in range(0, count, BLOCK):
        old = np.flatnonzero(dust.born[start : min(start + BLOCK, count)] <= youngest)
        order[found : found + old.size] = old + start
        found += old.size
    remove(dust, order[:found])


def between(dust: Particles, alpha: float, out: F32) -> None:
    """Where the live ones are `alpha` of the way from the last tick to this one: `out` (3, count) float32."""
    np.multiply(dust.vel, np.float32((alpha - 1.0) * TICK), out=out)
    np.add(dust.pos, out, out=out)
