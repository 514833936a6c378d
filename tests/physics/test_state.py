"""The same dream every time: on another processor, after a restart, at another frame rate, after a night."""

import gc
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from numpy._core._multiarray_umath import __cpu_baseline__, __cpu_dispatch__, __cpu_features__

sys.path.insert(0, str(Path(__file__).parent))

from scenario import Scenario

from dreamscape.physics import bodies, particles, strands

PRESENT = [name for name in __cpu_dispatch__ if __cpu_features__.get(name) and name not in __cpu_baseline__]
WITHOUT = {"nothing disabled": [], **{f"from {name} up": PRESENT[PRESENT.index(name) :] for name in PRESENT}}


FEW = 2_000, 48, 24  # particles, strands, bodies: as many kinds of them as ever, in a fraction of the time


def digest_without(features, ticks, counts=()):
    environment = {**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(features)}
    command = [sys.executable, "-W", "ignore", str(Path(__file__).parent / "scenario.py"), *map(str, (ticks, *counts))]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def advance(scenario, ticks):
    for _ in range(ticks):
        scenario.step()
    return scenario


@pytest.mark.slow
def test_the_digest_does_not_depend_on_the_processor():
    digests = {name: digest_without(features, 60) for name, features in WITHOUT.items()}
    assert len(set(digests.values())) == 1, digests


@pytest.mark.slow
def test_twelve_hundred_ticks_on_this_processor_across_checkpoints_and_on_the_plainest():
    broken = Scenario(1, *FEW)
    for part in (1, 299, 500, 400):
        advance(broken, part)
        saved = broken.checkpoint()
        broken = Scenario(1, *FEW)
        broken.restore(saved)
    assert broken.digest() == digest_without(PRESENT, 1_200, FEW)


@pytest.mark.slow
def test_a_checkpoint_is_all_there_is():
    first = advance(Scenario(3, 2000, 32, 16), 400)
    saved = first.checkpoint()
    second = Scenario(3, 2000, 32, 16)
    advance(second, 7)
    second.restore(saved)
    assert second.digest() == first.digest()
    assert advance(second, 300).digest() == advance(first, 300).digest()


def test_another_seed_is_another_dream():
    assert advance(Scenario(1, 500, 8, 8), 5).digest() != advance(Scenario(2, 500, 8, 8), 5).digest()


def test_drawing_changes_nothing():
    watched, alone = Scenario(1, 1000, 16, 8), Scenario(1, 1000, 16, 8)
    for _ in range(60):
        for frame in range(3):  # 180 frames a second
            bodies.interpolate(watched.bodies, frame / 3, np.empty_like(watched.bodies.pos))
            strands.interpolate(watched.strands, frame / 3, np.empty_like(watched.strands.pos))
            particles.interpolate(watched.dust, frame / 3, np.empty_like(watched.dust.pos))
        watched.step()
        alone.step()
    assert watched.digest() == alone.digest()


@pytest.mark.slow
def test_everything_stays_finite():
    scenario = advance(Scenario(5, 2000, 32, 16), 1010)
    for name, array in scenario.arrays().items():
        assert np.isfinite(array).all(), name


@pytest.mark.slow
def test_no_tick_allocates_a_large_array():
    """With NumPy's own buffers turned down, all that a tick allocates is less than two such arrays together.

    Twice, as other threads of the tests' process allocate, too, but not in the same tick.
    """
    usual = np.setbufsize(256)
    try:
        peaks = np.minimum(peaks_of(80), peaks_of(80))
    finally:
        np.setbufsize(usual)
    assert peaks.max() < 2 * 65536


def peaks_of(ticks: int) -> np.ndarray:
    """The most bytes allocated at a time in each of so many ticks."""
    scenario = advance(Scenario(), 30)
    peaks = []
    tracemalloc.start()
    try:
        for _ in range(ticks):
            before = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()
            scenario.step()
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
    return np.array(peaks)


@pytest.mark.slow
def test_no_memory_grows_over_two_thousand_ticks():
    """An array that is kept is an object that is kept, and objects are counted (tracing would take minutes)."""
    scenario = advance(Scenario(1, 400, 8, 8), 500)
    gc.collect()
    before = sys.getallocatedblocks()
    advance(scenario, 2_000)
    gc.collect()
    assert sys.getallocatedblocks() - before < 170
