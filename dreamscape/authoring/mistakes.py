"""Mistakes in the Python of authors: the file and line of theirs that an exception came from.

Authors are those of scene files and of packages with entry points; in a source tree, also those of the program's own
layers and scenes.
"""

import linecache
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from dreamscape.errors import AuthorError

_PACKAGE = re.compile(r"\bdreamscape_scene_file_\d+\.")  # in names of classes; nothing that an author knows
_CALL = re.compile(r"((?:\w+\.)+\w+)\(\) (?:takes|missing|got)")  # how Python begins to say that
_folders: set[str] = set()  # of code by authors


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where an author's code failed.

    Attributes:
        file, line: of the author's innermost frame.
        function: that it stands in; empty where the file could not even be read.
        error: what was raised, as Python says it.
        source: the line itself; empty if it cannot be read.
    """

    file: str
    line: int
    function: str
    error: str
    source: str

    def __str__(self) -> str:
        where = f", in {self.function}" if self.function else ""
        return f"{os.path.basename(self.file)}:{self.line}{where}: {self.error}"


def watch(folder: Path) -> None:
    """Code in this folder, or in this one file, is an author's from now on."""
    _folders.add(os.path.abspath(folder))


def mistake(error: BaseException) -> Mistake | None:
    """The author's mistake that an exception comes from; None if none of their code was running."""
    named = _PACKAGE.sub("", f"{type(error).__name__}: {error}".removesuffix(": "))
    if isinstance(error, SyntaxError) and error.filename and _is_authors(error.filename):
        return _at(error.filename, error.lineno or 1, "", f"{type(error).__name__}: {error.msg}")
    found, trace = None, error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if _is_authors(code.co_filename):
            found = code.co_filename, trace.tb_lineno, code.co_name
        trace = trace.tb_next
    found = found or _called(error)
    if found is None:
        return None
    file, line, function = found
    return _at(file, line, "" if function == "<module>" else function, named)


def blamed(error: BaseException) -> AuthorError | None:
    """The author's mistake as an error of ours, which says file, line and source; None if it is none of theirs."""
    if isinstance(error, AuthorError):
        return error
    found = mistake(error)
    return AuthorError(str(found), found.source) if found else None


def _called(error: BaseException) -> tuple[str, int, str] | None:
    """Where an author's function stands that we call and that takes other arguments: file, line, place."""
    match = _CALL.match(str(error)) if isinstance(error, TypeError) else None
    for module in reversed([*sys.modules.values()] if match else []):
        if not _is_authors(getattr(module, "__file__", None) or os.devnull):
            continue
        item: object = module
        for name in match[1].split(".") if match else ():
            item = getattr(item, name, None)
        if code := getattr(item, "__code__", None):
            return code.co_filename, code.co_firstlineno, "<module>"
    return None


def _at(file: str, line: int, function: str, error: str) -> Mistake:
    linecache.checkcache(file)
    return Mistake(file, line, function, error, linecache.getline(file, line).strip())


def _is_authors(file: str) -> bool:
    path = os.path.abspath(file)
    return any(path == folder or path.startswith(folder + os.sep) for folder in _folders)
