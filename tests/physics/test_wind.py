"""The wind: if it had a seam or a source, dust would pile up where the eye can see it."""

import importlib.util
import runpy
from pathlib import Path

import numpy as np
import pytest

from dreamscape.physics import wind

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def air():
    return wind.load()


def rng(key=0):
    return np.random.Generator(np.random.Philox(key=key))


def difference(values, axis):
    return np.roll(values, -1, axis) - np.roll(values, 1, axis)


def test_divergence_is_exactly_zero(air):
    flow = air.flow.astype(np.int64)
    assert not sum(difference(flow[axis], axis) for axis in range(3)).any()


def test_there_is_no_mean_wind_and_its_speed_is_one_metre_a_second(air):
    flow = air.flow.astype(np.float64) * float(wind.UNIT)
    assert abs(flow.mean(axis=(1, 2, 3))).max() < 1e-12
    assert np.sqrt((flow**2).sum(axis=0).mean()) == pytest.approx(1, abs=0.01)
    assert flow.std(axis=(1, 2, 3)) == pytest.approx([0.577] * 3, rel=0.1)


@pytest.mark.parametrize("axis", range(3))
def test_the_volume_has_no_seam(air, axis):
    steps = np.abs(np.diff(air.flow.astype(np.float64), axis=axis + 1, append=air.flow.take([0], axis + 1)))
    across = np.moveaxis(steps, axis + 1, 0).mean(axis=(1, 2, 3))
    assert across[-1] < 1.25 * across.max()
    assert across[-1] < 1.5 * np.median(across)


def test_sampling_wraps(air):
    pos = rng().random((3, 500), dtype=np.float32) * 64
    here, there = np.empty_like(pos), np.empty_like(pos)
    wind.sample(air, pos, 77, rng(1), here)
    moved = pos + np.array(wind.SHAPE, np.float32)[:, None]
    wind.sample(air, moved, 77, rng(1), there)
    same = (here == there).all(axis=0).mean()
    assert same > 0.99  # a rounding of the position may move a sample to the next cell


def test_the_mean_of_the_dither_is_trilinear(air):
    at = np.array([3.3, -7.8, 11.45], np.float32)
    cell = np.floor(at).astype(int)
    part = at - cell
    exact = np.zeros(3)
    for corner in np.ndindex(2, 2, 2):
        weight = np.prod(np.where(corner, part, 1 - part))
        exact += weight * air.flow[(slice(None), *((cell + corner) % wind.SHAPE))] * float(wind.UNIT)
    many = np.repeat(at[:, None], 40_000, axis=1)
    out = np.empty_like(many)
    wind.sample(air, many, 0, rng(), out)
    assert out.mean(axis=1) == pytest.approx(exact, abs=0.01)


def test_the_flow_moves_and_is_exact_for_ever():
    assert wind.flow_offset(0) == (0, 0, 0)
    assert wind.flow_offset(4096) == (13, 5, 37)
    assert wind.flow_offset(10**15 * 4096 * 64 + 4096) == (13, 5, 37)


def test_a_larger_cell_makes_larger_eddies(air):
    pos = np.zeros((3, 4000), np.float32)
    pos[0] = np.linspace(0, 4, 4000)
    rough, calm = np.empty_like(pos), np.empty_like(pos)
    wind.sample(air, pos, 0, rng(), rough, cell=0.25)
    wind.sample(air, pos, 0, rng(), calm, cell=16.0)
    assert calm.std(axis=1).mean() < 0.5 * rough.std(axis=1).mean()


def test_a_volume_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"expected \(3, 64, 32, 64\) int16, received \(3, 4\) float32"):
        wind.from_flow(np.zeros((3, 4), np.float32))


@pytest.mark.skipif(importlib.util.find_spec("noise") is None, reason="`noise` needs a compiler: pip install .[bake]")
def test_the_baked_volume_is_the_curl_of_noise(air):
    bake = runpy.run_path(str(ROOT / "scripts" / "bake_flow.py"))["bake"]
    assert np.array_equal(bake(), air.flow)
