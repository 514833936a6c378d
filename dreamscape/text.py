"""Text from outside, made safe for terminals, messages, command lines and the tags of files.

Dreams, recordings, films, manifests, names of files and devices, and what other machines answer, are anybody's.
"""

import re
import shlex
import unicodedata
from collections.abc import Iterable

LONGEST_VALUE = 60  # letters of a value in a message
LONGEST_WORD = 160  # letters of a word in a message, such as a path; longer ones lose their middle
_TURNS = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # change the order in which letters are shown
_QUOTED = re.compile(r"\$'((?:[^'\\]|\\.)*)'|'[^']*'|\"[^\"]*\"")
_WRITTEN = re.compile(r"\\(?:x..|u....|U........|.)")  # out, as in `\x1b`
_BREAK = re.compile(r" *[^\S ]\s*")


def printable(text: str) -> str:
    """A text that is safe for a terminal: one line, with control characters written out, as in `\\x1b`."""
    return text if text.isprintable() else "".join(map(_shown, text))


def sentence(text: str) -> str:
    """A message that is safe for a terminal: one line, with very long words cut."""
    line = printable(_BREAK.sub(" ", text).strip())
    return re.sub(rf"\S{{{LONGEST_WORD + 1},}}", lambda word: _cut(word[0], LONGEST_WORD), line)


def short(value: object, most: int = LONGEST_VALUE) -> str:
    """A value for a message: printable, with its middle left out if it has more than `most` letters."""
    return _cut(printable(str(value)), most)


def as_title(name: str, otherwise: str) -> str:
    """The name of a file as a dream's title: printable, at most 80 letters; `otherwise` if there are none."""
    words = "".join(letter if letter.isprintable() else " " for letter in name).strip()
    return short(words, 80) if words else otherwise


def tag(text: str) -> str:
    """A text for a file's tags: one line of valid UTF-8 without control characters."""
    return "".join(letter if unicodedata.category(letter) not in ("Cc", "Cs") else _escaped(letter) for letter in text)


def command(words: Iterable[str]) -> str:
    """A command line to paste into a shell, printable whatever its words are."""
    return " ".join(shlex.quote(word) if printable(word) == word else _quoted(word) for word in words)


def words(line: str) -> list[str]:
    """The words of a command line that `command` made.

    Raises:
        ValueError: it is none, such as one without an end of a quotation.
    """
    return shlex.split(_QUOTED.sub(lambda piece: piece[0] if piece[1] is None else shlex.quote(_read(piece[1])), line))


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key to sort names by: `2 x` before `10 x`, without regard to upper and lower case."""
    pieces = re.findall(r"\d+|\D+", name.casefold())
    return tuple((0, int(piece), piece) if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def _shown(letter: str) -> str:
    steers = unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in _TURNS
    return _escaped(letter) if steers else letter


def _escaped(letter: str) -> str:
    number = ord(letter)
    if 0xDC80 <= number <= 0xDCFF:  # a byte of a file name that is not UTF-8
        return f"\\x{number - 0xDC00:02x}"
    return letter.encode("unicode_escape").decode()


def _quoted(word: str) -> str:
    r"""A word as bash, zsh and ksh read it: $'\x1b'."""
    plain = word.replace("\\", "\\\\").replace("'", "\\'")
    told = (f"\\u{ord(letter):04x}" if "\x7f" < letter < "\xa0" else _shown(letter) for letter in plain)
    return f"$'{''.join(told)}'"


def _read(quoted: str) -> str:
    """The inverse of `_quoted`, without the quotes."""

    def read(sign: re.Match[str]) -> str:
        letter = sign[0].encode("ascii").decode("unicode_escape")
        byte = sign[0].startswith(r"\x") and not letter.isascii()
        return chr(0xDC00 + ord(letter)) if byte else letter

    return _WRITTEN.sub(read, quoted)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - most // 4]}\u2026{text[-(most // 4 - 1) :]}"
