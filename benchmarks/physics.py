"""What a tick of the physics costs, beside a naive NumPy version and a fused Numba kernel of the same model.

Dust is compared whole; of strands and bodies the part that costs most, four relaxations and the rule of all pairs.

    pip install 'dreamscape[benchmark]'
    python benchmarks/physics.py            a table
    python benchmarks/physics.py --json     one object
    python benchmarks/physics.py --plot docs/pictures/physics.png

Everything is timed in one process on one thread, the versions in turn, round after round, so that whatever else the
machine does hits all alike. Reported is the least of the rounds, and the median in brackets.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
from numba import njit

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "physics"))

from scenario import Scenario

from dreamscape.physics import bodies, emitters, emotions, links, particles, steering, strand_dynamics, strands, wind

REPEATS = 5  # of a case in a round: the first finds the caches full of another case's arrays
NOBODY = np.zeros(4, np.float32)


def rng(key: int = 0) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=key))


def dust(count: int) -> Callable[[], None]:
    """A tick of `count` particles, all alive, all drawn to one of a hundred places."""
    air, pool, magnets = wind.load(), *crowd(count)
    generator = rng(1)
    return lambda: particles.step(pool, air, 1, generator, magnets=magnets)


def crowd(count: int) -> tuple[particles.Particles, np.ndarray]:
    fresh = np.zeros((particles.FLOOR + 1, count), np.float32)
    fresh[:3] = rng().random((3, count), dtype=np.float32) * np.float32(60) - np.float32(30)
    fresh[particles.PACE] = 1e-7
    fresh[particles.KEEP], fresh[particles.CARRY] = 0.97, 0.02
    fresh[particles.LIFT], fresh[particles.PULL] = 0.001, 0.01
    fresh[particles.FLOOR] = emitters.NO_FLOOR
    pool = particles.make(count)
    emitters.add(pool, fresh, rng().integers(0, 100, count))
    magnets = rng().random((100, 4), dtype=np.float32)
    magnets[:, :3] = magnets[:, :3] * 40 - 20
    return pool, magnets


def rival_dust(count: int, kernel: Callable[..., None]) -> Callable[[], None]:
    """The same with trilinear wind."""
    air, pool, magnets = wind.load(), *crowd(count)
    flow = np.ascontiguousarray(np.moveaxis(air.flow.astype(np.float32) * wind.UNIT, 0, -1))
    shift = np.array(wind.flow_offset(1), np.float32)
    return lambda: kernel(pool.data, pool.target, magnets, flow, shift)


def crowd_of_bodies(count: int) -> bodies.Bodies:
    these = bodies.make(count)
    homes = rng().random((3, count), dtype=np.float32) * np.float32(20)
    bodies.spawn(these, homes, emotions.feeling(joy=1), rng())
    these.presence[:] = 1
    these.steer[:] = np.array([0.4, 0.5, 3.0, 0.6, 4.0, 0.2], np.float32)[:, None]
    return these


def all_pairs(count: int) -> Callable[[], None]:
    these, air, generator = crowd_of_bodies(count), wind.load(), rng(1)
    untied = (np.full((2, 1), -1, np.int32), np.zeros(1, np.float32))
    return lambda: steering.step(these, air, 1, generator, connection=0.5, pointer=NOBODY, bonds=untied)


def pairs(count: int) -> Callable[[], None]:
    """Only the rule for all pairs."""
    these, force = crowd_of_bodies(count), np.zeros((3, count), np.float32)
    return lambda: steering._separate(these, force)


def rival_pairs(count: int, kernel: Callable[..., None]) -> Callable[[], None]:
    these, force = crowd_of_bodies(count), np.zeros((3, count), np.float32)
    return lambda: kernel(these.pos, these.radius, these.steer[bodies.SPACE], force)


def tied(count: int, nodes: int = 24) -> tuple[strands.Strands, bodies.Bodies]:
    these, threads = crowd_of_bodies(64), strands.make(count, nodes)
    each = np.arange(count)
    both = np.stack([emotions.feeling(sadness=1), emotions.feeling(impatience=1)])
    strands.spawn(threads, these.pos, each % 64, (each * 7 + 1) % 64, both, seconds=0.02)
    air, generator = wind.load(), rng(1)
    for tick in range(10):
        strand_dynamics.step(threads, these, air, tick, generator, pointer=NOBODY)
    return threads, these


def threads(count: int) -> Callable[[], None]:
    ours, these = tied(count)
    air, generator = wind.load(), rng(1)
    return lambda: strand_dynamics.step(ours, these, air, 1, generator, pointer=NOBODY)


def relaxation(count: int) -> Callable[[], None]:
    """Only the four passes over the links."""
    ours, _ = tied(count)
    held = np.ones((2, count), np.float32)

    def case() -> None:
        for _ in range(strand_dynamics.RELAXATIONS):
            links.relax(ours, 0, held)
            links.relax(ours, 1, held)

    return case


def rival_relaxation(count: int, kernel: Callable[..., None]) -> Callable[[], None]:
    ours, _ = tied(count)
    return lambda: kernel(ours.pos, ours.rest)


def whole_tick() -> Callable[[], None]:
    scenario = Scenario()
    for _ in range(60):
        scenario.step()
    return scenario.step


# The peers. Numba compiles with its defaults: one thread, no fast math.


def trilinear(flow: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The wind at `at` (3, n), from the eight cells around each point, as one would write it."""
    low = np.floor(at)
    x, y, z = at - low
    i, j, k = low.astype(np.int64)
    x, y, z = x[:, None], y[:, None], z[:, None]
    i0, i1, j0, j1, k0, k1 = i % 64, (i + 1) % 64, j % 32, (j + 1) % 32, k % 64, (k + 1) % 64
    front = (flow[i0, j0, k0] * (1 - x) + flow[i1, j0, k0] * x) * (1 - y) + (
        flow[i0, j1, k0] * (1 - x) + flow[i1, j1, k0] * x
    ) * y
    back = (flow[i0, j0, k1] * (1 - x) + flow[i1, j0, k1] * x) * (1 - y) + (
        flow[i0, j1, k1] * (1 - x) + flow[i1, j1, k1] * x
    ) * y
    return (front * (1 - z) + back * z).T


