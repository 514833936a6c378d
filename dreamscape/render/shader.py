"""Shaders: text from .glsl files, includes with line numbers kept, errors that name the file and the line.

A .glsl file holds both stages. It is compiled once with `FRAGMENT_STAGE` defined, and once with `VERTEX_STAGE` if it
mentions that name; otherwise its vertex stage is the full-screen triangle of `glsl/fullscreen.glsl`.
"""

import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import moderngl

from dreamscape import resources
from dreamscape.errors import ShaderError, one_of

FILE_LINES = 10_000  # line 12 of the file that was read third is line 20012: Mesa forgets the file number of #line

_INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"\s*(?://.*)?$')
_UNIFORM = re.compile(r"\buniform\s+(?:(?:lowp|mediump|highp)\s+)?(\w+)\s*((?:\[[^\]]*\])?)\s*([^;{}]*);")
_DECLARATOR = re.compile(r"(\w+)\s*((?:\[[^\]]*\])?)")
_PLACE = re.compile(r"\b0(?::(\d+)(?=[:(])|\((\d+)\))")  # Mesa `0:12(3): `, NVIDIA `0(12) : `, others `0:12: `
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_NESTED = re.compile(r"\([^()]*\)")


class Source:
    """The text of one .glsl file with its includes, each included once."""

    def __init__(self, path: Path, defines: Mapping[str, object]) -> None:
        self.path = path
        self.files: list[Path] = []
        self._defines = dict(defines)
        self._body = "\n".join(self._expand(path.resolve()))
        self._code = _COMMENT.sub(" ", self._body)

    def stage(self, name: str) -> str:
        """The complete text of a stage, `VERTEX_STAGE` or `FRAGMENT_STAGE`."""
        defines = "".join(f"#define {key} {value}\n" for key, value in {name: 1, **self._defines}.items())
        return f"#version 330 core\n{defines}{self._body}\n"

    @property
    def has_vertex_stage(self) -> bool:
        """Whether the file draws geometry of its own."""
        return "VERTEX_STAGE" in self._code

    def uniforms(self) -> dict[str, str]:
        """The declared plain uniforms, name to GLSL type (`vec4[]` for an array of any length), used or not."""
        code = self._code
        while _NESTED.search(code):
            code = _NESTED.sub("", code)  # so that the commas that are left stand between names
        found: dict[str, str] = {}
        for kind, length, declarators in _UNIFORM.findall(code):
            for name, own_length in _DECLARATOR.findall(re.sub(r"=[^,]*", "", declarators)):
                found[name] = f"{kind}[]" if length or own_length else kind
        return found

    def _expand(self, path: Path) -> list[str]:
        number = len(self.files)
        self.files.append(path)
        try:
            text = path.read_text("utf-8")
        except OSError as error:
            raise ShaderError(f"{path}: cannot be read ({error.strerror})") from None
        except UnicodeDecodeError as error:
            raise ShaderError(f"{path}: not text at byte {error.start}, expected GLSL (UTF-8)") from None
        lines = [f"#line {number * FILE_LINES + 1}"]
        for count, line in enumerate(text.splitlines(), start=1):
            match = _INCLUDE.match(line)
            if not match:
                lines.append(line)
                continue
            places = (path.parent / match[1], resources.folder("glsl") / match[1])
            found = next((place for place in places if place.is_file()), None)
            if found is None:
                raise ShaderError(f"{path}:{count}: cannot find the included file {match[1]!r}, expected it in glsl/")
            if found.resolve() not in self.files:
                lines += self._expand(found.resolve())
            lines.append(f"#line {number * FILE_LINES + count + 1}")
        return lines

    def explain(self, log: str) -> str:
        """A driver's log as one line: its errors, with the names of files and their own line numbers."""

        def name(match: re.Match[str]) -> str:
            number, line = divmod(int(match[1] or match[2]), FILE_LINES)
            return f"{self.files[number].name}:{line}" if number < len(self.files) else match[0]

        lines = [line.strip() for line in log.splitlines() if line.strip() and not set(line) <= set("=- ")]
        errors = [line for line in lines if "error" in line.lower()] or lines
        return "; ".join(_PLACE.sub(name, line, count=1) for line in errors)


class Shader:
    """A linked program with its uniforms by name and its samplers bound by the names of textures."""

    def __init__(
        self,
        ctx: moderngl.Context,
        path: Path,
        defines: Mapping[str, object] | None = None,
    ) -> None:
        self._ctx = ctx
        self.source = Source(path, defines or {})
        own_vertex = self.source.has_vertex_stage
        vertex = self.source if own_vertex else Source(resources.folder("glsl") / "fullscreen.glsl", {})
        try:
            self.program = ctx.program(
                vertex_shader=vertex.stage("VERTEX_STAGE"),
                fragment_shader=self.source.stage("FRAGMENT_STAGE"),
            )
        except moderngl.Error as error:
            log = str(error)
            blamed = vertex if "\nvertex_shader\n" in log else self.source
            raise ShaderError(f"{path.name}: {blamed.explain(log)}") from None
        self._declared = self.source.uniforms()
        self._units = {name: unit for unit, name in enumerate(n for n, t in self._declared.items() if "sampler" in t)}
        for name, unit in self._units.items():
            if name in self.program:
                self.program[name] = unit
        if "Frame" in self.program:
            self.program["Frame"].binding = 0  # type: ignore[union-attr]
        self._triangle = None if own_vertex else ctx.vertex_array(self.program, [])

    @property
    def samplers(self) -> list[str]:
        """The names of the textures that the shader reads."""
        return list(self._units)

    def set(self, **values: Any) -> None:
        """Set uniforms; one that the compiler removed is accepted, one that the source does not declare is not."""
        for name, value in values.items():
            if name not in self._declared:
                raise ShaderError(f"{self.source.path.name}: no uniform {name!r}, expected {one_of(self._declared)}")
            if name in self.program:
                self._assign(name, value)

    def _assign(self, name: str, value: Any) -> None:
        """Set an active uniform; compilers shorten an array to what is read of it: the rest of `value` is left off."""
        kind, member = self._declared[name], cast(moderngl.Uniform, self.program[name])
        try:
            if kind.endswith("[]"):
                length = member.array_length
                value = value[:length] if length > 1 else value[0]
            member.value = value
        except (moderngl.Error, struct.error, TypeError, ValueError, IndexError) as error:
            where = f"{self.source.path.name}: uniform {name!r}"
            raise ShaderError(f"{where}: expected {kind}, got {value!r} ({error})") from None

    def bind(self, textures: Mapping[str, moderngl.Texture]) -> None:
        """Bind to each sampler the texture of its name; one that the compiler removed needs none."""
        for name, unit in self._units.items():
            if name not in self.program:
                continue
            if name not in textures:
                raise ShaderError(f"{self.source.path.name}: no texture {name!r}, expected {one_of(textures)}")
            textures[name].use(unit)

    def cover(self) -> None:
        """Draw the full-screen triangle into the bound target."""
        if self._triangle is None:
            raise ShaderError(f"{self.source.path.name}: draws geometry of its own, not the full screen")
        self._triangle.render(moderngl.TRIANGLES, vertices=3)

    def release(self) -> None:
        """Free the GPU's objects."""
        if self._triangle is not None:
            self._triangle.release()
        self.program.release()
