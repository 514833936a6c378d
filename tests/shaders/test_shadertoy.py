"""Shadertoy, a feature each, drawn by small files of our own: what breaks here makes people's shaders look wrong."""

import json
import re
from dataclasses import replace
from pathlib import Path

import moderngl
import numpy as np
import pytest
from drawing import FILES, SIZE, across, drawn, up
from numpy.testing import assert_allclose

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.export.container import png
from dreamscape.render.targets import Target
from dreamscape.shaders import reading
from dreamscape.shaders.chain import Chain, Step
from dreamscape.shaders.sound_images import SoundImage
from dreamscape.world.music import NOTHING

EXACT = 0.6 / 255.0
CORNERS = """#version 330 core
void main() { gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 0.0, 1.0); }"""
LOOK = """#version 330 core
uniform sampler2D ramp;
out vec4 colour;
void main() { colour = texture(ramp, vec2(0.5)); }"""


def test_a_single_pass_knows_place_and_time_and_has_no_alpha(ctx: moderngl.Context) -> None:
    picture = drawn(ctx, "single.frag", ticks=7)
    assert_allclose(picture[2, :, 0], across(), atol=EXACT)
    assert_allclose(picture[:, 2, 1], up(), atol=EXACT)
    assert_allclose(picture[0, 0, 2:], [0.05 + 6 / 255, 1.0], atol=EXACT)


def test_buffers_keep_floats_and_read_each_other_in_order(ctx: moderngl.Context) -> None:
    picture = drawn(ctx, "life/Image.frag", ticks=10)
    assert_allclose(picture[0, 0], [2 * 10 * 1.5 / 255, 0.5, 1.0, 1.0], atol=EXACT)  # the picture repeats, unblurred


def test_what_is_drawn_afterwards_is_sampled_as_ever(ctx: moderngl.Context, tmp_path: Path) -> None:
    """Or captions and bloom are drawn with the sampling of a buffer's second channel."""
    reads = '#iChannel0 "self"\n#iChannel1 "self"\n#iChannel1::Filter "Nearest"\n'
    main = "void mainImage(out vec4 c, in vec2 p) { c = texture(iChannel0, p)%s; }"
    (tmp_path / "x.BufferA.frag").write_text(reads + main % " + texture(iChannel1, p)")
    (tmp_path / "x.frag").write_text('#iChannel0 "BufferA"\n' + main % "")
    with ctx:
        chain, picture = Chain(ctx, reading.load(tmp_path / "x.frag")), Target(ctx, SIZE, "f1")
        chain.advance(Step(0, 0.0), {}, {}, SIZE)
        picture.begin()
        chain.show(Step(0, 0.0), {}, {}, SIZE)
        ramp = ctx.texture((2, 1), 1, b"\0\xff")
        ramp.use(1)
        look = ctx.program(vertex_shader=CORNERS, fragment_shader=LOOK)
        look["ramp"] = 1
        ctx.vertex_array(look, []).render(moderngl.TRIANGLES, vertices=3)
        seen = np.frombuffer(picture.framebuffer.read(components=1), np.uint8)
    assert abs(int(seen[0]) - 128) < 3, "halfway between black and white"


def test_what_a_site_exports_is_read(ctx: moderngl.Context) -> None:
    assert_allclose(drawn(ctx, "exported.json", ticks=5)[1, 1, :2], [0.5, 0.4], atol=EXACT)
    assert reading.load(FILES / "exported.json").about == "Counted"


def test_sound_has_a_row_for_the_spectrum_and_one_for_the_waveform(ctx: moderngl.Context) -> None:
    spectra, waveform = np.full_like(NOTHING.spectra, 255), np.full_like(NOTHING.waveform, 64)
    with ctx:
        sound = SoundImage(ctx, "both", 512)
        sound.show(replace(NOTHING, spectra=spectra, waveform=waveform))
    picture = drawn(ctx, "heard.frag", images={"sound": sound.texture}, iMouse=(50.0, 0.0, 0.0, 0.0))
    assert_allclose(picture[0, 5], [1.0, 64 / 255, 0.5, 1.0], atol=EXACT)


def test_an_error_names_the_part_and_its_line(ctx: moderngl.Context, tmp_path: Path) -> None:
    (tmp_path / "x.frag").write_text("void mainImage(out vec4 c, in vec2 p) {\n    c = half_of(p);\n}")
    (tmp_path / "x.Common.frag").write_text("\n\nvec4 half_of(vec2 p) { return p; }")
    with ctx, pytest.raises(DreamscapeError, match=r"^x\.Common\.frag:3"):
        Chain(ctx, reading.load(tmp_path / "x.frag"))


