"""Layers read in place: a film of one layer alone needs no picture of its light where the layer is cheaper than that.

A picture of half floats that is written once and read twice takes some 9 ms of two cores at 1280x720. Where one layer
covers all of it with a colour for each place (glsl/shared/shaded.glsl), the shaders that would read the picture call
the layer's function instead.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import moderngl

from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Shader
from dreamscape.render.shader_source import IN_PLACE, SHADE, InPlaceFile, ShaderSource
from dreamscape.resources import folder

# Words that a shader may evaluate for a pixel. A colour that is shown as it is gets evaluated 18 times for 16 pixels,
# where its picture would be written and read once; light that blooms 34 times, where it would be read twice.
PLAIN_WORDS, LIGHT_WORDS = 8_000.0, 1_000.0

_FUNCTION = re.compile(r"\b\w+\s+(\w+)\s*\([^()]*\)\s*\{")
_LOOP = re.compile(r"\bfor\s*\(\s*int\s+(\w+)\s*=\s*0\s*;\s*\1\s*<\s*(\d+)\s*;\s*(?:\1\s*\+\+|\+\+\s*\1)\s*\)\s*(?=\{)")
_MACRO = re.compile(r"#\s*define\s+(\w+)")
_WORD = re.compile(r"\w+|[-+*/<>=!&|?]+")
_PROTOTYPE = re.compile(r"\w+\s+\w+\s*\([^()]*\)")
_LASTING = "const ", "uniform ", "precision ", "struct ", "layout"
# What a function called several times a fragment must not use: what belongs to the fragment, and unbounded loops.
_OWN = re.compile(r"\b(?:gl_\w+|discard|dFd[xy]\w*|fwidth\w*|texture\w*|texelFetch\w*|while)\b")


@dataclass(frozen=True, slots=True)
class InPlace:
    """Light that nobody has drawn: the layer that would, and the moment.

    Attributes:
        layer: covers the whole picture, by a function `shade`.
        frame: what it may read; the uniform block holds this moment.
    """

    layer: Layer
    frame: Frame

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture in pixels."""
        return self.frame.size


Scene = moderngl.Texture | InPlace  # the light of a picture, as shaders read it


def file_of(scene: Scene) -> InPlaceFile | None:
    """The layer's file that shaders which read this light contain; None if they read a texture."""
    return scene.layer.shader.in_place if isinstance(scene, InPlace) else None


def bind(shader: Shader, scene: Scene, textures: Mapping[str, moderngl.Texture]) -> None:
    """Bind to a shader the light that it reads, and these other textures by their names."""
    if isinstance(scene, InPlace):
        scene.layer.feed(shader, scene.frame, **textures)
    else:
        shader.bind({"scene": scene, **textures})


def is_cheap(layer: Layer, blooms: bool) -> bool:
    """Whether a layer that is all of a picture is to be read in place; `blooms` if its light has a glow."""
    kind = type(layer)
    if not layer.is_backdrop or kind.prepare is not Layer.prepare or kind.feed is not Layer.feed:
        return False
    if _taken() & layer.shader.declared.keys():
        return False
    return words(layer.shader.source.code) <= (LIGHT_WORDS if blooms else PLAIN_WORDS)


@cache
def _taken() -> frozenset[str]:
    """All words of the shaders that read light, which a layer's uniforms and macros must not have."""
    sources = [ShaderSource(folder("glsl") / "post" / f"{name}.glsl", {}) for name in ("pack", "down", "cells")]
    return frozenset(word for source in sources for word in re.findall(r"\w+", source.code))


@lru_cache(maxsize=16)
def words(code: str) -> float:
    """How many words and operators `shade` evaluates for a pixel; infinite if it cannot be called for any place.

    Args:
        code: GLSL without comments, its includes expanded.
    """
    code, shaded, _ = code.partition(f"#ifndef {IN_PLACE}")
    if not shaded or re.search(r"#\s*define\s+\w+\(", code) or not _taken().isdisjoint(_MACRO.findall(code)):
        return math.inf
    code = re.sub(r"(?m)^\s*#.*$", "", code)
    functions: dict[str, str] = {}
    for name, body in _functions(code):
        functions[name] = functions.get(name, "") + body  # of overloads, as if all were called
    outside = [text.strip() for text in _without_blocks(code).split(";")]
    lasts = all(not text or text.startswith(_LASTING) or _PROTOTYPE.fullmatch(text) for text in outside)
    return _evaluated(functions.get(SHADE, ""), functions, ()) if lasts else math.inf


def _evaluated(body: str, functions: Mapping[str, str], callers: tuple[str, ...]) -> float:
    """How many words a body evaluates: those of the functions that it calls too, of a loop in each of its turns."""
    if _OWN.search(body):
        return math.inf
    total = 0.0
    while loop := _LOOP.search(body):
        end = _end(body, loop.end())
        total += int(loop[2]) * _evaluated(body[loop.end() : end], functions, callers)
        body = body[: loop.start()] + body[end:]
    if re.search(r"\bfor\b", body):
        return math.inf
    for word in _WORD.findall(body):
        called = functions.get(word) if word not in callers else None
        total += 1.0 if called is None else _evaluated(called, functions, (*callers, word))
    return total


def _functions(code: str) -> Iterator[tuple[str, str]]:
    """Each function's name and body."""
    for match in _FUNCTION.finditer(code):
        yield match[1], code[match.end() - 1 : _end(code, match.end() - 1)]


def _end(code: str, start: int) -> int:
    """Where the block that begins with the brace at `start` ends."""
    depth = 0
    for brace in re.compile(r"[{}]").finditer(code, start):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end()
    return len(code)


def _without_blocks(code: str) -> str:
    """What stands outside of all functions, of which only a semicolon is left; other blocks are left out too."""
    while match := _FUNCTION.search(code):
        code = f"{code[: match.start()]};{code[_end(code, match.end() - 1) :]}"
    return re.sub(r"\{[^{}]*\}", " ", code)
