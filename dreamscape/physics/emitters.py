"""Emitters of dust: one model of a source, and the dream's kinds of dust as presets."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.clock import TICK, TICKS_PER_SECOND
from dreamscape.physics.exact import BOUND, make_finite
from dreamscape.physics.magnets import Magnets
from dreamscape.physics.particles import (
    AGE,
    CARRY,
    COLOUR,
    FLOOR,
    KEEP,
    LIFT,
    PACE,
    PULL,
    SIZE,
    VX,
    Particles,
    X,
    Z,
    drop_oldest,
)

Vector = tuple[float, float, float]
Range = tuple[float, float]
Origin = Literal["points", "path", "bodies", "strands", "ends"]
MAX_PER_TICK = 1024  # particles from one emitter: its work arrays stay below 64 kB
NO_FLOOR = -1e4  # m, a height that is never reached


@dataclass(frozen=True, slots=True)
class Emitter:
    """A source of dust.

    Attributes:
        rate: particles per second, at most MAX_PER_TICK a tick.
        origin: where particles are born: at one of `points`, along the `path` through them, at bodies, on strands, or
            at the ends of strands, which shed it.
        points: m; for `points` and `path`.
        bodies: slots of the bodies that are used; empty for all that are present.
        extent: m, half the size of the box around the origin in which they are born.
        velocity, spread: m/s, the mean, and the half-width around it on each axis.
        life: s, shortest and longest.
        size: m, smallest and largest.
        colour: first and last index of the layer's palette.
        lift: m/s^2 upwards; gravity is negative.
        drag: 1/s; velocity decays towards the wind's as 1 / (1 + drag * t).
        carry: the fraction of the wind that they follow, 0 to 1.
        toward: what attracts them: nothing, one of the `bodies`, or one node of a strand.
        pull: 1/s^2, the strength of that.
        floor: m, the height of the water, where they splash and are gone.
    """

    rate: int
    origin: Origin = "points"
    points: tuple[Vector, ...] = ((0.0, 0.0, 0.0),)
    bodies: tuple[int, ...] = ()
    extent: Vector = (0.0, 0.0, 0.0)
    velocity: Vector = (0.0, 0.0, 0.0)
    spread: Vector = (0.0, 0.0, 0.0)
    life: Range = (2.0, 4.0)
    size: Range = (0.01, 0.02)
    colour: tuple[int, int] = (0, 0)
    lift: float = 0.0
    drag: float = 1.0
    carry: float = 1.0
    toward: Literal["nothing", "bodies", "strands"] = "nothing"
    pull: float = 0.0
    floor: float = NO_FLOOR


# The dream's kinds of dust; a scene says where with dataclasses.replace(SNOW, points=((0.0, 6.0, 8.0),)).
SPRAY = Emitter(  # water thrown up along a line of breakers; it falls and splashes
    rate=400, origin="path", velocity=(0.0, 3.0, -0.6), spread=(0.9, 1.4, 0.6), life=(1.0, 2.2), size=(0.01, 0.04),
    lift=-9.81, drag=0.8, carry=0.4, floor=-0.05,
)  # fmt: skip
SPORES = Emitter(  # they rise from the moss, glowing, and wander
    rate=60, extent=(0.5, 0.1, 0.5), velocity=(0.0, 0.12, 0.0), spread=(0.05, 0.08, 0.05), life=(5.0, 11.0),
    size=(0.008, 0.025), lift=0.03, drag=1.2, carry=0.45,
)  # fmt: skip
STARLIGHT = Emitter(  # liquid light along a path, held near where it was born
    rate=1200, origin="path", extent=(0.015, 0.015, 0.015), spread=(0.08, 0.08, 0.08), life=(1.2, 3.0),
    size=(0.003, 0.012), drag=3.0, carry=0.25,
)  # fmt: skip
PETALS = Emitter(  # blossom that falls slowly and rides every gust
    rate=40, extent=(4.0, 0.3, 2.0), spread=(0.2, 0.1, 0.2), life=(6.0, 12.0), size=(0.03, 0.07), lift=-0.9, drag=2.2,
    carry=0.9,
)  # fmt: skip
SNOW = Emitter(  # flakes that sink at half a metre a second
    rate=300, extent=(8.0, 0.5, 6.0), velocity=(0.0, -0.5, 0.0), spread=(0.1, 0.1, 0.1), life=(8.0, 16.0),
    size=(0.01, 0.035), lift=-1.5, drag=3.0, carry=0.6,
)  # fmt: skip
TRAILS = Emitter(  # bioluminescence that bodies leave behind; it lingers and drifts
    rate=600, origin="bodies", extent=(0.12, 0.25, 0.12), spread=(0.05, 0.05, 0.05), life=(3.0, 8.0),
    size=(0.006, 0.02), lift=0.01, drag=2.0, carry=0.3,
)  # fmt: skip
MOTES = Emitter(  # they fill a light; threads draw them in
    rate=200, extent=(6.0, 3.0, 6.0), life=(4.0, 10.0), size=(0.004, 0.012), drag=1.5, carry=0.5, toward="strands",
    pull=0.4,
)  # fmt: skip


def count_due(rate: int, tick: int) -> int:
    """How many particles are due at `tick`: whole numbers whose sum over any second is `rate` exactly."""
    return (tick + 1) * rate // TICKS_PER_SECOND - tick * rate // TICKS_PER_SECOND


def emit(
    dust: Particles, emitter: Emitter, tick: int, rng: np.random.Generator, magnets: Magnets, level: float = 1.0
) -> int:
    """Emit the particles that are due at `tick`; at capacity they replace the oldest.

    Args:
        dust: changed in place.
        emitter: the source.
        tick: the time.
        rng: chooses positions, velocities, lives.
        magnets: where bodies and strands are.
        level: 0 off to 1 the emitter's full rate.

    Returns:
        How many were born; 0 when there is no body or strand to be born at.
    """
    rate = int(emitter.rate * min(max(level, 0.0), 1.0))
    count: int = min(count_due(rate, tick), MAX_PER_TICK, dust.data.shape[1])
    if count == 0:
        return 0
    pos = _birthplaces(emitter, magnets, rng, count)
    if pos is None:
        return 0
    least, width = _initial_ranges(emitter)
    fresh = rng.random((FLOOR + 1, count), dtype=np.float32)
    fresh *= width
    fresh += least
    fresh[X : Z + 1] += pos  # positions outside the dream wrap around in the next step
    np.divide(np.float32(TICK), fresh[PACE], out=fresh[PACE])  # from a life in seconds
    np.floor(fresh[COLOUR], out=fresh[COLOUR])
    target = _pick(emitter.toward, emitter, magnets, rng, count)
    if target is None:
        fresh[PULL] = 0
        target = np.zeros(count, np.int64)
    _append(dust, fresh, target)
    return count


def add(dust: Particles, fresh: F32, target: NDArray[np.int64]) -> None:
    """Add particles; at capacity they replace the oldest.

    Args:
        dust: changed in place.
        fresh: (15, k) float32, the rows of `Particles.data`; made finite and bounded. Of more than the capacity, only
            the last ones are added.
        target: (k,) int64, rows of the magnets.
    """
    capacity = dust.data.shape[1]
    dust.totals[1] += max(0, fresh.shape[1] - capacity)  # those left out count too
    fresh = np.array(fresh[:, -capacity:], np.float32)
    make_finite(fresh, -NO_FLOOR)
    make_finite(fresh[X : Z + 1], BOUND)
    for row in (AGE, PACE, KEEP, CARRY):
        np.clip(fresh[row], 0, 1, out=fresh[row])
    _append(dust, fresh, target[-capacity:])


def _append(dust: Particles, fresh: F32, target: NDArray[np.int64]) -> None:
    """Add a bounded particle for each column, no more than the capacity."""
    count = fresh.shape[1]
    drop_oldest(dust, dust.count + count - dust.data.shape[1])
    start = dust.count
    dust.data[:, start : start + count] = fresh
    dust.target[start : start + count] = target
    dust.born[start : start + count] = int(dust.totals[1]) + np.arange(count)
    dust.totals += count


def _birthplaces(emitter: Emitter, magnets: Magnets, rng: np.random.Generator, count: int) -> F32 | None:
    """Where `count` particles are born, (3, count), at the centre of the box; None if no body or strand is present."""
    if emitter.origin in ("bodies", "strands", "ends"):
        rows = _pick(emitter.origin, emitter, magnets, rng, count)
        return None if rows is None else magnets.table[rows, :3].T
    points = _points(emitter)
    if emitter.origin == "points" or points.shape[1] == 1:
        return points[:, rng.integers(0, points.shape[1], count)]
    stretch = rng.integers(0, points.shape[1] - 1, count)
    start = points[:, stretch]
    return start + (points[:, stretch + 1] - start) * rng.random(count, dtype=np.float32)


def _pick(
    kind: str, emitter: Emitter, magnets: Magnets, rng: np.random.Generator, count: int
) -> NDArray[np.int64] | None:
    """Random rows of the magnets, (count,): bodies, nodes of strands, or their ends; None if none is present."""
    if kind == "bodies":
        rows = magnets.bodies
        if emitter.bodies:
            rows = rows[np.take(_among(emitter.bodies), rows, mode="clip")]
        return rows[rng.integers(0, rows.size, count)] if rows.size else None
    rows, nodes = magnets.strands, magnets.nodes[:: len(magnets.nodes) - 1 if kind == "ends" else 1]
    if kind not in ("strands", "ends") or not rows.size:
        return None
    return rows[rng.integers(0, rows.size, count)] + nodes[rng.integers(0, nodes.size, count)]


@lru_cache(maxsize=256)
def _among(slots: tuple[int, ...]) -> NDArray[np.bool_]:
    """Whether each slot is one of these, by its number; the last is none of them."""
    among = np.zeros(max(slots) + 2, np.bool_)
    among[[slot for slot in slots if slot >= 0]] = True
    return among


@lru_cache(maxsize=256)
def _initial_ranges(emitter: Emitter) -> tuple[F32, F32]:
    """The least value of each row of a new particle and the width of its range, (15, 1) each.

    Positions are relative to the origin; PACE holds the life in seconds.
    """
    drag = max(emitter.drag, 0.0)
    lost = drag * TICK / (1.0 + drag * TICK)  # implicit, so stable for any drag
    carry = min(max(emitter.carry, 0.0), 1.0)
    first, last = emitter.colour
    shortest, longest = (max(life, TICK) for life in emitter.life)
    ranges = {
        PACE: (shortest, longest),
        SIZE: emitter.size,
        COLOUR: (first, last + 1),
        KEEP: (1.0 - lost, 1.0 - lost),
        CARRY: (lost * carry, lost * carry),
        LIFT: (emitter.lift * TICK, emitter.lift * TICK),
        PULL: (emitter.pull * TICK, emitter.pull * TICK),
        FLOOR: (emitter.floor, emitter.floor),
    }
    for axis in range(3):
        ranges[X + axis] = (-emitter.extent[axis], emitter.extent[axis])
        mean, spread = emitter.velocity[axis], emitter.spread[axis]
        ranges[VX + axis] = (mean - spread, mean + spread)
    bounds = np.array([ranges.get(row, (0.0, 0.0)) for row in range(FLOOR + 1)], np.float64)
    make_finite(bounds, -NO_FLOOR)
    return bounds[:, :1].astype(np.float32), (bounds[:, 1:] - bounds[:, :1]).astype(np.float32)


@lru_cache(maxsize=256)
def _points(emitter: Emitter) -> F32:
    """The emitter's points, (3, k)."""
    points = np.array(emitter.points, np.float32).reshape(-1, 3).T
    make_finite(points, BOUND)
    return points
