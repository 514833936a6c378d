"""The estimate before a film: what breaks here fills somebody's disk half-way through the night."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest

from dreamscape import cli

ASKED = ("--from", "3", "--to", "7", "--fps", "10", "--size", "96x54", "--quality", "low", "--overwrite")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def estimate_of(capsys: pytest.CaptureFixture[str], name: str, *options: str) -> dict[str, float]:
    capsys.readouterr()
    assert cli.run(["export", name, *ASKED, "--dry-run", "--json", *options]) == 0
    found: dict[str, float] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("name", "options"), [("a.mp4", ""), ("a.gif", "")])
def test_a_film_is_as_large_as_was_said(
    capsys: pytest.CaptureFixture[str], folder: Path, name: str, options: str
) -> None:
    estimate = estimate_of(capsys, name, *options.split())
    assert list(folder.iterdir()) == []
    assert cli.run(["export", name, *ASKED, *options.split()]) == 0
    size = (folder / name).stat().st_size
    assert 0.8 * size < estimate["size"] < 1.2 * size
    assert estimate["size"] == pytest.approx(estimate["pictures"] + estimate["sound"])
    assert estimate["disk"] > 0.999 * (estimate["pictures"] + estimate["size"])


@pytest.mark.slow
def test_a_song_is_weighed_too(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Noise of 16 bits in words of 24: FLAC leaves about two thirds of it."""
    with wave.open("s.wav", "wb") as song:
        song.setparams((2, 2, 48_000, 0, "NONE", ""))
        song.writeframes(np.random.default_rng(0).integers(-9000, 9000, 2 * 48_000 * 4, dtype=np.int16).tobytes())
    estimate = estimate_of(capsys, "a.mkv", "--codec", "ffv1", "--soundtrack", "s.wav", "--to", "3.5")
    assert 0.4 * 288_000 < estimate["sound"] / estimate["duration"] < 0.8 * 288_000


@pytest.mark.slow
def test_the_estimate_names_sound_and_disk(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.run(["export", "a.mp4", *ASKED, "--to", "3.3", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "MB of it sound" in out
    assert "while it is made, for its parts and the film" in out


@pytest.mark.slow
def test_a_sequence_never_needs_the_disk_twice(capsys: pytest.CaptureFixture[str]) -> None:
    """Its segments, of eight seconds, are freed one by one."""
    estimate = estimate_of(capsys, "a.%d.png", "--to", "23", "--no-sound")
    assert estimate["disk"] == pytest.approx(estimate["size"] * 1.4)