def dust_naive(data: np.ndarray, target: np.ndarray, magnets: np.ndarray, flow: np.ndarray, shift: np.ndarray) -> None:
    pos, vel = data[:3], data[3:6]
    air = trilinear(flow, pos + shift[:, None])
    vel = vel * data[particles.KEEP] + air * data[particles.CARRY]
    vel[1] += data[particles.LIFT]
    goal = magnets[target].T
    gap = goal[:3] - pos
    vel = vel + gap * data[particles.PULL] * goal[3] / (1 + (gap**2).sum(axis=0) / particles.PULL_RANGE**2)
    vel = np.clip(vel, -1e4, 1e4)
    pos = pos + vel / 60
    data[:3] = pos - np.round(pos / 1024) * 1024
    data[3:6] = vel
    data[particles.AGE] = data[particles.AGE] + data[particles.PACE]
    np.flatnonzero((data[particles.AGE] >= 1) | (data[particles.Y] < data[particles.FLOOR]))


@njit
def dust_numba(data: np.ndarray, target: np.ndarray, magnets: np.ndarray, flow: np.ndarray, shift: np.ndarray) -> None:
    X, Y, Z, VX, AGE, PACE, KEEP, CARRY, LIFT, PULL = 0, 1, 2, 3, 6, 7, 10, 11, 12, 13  # rows of particles.Dust
    one = np.float32(1)
    for n in range(data.shape[1]):
        px, py, pz = data[X, n], data[Y, n], data[Z, n]
        ax, ay, az = px + shift[0], py + shift[1], pz + shift[2]
        fx, fy, fz = np.floor(ax), np.floor(ay), np.floor(az)
        i0, j0, k0 = int(fx) & 63, int(fy) & 31, int(fz) & 63
        i1, j1, k1 = (i0 + 1) & 63, (j0 + 1) & 31, (k0 + 1) & 63
        x, y, z = ax - fx, ay - fy, az - fz
        w000, w100 = (one - x) * (one - y) * (one - z), x * (one - y) * (one - z)
        w010, w110 = (one - x) * y * (one - z), x * y * (one - z)
        w001, w101 = (one - x) * (one - y) * z, x * (one - y) * z
        w011, w111 = (one - x) * y * z, x * y * z
        m = target[n]
        gx, gy, gz = magnets[m, 0] - px, magnets[m, 1] - py, magnets[m, 2] - pz
        pull = data[PULL, n] * magnets[m, 3] / (one + (gx * gx + gy * gy + gz * gz) / np.float32(2.25))
        for axis in range(3):
            air = (
                flow[i0, j0, k0, axis] * w000
                + flow[i1, j0, k0, axis] * w100
                + flow[i0, j1, k0, axis] * w010
                + flow[i1, j1, k0, axis] * w110
                + flow[i0, j0, k1, axis] * w001
                + flow[i1, j0, k1, axis] * w101
                + flow[i0, j1, k1, axis] * w011
                + flow[i1, j1, k1, axis] * w111
            )
            gap = gx if axis == 0 else gy if axis == 1 else gz
            vel = data[VX + axis, n] * data[KEEP, n] + air * data[CARRY, n] + gap * pull
            if axis == 1:
                vel += data[LIFT, n]
            vel = min(max(vel, np.float32(-1e4)), np.float32(1e4))
            pos = data[X + axis, n] + vel * np.float32(1 / 60)
            data[X + axis, n] = pos - np.rint(pos * np.float32(1 / 1024)) * np.float32(1024)
            data[VX + axis, n] = vel
        data[AGE, n] += data[PACE, n]


