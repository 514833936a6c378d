"""Shaders: programs of .glsl files, errors that name the file and the line.

A .glsl file holds both stages. It is compiled once with `FRAGMENT_STAGE` defined, and once with `VERTEX_STAGE` if it
mentions that name; otherwise its vertex stage is the full-screen triangle of `glsl/fullscreen.glsl`.
"""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import moderngl

from dreamscape import resources
from dreamscape.errors import ShaderError, one_of
from dreamscape.render.kept import kept
from dreamscape.render.source import Source


class Shader:
    """A linked program with its uniforms by name and its samplers bound by the names of textures."""

    def __init__(
        self,
        ctx: moderngl.Context,
        path: Path,
        defines: Mapping[str, object] | None = None,
    ) -> None:
        self._ctx = ctx
        self._kept = kept(ctx)
        self.source, self.program = self._make(path, defines or {})
        own_vertex = self.source.has_vertex_stage
        self.declared = self.source.uniforms()
        self._active = frozenset(self.program)  # asked of the program itself, it looks through all of them
        self._held: dict[str, Any] = {}  # what uniforms were set to last, where that is easily compared
        self._units = {name: unit for unit, name in enumerate(n for n, t in self.declared.items() if "sampler" in t)}
        for name, unit in self._units.items():
            if name in self._active:
                self.program[name] = unit
        if "Frame" in self._active:
            self.program["Frame"].binding = 0  # type: ignore[union-attr]
        self._triangle = None if own_vertex else ctx.vertex_array(self.program, [])

    def _make(self, path: Path, defines: Mapping[str, object]) -> tuple[Source, moderngl.Program]:
        """The text and the program; of the last good text where the newest is not and the context keeps it."""
        try:
            source = Source(path, defines)
            program = self._link(source)
        except ShaderError as error:
            good = self._kept.recall(path, defines, str(error)) if self._kept else None
            if good is None:
                raise
            return good, self._link(good)
        if self._kept:
            self._kept.keep(path, defines, source)
        return source, program

    def _link(self, source: Source) -> moderngl.Program:
        vertex = source if source.has_vertex_stage else Source(resources.folder("glsl") / "fullscreen.glsl", {})
        try:
            return self._ctx.program(
                vertex_shader=vertex.stage("VERTEX_STAGE"),
                fragment_shader=source.stage("FRAGMENT_STAGE"),
            )
        except moderngl.Error as error:
            log = str(error)
            blamed = vertex if "\nvertex_shader\n" in log else source
            raise ShaderError(f"{source.path.name}: {blamed.explain(log)}") from None

    def _fail(self, error: str) -> None:
        """Raise, or where the context keeps what is wrong, note it and go on."""
        if self._kept is None:
            raise ShaderError(error) from None
        self._kept.wrong.setdefault(self.source.path.resolve(), error)

    @property
    def samplers(self) -> list[str]:
        """The names of the textures that the shader reads."""
        return list(self._units)

    def set(self, **values: Any) -> None:
        """Set uniforms; one that the compiler removed is accepted, one that the source does not declare is not."""
        for name, value in values.items():
            if name not in self.declared:
                self._fail(f"{self.source.path.name}: no uniform {name!r}, expected {one_of(self.declared)}")
            elif name in self._active:
                self._assign(name, value)

    def _assign(self, name: str, value: Any) -> None:
        """Set an active uniform; compilers shorten an array to what is read of it: the rest of `value` is left off."""
        told = value if _is_plain(value[0] if type(value) is tuple and value else value) else None
        if told is not None and self._held.get(name) == told:
            return
        kind, member = self.declared[name], cast(moderngl.Uniform, self.program[name])
        try:
            if kind.endswith("[]"):
                length = member.array_length
                value = value[:length] if length > 1 else value[0]
            member.value = value
            if told is not None:
                self._held[name] = told
        except (moderngl.Error, struct.error, TypeError, ValueError, IndexError) as error:
            where = f"{self.source.path.name}: uniform {name!r}"
            self._fail(f"{where}: expected {kind}, got {value!r} ({error})")

    def bind(self, textures: Mapping[str, moderngl.Texture]) -> None:
        """Bind to each sampler the texture of its name; one that the compiler removed needs none."""
        for name, unit in self._units.items():
            if name not in self._active:
                continue
            if name not in textures:
                self._fail(f"{self.source.path.name}: no texture {name!r}, expected {one_of(textures)}")
                continue
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


def _is_plain(value: object) -> bool:
    """Whether this is a number of Python's own."""
    return type(value) is float or type(value) is int
