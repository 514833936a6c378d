"""The wheel: what breaks here is a package that works for us and for nobody who installs it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import dreamscape
from dreamscape import resources

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


def run(*command: object, **named: object) -> str:
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **named)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`dreamscape` in an environment that holds the wheel and what it asks for, nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", scripts / "python", "--disable-pip-version-check"]
    run(*pip, "install", "--no-compile", "--quiet", wheel)
    return scripts / "dreamscape"


def test_the_wheel_holds_the_package_its_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in names} == {
        "dreamscape",
        f"dreamscape-{dreamscape.__version__}.dist-info",
    }
    package = Path(dreamscape.__file__).parent
    shipped = {f"dreamscape/{path.relative_to(package)}" for kind in ("*.py", "*.glsl") for path in package.rglob(kind)}
    for kind in ("assets", "seeds"):
        folder = resources.folder(kind)
        shipped |= {f"dreamscape/{kind}/{path.relative_to(folder)}" for path in folder.rglob("*") if path.is_file()}
    assert shipped <= names
    assert "dreamscape/py.typed" in names  # without it, type checkers ignore all our types


def test_a_still_is_rendered_from_the_wheel_alone(program: Path, tmp_path: Path) -> None:
    assert run(program, "--version", cwd=tmp_path) == f"dreamscape {dreamscape.__version__}\n"
    run(program, "still", "it.png", "--size", "64x36", "--at", "5", cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["it.png"]
    ours = dreamscape.still(at=5, size=(64, 36))
    assert np.abs(read(tmp_path / "it.png").astype(int) - ours).max() <= 1


def read(path: Path) -> np.ndarray:
    import av

    with av.open(str(path)) as file:
        return next(file.decode(video=0)).to_ndarray(format="rgb24")
