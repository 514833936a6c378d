"""Shaders: what breaks here sends people who write layers to the wrong file, or swallows their mistakes."""

import re
from pathlib import Path

import moderngl
import numpy as np
import pytest

from dreamscape.errors import ShaderError
from dreamscape.render import uniform_block
from dreamscape.render.shader import Shader
from dreamscape.render.shader_source import FILE_LINES, ShaderSource
from dreamscape.render.targets import Target
from dreamscape.resources import folder

MAIN = "out vec4 colour;\nvoid main() { colour = vec4(%s); }\n"


THREE = """
#ifdef VERTEX_STAGE
in vec2 corner;
void main() {
    gl_Position = vec4(corner, 0.0, 1.0);
}
#endif
#ifdef FRAGMENT_STAGE
out vec4 colour;
void main() {
    colour = vec4(1.0);
}
#endif
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def failure(ctx: moderngl.Context, path: Path) -> str:
    with pytest.raises(ShaderError) as caught:
        Shader(ctx, path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_error_names_its_own_file_and_line(ctx: moderngl.Context, tmp_path: Path) -> None:
    write(tmp_path, "first.glsl", "// one\n// two\nfloat first() { return 1.0; }\n")
    write(tmp_path, "second.glsl", "// one\nfloat second() {\n    return oops;\n}\n")
    text = '#include "first.glsl"\n#include "second.glsl" // with a comment\n' + MAIN % "first() + second()"
    message = failure(ctx, write(tmp_path, "mine.glsl", text))
    assert message.startswith("mine.glsl: second.glsl:3")
    assert "oops" in message


def test_an_error_after_an_include_has_the_line_of_the_file(ctx: moderngl.Context, tmp_path: Path) -> None:
    write(tmp_path, "first.glsl", "float first() { return 1.0; }\n")
    message = failure(ctx, write(tmp_path, "mine.glsl", '// one\n#include "first.glsl"\n// three\n' + MAIN % "oops"))
    assert message.startswith("mine.glsl:5(")


@pytest.mark.parametrize(
    "log",
    [
        "0:{line}(9): error: `oops' undeclared",  # Mesa
        '0({line}) : error C1503: undefined variable "oops"',  # NVIDIA
        "ERROR: 0:{line}: Use of undeclared identifier 'oops'",  # Apple, AMD, Intel
    ],
)
def test_the_error_format_of_every_driver_is_understood(log: str, tmp_path: Path) -> None:
    write(tmp_path, "first.glsl", "float first() { return 1.0; }\n")
    source = ShaderSource(write(tmp_path, "mine.glsl", '#include "first.glsl"\n' + MAIN % "1.0"), {})
    message = source.explain(f"fragment_shader\n====\n{log.format(line=FILE_LINES + 3)}\n")
    assert "first.glsl:3" in message
    assert "oops" in message
    assert str(FILE_LINES) not in message
    assert "mine.glsl:3" in source.explain(log.format(line=3))


@pytest.mark.parametrize(
    "log",
    ["0:{line}(9): error: `eye' undeclared", '0({line}) : error C1503: undefined variable "eye"',
     "ERROR: 0:{line}: Use of undeclared identifier 'eye'", "ERROR: 0:{line}: 'eye' : undeclared identifier"],
)  # fmt: skip
def test_a_member_of_the_frame_without_its_name_is_answered_with_it(log: str, tmp_path: Path) -> None:
    """Shaders for earlier versions read members without `frame.`"""
    path = write(tmp_path, "mine.glsl", '#include "frame.glsl"\n' + MAIN % "1.0")
    assert ShaderSource(path, {}).explain(log.format(line=3)).endswith("(did you mean frame.eye?)")
    other = ShaderSource(write(tmp_path, "other.glsl", MAIN % "1.0"), {}).explain(log.format(line=2))
    assert other.endswith("(did you mean frame.eye of frame.glsl, which is not included?)")


def test_this_driver_is_understood_too(ctx: moderngl.Context, tmp_path: Path) -> None:
    path = write(tmp_path, "mine.glsl", '#include "frame.glsl"\n' + MAIN % "vec4(eye, 1.0)")
    assert "mine.glsl:3" in failure(ctx, path)
    assert "did you mean frame.eye?" in failure(ctx, path)


@pytest.mark.parametrize(
    ("colour", "message"),
    [
        (
            "vec4(frame.domnant * 2.0 + frame.domnant, 1.0)",
            "mine.glsl:4(20): error: cannot access field `domnant' of structure (did you mean frame.dominant?)",
        ),
        (
            "texture(sky, vec3(1.0))",
            "mine.glsl:4(24): error: no matching function for call to `texture(sampler2D, vec3)'",
        ),
    ],
)
def test_of_each_line_the_first_error_is_named_without_what_follows_from_it(
    ctx: moderngl.Context, tmp_path: Path, colour: str, message: str
) -> None:
    """One misspelt member makes ten errors, one wrong texture() sixty."""
    text = f'#include "frame.glsl"\nuniform sampler2D sky;\n{MAIN % colour}'
    text = re.sub(r"\(\d+\)", "(0)", failure(ctx, write(tmp_path, "mine.glsl", text)))
    assert text == re.sub(r"\(\d+\)", "(0)", message)


def test_errors_of_several_lines_are_all_named(ctx: moderngl.Context, tmp_path: Path) -> None:
    message = failure(ctx, write(tmp_path, "mine.glsl", MAIN % "one +\ntwo"))
    assert [part.partition("(")[0] for part in message.split("; ")] == ["mine.glsl:2", "mine.glsl:3"]


def test_the_block_has_the_order_that_shaders_read_it_in() -> None:
    text = (folder("glsl") / "shared" / "frame.glsl").read_text("ascii").partition("{")[2].partition("}")[0]
    members = re.findall(r"^    \w+ (\w+)", text, re.MULTILINE)
    assert tuple(members) == uniform_block._LAYOUT.names


def test_a_log_without_positions_is_shown_whole(ctx: moderngl.Context, tmp_path: Path) -> None:
    message = failure(ctx, write(tmp_path, "mine.glsl", "float missing();\n" + MAIN % "missing()"))
    assert message.startswith("mine.glsl: ")
    assert "missing" in message
    assert "===" not in message


def test_an_error_in_a_vertex_stage_is_shown_too(ctx: moderngl.Context, tmp_path: Path) -> None:
    text = "#ifdef VERTEX_STAGE\nvoid main() { gl_Position = oops; }\n#else\n" + MAIN % "1.0" + "#endif\n"
    assert failure(ctx, write(tmp_path, "mine.glsl", text)).startswith("mine.glsl:2(")


def test_a_missing_include_names_the_file_that_includes_it(ctx: moderngl.Context, tmp_path: Path) -> None:
    path = write(tmp_path, "mine.glsl", '// one\n#include "nowhere.glsl"\n')
    assert failure(ctx, path).startswith(f"{path}:2: cannot find the included file 'nowhere.glsl'")


def test_a_file_that_is_not_there_or_not_text_is_named(ctx: moderngl.Context, tmp_path: Path) -> None:
    assert "nowhere.glsl: cannot be read (No such file" in failure(ctx, tmp_path / "nowhere.glsl")
    (tmp_path / "binary.glsl").write_bytes(b"void \xff")
    assert "binary.glsl: not text at byte 5" in failure(ctx, tmp_path / "binary.glsl")


def test_each_file_is_included_once_however_it_is_named(ctx: moderngl.Context, tmp_path: Path) -> None:
    """A second inclusion would be a redefinition, a circular one an endless loop."""
    write(tmp_path, "sub/a.glsl", '#include "../mine.glsl"\n#include "../sub/a.glsl"\nfloat a() { return 1.0; }\n')
    text = '#include "sub/a.glsl"\n#include "sub/../sub/a.glsl"\n' + MAIN % "a()"
    Shader(ctx, write(tmp_path, "mine.glsl", text))


def test_uniforms_are_found_in_every_form_that_glsl_has(tmp_path: Path) -> None:
    text = """
    uniform float a; uniform highp vec3 b;
    uniform vec2 c , d [3];
    uniform int[2] e;
    uniform float f = max(1.0, 2.0), g = 3.0;
    layout(std140) uniform Block { vec3 inside; };
    // uniform float commented;
    /* uniform float
       too; */
    """
    assert ShaderSource(write(tmp_path, "mine.glsl", text), {}).uniforms() == {
        "a": "float",
        "b": "vec3",
        "c": "vec2",
        "d": "vec2[]",
        "e": "int[]",
        "f": "float",
        "g": "float",
    }


@pytest.fixture
def lit(ctx: moderngl.Context, tmp_path: Path) -> Shader:
    text = """
    uniform float used; uniform float unused;
    uniform vec4 some[4]; uniform vec4 one[4];
    """
    return Shader(ctx, write(tmp_path, "lit.glsl", text + MAIN % "used + some[1] + some[2] + one[0]"))


def test_an_unknown_uniform_is_answered_with_the_known_ones(lit: Shader) -> None:
    expected = (
        r"lit\.glsl: no uniform 'usde', expected one, some, unused or used; did you mean 'used' \(lit\.glsl:2\)\?"
    )
    with pytest.raises(ShaderError, match=expected):
        lit.set(usde=1.0)


@pytest.mark.parametrize(
    "draw",
    [Shader.draw_fullscreen, lambda shader: shader.array([]).render(moderngl.TRIANGLES, vertices=3)],
    ids=["screen", "geometry"],
)
def test_a_uniform_that_nobody_set_is_named_with_its_line_when_it_is_first_drawn(lit: Shader, draw) -> None:
    """Drivers read 0 or leftovers there."""
    lit.set(used=1.0, one=np.zeros((4, 4)))
    with pytest.raises(ShaderError, match=r"lit\.glsl: reads the uniform 'some' \(lit\.glsl:3\) that nobody has set"):
        draw(lit)


def test_a_sampler_that_nothing_was_bound_to_is_named(ctx: moderngl.Context, tmp_path: Path) -> None:
    write(
        tmp_path,
        "sea.glsl",
        "/* one\n two */\n\nuniform sampler2D sky;\nvec4 sea() { return texture(sky, vec2(0.5)); }\n",
    )
    shader = Shader(ctx, write(tmp_path, "mine.glsl", '// one\n#include "sea.glsl"\n' + MAIN % "sea()"))
    with pytest.raises(ShaderError, match=r"mine\.glsl: reads the uniform 'sky' \(sea\.glsl:4\) that nobody has set"):
        shader.draw_fullscreen()


def test_a_uniform_with_a_value_of_its_own_need_not_be_set(ctx: moderngl.Context, tmp_path: Path) -> None:
    Target(ctx, (1, 1)).begin()
    text = "uniform float level = 1.0, more = max(2.0, 3.0);\n"
    Shader(ctx, write(tmp_path, "mine.glsl", text + MAIN % "level + more")).draw_fullscreen()


def test_a_uniform_that_the_compiler_removed_is_accepted(lit: Shader) -> None:
    assert "unused" not in lit.program
    lit.set(unused=1.0)


def test_an_array_is_set_whole_though_the_compiler_shortened_it(ctx: moderngl.Context, lit: Shader) -> None:
    """Drivers differ in how much of an array they keep; a layer that works with one must work with all."""
    rows = np.arange(16.0).reshape(4, 4) / 64.0
    target = Target(ctx, (1, 1), dtype="f4")
    target.begin()
    for kind in (np.asarray, lambda packed: packed.astype(np.float32).tobytes()):
        lit.set(used=0.5, some=kind(rows), one=kind(rows))
        lit.draw_fullscreen()
        drawn = np.frombuffer(target.framebuffer.read(components=4, dtype="f4"), np.float32)
        assert drawn == pytest.approx(0.5 + rows[1] + rows[2] + rows[0])
        rows = rows + 0.25


@pytest.mark.parametrize("value", ["bright", (1.0, 2.0), None, np.ones(3), bytes(8)])
def test_a_value_of_the_wrong_kind_is_refused_with_the_uniforms_name(lit: Shader, value: object) -> None:
    with pytest.raises(ShaderError, match=r"lit\.glsl: uniform 'used': expected float, got "):
        lit.set(used=value)


def test_a_missing_texture_is_answered_with_those_there_are(ctx: moderngl.Context, tmp_path: Path) -> None:
    text = "uniform sampler2D sky;\n" + MAIN % "texture(sky, vec2(0.5))"
    shader = Shader(ctx, write(tmp_path, "mine.glsl", text))
    with pytest.raises(ShaderError, match=r"mine\.glsl: no texture 'sky' \(mine\.glsl:1\), expected moss or ocean"):
        shader.bind({"ocean": ctx.texture((1, 1), 4), "moss": ctx.texture((1, 1), 4)})


def test_a_texture_that_the_compiler_removed_is_not_needed(ctx: moderngl.Context, tmp_path: Path) -> None:
    Shader(ctx, write(tmp_path, "mine.glsl", "uniform sampler2D sky;\n" + MAIN % "1.0")).bind({})


def test_defines_choose_a_variant(ctx: moderngl.Context, tmp_path: Path) -> None:
    path = write(tmp_path, "mine.glsl", "#ifdef GOOD\n" + MAIN % "1.0" + "#else\noops\n#endif\n")
    Shader(ctx, path, {"GOOD": 1})
    assert failure(ctx, path).startswith("mine.glsl:5(")


def test_what_draws_geometry_does_not_cover_the_screen(ctx: moderngl.Context, tmp_path: Path) -> None:
    text = "#ifdef VERTEX_STAGE\nvoid main() { gl_Position = vec4(0.0); }\n#else\n" + MAIN % "1.0" + "#endif\n"
    shader = Shader(ctx, write(tmp_path, "mine.glsl", text))
    with pytest.raises(ShaderError, match=r"mine\.glsl: draws geometry of its own"):
        shader.draw_fullscreen()


def test_no_more_is_drawn_than_an_array_has(ctx: moderngl.Context, tmp_path: Path) -> None:
    """Drivers read indices beyond the end of their buffer: Mesa's looks through them first, and crashes there."""
    path = write(tmp_path, "three.glsl", THREE)
    shader, corners = Shader(ctx, path), np.zeros((6, 2), np.float32)
    order = ctx.buffer(np.arange(6, dtype="u4").tobytes())
    array = shader.array([(ctx.buffer(corners.tobytes()), "2f", "corner")], order)
    Target(ctx, (4, 4)).begin()
    with ctx.query(primitives=True) as drawn:
        array.render(first=3)
    assert drawn.primitives == 1
    with pytest.raises(ValueError, match="vertices 3 to 9 of 6"):
        array.render(vertices=6, first=3)