def relax_naive(pos: np.ndarray, rest: np.ndarray) -> None:
    """Link after link: vectorised over strands, with textbook relaxation."""
    links = pos.shape[1] - 1
    for _ in range(strand_dynamics.RELAXATIONS):
        for k in range(links):
            gap = pos[:, k + 1] - pos[:, k]
            length = np.sqrt((gap**2).sum(axis=0) + 1e-12)
            share = gap * ((length - rest) / length)
            if k == 0:
                pos[:, 1] -= share
            elif k == links - 1:
                pos[:, k] += share
            else:
                pos[:, k] += share / 2
                pos[:, k + 1] -= share / 2


@njit
def relax_numba(pos: np.ndarray, rest: np.ndarray) -> None:
    links = pos.shape[1] - 1
    for _ in range(4):
        for k in range(links):
            root = np.float32(0) if k == 0 else np.float32(1) if k == links - 1 else np.float32(0.5)
            tip = np.float32(1) - root
            for n in range(pos.shape[2]):
                x = pos[0, k + 1, n] - pos[0, k, n]
                y = pos[1, k + 1, n] - pos[1, k, n]
                z = pos[2, k + 1, n] - pos[2, k, n]
                share = np.float32(1) - rest[n] / np.sqrt(x * x + y * y + z * z + np.float32(1e-12))
                pos[0, k, n] += x * share * root
                pos[1, k, n] += y * share * root
                pos[2, k, n] += z * share * root
                pos[0, k + 1, n] -= x * share * tip
                pos[1, k + 1, n] -= y * share * tip
                pos[2, k + 1, n] -= z * share * tip


def pairs_naive(pos: np.ndarray, radius: np.ndarray, weight: np.ndarray, force: np.ndarray) -> None:
    away = pos[:, :, None] - pos[:, None, :]
    square = (away**2).sum(axis=0)
    share = np.maximum(1 - square / (radius[:, None] + radius) ** 2, 0) ** 2 / np.sqrt(square + 1e-12)
    force[:] = (away * share).sum(axis=2) * weight


