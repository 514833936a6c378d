"""The benchmark compares like with like: its kernels move dust, ropes and bodies as the dream does."""

import importlib.util
import json
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="needs numba: pip install .[benchmark]"),
]
BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "physics.py"


def test_it_prints_what_it_promises():
    command = [sys.executable, str(BENCHMARK), "--json", "--rounds", "1"]
    result = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    promised = ("dust_100k", "dust_100k_numba", "dust_100k_naive", "strands_1024x24", "bodies_256", "tick")
    assert all(result[f"{name}_ms"] > 0 for name in promised)


def test_the_peers_agree_with_each_other(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(BENCHMARK.parent)
    peer = runpy.run_path(str(BENCHMARK))
    for rival, names in (
        (peer["rival_dust"], ("dust_naive", "dust_numba")),
        (peer["rival_relaxation"], ("relax_naive", "relax_numba")),
        (peer["rival_pairs"], ("pairs_naive", "pairs_numba")),
    ):
        results = []
        for name in names:
            seen = []
            rival(64, lambda *arrays, run=peer[name], seen=seen: (run(*arrays), seen.extend(arrays)))()
            results.append([array.copy() for array in seen])
        for one, other in zip(*results, strict=True):
            assert np.allclose(one, other, atol=1e-4), names
