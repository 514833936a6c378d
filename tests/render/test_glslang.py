"""The shaders' text, by rules that Khronos' reference compiler does not check (it checks them in test_drawn.py)."""

import re
from pathlib import Path

import pytest

import dreamscape

LONGEST = 46  # lines of a function's body
GLSL = sorted(Path(dreamscape.__file__).parent.rglob("*.glsl"))


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
