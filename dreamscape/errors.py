"""The errors that users see: one sentence and an exit code, never a traceback."""

import difflib
from collections.abc import Iterable

LONGEST_NAME = 80  # letters of an unknown name that are compared with known ones


class DreamscapeError(Exception):
    """A failure while running (exit code 1); its text says what, where, what was expected and what to do."""

    exit_code = 1


class InputError(DreamscapeError):
    """Bad usage or bad input: an option, a path, a dream file (exit code 2)."""

    exit_code = 2


class InputTypeError(InputError, TypeError):
    """An argument of a wrong type, from Python."""


class ShaderError(DreamscapeError):
    """A shader that does not compile or link, or a uniform that it does not declare; names the file and the line."""


class AuthorError(DreamscapeError):
    """A mistake in the Python of an author's layer or scene; `source` is the line of theirs that failed."""

    def __init__(self, sentence: str, source: str = "") -> None:
        super().__init__(sentence, source)  # both, so that it comes whole through pipes
        self.source = source

    def __str__(self) -> str:
        return str(self.args[0])


class PluginWarning(UserWarning):
    """A part of another package or of a shader cannot be used and is left out; says which, and what to do."""


def instead_of(name: object, names: Iterable[object], lead: str = ", expected") -> str:
    """How a message about an unknown name goes on: `; did you mean 'pier'?`, or else `, expected a, b or c`."""
    known = [str(item) for item in names]
    close = difflib.get_close_matches(str(name)[:LONGEST_NAME], known, 1)
    return f"; did you mean {close[0]!r}?" if close else f"{lead} {one_of(known)}"


def one_of(names: object) -> str:
    """A readable list of valid names for a message: `a, b or c`."""
    items = sorted(str(name) for name in names)  # type: ignore[attr-defined]
    if len(items) < 2:
        return "".join(items) or "(none)"
    return f"{', '.join(items[:-1])} or {items[-1]}"
