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
from parts.physics_peers import (
    dust_naive,
    dust_numba,
    pairs_naive,
    pairs_numba,
    relax_naive,
    relax_numba,
)

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
    return lambda: links.relax(ours, held, strand_dynamics.RELAXATIONS)


def rival_relaxation(count: int, kernel: Callable[..., None]) -> Callable[[], None]:
    ours, _ = tied(count)
    return lambda: kernel(ours.pos, ours.rest)


def whole_tick() -> Callable[[], None]:
    scenario = Scenario()
    for _ in range(60):
        scenario.step()
    return scenario.step


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
