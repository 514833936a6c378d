"""docs/write-a-layer.md: what breaks here lets people copy something that does not run."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import moderngl
import numpy as np
import pytest

from dreamscape import catalogue, cli
from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS
from dreamscape.render.shader_source import ShaderSource

PAGE = Path(__file__).parents[1] / "docs" / "write-a-layer.md"
FILES = dict(re.findall(r"^\*\*(\S+)\*\*\n\n```\w+\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))
BLOCKS = re.findall(r"^```(?:python|glsl)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
MORE = {  # blocks that are files of their own, by how they begin
    "lit_cove.py": '"""The cove, with lights',
    "lanterns.py": '"""Lanterns',
    "lanterns.glsl": "// A light at each body",
    "haze.py": '"""Haze',
    "haze.glsl": "// Haze",
}
SMALL = ["--at", "12", "--size", "96x54", "--quality", "low"]
VALIDATOR = shutil.which("glslangValidator")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The page's package, installed as pip would."""
    import tomllib

    project = tomllib.loads(FILES["pyproject.toml"])["project"]
    for name, text in {**FILES, "cove_art/__init__.py": ""}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    facts = tmp_path / f"cove_art-{project['version']}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    groups = project["entry-points"].items()
    lines = [line for group, found in groups for line in (f"[{group}]", *(f"{k} = {v}" for k, v in found.items()))]
    (facts / "entry_points.txt").write_text("\n".join(lines))
    monkeypatch.syspath_prepend(tmp_path)
    catalogue.forget()
    yield tmp_path
    catalogue.forget()
    for name in [name for name in sys.modules if name.partition(".")[0] == "cove_art"]:
        del sys.modules[name]


def test_the_example_is_short() -> None:
    assert set(FILES) == {"pyproject.toml", "cove_art/mist.py", "cove_art/mist.glsl", "cove_art/cove.py"}
    assert len(FILES["cove_art/mist.py"].splitlines()) < 40
    assert len(FILES["cove_art/mist.glsl"].splitlines()) < 60


@pytest.mark.slow
@pytest.mark.parametrize("tier", TIERS)
def test_the_example_draws_and_its_parameter_does_something(installed: Path, ctx: moderngl.Context, tier: str) -> None:
    clear, misty = (_light(ctx, tier, thickness) for thickness in (0.0, 0.9))
    assert np.isfinite(misty).all()
    rows = np.abs(misty - clear).mean(axis=(1, 2))
    assert rows[len(rows) // 3 : len(rows) * 2 // 3].max() > 0.005  # there, on the horizon
    assert rows[: len(rows) // 8].max() < 1e-3  # and not at the feet


def _light(ctx: moderngl.Context, tier: str, thickness: float) -> np.ndarray:
    """The cove's light, rows from the bottom."""
    cove = catalogue.scene("cove")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cove, "layer_parameters", lambda _, layer: {"thickness": thickness} if layer == "mist" else {})
        renderer = Renderer(ctx, Dream("cove", DreamFile("cove", 7, (Act("cove", 9.0),)), ""), (96, 54), TIERS[tier])
        renderer.draw(Moment(12, 0.0))
    light = np.frombuffer(renderer.picture.framebuffer.read(components=3, dtype="f4"), np.float32)
    return light.reshape(*renderer.picture.size[::-1], 3)


@pytest.fixture
def cove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the page's scene and all its layers as plain files."""
    for name, text in FILES.items():
        (tmp_path / Path(name).name).write_text(text, "utf-8")
    for name, begin in MORE.items():
        (text,) = [block for block in BLOCKS if block.startswith(begin)]
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _picture(folder: Path, layers: str) -> bytes:
    """The lit cove as drawn with these layers more."""
    text = (folder / "lit_cove.py").read_text("utf-8")
    (folder / "lit.py").write_text(text.replace('"entities"', layers).replace("LitCove", "Lit"), "utf-8")
    assert cli.run(["still", "lit.png", "--scene", "lit.py:Lit", *SMALL, "--overwrite"]) == 0
    return Path("lit.png").read_bytes()


@pytest.mark.slow
def test_the_examples_of_bodies_points_and_the_programs_own_layers_draw(cove: Path) -> None:
    layers = ('"entities"', '"lanterns"', '"haze"', '"entities", "haze"')
    assert len({_picture(cove, names) for names in layers}) == len(layers)


@pytest.mark.slow
def test_too_few_places_are_named_with_the_authors_line(cove: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (cove / "lit_cove.py").read_text("utf-8")
    (cove / "lit_cove.py").write_text(text.replace("(14, 0, 0)", "(4, 0, 0)"), "utf-8")
    assert cli.run(["still", "lit.png", "--scene", "lit_cove.py:LitCove", *SMALL]) == 1
    err = capsys.readouterr().err
    assert "lit_cove.py:20, in enter: ValueError: scene lit_cove: 14 bodies, but places for 4; give places = (14" in err
    assert "    cast.appear(homes, " in err


@pytest.mark.skipif(VALIDATOR is None, reason="glslangValidator is not installed (Debian: glslang-tools)")
def test_the_example_is_valid_glsl(installed: Path) -> None:
    path = installed / "mist.frag"
    path.write_text(ShaderSource(installed / "cove_art" / "mist.glsl", {"QUALITY": 1}).stage("FRAGMENT_STAGE"), "ascii")
    ran = subprocess.run([str(VALIDATOR), str(path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_the_example_is_typed_and_tidy(installed: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", "E,F,I,B,UP,D1", "--ignore", "D104", "--line-length=120",
         "cove_art"],
        cwd=installed, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
