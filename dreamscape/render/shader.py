"""Shaders: programs made of .glsl files, with errors that name the file and the line.

A .glsl file holds both stages. It is compiled once with `FRAGMENT_STAGE` defined, and once with `VERTEX_STAGE` if it
mentions that name; otherwise its vertex stage is the full-screen triangle of `glsl/shared/fullscreen.glsl`, which a
vertex stage may also include, to hand on values that are the same for the whole screen.
"""

import difflib
import struct
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, ClassVar, cast

import moderngl

from dreamscape import resources
from dreamscape.errors import ShaderError, one_of
from dreamscape.render.shader_cache import cache_of
from dreamscape.render.shader_source import InPlaceFile, ShaderSource
from dreamscape.render.tiles import BINDING, prelude, tiling_of

FULLSCREEN = "fullscreen.glsl"
TOUCH = "touch.glsl"  # shaders that include it respond to the dreamer's hand


class Shader:
    """A linked program, with uniforms set by name and samplers bound by the names of textures.

    A file that responds to the hand has a second program, its twin, with `TOUCHED` defined; it is made at its first use
    and drawn with while `touched`. A software rasteriser evaluates both sides of every condition: with a twin, the hand
    costs nothing while there is none, and a film without one is the same to the bit.

    Args:
        ctx: the OpenGL context.
        path: the .glsl file.
        defines: macros by name, which choose a variant of it.
        in_place: a layer's file that it reads in place, as of `ShaderSource`.

    Attributes:
        source: the text with its includes.
        program: the linked program.
        declared: the type of each uniform that the source declares.
        unread: names of the layer's parameters that the source does not declare; one may be misspelt there.

    Class attributes:
        touched: whether a hand is felt in what is drawn now; set by the compositor for each view.
        remedy: what to say of a texture that nothing published, by its name; set by the compositor.

    Raises:
        ShaderError: it does not compile or link; names the file and the line.
    """

    touched: ClassVar[bool] = False
    remedy: ClassVar[Callable[[str], str]] = lambda texture: ""

    def __init__(
        self,
        ctx: moderngl.Context,
        path: Path,
        defines: Mapping[str, object] | None = None,
        in_place: InPlaceFile | None = None,
    ) -> None:
        self._ctx = ctx
        self._cache = cache_of(ctx)
        self._made_from, self._in_place = (path, defines or {}), in_place
        self._twin: Shader | None = None
        self.unread: Collection[str] = ()
        self._values: dict[str, Any] = {}  # all values, for a twin that is made later
        self.source, self.program = self._make(path, defines or {})
        self._responds = any(file.name == TOUCH for file in self.source.files) and "TOUCHED" not in self._made_from[1]
        is_full = not self.source.has_vertex_stage or any(file.name == FULLSCREEN for file in self.source.files)
        self.declared = self.source.uniforms()
        self._active = frozenset(self.program)  # the program's own `in` is a linear search
        self._last: dict[str, Any] = {}  # the last values of plain uniforms, which are not set again
        self._unset = {name for name in self._active if isinstance(self.program[name], moderngl.Uniform)}
        self._unset -= self.source.initialised()
        self._units = {name: unit for unit, name in enumerate(n for n, t in self.declared.items() if "sampler" in t)}
        for name, unit in self._units.items():
            if name in self._active:
                self.program[name] = unit
        if "Frame" in self._active:
            self.program["Frame"].binding = 0  # type: ignore[union-attr]
        if "Tile" in self._active:
            self.program["Tile"].binding = BINDING  # type: ignore[union-attr]
        self._triangle = ctx.vertex_array(self.program, []) if is_full else None

    @property
    def in_place(self) -> InPlaceFile:
        """Its file, for shaders that read it in place."""
        path, defines = self._made_from
        return InPlaceFile(path, tuple(sorted(defines.items())))

    @property
    def now(self) -> "Shader":
        """The program to draw with now: this one or its twin."""
        if not (Shader.touched and self._responds):
            return self
        if self._twin is None:
            path, defines = self._made_from
            self._twin = Shader(self._ctx, path, {**defines, "TOUCHED": 1}, self._in_place)
            self._twin.unread = self.unread
            self._twin.set(**self._values)
        return self._twin

    def array(self, *content: Any) -> "Array":
        """A vertex array; arguments as those of `moderngl.Context.vertex_array` after the program."""
        return Array(self._ctx, self, content)

    def _make(self, path: Path, defines: Mapping[str, object]) -> tuple[ShaderSource, moderngl.Program]:
        """The text and its program; of a broken text the last good one, if the context caches that."""
        try:
            source = ShaderSource(path, defines, prelude() if tiling_of(self._ctx) else "", self._in_place)
            program = self._link(source)
        except ShaderError as error:
            last_good = self._cache.last_good(path, defines, str(error)) if self._cache else None
            if last_good is None:
                raise
            return last_good, self._link(last_good)
        if self._cache:
            self._cache.store(path, defines, source)
        return source, program

    def _link(self, source: ShaderSource) -> moderngl.Program:
        vertex = (
            source if source.has_vertex_stage else ShaderSource(resources.folder("glsl") / "shared" / FULLSCREEN, {})
        )
        try:
            return self._ctx.program(
                vertex_shader=vertex.stage("VERTEX_STAGE"),
                fragment_shader=source.stage("FRAGMENT_STAGE"),
            )
        except moderngl.Error as error:
            log = str(error)
            faulty = vertex if "\nvertex_shader\n" in log else source
            name, text = source.path.name, faulty.explain(log)
            raise ShaderError(text if text.startswith(f"{name}:") else f"{name}: {text}") from None

    def _fail(self, error: str) -> None:
        """Raise, or note the error if the context has a shader cache and so is lenient."""
        if self._cache is None:
            raise ShaderError(error) from None
        self._cache.wrong.setdefault(self.source.path.resolve(), error)

    @property
    def samplers(self) -> list[str]:
        """The names of the textures that the shader reads."""
        return list(self._units)

    def set(self, **values: Any) -> None:
        """Set uniforms by name; one that the compiler removed is accepted.

        A value may be `bytes`, as OpenGL stores it: packed once, an array costs several programs little.

        Raises:
            ShaderError: the source does not declare a name, or a value has the wrong type.
        """
        if self._responds:
            self._values.update(values)
            if self._twin:
                self._twin.set(**values)
        last, active = self._last, self._active
        for name, value in values.items():
            plain = _is_plain(value)
            if plain and last.get(name) == value:
                continue
            if name in active:
                self._assign(name, value, plain)
            elif name not in self.declared:
                self._fail(self._unknown(name))

    def _unknown(self, name: str) -> str:
        """What to say of a uniform that the source does not declare."""
        near = difflib.get_close_matches(name, self.declared, 1)
        nearest = f"; did you mean {near[0]!r} ({self.source.place_of(near[0])})?" if near else ""
        return f"{self.source.path.name}: no uniform {name!r}, expected {one_of(self.declared)}{nearest}"

    def check_set(self) -> None:
        """Raise, before the first draw, unless every uniform that the program reads was set and every sampler bound.

        Drivers would read 0, or whatever was there. Once all are set this costs a comparison.

        Raises:
            ShaderError: one was not; names the file and the line of its declaration.
        """
        if self._unset:
            missing = [f"{name!r} ({self.source.place_of(name)})" for name in sorted(self._unset)]
            near = [match for name in self._unset for match in difflib.get_close_matches(name, self.unread, 1)]
            self._unset.clear()
            advice = (
                f"did you mean the parameter {one_of(map(repr, near))}?"
                if near
                else "give a value to feed() or set(), or to the layer a parameter of that name"
            )
            read = f"reads the uniform{'s' * (len(missing) > 1)} {', '.join(missing)}"
            self._fail(f"{self.source.path.name}: {read} that nobody has set; {advice}")

    def _assign(self, name: str, value: Any, plain: bool) -> None:
        """Set an active uniform; of an array that the compiler shortened, the rest of `value` is left out."""
        kind, member = self.declared[name], cast(moderngl.Uniform, self.program[name])
        given = value[:] if type(value) is list else value
        try:
            if type(value) is bytes:
                size = member.array_length * cast(Any, member).element_size
                member.write(value[:size] if kind.endswith("[]") else value)
            elif kind.endswith("[]"):
                length = member.array_length
                member.value = value[:length] if length > 1 else value[0]
            else:
                member.value = value
            self._unset.discard(name)
            if plain:
                self._last[name] = given
            else:
                self._last.pop(name, None)
        except (moderngl.Error, struct.error, TypeError, ValueError, IndexError) as error:
            where = f"{self.source.path.name}: uniform {name!r}"
            self._fail(f"{where}: expected {kind}, got {value!r} ({error})")

    def bind(self, textures: Mapping[str, moderngl.Texture]) -> None:
        """Bind the texture of its name to each sampler; one that the compiler removed needs none.

        Raises:
            ShaderError: there is no texture of a sampler's name.
        """
        if (now := self.now) is not self:
            now.bind(textures)
            return
        if self._unset:
            self._unset.difference_update(self._units)
        for name, unit in self._units.items():
            if name not in self._active:
                continue
            if name not in textures:
                self._miss(name, textures)
                continue
            textures[name].use(unit)

    def _miss(self, name: str, textures: Mapping[str, moderngl.Texture]) -> None:
        """Fail for want of a sampler's texture, once: what to do about it takes a while to find."""
        if self._cache is None or self.source.path.resolve() not in self._cache.wrong:
            where = f"{self.source.path.name}: no texture {name!r} ({self.source.place_of(name)})"
            self._fail(f"{where}, expected {one_of(textures)}{Shader.remedy(name)}")

    def draw_fullscreen(self) -> None:
        """Draw the full-screen triangle into the bound target."""
        if (now := self.now) is not self:
            now.draw_fullscreen()
            return
        if self._triangle is None:
            raise ShaderError(f"{self.source.path.name}: draws geometry of its own, not the full screen")
        self.check_set()
        self._triangle.render(moderngl.TRIANGLES, vertices=3)

    def release(self) -> None:
        """Free the GPU's objects."""
        if self._twin:
            self._twin.release()
        if self._triangle is not None:
            self._triangle.release()
        self.program.release()


