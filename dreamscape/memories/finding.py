"""The files that words such as `~/Pictures/summer/*.jpg` stand for."""

import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

from dreamscape.dream.memory_files import MemoryKind
from dreamscape.errors import InputError
from dreamscape.memories import photographs
from dreamscape.text import LONGEST_WORD, natural_order, short

CLIPS = (".avi", ".gif", ".m4v", ".mkv", ".mov", ".mp4", ".mpg", ".mts", ".webm", ".wmv", ".3gp", ".avif")
VOICES = (*(".aac", ".aif", ".aiff", ".amr", ".caf", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wma"),)
WORDS = (".txt",)
KINDS: dict[str, MemoryKind] = {
    **dict.fromkeys(photographs.SUFFIXES, "picture"),
    **dict.fromkeys(CLIPS, "clip"),
    **dict.fromkeys(VOICES, "voice"),
    **dict.fromkeys(WORDS, "words"),
}  # by the end of a file's name
MOST = 20_000  # files and folders that are looked at
DEEPEST = 6  # folders in folders
_MAGIC = re.compile(r"[*?\[]")
EXPECTED = "expected photographs, clips, voice notes or texts, or folders of them"


def kind_of(path: Path) -> MemoryKind | None:
    """What a file may become, by the end of its name; None for nothing."""
    return KINDS.get(path.suffix.lower())


def own(words: Iterable[str], option: str = "--memories") -> list[Path]:
    """The files that the user names, which may lie anywhere.

    Raises:
        InputError: there is none; says where.
    """
    return _found([(word, Path(word).expanduser().absolute()) for word in words], option, None)


def of_dream(words: Iterable[str], folder: Path, where: str) -> list[Path]:
    """The files that a dream's file names: in its folder, or in the user's home by `~/`, and in no hidden folder.

    Args:
        words: of the file, whoever wrote it.
        folder: where it lies.
        where: names it in messages.

    Raises:
        InputError: there is none, or it lies elsewhere; says where.
    """
    places = []
    for word in words:
        root = Path.home() if word.startswith("~/") else folder
        path = root / word.removeprefix("~/")
        parts = Path(word.removeprefix("~/")).parts
        if "\0" in word or Path(word).is_absolute() or any(part.startswith(".") for part in parts if part != "."):
            raise InputError(
                f"{where}: {short(word)} may not be read, expected files beside the dream or under ~/, in no hidden "
                "folder; others can be named by --memories"
            )
        places.append((word, path))
    return _found(places, where, (folder, Path.home()))


def _found(places: list[tuple[str, Path]], where: str, roots: tuple[Path, ...] | None) -> list[Path]:
    """The files, each once; where there are `roots`, those that lie in them, links followed."""
    files: dict[Path, None] = {}
    for word, path in places:
        some = False
        for file in islice(_files(path), MOST):
            some = True
            if kind_of(file) and len(files) < MOST and (roots is None or _inside(file, roots)):
                files[file] = None
        if not some:
            raise InputError(f"{where}: {short(word, LONGEST_WORD)}: there is no such file, {EXPECTED}")
    if not files:
        names = ", ".join(short(word) for word, _ in places[:4])
        raise InputError(f"{where}: {names}: nothing that can become a memory, {EXPECTED}")
    return [*files]


def _inside(file: Path, roots: tuple[Path, ...]) -> bool:
    try:
        real = file.resolve()
        return any(real.is_relative_to(root.resolve()) for root in roots)
    except (OSError, RuntimeError):
        return False


def _files(path: Path) -> Iterator[Path]:
    """The file, those of a folder and of the folders in it, or those that a pattern stands for, by name."""
    try:
        if path.is_dir():
            yield from _in_folder(path, 0)
        elif path.is_file():
            yield path
        elif _MAGIC.search(str(path)):
            yield from _matching(Path(path.anchor), path.parts[1:])
    except (OSError, ValueError):
        return


def _matching(folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    """The files below a folder whose path fits patterns, one for each of its parts."""
    head, rest = parts[0], parts[1:]
    if not _MAGIC.search(head):
        names = [head]
    else:
        names = [entry.name for entry in _entries(folder) if fnmatchcase(entry.name.lower(), head.lower())]
        names = [name for name in names if not name.startswith(".")]
    for name in names:
        path = folder / name
        if rest and path.is_dir():
            yield from _matching(path, rest)
        elif not rest and path.is_dir():
            yield from _in_folder(path, 0)
        elif not rest and path.is_file():
            yield path


def _in_folder(folder: Path, depth: int) -> Iterator[Path]:
    """All files in a folder and the folders in it; links to folders and hidden ones are not followed."""
    for entry in _entries(folder):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < DEEPEST:
                yield from _in_folder(Path(entry.path), depth + 1)
        elif entry.is_file():
            yield Path(entry.path)


def _entries(folder: Path) -> "list[os.DirEntry[str]]":
    """What is in a folder, by name, numbers by their size; nothing if it cannot be read."""
    try:
        with os.scandir(folder) as found:
            return sorted(islice(found, MOST), key=lambda entry: natural_order(entry.name))
    except OSError:
        return []
