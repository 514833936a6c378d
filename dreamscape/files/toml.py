"""TOML from anywhere, decoded within limits: what would take the parser minutes is refused before it is parsed."""

import json
import re
from typing import TypeVar

import msgspec

from dreamscape.errors import InputError

MOST_DOTS = 8  # of a key, for which the parser takes time by their square; the deepest of ours has two
# Texts and comments, to the end of the line or of the file where they are not ended.
_TEXTS = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"{3,5}|\\?\Z)' + r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?' + r"|'[^'\n]*+'?" + r"|\#[^\n]*+",
    re.DOTALL,
)
_DEEP = re.compile(rf"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{MOST_DOTS + 1}}}")
T = TypeVar("T")


def decode(data: bytes, kind: type[T], where: str, what: str) -> T:
    """Decode the bytes of a TOML file, whose size the caller has limited.

    Args:
        data: the bytes.
        kind: what they are to be.
        where: names the file, for messages.
        what: what was expected, for messages.

    Raises:
        InputError: no text, no TOML, or keys of very many parts.
        msgspec.ValidationError: TOML, but not of this kind.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not text at byte {error.start}, expected {what} in TOML (UTF-8)") from None
    plain = _TEXTS.sub(lambda found: "" if found[0][0] == "#" else "_", text)
    if deep := _DEEP.search(plain):
        line = plain.count("\n", 0, deep.start()) + 1
        raise InputError(f"{where}: a key of very many parts at line {line}, expected at most {MOST_DOTS} dots in one")
    try:
        return msgspec.toml.decode(text, type=kind, strict=True)
    except msgspec.ValidationError:
        raise
    except RecursionError:
        raise InputError(f"{where}: not valid TOML: nested too deeply") from None
    except ValueError as error:  # of a number of thousands of digits, too
        raise InputError(f"{where}: not valid TOML: {error}") from None


def value(told: object) -> str:
    """A text, number, truth or list of them as TOML has it: as JSON does, but for one character."""
    return json.dumps(told, ensure_ascii=False).replace("\x7f", "\\u007f")
