"""What benchmarks judge by: if it were wrong, a fault on somebody's graphics card would go unseen."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
from parts.core_profile import restricted  # noqa: E402
from parts.energy_meter import Rapl  # noqa: E402
from parts.flip import flip, psnr  # noqa: E402

from dreamscape import catalogue  # noqa: E402


def test_flip_is_that_of_its_authors() -> None:
    """Their own program, flip-evaluator 1.7, says 0.0289392 of these two."""
    y, x = np.mgrid[0:120, 0:200]
    waves = np.sin(x / 9.0)[..., None] * np.cos(y / 7.0)[..., None] * np.array([1.0, 0.6, 0.3])
    one = (128.0 + 100.0 * waves).clip(0, 255).astype(np.uint8)
    other = one.copy()
    other[40:60, 50:80] = 255, 0, 0
    assert flip(one, other) == pytest.approx(0.0289392, abs=2e-6)
    assert flip(one, one) == 0.0
    assert psnr(one, one) == np.inf


def test_a_meter_that_has_begun_anew_is_read_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zone = tmp_path / "intel-rapl:0"
    (tmp_path / "intel-rapl:0:0").mkdir()  # of the cores alone: part of the package
    zone.mkdir()
    (zone / "max_energy_range_uj").write_text("1000000000\n")
    (zone / "energy_uj").write_text("900000000\n")
    monkeypatch.setattr("time.monotonic", iter([0.0, 10.0, 20.0]).__next__)
    meter = Rapl(tmp_path)
    assert meter.missing == ""
    (zone / "energy_uj").write_text("950000000\n")
    assert meter.watts() == pytest.approx(5.0)
    (zone / "energy_uj").write_text("50000000\n")
    assert meter.watts() == pytest.approx(10.0)


def test_no_meter_is_said(tmp_path: Path) -> None:
    meter = Rapl(tmp_path)
    assert "no package" in meter.missing
    assert meter.watts() is None


@pytest.mark.slow
def test_opengl_3_3_and_nothing_beyond_draws_the_same_pictures(tmp_path: Path) -> None:
    """A shader or a call that takes more would fail for those whose driver has no more."""
    whole = _draw(tmp_path / "whole", {})
    if "llvmpipe" not in whole["renderer"]:
        pytest.skip(f"it takes Mesa's llvmpipe, this is {whole['renderer']}")
    core = _draw(tmp_path / "core", restricted(whole["extensions"]))
    assert core["version"].startswith("3.3")
    assert len(core["extensions"]) < len(whole["extensions"]) / 2
    pictures = sorted((tmp_path / "whole").glob("*.npy"))
    assert len(pictures) == len(catalogue.scene_names())
    assert [path.name for path in pictures if not _same(path, tmp_path / "core" / path.name)] == []


def _draw(folder: Path, surroundings: dict[str, str]) -> dict[str, Any]:
    """Have every act drawn in a process of its own; what it says of the driver."""
    folder.mkdir()
    command = [sys.executable, str(BENCHMARKS / "parts" / "acts.py"), str(folder), "--size", "64x36", "--at", "1.5"]
    environment = {**os.environ, **surroundings}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    facts: dict[str, Any] = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    return facts


def _same(one: Path, other: Path) -> bool:
    return np.array_equal(np.load(one), np.load(other))
