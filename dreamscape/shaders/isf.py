"""ISF, the Interactive Shader Format: GLSL with a header in JSON that says what it takes and in which passes it draws.

Versions 1 and 2, as https://isf.video publishes them.
"""

import json
import re
from pathlib import Path
from typing import Any

from dreamscape import resources
from dreamscape.errors import InputError
from dreamscape.render.shader_source import FILE_LINES
from dreamscape.shaders import files, solids
from dreamscape.shaders.image_names import FILTERED, FROM, PROGRESS, TO
from dreamscape.shaders.isf_inputs import inputs_of, name_of
from dreamscape.shaders.model import (
    MOST_PASSES,
    MOST_PICTURES,
    WHOLE,
    Input,
    Model,
    Pass,
    Use,
)
from dreamscape.shaders.sizes import Size
from dreamscape.shaders.translation import translated
from dreamscape.text import short

LONGEST_HEADER = 1 << 18  # letters
_HEADER = re.compile(r"\s*/\*(.*?)\*/", re.DOTALL)
_TYPES = {"event": "bool", "bool": "bool", "long": "int", "float": "float", "point2D": "vec2", "color": "vec4"}
_LATER = f"\n#line {FILE_LINES + 1}\n"  # the vertex shader is the second file


def load(path: Path) -> Model:
    """Read an ISF file, and the `.vs` beside it if there is one.

    Raises:
        InputError: it is none; says what was expected and where.
    """
    text = files.text_of(path, "an ISF shader")
    header, where = _header(text, path.name), path.name
    inputs = inputs_of(header.get("INPUTS") or [], where)
    imported = _imported(header.get("IMPORTED") or {}, path.parent, where)
    pictures = {one: files[0] for one, files in imported.items() if len(files) == 1}
    cubes = {one: tuple(f"{one}[{k}]" for k in range(len(files))) for one, files in imported.items() if len(files) > 1}
    passes = _passes(header, where)
    images = [one.name for one in inputs if one.kind not in _TYPES] + [*pictures, *{p.target for p in passes} - {""}]
    pictures |= {face: file for one, faces in cubes.items() for face, file in zip(faces, imported[one], strict=True)}
    vertex_file = path.with_suffix(".vs")
    sources = [path, vertex_file] if vertex_file.is_file() else [path]
    declarations = "\n".join([_declarations(inputs, images), *(f"uniform samplerCube {one};" for one in cubes)])
    fragment = translated(text, where)
    vertex = translated(files.text_of(vertex_file), vertex_file.name, "vertex") if len(sources) > 1 else ""
    whole = [_whole(one, number, declarations, fragment, vertex) for number, one in enumerate(passes)]
    everything = (*sources, *pictures.values())
    about = " ".join(str(header.get("DESCRIPTION") or path.stem).split())[:200]
    digest = files.digest_of(everything)
    return Model(path, _use(inputs), about, inputs, tuple(whole), pictures, tuple(sources), digest, cubes=cubes)


def is_isf(text: str) -> bool:
    """Whether a file of GLSL begins with an ISF header."""
    match = _HEADER.match(text)
    return bool(match and match[1].lstrip().startswith("{"))


def _header(text: str, where: str) -> dict[str, Any]:
    match = _HEADER.match(text)
    if not match or len(match[1]) > LONGEST_HEADER:
        raise InputError(f"{where}: expected an ISF file, which begins with /*{{ and a header in JSON")
    try:
        header = json.loads(match[1], strict=False)
    except json.JSONDecodeError as error:
        line = text.count("\n", 0, match.start(1)) + error.lineno
        raise InputError(f"{where}:{line}: {error.msg}, expected a header in JSON") from None
    except (RecursionError, ValueError):  # ValueError: a number with thousands of digits
        raise InputError(f"{where}: expected a header in JSON, got one that is nested too deep or too large") from None
    if not isinstance(header, dict):
        raise InputError(f"{where}: expected a header in JSON with names and values")
    return header


def _use(inputs: tuple[Input, ...]) -> Use:
    names = {one.name for one in inputs}
    if {FROM, TO, PROGRESS} <= names:
        return "transition"
    return "filter" if FILTERED in names else "generator"


