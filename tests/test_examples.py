"""examples/: what breaks here lets people begin with something that does not run, or does not look as it should.

Each one is run as its first comment says, small. `pytest --regenerate-goldens tests/test_examples.py` writes the
pictures in tests/goldens/examples/ anew: look at each before it is committed.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from test_golden import FAILED, FOLDER, SIZE, compare, read, write

from dreamscape import media

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
SMALL = "{}x{}".format(*SIZE)
MORE = {  # words after the command, to make it small
    "aurora.py": ["--size", SMALL],
    "fireflies.py": ["--size", SMALL],
    "feelings.py": ["--size", SMALL],
    "cove/cove.toml": ["--size", SMALL],
    "poster.py": [SMALL],
    "strands.py": [],
    "silk.fs": ["--size", SMALL],
    "music_film.py": ["--size", SMALL, "--quality", "low", "--to", "16", "--fps", "5"],
}


def words_of(name: str) -> list[str]:
    """The command in the first comment of an example; an ISF file begins with its header, and has none."""
    if name == "silk.fs":
        return shlex.split("dreamscape still silk.png --dream examples/silk.fs --at 6")
    mark, *words = shlex.split((EXAMPLES / name).read_text("utf-8").partition("\n")[0])
    assert mark == "#"
    return words


def program(words: list[str]) -> list[str]:
    """The same as this Python runs it; what plays in a window is drawn as a still here."""
    if words[:2] == ["dreamscape", "play"]:
        words = ["dreamscape", "still", "fireflies.png", *words[2:]]
    own = {"dreamscape": [sys.executable, "-m", "dreamscape"], "python": [sys.executable]}
    return [*own[words[0]], *words[1:]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to run them in, with the package of examples/cove on Python's path as pip would install it."""
    (tmp_path / "examples").symlink_to(EXAMPLES)
    shutil.copytree(EXAMPLES / "cove" / "cove_art", tmp_path / "site" / "cove_art")
    facts = tmp_path / "site" / "cove_art-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: cove-art\nVersion: 1.0\n")
    entries = "[dreamscape.layers]\nmist = cove_art.mist:Mist\n[dreamscape.scenes]\ncove = cove_art.cove:Cove\n"
    (facts / "entry_points.txt").write_text(entries)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("name", MORE)
def test_an_example_runs_as_its_first_comment_says(folder: Path, name: str, request: pytest.FixtureRequest) -> None:
    path = os.pathsep.join([str(ROOT), str(folder / "site")])
    environment = {**os.environ, "PYTHONPATH": path, "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    ran = subprocess.run(
        [*program(words_of(name)), *MORE[name]], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    picture = small(next(file for file in folder.iterdir() if file.suffix in (".png", ".mp4")))
    golden = FOLDER / "examples" / f"{Path(name).stem}.png"
    if request.config.getoption("--regenerate-goldens"):
        write(golden, picture)
    elif difference := compare(read(golden), picture):
        write(FAILED / golden.name, picture)
        pytest.fail(f"{golden.name}: {difference}; see {FAILED}")


def small(path: Path) -> np.ndarray:
    """A picture, or the last frame of a film, of the size of goldens."""
    if path.suffix == ".mp4":
        with media.reading(path) as film:
            *_, last = film.decode(video=0)
        return last.to_ndarray(format="rgb24")
    whole = read(path).astype(np.float32)
    times = whole.shape[1] // SIZE[0]
    return whole.reshape(SIZE[1], times, SIZE[0], times, 3).mean(axis=(1, 3)).round().astype(np.uint8)


def test_every_example_is_run_short_and_on_the_page() -> None:
    named = {path.name for path in EXAMPLES.iterdir()} - {"__pycache__"}
    shaders = {"aurora.glsl", "dusk.glsl"}
    assert named == {name.partition("/")[0] for name in MORE} | shaders
    page = (ROOT / "docs" / "examples.md").read_text("utf-8")
    for name in MORE:
        assert " ".join(words_of(name)) in page
        assert len((EXAMPLES / name).read_text("utf-8").splitlines()) <= 65


def test_the_package_is_the_one_of_the_page() -> None:
    page = (ROOT / "docs" / "write-a-layer.md").read_text("utf-8")
    for name in ("pyproject.toml", "cove_art/mist.py", "cove_art/mist.glsl", "cove_art/cove.py"):
        assert (EXAMPLES / "cove" / name).read_text("utf-8") in page
