"""Decodes TOML from anywhere within limits: input that would take the parser minutes is refused before parsing."""

import json
import re
from typing import TypeVar

import msgspec

from dreamscape.errors import InputError

MAX_DOTS = 8  # in a key, which take the parser quadratic time; our deepest key has two
# Strings and comments; unterminated ones extend to the end of the line or of the file.
_TEXTS = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"{3,5}|\\?\Z)' + r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?' + r"|'[^'\n]*+'?" + r"|\#[^\n]*+",
    re.DOTALL,
)
_DOTTED_KEY = re.compile(rf"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{MAX_DOTS + 1}}}")
T = TypeVar("T")


def decode(data: bytes, kind: type[T], where: str, what: str) -> T:
    """Decode the bytes of a TOML file, whose size the caller has limited.

    Args:
        data: the bytes.
        kind: the type to decode.
        where: names the file in messages.
        what: describes the expected content in messages.

    Raises:
        InputError: it is no text or no TOML, or has keys with too many dots.
        msgspec.ValidationError: it is TOML, but not of this type.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not text at byte {error.start}, expected {what} in TOML (UTF-8)") from None
    plain = _TEXTS.sub(lambda match: "" if match[0][0] == "#" else "_", text)
    if deep := _DOTTED_KEY.search(plain):
        line = plain.count("\n", 0, deep.start()) + 1
        raise InputError(f"{where}: a key with too many dots at line {line}, expected at most {MAX_DOTS}")
    try:
        return msgspec.toml.decode(text, type=kind, strict=True)
    except msgspec.ValidationError:
        raise
    except RecursionError:
        raise InputError(f"{where}: not valid TOML: nested too deeply") from None
    except ValueError as error:  # also for a number of thousands of digits
        raise InputError(f"{where}: not valid TOML: {error}") from None


def encode_value(encode_value: object) -> str:
    """Encode a string, number, boolean or list of them as TOML, which differs from JSON in one character."""
    return json.dumps(encode_value, ensure_ascii=False).replace("\x7f", "\\u007f")
