"""Lines of text that drift as the chorus' words."""

import re
import unicodedata
from pathlib import Path

from dreamscape.files import regular

LARGEST = 1 << 16  # bytes of a file
MOST, LONGEST = 60, 36  # lines of a file, and letters of a line; longer ones are divided between words
_CLAUSE = re.compile(r"(?<=[,;:.!?…。！？、])\s*")


def read(path: Path) -> list[str]:
    """The lines of a text, each a clause or a part of one.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no text; says why.
    """
    data = regular.read(path, LARGEST)
    if b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ValueError("no text")
    coded = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data[:LARGEST].decode(coded, "replace")
    found = [part for line in text.splitlines() for part in _parts(line)][:MOST]
    if not found:
        raise ValueError("no words in it")
    return found


def _parts(line: str) -> list[str]:
    """A line's clauses, without control characters, each as short as it must be."""
    clean = "".join(" " if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") else letter for letter in line)
    parts = list[str]()
    for clause in _CLAUSE.split(" ".join(clean.replace("\ufffd", " ").split())):
        words = clause.strip(" .,;:")
        while len(words) > LONGEST:
            even = len(words) // -(-len(words) // LONGEST)  # letters of each part, were they alike
            spaces = [place for place, letter in enumerate(words[: LONGEST + 1]) if letter == " "]
            cut = min(spaces, key=lambda place: abs(place - even), default=LONGEST)
            parts.append(words[:cut])
            words = words[cut:].strip()
        parts.append(words)
    return [part for part in parts if any(letter.isalnum() for letter in part)]
