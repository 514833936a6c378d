"""Layers read in place: what breaks here films somebody's shader in other colours than it has, or not at all."""

import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from dreamscape.clock import Moment
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.request import check_request
from dreamscape.flash.limiter import Limiter
from dreamscape.render.in_place import InPlace, words
from dreamscape.render.planes import LAYOUTS, Planes
from dreamscape.render.post import Coding
from dreamscape.render.shader_source import InPlaceFile, ShaderSource
from dreamscape.resources import folder as folder_of

SIZE = 96, 56
VALIDATOR = shutil.which("glslangValidator")
SCENES = """
from dreamscape import Layer, Parameter, Scene

class Ramp(Layer):
    blend = "opaque"
    turns = Parameter(3.0, 0.0, 9.0, "", "of its wave")

class Bent(Layer):
    blend = "opaque"

class Grained(Layer):
    blend = "opaque"

class Prepared(Ramp):
    def prepare(self, frame):
        pass

class Exposed(Layer):
    blend = "opaque"
    exposure = Parameter(3.0, 0.0, 9.0, "", "a name that the chain has too")

class Macro(Layer):
    blend = "opaque"

class Light(Scene):
    layers = ("ramp",)

class Plain(Light):
    look = "plain"

class Clashing(Scene):
    layers = ("bent",)
    look = "plain"

class Two(Scene):
    layers = ("ramp", "grained")

class Dear(Scene):
    layers = ("grained",)

class Taken(Scene):
    layers = ("exposed",)

class Defined(Scene):
    layers = ("macro",)

class Ready(Scene):
    layers = ("prepared",)
"""
END = '\n#include "shaded.glsl"\n'
WAVE = """#include "frame.glsl"
uniform float %s;
vec3 shade(vec2 at) {
#if QUALITY > 1
    at = at.yx;
#endif
    return vec3(at, 0.5 + 0.5 * cos(frame.time + %s * at.x)) * (at.x > 0.5 ? 1.4 : 0.6);
}
"""
# Names that pack.glsl and what it includes have too, one of a member of `frame`, and two functions of one name.
CLASHES = """#include "perlin.glsl"
#include "frame.glsl"
#include "touch.glsl"
const float ZERO = 0.25;
float noise(float seed) { return fract(seed * 7.0); }
float light(float x) { return x * ZERO; }
vec2 row(vec2 at) { return at.yx; }
vec3 shade(vec2 at, float seconds) {
    vec3 colour = vec3(row(at), light(noise(at.x * 40.0))) + frame.light * 0.1 + 0.2 * perlin(at * 5.0 + seconds);
    return colour;
}
vec3 shade(vec2 at) { return shade(at, frame.time); }
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scenes.py").write_text(SCENES, "utf-8")
    (tmp_path / "ramp.glsl").write_text(WAVE.replace("%s", "turns") + END, "utf-8")
    (tmp_path / "prepared.glsl").write_text(WAVE.replace("%s", "turns") + END, "utf-8")
    (tmp_path / "exposed.glsl").write_text(WAVE.replace("%s", "exposure") + END, "utf-8")
    (tmp_path / "macro.glsl").write_text("#define PLAIN 2\nvec3 shade(vec2 at) { return at.xyx; }" + END, "utf-8")
    (tmp_path / "bent.glsl").write_text(CLASHES + END, "utf-8")
    (tmp_path / "grained.glsl").write_text("vec3 shade(vec2 at) { return vec3(fract(gl_FragCoord.x)); }" + END, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def renderer_of(scene: str, bits: int = 8, limiter: Limiter | None = None) -> Renderer:
    request = check_request(dream=None, scene=f"scenes.py:{scene}", size=SIZE, tier="high", captions=False)
    return request.renderer(Coding(bits, ycbcr=True), limiter)


def packed(renderer: Renderer, moment: Moment, name: str, in_place: bool) -> np.ndarray:
    """All samples of a frame's planes, drawn or read in place."""
    planes = Planes(renderer.ctx, SIZE, LAYOUTS[name])
    buffers = [bytearray(count) for count in planes.sizes]
    light = renderer.light_of(moment) if in_place else renderer.draw_light(moment)
    assert isinstance(light, InPlace) == in_place
    renderer.pack(light, moment.seconds, planes)
    planes.read(buffers)
    planes.release()
    kind = np.uint8 if LAYOUTS[name].bits == 8 else np.dtype("<u2")
    return np.concatenate([np.frombuffer(buffer, kind) for buffer in buffers]).astype(int)


@pytest.mark.parametrize("scene", ["Plain", "Clashing", "Light"])
@pytest.mark.parametrize("name", ["yuv420p", pytest.param("p010le", marks=pytest.mark.slow)])
def test_planes_are_those_of_a_picture_that_is_drawn(scene: str, name: str) -> None:
    """But for rounding: half floats, or where a place in the picture has another last bit."""
    renderer = renderer_of(scene, LAYOUTS[name].bits)
    with renderer.ctx:
        drawn, read = (packed(renderer, Moment(400, 0.5), name, in_place) for in_place in (False, True))
    renderer.ctx.release()
    assert drawn.std() > 10.0
    apart = np.abs(drawn - read) / (64.0 if name == "p010le" else 1.0)
    assert apart.max() <= (1.0 if name == "yuv420p" else 2.0)
    assert np.count_nonzero(apart) < (0.02 if name == "yuv420p" else 0.12) * apart.size  # half floats have 11 bits


