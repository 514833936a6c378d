"""XScreenSaver's list of programs, as text: adds and removes our entry, and leaves every other byte unchanged.

A preferences file holds `name: value` lines; a value continues after a backslash at the end of a line. In `programs`,
entries are separated by a backslash and an `n`, and each reads `[-] [GL:] ["Name"] command`: a dash switches it off.
"""

import re
import shlex
from dataclasses import dataclass
from pathlib import PurePath

INDENT = "\t\t\t\t"
END = "\\n"  # of an entry: these two characters
_BLOCK = re.compile(r"^(?P<head>\*?programs[ \t]*:)(?P<value>(?:[^\\\n]|\\(?:\r\n|.|\n))*)", re.MULTILINE)
_ENTRY = re.compile(r'^(?P<off>-?)\s*(?:[\w-]+:\s+)?(?:"[^"]*"\s*)?(?P<command>.*)$', re.DOTALL)
_SELECTED = re.compile(r"^(?P<head>\*?selected[ \t]*:[ \t]*)(?P<index>-?\d+)", re.MULTILINE)
_MODE = re.compile(r"^(?P<head>\*?mode[ \t]*:[ \t]*)\S+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ProgramList:
    """The list of programs in a text.

    Attributes:
        start, stop: where its value lies in the text.
        pieces: the raw text of each entry, up to its end mark.
        rest: the raw text after the last end mark.
    """

    start: int
    stop: int
    pieces: tuple[str, ...]
    rest: str

    def ours(self) -> list[int]:
        """The indices of the entries that run this program."""
        return [index for index, piece in enumerate(self.pieces) if _is_ours(command(piece))]


def find(text: str) -> ProgramList | None:
    """The list of programs in a preferences file; None if it holds none."""
    programs = _BLOCK.search(text)
    if programs is None:
        return None
    pieces = programs["value"].split(END)
    rest = pieces.pop()
    if _plain(rest):  # the last entry has no end mark, which XScreenSaver accepts
        pieces, rest = [*pieces, rest.rstrip() + " "], ""
    return ProgramList(*programs.span("value"), tuple(piece + END for piece in pieces), rest)


def command(piece: str) -> str:
    """The command of an entry, on one line."""
    programs = _ENTRY.match(_plain(piece))
    return programs["command"].strip() if programs else ""


def add(text: str, run: str, defaults: str) -> str:
    """A preferences file with our entry in its list; an existing entry keeps its place and options.

    Args:
        text: of the file.
        run: the command that starts the screensaver, without options.
        defaults: a text with the list that applies if the file has none, since a file's list replaces it entirely.
    """
    programs = find(text)
    if programs is None:
        standard = find(defaults)
        value = "" if standard is None else defaults[standard.start : standard.stop]
        text = f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}programs:{value.rstrip()}\n"
        programs = find(text)
        assert programs is not None
    pieces = list(programs.pieces)
    for index in programs.ours():
        pieces[index] = _updated(pieces[index], run)
    if not programs.ours():
        pieces.append(f'\\\n{INDENT}GL: "Dreamscape"  {run} --root {END}')
    return text[: programs.start] + "".join(pieces) + programs.rest + text[programs.stop :]


def remove(text: str) -> str:
    """A preferences file without our entry. The selection is kept; if ours was selected, the first entry becomes so."""
    programs = find(text)
    if programs is None or not programs.ours():
        return text
    removed = programs.ours()
    remaining = [piece for index, piece in enumerate(programs.pieces) if index not in removed]
    text = text[: programs.start] + "".join(remaining) + programs.rest + text[programs.stop :]

    def shifted(match: re.Match[str]) -> str:
        index = int(match["index"])
        return match["head"] + str(0 if index in removed else index - sum(one < index for one in removed))

    return _SELECTED.sub(shifted, text)


def select(text: str) -> str:
    """A preferences file that shows our entry only."""
    programs = find(text)
    assert programs is not None
    for pattern, name, value in ((_MODE, "mode", "one"), (_SELECTED, "selected", str(programs.ours()[0]))):
        text = pattern.sub(rf"\g<head>{value}", text) if pattern.search(text) else f"{name}: {value}\n{text}"
    return text


def _plain(piece: str) -> str:
    """The text of an entry on one line, without its end mark."""
    return piece.replace("\\\r\n", " ").replace("\\\n", " ").removesuffix(END).strip()


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:  # an odd quotation mark
        return command.split()


def _is_ours(command: str) -> bool:
    words = _words(command)
    if "screensaver" not in words:
        return False
    before = words[: words.index("screensaver")]
    return bool(before) and (PurePath(before[0]).name == "dreamscape" or before[-2:] == ["-m", "dreamscape"])


def _updated(piece: str, run: str) -> str:
    """Our entry with the program's present command, and its options unchanged."""
    old = command(piece)
    words = _words(old)
    options = words[words.index("screensaver") + 1 :]
    new = f"{run} {shlex.join(options)}".rstrip()
    return piece if shlex.join(words) == shlex.join(_words(new)) else f'\\\n{INDENT}GL: "Dreamscape"  {new} {END}'
