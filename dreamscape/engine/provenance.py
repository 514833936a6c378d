"""Provenance: what a file says about how its picture was made."""

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from dreamscape import __version__, resources
from dreamscape.engine.request import RenderRequest
from dreamscape.text import command, tag


def notes(request: RenderRequest, arguments: Sequence[str]) -> dict[str, str]:
    """The facts needed to make a picture again: title, version, dream, seed and command."""
    facts = {
        "Title": request.dream.file.title,
        "Version": f"dreamscape {__version__}",
        "Dream": f"{request.dream.name} {request.dream.digest}",
        "Seed": str(request.seed),
        "Command": command(["dreamscape", *arguments]),
    }
    if request.dream.memories.digest:  # what they are and where they lie is nobody's business
        facts["Memories"] = request.dream.memories.digest
    return {name: tag(words) for name, words in facts.items()}


def tags(request: RenderRequest, arguments: Sequence[str]) -> dict[str, str]:
    """The notes as the two tags that every container keeps: a title, and a comment with one fact a line."""
    facts = notes(request, arguments)
    title = facts.pop("Title")
    return {"title": title, "comment": "\n".join(f"{key}: {value}" for key, value in facts.items())}


def facts(request: RenderRequest, words: Sequence[str]) -> dict[str, str]:
    """Everything that a film depends on, as people read it: the program, the dream's text, and the options.

    Args:
        request: what is drawn.
        words: the options of the command line and their values.
    """
    result = {"version": __version__, "code": code_digest(), "dream": f"{request.dream.name} {request.dream.digest}"}
    for word, after in zip(words, [*words[1:], "--"], strict=True):
        if word.startswith("--"):
            value = "given" if after.startswith("--") else after
            result[word] = f"{result[word]}, {value}" if word in result else value
    if request.dream.memories.digest:
        result["memories"] = request.dream.memories.digest
    return {name: tag(value) for name, value in result.items()}


def code_digest() -> str:
    """The BLAKE2b digest, 64 bits, of the program's own code and shaders; they are read again once one has changed."""
    return _digest_of(tuple(_own_files()))


def _own_files() -> list[tuple[str, int, int, int]]:
    """The program's files in a fixed order: path, and by what a change of its contents shows."""
    found = []
    for folder, ends in ((Path(__file__).parents[1], (".py", ".glsl")), (resources.folder("assets"), ("",))):
        paths = (
            os.path.join(here, name) for here, _, names in os.walk(folder) for name in names if name.endswith(ends)
        )
        found += sorted(paths, key=lambda path: path.split(os.sep))  # pathlib's order, in a third of its time
    status = map(os.stat, found)
    return [(path, now.st_ino, now.st_mtime_ns, now.st_size) for path, now in zip(found, status, strict=True)]


@lru_cache(maxsize=1)
def _digest_of(files: tuple[tuple[str, int, int, int], ...]) -> str:
    hashed = hashlib.blake2b(digest_size=8)
    room = memoryview(bytearray(max(size for *_, size in files) + 1))
    for path, *_ in files:
        hashed.update(os.path.basename(path).encode())
        with open(path, "rb", buffering=0) as file:
            while count := file.readinto(room):
                hashed.update(room[:count])
    return hashed.hexdigest()