class Array:
    """A vertex array of a shader, and of its twin from that one's first use on."""

    def __init__(self, ctx: moderngl.Context, shader: Shader, content: tuple[Any, ...]) -> None:
        self._ctx, self._shader, self._content = ctx, shader, content
        self._arrays = {shader: ctx.vertex_array(shader.program, *content)}

    def render(self, mode: int | None = None, vertices: int = -1, *, first: int = 0, instances: int = -1) -> None:
        """Draw; arguments as those of `moderngl.VertexArray.render`, but that all after `first` are drawn by default.

        Raises:
            ValueError: more is asked for than the array has; drivers read beyond its end, and may crash.
        """
        now = self._shader.now
        now.check_set()
        if now not in self._arrays:
            self._arrays[now] = self._ctx.vertex_array(now.program, *self._content)
        array = self._arrays[now]
        if first and vertices < 0:
            vertices = array.vertices - first
        if array.index_buffer is not None and not 0 <= first <= first + max(vertices, 0) <= array.vertices:
            raise ValueError(f"vertices {first} to {first + vertices} of {array.vertices}")
        array.render(mode, vertices, first=first, instances=instances)

    def release(self) -> None:
        """Free the GPU's objects."""
        for array in self._arrays.values():
            array.release()


def _is_plain(value: Any) -> bool:
    """Whether a value is a plain Python number, made of them, or packed, so that it can be compared at once."""
    kind = type(value)
    while (kind is tuple or kind is list) and value:
        value = value[0]
        kind = type(value)
    return kind is float or kind is int or kind is bytes
