"""The shaders, by Khronos' reference compiler: a driver that forgives is not the user's driver."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Drawn

import dreamscape

VALIDATOR = shutil.which("glslangValidator")
GLSL = sorted(Path(dreamscape.__file__).parent.rglob("*.glsl"))


@pytest.mark.skipif(VALIDATOR is None, reason="glslangValidator is not installed (Debian: glslang-tools)")
def test_every_variant_of_every_program_compiles_and_links(drawn: Drawn, tmp_path: Path) -> None:
    assert drawn.programs
    wrong: dict[str, str] = {}
    for (vertex, fragment), name in drawn.programs.items():
        (tmp_path / "it.vert").write_text(vertex, "utf-8")
        (tmp_path / "it.frag").write_text(fragment, "utf-8")
        command = [str(VALIDATOR), "-l", "it.vert", "it.frag"]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        problems = [line for line in ran.stdout.splitlines() if line.startswith(("ERROR", "WARNING"))]
        if ran.returncode or problems:
            defines = " ".join(re.findall(r"^#define (\w+ \S+)$", fragment.partition("#line")[0], re.MULTILINE))
            wrong[f"{name} ({defines})"] = "; ".join(problems)
    assert wrong == {}  # line 20012 is line 12 of the file that was included second


def test_what_a_fragment_stage_takes_in_its_vertex_stage_gives(drawn: Drawn) -> None:
    """Mesa lets it pass as undefined; others refuse to link."""
    for (vertex, fragment), name in drawn.programs.items():
        given, taken = (_interface(text, word) for text, word in ((vertex, "out"), (fragment, "in")))
        assert taken <= given, name


def _interface(text: str, word: str) -> set[str]:
    """The names that one stage gives or takes; conditions on the stage's name are followed, others are not."""
    stage = "VERTEX" if "#define VERTEX_STAGE" in text else "FRAGMENT"
    shown: list[bool] = []
    names: set[str] = set()
    for line in text.splitlines():
        if condition := re.match(r"\s*#\s*if(n?)def\s+(VERTEX|FRAGMENT)_STAGE", line):
            shown.append((condition[2] == stage) != bool(condition[1]))
        elif re.match(r"\s*#\s*if", line):
            shown.append(True)
        elif re.match(r"\s*#\s*el", line):
            shown[-1] = not shown[-1] or not re.match(r"\s*#\s*else", line)
        elif re.match(r"\s*#\s*endif", line):
            shown.pop()
        elif all(shown):
            names.update(re.findall(rf"^\s*(?:flat\s+|noperspective\s+)?{word}\s+\w+\s+(\w+)", line))
    return names


@pytest.mark.parametrize("path", GLSL, ids=lambda path: path.name)
def test_shader_files_are_ascii(path: Path) -> None:
    """GLSL 3.30 has no other characters, in comments neither; some drivers refuse the whole file."""
    path.read_text("ascii")


@pytest.mark.parametrize("path", GLSL, ids=lambda path: path.name)
def test_nothing_relies_on_a_vendors_extension_or_a_hash_of_sines(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "#extension" not in text
    assert "#version" not in text  # one place decides it: render/shader.py
    assert not re.search(r"fract\s*\(\s*sin\s*\(", text)


@pytest.mark.parametrize("path", [p for p in GLSL if p.parent.name == "glsl"], ids=lambda path: path.name)
def test_shared_files_begin_with_a_header_of_their_name(path: Path) -> None:
    assert path.read_text("utf-8").startswith(f"// {path.stem}: ")
