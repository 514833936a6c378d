"""Programs of shaders from elsewhere: compiled from text, uniforms set by name, errors in the author's lines."""

import re
from collections.abc import Mapping
from typing import Any, cast

import moderngl

from dreamscape import resources
from dreamscape.errors import ShaderError
from dreamscape.render.shader_source import FILE_LINES, VERSION
from dreamscape.render.tiles import BINDING, prelude, tiling_of
from dreamscape.shaders.model import Channel, Pass

_PLACE = re.compile(r"\b0(?::(\d+)(?=[:(])|\((\d+)\))")
# Other dialects turn an int into a uint or a returned float by themselves; drivers without these say so and go on.
_EXTENSIONS = """#extension GL_ARB_shading_language_420pack : enable
#extension GL_ARB_gpu_shader5 : enable
"""
_BEGIN = VERSION + _EXTENSIONS
_CORNERS = 4


class PassProgram:
    """The program of one pass.

    Args:
        ctx: the OpenGL context.
        one: the pass.
        end: the file of glsl/shaders that ends its fragment stage, without its suffix.
        sources: of the model.
        opaque: whether its alpha means nothing.

    Attributes:
        samplers: those that it reads, by name.

    Raises:
        ShaderError: it does not compile; says where.
    """

    def __init__(self, ctx: moderngl.Context, one: Pass, end: str, sources: tuple[str, ...], opaque: bool) -> None:
        tiled = prelude() if tiling_of(ctx) else ""
        define = "#define OPAQUE\n" if opaque else ""
        fragment = f"{_BEGIN}{tiled}{one.fragment}\n#line 1\n{define}{_file(end)}"
        vertex = f"{one.vertex}\n{_file('placed')}" if one.vertex else _file("whole")
        try:
            self.program = ctx.program(vertex_shader=f"{_BEGIN}{vertex}", fragment_shader=fragment)
        except moderngl.Error as error:
            raise ShaderError(explained(str(error), sources)) from None
        except UnicodeError:
            raise ShaderError(f"{sources[0]}: holds signs that GLSL does not know") from None
        members = {name: self.program[name] for name in self.program}
        self._uniforms = {name: one for name, one in members.items() if isinstance(one, moderngl.Uniform)}
        self.samplers: dict[str, Channel] = {}
        for name, member in self._uniforms.items():
            if cast(Any, member).gl_type in _SAMPLERS:
                member.value = len(self.samplers)
                self.samplers[name] = one.channels.get(name, Channel(name))
        if "Tile" in members:
            cast(Any, members["Tile"]).binding = BINDING
        self._last: dict[str, Any] = {}
        self._shape = (moderngl.TRIANGLE_STRIP, _CORNERS) if one.vertex else (moderngl.TRIANGLES, 3)
        self._array = ctx.vertex_array(self.program, [])

    def set(self, values: Mapping[str, Any]) -> None:
        """Set those of these uniforms that it reads."""
        for name, member in self._uniforms.items():
            if name in values and self._last.get(name) != values[name]:
                member.value = self._last[name] = values[name]

    def draw(self) -> None:
        """Draw all of the bound target."""
        self._array.render(self._shape[0], vertices=self._shape[1])


_SAMPLERS = {0x8B5E, 0x8B5F, 0x8B60, 0x8B62}  # GL_SAMPLER_2D, _3D, _CUBE, and _2D_SHADOW


def _file(name: str) -> str:
    return (resources.folder("glsl") / "shaders" / f"{name}.glsl").read_text("utf-8")


def explained(log: str, sources: tuple[str, ...]) -> str:
    """The first error of a driver's log in one sentence that begins with the author's file and line."""
    lines = [line.strip() for line in log.splitlines() if line.strip() and not set(line.strip()) <= set("=- ")]
    errors = [line for line in lines if "error" in line.lower()] or lines or ["does not compile"]

    def named(match: re.Match[str]) -> str:
        number, line = divmod(int(match[1] or match[2]), FILE_LINES)
        return f"{sources[number]}:{line}" if number < len(sources) else match[0]

    first = _PLACE.sub(named, errors[0].partition("; candidates are")[0], count=1)
    return first if any(first.startswith(f"{name}:") for name in sources) else f"{sources[0]}: {first}"