SIDES = "posx", "negx", "posy", "negy", "posz", "negz"
FACE = """#iChannel0 "%s"
vec3 rays[6] = vec3[6](vec3(1, 0, 0), vec3(-1, 0, 0), vec3(0, 1, 0), vec3(0, -1, 0), vec3(0, 0, 1), vec3(0, 0, -1));
void mainImage(out vec4 c, in vec2 p) {
    vec3 ray = rays[int(p.x) / 2] + (p.y > 2.0 ? vec3(0.0, 0.5, 0.0) : vec3(0.0));
    c = texture(iChannel0, ray) * step(1.5, iChannelResolution[0].x);
}"""


def test_a_cube_is_six_pictures_upright(ctx: moderngl.Context, tmp_path: Path) -> None:
    """Each has its number as red, and above its middle green."""
    for number, side in enumerate(SIDES):
        face = np.zeros((8, 8, 3), np.uint8)
        face[..., 0], face[:3, :, 1] = 40 * number, 255
        png.save(tmp_path / f"room_{side}.png", face, {}, True)
    (tmp_path / "x.frag").write_text(FACE % "room_{}.png")
    picture = drawn(ctx, str(tmp_path / "x.frag"))
    assert_allclose(picture[0, ::2, 0] * 255, 40 * np.arange(6), atol=0.6)
    assert_allclose(picture[3, [0, 2, 8, 10], 1], 1.0)
    assert not picture[0, [0, 2, 8, 10], 1].any()
    header = json.dumps({"IMPORTED": {"room": {"TYPE": "cube", "PATH": [f"room_{side}.png" for side in SIDES]}}})
    main = "void main() { gl_FragColor = textureCube(room, vec3(-1.0, 0.1, 0.0)); }"
    (tmp_path / "x.fs").write_text(f"/*{header}*/ {main}")
    assert_allclose(drawn(ctx, str(tmp_path / "x.fs"))[0, 0, 0] * 255, 40, atol=0.6)
    png.save(tmp_path / "room_posz.png", np.zeros((8, 9, 3), np.uint8), {}, True)
    with ctx, pytest.raises(InputError, match=r"x.frag: cube_0: room_posz.png is 9x8, expected six square pictures"):
        Chain(ctx, reading.load(tmp_path / "x.frag"))
    (tmp_path / "room_posz.png").unlink()
    with pytest.raises(InputError, match=r"x.frag: iChannel0: there is no file room_posz.png"):
        reading.load(tmp_path / "x.frag")


def test_the_sky_is_light_above_and_the_volume_is_noise(ctx: moderngl.Context, tmp_path: Path) -> None:
    (tmp_path / "x.frag").write_text(FACE % "sky")
    sides = drawn(ctx, str(tmp_path / "x.frag"))[0, ::2, :3]
    assert sides[1, 0] > sides[0, 0], "the sun is in the west"
    assert sides[2].max() > sides[3].max(), "the sea is darker than the sky"
    (tmp_path / "y.frag").write_text(
        '#iChannel1 "volume"\nvoid mainImage(out vec4 c, in vec2 p) { c = texture(iChannel1, vec3(p, 1.5) / 32.0) * '
        "step(31.5, iChannelResolution[1].z); }"
    )
    noise = drawn(ctx, str(tmp_path / "y.frag"))[..., :3]
    assert 0.35 < noise.mean() < 0.65
    assert noise.std() > 0.2


def exported(kind: str, **item: object) -> str:
    image = {"type": kind, "name": "Image", "code": "void mainImage(", "inputs": [{"channel": 0, **item}]}
    return json.dumps({"Shader": {"renderpass": [image]}})


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.frag", "void main() {}", "x.frag: expected a function mainImage(out vec4, in vec2)"),
        (
            "x.frag",
            '#iChannel0 "https://a/b"\nmainImage',
            "x.frag: iChannel0: expected a PNG or JPEG, keyboard, sky,",
        ),
        ("x.frag", '#iChannel3 "file://../b.png"\nmainImage', "../b.png lies outside the shader's folder"),
        ("x.json", "{", "x.json:1: "),
        ("x.json", "[" * 50_000, "x.json: nested too deep"),
        ("x.json", "[1]", "x.json: expected what Shadertoy exports, with a list of renderpass"),
        ("x.json", exported("cubemap"), "x.json: a pass of the kind 'cubemap', expected image, buffer or common"),
        (
            "x.json",
            exported("image", type="webcam"),
            "x.json, Image: iChannel0: a webcam, expected a buffer",
        ),
        ("x.json", exported("image", type="cubemap", src="/a/b.png"), "there is no file b.png in the shader's"),
        ("x.json", exported("image", type="buffer", id="zz"), "iChannel0: a buffer that the file does not hold"),
        ("x.json", exported("image", type="texture", src="/media/a/no.jpg"), "there is no file no.jpg in the shader's"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(name: str, text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=re.escape(said)):
        reading.load(tmp_path / name)