def test_flashes_are_measured_as_of_a_picture_that_is_drawn() -> None:
    seen = []
    for in_place in (False, True):
        limiter = Limiter()
        renderer = renderer_of("Light", limiter=limiter)
        with renderer.ctx:
            for frame in range(3):
                packed(renderer, Moment(400 + frame, 0.0), "yuv420p", in_place)
            exposure = renderer.grading.exposure_pass
            assert exposure is not None
            exposure.fetch()
            seen.append(exposure._light())
        renderer.ctx.release()
    assert seen[0].std() > 0.05
    assert np.abs(seen[0] - seen[1]).max() < 0.02


@pytest.mark.parametrize("scene", ["Two", "Dear", "Ready", "Taken", "Defined"])
def test_what_cannot_be_read_in_place_is_drawn(scene: str) -> None:
    renderer = renderer_of(scene)
    with renderer.ctx:
        assert not isinstance(renderer.light_of(Moment(400, 0.0)), InPlace)
    renderer.ctx.release()


def test_the_opening_and_layers_alone_are_drawn() -> None:
    renderer = renderer_of("Plain")
    with renderer.ctx:
        assert not isinstance(renderer.light_of(Moment(30, 0.0)), InPlace)  # the dream comes out of the dark
        assert isinstance(renderer.light_of(Moment(400, 0.0)), InPlace)
        renderer.draw_only(("ramp",))
        assert not isinstance(renderer.light_of(Moment(401, 0.0)), InPlace)
    renderer.ctx.release()


@pytest.mark.skipif(VALIDATOR is None, reason="glslangValidator is not installed (Debian: glslang-tools)")
@pytest.mark.parametrize("defines", [{}, {"PLAIN": 1}, {"PLAIN": 1, "UNLIMITED": 1, "WRITTEN": 1}, {"QUARTER": 1}])
def test_khronos_compiler_takes_what_is_read_in_place(defines: dict[str, object], tmp_path: Path) -> None:
    programs = {"pack": {"YCBCR": 1, "PLANAR": 1}, "cells": {"SIDE": 2}, "down": {"FIRST": 1}}
    for name, more in programs.items():
        path = folder_of("glsl") / "post" / f"{name}.glsl"
        file = InPlaceFile((tmp_path / "bent.glsl"), (("QUALITY", 2),))
        text = ShaderSource(path, {**more, **defines}, in_place=file).stage("FRAGMENT_STAGE")
        (tmp_path / f"{name}.frag").write_text(text, "utf-8")
    files = [f"{name}.frag" for name in programs]
    ran = subprocess.run([str(VALIDATOR), *files], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_hands_are_felt_in_place() -> None:
    """A shader that includes touch.glsl has a twin for it."""
    source = ShaderSource(Path("bent.glsl"), {"TOUCHED": 1}, in_place=InPlaceFile(Path("ramp.glsl"), (("QUALITY", 2),)))
    assert "in_place_" not in source.code.partition("#ifdef FRAGMENT_STAGE")[0]
    assert source.code.count("vec3 shade(vec2 at)") == 2
    assert "#define QUALITY 2" in source.code


def test_words_are_counted_through_calls_and_loops() -> None:
    once = words("vec3 shade(vec2 at) { return vec3(at, 0.0); }\n#ifndef IN_PLACE")
    body = "float f(float x) { return x * x; }\nvec3 shade(vec2 at) { float s = 0.0; %s return vec3(s); }\n"
    body += "#ifndef IN_PLACE"
    looped = words(body % "for (int i = 0; i < 100; i++) { s += f(at.x); }")
    plain = words(body % "s += f(at.x);")
    assert 3 < once < 12
    assert 50 * (plain - words(body % "")) < looped < 150 * plain


@pytest.mark.parametrize(
    "text",
    [
        "vec3 shade(vec2 at) { return texture(picture, at).rgb; }",
        "vec3 shade(vec2 at) { return vec3(gl_FragCoord.x); }",
        "vec3 shade(vec2 at) { return dFdx(at.xyx); }",
        "vec3 shade(vec2 at) { while (at.x < 1.0) at *= 2.0; return at.xyx; }",
        "uniform int n;\nvec3 shade(vec2 at) { for (int i = 0; i < n; i++) { at *= 2.0; } return at.xyx; }",
        "float kept = 0.0;\nvec3 shade(vec2 at) { kept += at.x; return vec3(kept); }",
        "#define twice(x) (2.0 * (x))\nvec3 shade(vec2 at) { return vec3(twice(at.x)); }",
        "float deep(float x) { discard; return x; }\nvec3 shade(vec2 at) { return vec3(deep(at.x)); }",
    ],
)
def test_what_belongs_to_its_fragment_or_never_ends_is_not_called(text: str) -> None:
    assert words(f"{text}\n#ifndef IN_PLACE") == math.inf
    assert words("vec3 shade(vec2 at) { return at.xyx; }") == math.inf  # not by shaded.glsl
