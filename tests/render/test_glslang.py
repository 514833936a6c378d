"""The shaders, checked by Khronos' reference compiler: users' drivers may be less tolerant than this one."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Drawn

import dreamscape

VALIDATOR = shutil.which("glslangValidator")
LONGEST = 46  # lines of a function's body
GLSL = sorted(Path(dreamscape.__file__).parent.rglob("*.glsl"))


@pytest.mark.skipif(VALIDATOR is None, reason="glslangValidator is not installed (Debian: glslang-tools)")
def test_every_variant_of_every_stage_compiles(drawn: Drawn, tmp_path: Path) -> None:
    assert drawn.programs
    files: dict[str, str] = {}
    for number, ((vertex, fragment), name) in enumerate(drawn.programs.items()):
        defines = " ".join(re.findall(r"^#define (\w+ \S+)$", fragment.partition("#line")[0], re.MULTILINE))
        for text, kind in ((vertex, "vert"), (fragment, "frag")):
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
    shown: list[bool] = []
    names: set[str] = set()
    for line in text.splitlines():
        if condition := re.match(r"\s*#\s*if(n?)def\s+(VERTEX|FRAGMENT)_STAGE", line):
            shown.append((condition[2] == renderer) != bool(condition[1]))
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
    """GLSL 3.30 allows no other characters, not even in comments; some drivers refuse the whole file."""
    path.read_text("ascii")


@pytest.mark.parametrize("path", GLSL, ids=lambda path: path.name)
def test_nothing_relies_on_a_vendors_extension_or_a_hash_of_sines(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "#extension" not in text
    assert "#version" not in text  # one place decides it: render/shader.py
    assert not re.search(r"fract\s*\(\s*sin\s*\(", text)


@pytest.mark.parametrize("path", GLSL, ids=lambda path: path.name)
def test_lines_are_as_long_as_in_python(path: Path) -> None:
    assert [number for number, line in enumerate(path.read_text("ascii").splitlines(), 1) if len(line) > 120] == []


@pytest.mark.parametrize("path", GLSL, ids=lambda path: path.name)
def test_functions_are_short(path: Path) -> None:
    """A main that computes everything in one go can be neither read nor reused."""
    lengths = {}
    for found in re.finditer(r"^\w+ (\w+)\([^;{]*\) \{\n(.*?)^\}", path.read_text("ascii"), re.MULTILINE | re.DOTALL):
        lengths[found[1]] = found[2].count("\n")
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("path", [p for p in GLSL if p.parent.parent.name == "glsl"], ids=lambda path: path.name)
def test_shared_files_begin_with_a_header_of_their_name(path: Path) -> None:
    assert path.read_text("utf-8").startswith(f"// {path.stem}: ")