@njit
def pairs_numba(pos: np.ndarray, radius: np.ndarray, weight: np.ndarray, force: np.ndarray) -> None:
    one = np.float32(1)
    for i in range(pos.shape[1]):
        fx = fy = fz = np.float32(0)
        for j in range(pos.shape[1]):
            x, y, z = pos[0, i] - pos[0, j], pos[1, i] - pos[1, j], pos[2, i] - pos[2, j]
            square = x * x + y * y + z * z
            reach = radius[i] + radius[j]
            near = max(one - square / (reach * reach), np.float32(0))
            share = near * near / np.sqrt(square + np.float32(1e-12))
            fx += x * share
            fy += y * share
            fz += z * share
        force[0, i], force[1, i], force[2, i] = fx * weight[i], fy * weight[i], fz * weight[i]


def measure(cases: dict[str, Callable[[], None]], rounds: int) -> dict[str, tuple[float, float]]:
    """The least and the median time of each case, ms."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for case in cases.values():
        case()  # compiles the kernels
    for _ in range(rounds):
        for name, case in cases.items():
            for _ in range(REPEATS):
                start = perf_counter()
                case()
                times[name].append((perf_counter() - start) * 1e3)
    return {name: (min(each), float(np.median(each))) for name, each in times.items()}


def figures(rounds: int) -> dict[str, tuple[float, float]]:
    cases = {
        "dust_100k": dust(100_000),
        "dust_100k_numba": rival_dust(100_000, dust_numba),
        "dust_100k_naive": rival_dust(100_000, dust_naive),
        "strands_1024x24": threads(1024),
        "strands_1024x24_relax": relaxation(1024),
        "strands_1024x24_relax_numba": rival_relaxation(1024, relax_numba),
        "strands_1024x24_relax_naive": rival_relaxation(1024, relax_naive),
        "bodies_256": all_pairs(256),
        "bodies_256_pairs": pairs(256),
        "bodies_256_pairs_numba": rival_pairs(256, pairs_numba),
        "bodies_256_pairs_naive": rival_pairs(256, pairs_naive),
        "tick": whole_tick(),
    }
    return {f"{name}_ms": times for name, times in measure(cases, rounds).items()}


def plot(path: Path) -> None:
    """A plot of cost against count, one line for each part."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    ladder = {
        "dust, particles": (dust, (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)),
        "strands of 24 nodes": (threads, (16, 64, 256, 1024, 4096)),
        "bodies, all pairs": (all_pairs, (16, 32, 64, 128, 256, 512)),
    }
    figure, axes = pyplot.subplots(figsize=(7, 4.5), dpi=110)
    for name, (make, counts) in ladder.items():
        least = [measure({"": make(count)}, 12)[""][0] for count in counts]
        axes.plot(counts, least, "o-", label=name)
        print(name, *(f"{count}: {ms:.3f}" for count, ms in zip(counts, least, strict=True)), sep="  ")
    guide = np.array([1e4, 1e6])
    axes.plot(guide, guide * 1.5e-5, "k:", linewidth=1, label="proportional")
    axes.set(xscale="log", yscale="log", xlabel="count", ylabel="ms a tick, one thread")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--json", action="store_true", help="print one object, least times in ms")
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument("--plot", type=Path, help="draw cost against count into this file")
    chosen = options.parse_args()
    if chosen.plot:
        plot(chosen.plot)
        return
    found = figures(chosen.rounds)
    if chosen.json:
        print(json.dumps({name: round(least, 4) for name, (least, _) in found.items()}))
        return
    for name, (least, median) in found.items():
        print(f"{name.removesuffix('_ms'):30} {least:9.3f} ms   ({median:.3f})")


if __name__ == "__main__":
    main()
