"""All that is drawn, at every tier: what breaks here is black, or fails with drivers less tolerant than this one.

In one file, as all of it takes a third of a minute to draw, once for each process that tests.
"""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from conftest import Drawn

from dreamscape import catalogue
from dreamscape.quality import TIERS
from dreamscape.render.layer import COMMON

VALIDATOR = shutil.which("glslangValidator")
LAYERS, SCENES = catalogue.layer_names(), catalogue.scene_names()


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_draws_finite_light_at_every_tier(drawn: Drawn, tier: str, scene: str) -> None:
    light = drawn.lit[tier, scene]
    assert np.isfinite(light).all()
    assert light.min() >= 0.0
    assert light.std() > 1e-3  # a picture, not a flat colour


def test_every_shader_file_is_drawn_by_something(drawn: Drawn) -> None:
    """A file that no program reads is never compiled: it rots, and nobody notices."""
    package = Path(catalogue.__file__).parent
    shared = package / "glsl" / "shared"
    own = {shared / "tile.glsl", shared / "shaded.glsl"}  # of posters in tiles; of people's layers, test_in_place.py
    others = {*own, *(package / "glsl" / "shaders").iterdir()}
    assert set(package.rglob("*.glsl")) - drawn.files == others  # tests/shaders draw with those for ISF and Shadertoy


def test_every_uniform_that_a_shader_reads_is_set(drawn: Drawn) -> None:
    """A uniform that is not set is 0 with most drivers and anything with others."""
    assert drawn.unset == set()


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_exchanges_the_textures_that_it_declares(drawn: Drawn, name: str) -> None:
    """What is declared and not used would forbid scenes that can be drawn; what is used and not declared fails late."""
    kind = catalogue.layer(name)
    published = {texture for layer, texture, _ in drawn.published if layer == name}
    read = {(texture, early) for layer, texture, early in drawn.read if layer == name and texture not in published}
    assert published == set(kind.publishes)
    assert {texture for texture, _ in read} - {*COMMON} == {*kind.needs, *kind.prepares_with}
    if max(kind.divisor) == 1:
        assert {texture for texture, early in read if early} - {*COMMON} == set(kind.prepares_with)


@pytest.mark.skipif(VALIDATOR is None, reason="glslangValidator is not installed (Debian: glslang-tools)")
def test_every_variant_of_every_stage_compiles(drawn: Drawn, tmp_path: Path) -> None:
    assert drawn.programs
    files, texts = dict[str, str](), set[str]()
    for number, ((vertex, fragment), name) in enumerate(drawn.programs.items()):
        defines = " ".join(re.findall(r"^#define (\w+ \S+)$", fragment.partition("#line")[0], re.MULTILINE))
        for text, kind in ((vertex, "vert"), (fragment, "frag")):
            if text not in texts:  # many share a vertex stage
                texts.add(text)
                files[f"{number}.{kind}"] = f"{name} {kind} ({defines})"
                (tmp_path / f"{number}.{kind}").write_text(text, "utf-8")
    ran = subprocess.run([str(VALIDATOR), *files], cwd=tmp_path, capture_output=True, text=True, check=False)
    wrong: dict[str, list[str]] = {}
    name = ""
    for line in ran.stdout.splitlines():
        name = files.get(line.strip(), name)
        if line.startswith(("ERROR", "WARNING")):
            wrong.setdefault(name, []).append(line)  # line 20012 is line 12 of the file that was read third
    assert wrong == {}
    assert ran.returncode == 0


def test_a_vertex_stage_writes_all_that_its_fragment_stage_reads(drawn: Drawn) -> None:
    """Mesa accepts it as undefined; other drivers refuse to link."""
    for (vertex, fragment), name in drawn.programs.items():
        given, request = (_interface(text, word) for text, word in ((vertex, "out"), (fragment, "in")))
        assert request <= given, name


def _interface(text: str, word: str) -> set[str]:
    """The names that one stage writes or reads; conditions on the stage's name are followed, others are not."""
    renderer = "VERTEX" if "#define VERTEX_STAGE" in text else "FRAGMENT"
    shown: list[bool] = []  # of each condition that a line lies within, whether it lets it be read,
    followed: list[bool] = []  # and whether it is one on the stage's name
    names: set[str] = set()
    for line in text.splitlines():
        if condition := re.match(r"\s*#\s*if(n?)def\s+(VERTEX|FRAGMENT)_STAGE", line):
            shown.append((condition[2] == renderer) != bool(condition[1]))
            followed.append(True)
        elif re.match(r"\s*#\s*if", line):
            shown.append(True)
            followed.append(False)
        elif re.match(r"\s*#\s*else", line):
            shown[-1] = not (followed[-1] and shown[-1])
        elif re.match(r"\s*#\s*endif", line):
            shown.pop()
            followed.pop()
        elif all(shown):
            for found in re.findall(rf"^\s*(?:flat\s+|noperspective\s+)?{word}\s+\w+\s+(\w+(?:, \w+)*)", line):
                names.update(found.split(", "))
    return names
