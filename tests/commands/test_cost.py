"""The count behind docs/cost.md: what breaks here makes its numbers fiction."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from dreamscape.dream import dream_file

ROOT = Path(__file__).parents[2]
TOOLS = "glslangValidator", "spirv-opt", "spirv-dis"
SHADER = """#version 330 core
uniform sampler2D image;
uniform vec3 a;
in vec2 at;
out vec4 colour;
BODY
"""


@pytest.fixture(scope="module")
def cost() -> ModuleType:
    spec = importlib.util.spec_from_file_location("count_cost", ROOT / "scripts" / "count_cost.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs glslang-tools and spirv-tools")
@pytest.mark.parametrize(
    ("body", "operations", "taps"),
    [
        ("void main() { colour = vec4(a + a.zxy * a.yzx, 1.0); }", 6, 0),
        ("void main() { colour = texture(image, at) + texelFetch(image, ivec2(0), 0); }", 4, 2),
        ("void main() { colour = vec4(sqrt(at.x) * dot(a, a.zxy)); }", 4 + 5 + 1, 0),
        ("float f(float x) { return x * x; }\nvoid main() { colour = vec4(f(at.x) + f(at.y)); }", 3, 0),
        ("void main() { colour = vec4(0.0); for (int i = 0; i < 5; i++) colour += texture(image, at * float(i + 2)); }",
         5 * 2 + 5 * 4, 5),
        ("void main() { float unused = sin(a.x); colour = vec4(1.0); }", 0, 0),
    ],
)  # fmt: skip
def test_operations_and_taps_are_counted(cost: ModuleType, body: str, operations: int, taps: int) -> None:
    found = cost.count(SHADER.replace("BODY", body), "frag")
    assert found.operations == pytest.approx(operations, abs=5 if "for" in body else 0)  # the sum's first term is 0
    assert found.taps == taps
    assert found.loops == 0


@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs glslang-tools and spirv-tools")
def test_a_loop_of_unknown_length_is_reported(cost: ModuleType) -> None:
    body = "void main() { colour = vec4(0.0); for (int i = 0; i < int(a.x); i++) colour += vec4(at, at); }"
    assert cost.count(SHADER.replace("BODY", body), "frag").loops == 1


def test_the_page_has_every_act_within_a_frame_at_60(cost: ModuleType) -> None:
    page = cost.PAGE.read_text("utf-8").partition("## By layer")[0]
    for act in dream_file.load("sapphire").file.act:
        (row,) = (line for line in page.splitlines() if line.startswith(f"| {act.scene} |"))
        assert float(row.split("|")[-2]) < 1000.0 / 60.0
