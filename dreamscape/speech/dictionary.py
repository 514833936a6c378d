"""The dictionary: the pronunciations of some 125,000 English words (CMUdict, baked by scripts/bake_spelling.py)."""

import lzma
from functools import lru_cache

from dreamscape import resources

FILE = "pronunciations.xz"
_CONSONANTS = ("B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S", "SH", "T", "TH",
               "V", "W", "Y", "Z", "ZH")  # fmt: skip
_VOWELS = ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")
# The character that stands for each phone in the file; the digit of a vowel is its stress: 0 none, 1 main, 2 lesser.
PHONES = ("AX", *_CONSONANTS, *(f"{vowel}{stress}" for stress in "102" for vowel in _VOWELS))
CODES = {chr(ord("0") + k): phone for k, phone in enumerate(PHONES)}


@lru_cache(maxsize=1)
def _text() -> bytes:
    return lzma.decompress(resources.asset(FILE).read_bytes())


def words() -> dict[str, tuple[str, ...]]:
    """All words and their phones, in alphabetical order."""
    rows = (row.partition(" ") for row in _text().decode().splitlines() if not row.startswith(";;;"))
    return {word: tuple(CODES[letter] for letter in said) for word, _, said in rows}


def look_up(word: str) -> tuple[str, ...] | None:
    """The phones of a lower-case word, vowels with their stress, or None if it is not in the dictionary."""
    text, sought = _text(), f"\n{word} ".encode()
    at = text.find(sought)
    if at < 0:
        return None
    begin = at + len(sought)
    return tuple(CODES[letter] for letter in text[begin : text.index(b"\n", begin)].decode())
