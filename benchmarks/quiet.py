"""How quiet this machine is: whether a piece of work always takes the same time.

    python benchmarks/quiet.py [SECONDS]

A virtual machine's cores are lent: when those who share them are at work, each piece takes up to twice as long, for a
second or for an hour, and nothing in the machine says so, no stolen time either. So every core does the same piece of
some ms over and over; what matters is the part of them that took much longer than the quickest did. A figure measured
where that is more than QUIET says more of the neighbours than of what was measured.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterable
from itertools import chain

QUIET = 0.05  # of all pieces that may be slow on a quiet machine
SLOW = 1.25  # times as long as the quickest; those are the quickest hundredth
PIECE = 100_000  # additions


def disturbed(seconds: float = 8.0) -> float:
    """The fraction of pieces of work, on all cores at once, that took SLOW times as long as the quickest."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [None] * (os.cpu_count() or 1)
    with multiprocessing.get_context("spawn").Pool(len(cores)) as pool:
        found = pool.starmap(_work, [(core, seconds) for core in cores], 1)
    times = sorted(chain.from_iterable(found))
    return sum(request > SLOW * times[len(times) // 100] for request in times) / len(times)


def _work(core: int | None, seconds: float) -> list[float]:
    """How long each piece took, on one core, s."""
    if core is not None:
        os.sched_setaffinity(0, {core})
    times, stop = list[float](), time.perf_counter() + seconds
    while time.perf_counter() < stop:
        times.append(_piece(range(PIECE)))
    return times


def _piece(numbers: Iterable[int]) -> float:
    begun, total = time.perf_counter(), 0
    for number in numbers:
        total += number
    return time.perf_counter() - begun


if __name__ == "__main__":
    part = disturbed(float(sys.argv[1]) if len(sys.argv) > 1 else 8.0)
    print(f"slow pieces {part:.3f}: {'quiet' if part <= QUIET else 'not quiet'}")
