"""Reads a shader from elsewhere, in whichever format it was written."""

from pathlib import Path

from dreamscape.errors import InputError
from dreamscape.shaders import files, isf, shadertoy, shadertoy_json
from dreamscape.shaders.model import Model

_read: dict[Path, Model] = {}  # the last version of each


def load(path: Path) -> Model:
    """Read a shader: ISF, Shadertoy's, or what that exports. The same one while its files are the same.

    Raises:
        InputError: it is none, or holds what cannot be drawn.
    """
    known = _read.get(path)
    if known and _digest(known) == known.digest:
        return known
    _read[path] = model = _load(path)
    return model


def _load(path: Path) -> Model:
    if path.suffix.lower() == ".json":
        return shadertoy_json.load(path)
    if path.suffix.lower() == ".frag" and not isf.is_isf(files.text_of(path)):
        return shadertoy.load(path)
    return isf.load(path)


def files_of(path: Path) -> tuple[Path, ...]:
    """The files of GLSL that the last version of a shader was made of; nothing if there was none."""
    known = _read.get(path)
    return known.files if known else ()


def _digest(model: Model) -> str:
    try:
        return files.digest_of((*model.files, *model.pictures.values()))
    except InputError:
        return ""
