"""The files of shaders from elsewhere: of bounded size, and nothing outside the shader's own folder."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from dreamscape.errors import InputError
from dreamscape.files import regular
from dreamscape.text import LONGEST_WORD, short

LARGEST_SOURCE = 1 << 20  # bytes of a file of GLSL
LARGEST_PICTURE = 1 << 26  # bytes of a picture's file


def text_of(path: Path, what: str = "a shader") -> str:
    """The text of a file.

    Raises:
        InputError: it cannot be read, or is too large for `what`.
    """
    return data_of(path, LARGEST_SOURCE, what).decode("utf-8", "replace").removeprefix("\ufeff")


def data_of(path: Path, most: int, what: str) -> bytes:
    """The bytes of a file, errors as of `text_of`."""
    try:
        data = regular.read(path, most)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name of a file"
        raise InputError(f"{short(path, LONGEST_WORD)}: cannot be read ({reason}), expected {what}") from None
    if len(data) > most:
        raise InputError(f"{short(path.name)}: too large for {what}, expected at most {most >> 20} MiB")
    return data


def beside(folder: Path, name: object, where: str) -> Path:
    """The file of this name in the shader's folder, or in a folder there.

    Raises:
        InputError: it lies elsewhere, or there is none.
    """
    if not isinstance(name, str) or not name or "\0" in name:
        raise InputError(f"{where}: expected the name of a file, got {short(repr(name))}")
    try:
        path = (folder / name).resolve()
        inside, there = path.is_relative_to(folder.resolve()), path.is_file()
    except (OSError, RuntimeError, ValueError):  # a name that is too long or cannot be one, or links in a circle
        inside, there = True, False
    if not inside:
        raise InputError(f"{where}: {short(name)} lies outside the shader's folder; put it there")
    if not there:
        raise InputError(f"{where}: there is no file {short(name)} in the shader's folder")
    return path


def digest_of(files: Iterable[Path]) -> str:
    """BLAKE2b, 32 hexadecimal digits, of the names and content of files."""
    hashed = hashlib.blake2b(digest_size=16)
    for file in files:
        data = data_of(file, LARGEST_PICTURE, "a part of a shader")
        hashed.update(f"{file.name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return hashed.hexdigest()