def _imported(imported: object, folder: Path, where: str) -> dict[str, list[Path]]:
    """The files of imported pictures by name, six of a cube map: a table, or a list as in version 1."""
    listed: list[tuple[Any, Any]] | None = [*imported.items()] if isinstance(imported, dict) else None
    if isinstance(imported, list):
        listed = [(item.get("NAME"), item) for item in imported if isinstance(item, dict)]
    if listed is None or len(listed) > MOST_PICTURES:
        raise InputError(f"{where}: IMPORTED: expected a table of at most {MOST_PICTURES} pictures")
    found = {}
    for name, item in listed:
        place = f"{where}: IMPORTED.{short(name)}"
        item = {"PATH": item} if isinstance(item, str) else item
        paths = item.get("PATH") if isinstance(item, dict) else None
        paths = paths if isinstance(paths, list) else [paths]
        if not isinstance(item, dict) or len(paths) != (solids.FACES if item.get("TYPE") == "cube" else 1):
            raise InputError(f"{place}: expected a picture with a PATH, or a cube with a list of six")
        found[name_of(name, place)] = [files.beside(folder, one, place) for one in paths]
    return found


def _passes(header: dict[str, Any], where: str) -> list[Pass]:
    """The passes without their sources."""
    listed = header.get("PASSES") or [{}]
    if not isinstance(listed, list) or len(listed) > MOST_PASSES or not all(isinstance(one, dict) for one in listed):
        raise InputError(f"{where}: PASSES: expected a list of at most {MOST_PASSES} tables")
    kept = header.get("PERSISTENT_BUFFERS") or {}  # of version 1: names, or a table of them
    if not isinstance(kept, dict):
        kept = {name: {} for name in kept if isinstance(name, str)} if isinstance(kept, list) else {}
    return [_pass(one, kept, f"{where}: PASSES[{number}]") for number, one in enumerate(listed)]


def _pass(item: dict[str, Any], kept: dict[str, Any], where: str) -> Pass:
    target = item.get("TARGET") or ""
    if not target:
        return Pass("")
    name_of(target, f"{where}.TARGET")
    former = kept.get(target)
    given = {**former, **item} if isinstance(former, dict) else item
    width, height = (
        Size(str(given[key]), f"{where}.{key}") if given.get(key) not in (None, "") else whole
        for key, whole in zip(("WIDTH", "HEIGHT"), WHOLE, strict=True)
    )
    persistent = target in kept or _true(given.get("PERSISTENT", given.get("persistent")))
    return Pass("", "", target, width, height, persistent, _true(given.get("FLOAT", given.get("float"))))


def _true(value: object) -> bool:
    return value is True or (isinstance(value, int | float) and value != 0) or str(value).lower() in ("true", "yes")


def _declarations(inputs: tuple[Input, ...], images: list[str]) -> str:
    lines = [f"uniform {_TYPES[one.kind]} {one.name};" for one in inputs if one.kind in _TYPES]
    for name in dict.fromkeys(images):
        lines.append(f"uniform sampler2D {name};")
        lines.append(f"#define _{name}_imgRect vec4(0.0, 0.0, 1.0, 1.0)")  # what VDMX calls them, and some files too
        lines.append(f"#define _{name}_imgSize vec2(textureSize({name}, 0))")
        lines.append(f"#define _{name}_flip false")
    return "\n".join(lines)


def _whole(one: Pass, number: int, declarations: str, fragment: str, vertex: str) -> Pass:
    """A pass with its stages: what ISF promises, the declarations, then the author's text."""
    folder = resources.folder("glsl") / "shaders"
    promised = (folder / "isf.glsl").read_text("utf-8")
    begin = f"#define PASSINDEX {number}\n{promised}\n{declarations}\n"
    if vertex:
        vertex = f"{begin}{(folder / 'isf_vertex.glsl').read_text('utf-8')}{_LATER}{vertex}"
        begin = f"#define OWN_VERTEX\n{begin}"
    stage = f"{begin}{(folder / 'isf_fragment.glsl').read_text('utf-8')}\n#line 1\n{fragment}"
    return Pass(stage, vertex, one.target, one.width, one.height, one.persistent, one.floating)
