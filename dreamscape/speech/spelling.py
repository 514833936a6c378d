"""English pronunciation: the dictionary, words that are made of its words, letters by name, and the letter model.

Phones are named as in ARPAbet, vowels with the digit of their stress (0 none, 1 main, 2 lesser); AX is the vowel of
`the`.
"""

import re
import unicodedata
from functools import lru_cache

from dreamscape.speech import letter_model
from dreamscape.speech.dictionary import look_up
from dreamscape.speech.letter_model import aligned

Part = tuple[int, tuple[str, ...]]  # a number of letters, and the phones that they stand for, possibly none

_VOICELESS, _HISSING = {"P", "T", "K", "F", "TH"}, {"S", "Z", "SH", "ZH", "CH", "JH"}
# Words whose first pronunciation in the dictionary is not the one that is meant, or that it does not have.
_OWN = {
    "live": "L IH1 V", "lives": "L IH1 V Z", "wind": "W IH1 N D", "tear": "T IH1 R", "to": "T UW1", "oh": "OW1",
    "mr": "M IH1 S T ER0", "mrs": "M IH1 S IH0 Z", "dr": "D AA1 K T ER0", "vs": "V ER1 S AX S",
    "etc": "EH0 T S EH1 T ER0 AX", "ok": "OW2 K EY1", "px": "P IH1 K S AX L Z", "hz": "HH ER1 T S",
    "kb": "K IH1 L AX B AY2 T S", "mb": "M EH1 G AX B AY2 T S", "gb": "G IH1 G AX B AY2 T S",
    "khz": "K IH1 L AX HH ER2 T S", "db": "D EH1 S AX B EH2 L Z", "ctrl": "K AX N T R OW1 L", "esc": "IH0 S K EY1 P",
    "json": "JH EY1 S AX N", "jpeg": "JH EY1 P EH2 G", "gif": "G IH1 F", "flac": "F L AE1 K",
    "kbit": "K IH1 L AX B IH2 T",
    "mbit": "M EH1 G AX B IH2 T", "num": "N AH1 M", "py": "P AY1", "km": "K AX L AA1 M AX T ER0 Z",
    "cm": "S EH1 N T AX M IY2 T ER0 Z", "mm": "M IH1 L AX M IY2 T ER0 Z", "ms": "M IH1 L AX S EH2 K AX N D Z",
}  # fmt: skip
_LETTERS = {
    "a": "EY1", "b": "B IY1", "c": "S IY1", "d": "D IY1", "e": "IY1", "f": "EH1 F", "g": "JH IY1", "h": "EY1 CH",
    "i": "AY1", "j": "JH EY1", "k": "K EY1", "l": "EH1 L", "m": "EH1 M", "n": "EH1 N", "o": "OW1", "p": "P IY1",
    "q": "K Y UW1", "r": "AA1 R", "s": "EH1 S", "t": "T IY1", "u": "Y UW1", "v": "V IY1", "w": "D AH1 B AX L Y UW2",
    "x": "EH1 K S", "y": "W AY1", "z": "Z IY1",
}  # fmt: skip
_UNDECOMPOSED = str.maketrans("ßæœøđðłþı", "seeoddlti")
_PREFIXES = {
    "un": "AH2 N", "re": "R IY0", "non": "N AA1 N", "pre": "P R IY0", "sub": "S AH1 B", "over": "OW2 V ER0",
    "mis": "M IH0 S", "anti": "AE1 N T IY0", "multi": "M AH1 L T IY0", "inter": "IH1 N T ER0", "auto": "AO1 T OW0",
    "micro": "M AY1 K R OW0", "super": "S UW1 P ER0", "semi": "S EH1 M IY0",
}  # fmt: skip
_SUFFIXES = {
    "ly": "L IY0", "ness": "N AX S", "less": "L AX S", "ful": "F AX L", "ment": "M AX N T", "er": "ER0", "or": "ER0",
    "ers": "ER0 Z", "est": "AX S T", "able": "AX B AX L", "ish": "IH0 SH", "y": "IY0", "ship": "SH IH2 P",
    "ing": "IH0 NG", "ings": "IH0 NG Z",
}  # fmt: skip
_AMERICAN = (("isa", "iza"), ("ise", "ize"), ("isi", "izi"), ("yse", "yze"), ("our", "or"), ("tre", "ter"), ("ll", "l"))
_HUMP = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z'’]+|[A-Z]")  # OpenGL is Open and GL
_LONG_VOWEL = re.compile(r"[^aeiouy][aeiouy][bcdfgklmnprstvz]$")  # in front of a silent e that an ending has taken


def plain_letter(letter: str) -> str:
    """One letter as a to z or a digit, without accents; `?` for a letter of another script, which nothing here says."""
    base = unicodedata.normalize("NFKD", letter.lower()).translate(_UNDECOMPOSED)[:1]
    return base if re.fullmatch(r"[a-z0-9']", base) else "'" if base == "’" else "?"


@lru_cache(maxsize=1024)
def pronounce(word: str) -> tuple[Part, ...]:
    """A word as it is written, of letters and apostrophes, as its letters in order and their phones.

    A word in capitals that is in no dictionary, and one without a vowel, is said letter by letter.
    """
    plain = "".join(map(plain_letter, word))
    if "?" in plain:
        return ((len(word), ()),)
    if word.endswith(("'s", "’s")) and word[:-2].isupper():
        return (*pronounce(word[:-2]), (2, ("Z",)))
    cased = "".join(one.upper() if letter.isupper() else one for one, letter in zip(plain, word, strict=True))
    humps = _HUMP.findall(cased) if not look_up(plain) else []
    if len(humps) > 1:
        return tuple(part for hump in humps for part in pronounce(hump))
    said = _said(plain)
    if said:
        return tuple(aligned(plain, said))
    if (word.isupper() and len(word) > 1) or not re.search("[aeiouy]", plain):
        return tuple((1, tuple(_LETTERS.get(letter, "").split())) for letter in plain)
    return tuple(letter_model.read(plain))


def spoken(word: str) -> tuple[str, ...]:
    """The phones of a word."""
    return tuple(phone for _, phones in pronounce(word) for phone in phones)


def letter_by_letter(letters: str) -> tuple[Part, ...]:
    """The names of letters."""
    return tuple((1, tuple(_LETTERS.get(plain_letter(letter), "").split())) for letter in letters)


def _said(word: str) -> tuple[str, ...] | None:
    """The phones of a plain word by the dictionary, also if it has an ending, a beginning or two parts, else None."""
    known = _known(word)
    if known or len(word) < 4:
        return known
    for british, american in _AMERICAN:
        said = _known(word.replace(british, american)) if british in word else None
        if said:
            return said
    return _inflected(word) or _derived(word) or _compound(word)


def _known(word: str) -> tuple[str, ...] | None:
    said = tuple(_OWN[word].split()) if word in _OWN else look_up(word)
    if said and word.startswith("un") and said[:2] == ("AX", "N"):
        return "AH2", *said[1:]  # the dictionary swallows it: `key unlocks` was understood as `can lacks`
    return said


def _inflected(word: str) -> tuple[str, ...] | None:
    """Plurals, possessives and past tenses of words that are known."""
    for ending in ("'s", "s'", "es", "s", "ed"):
        if not word.endswith(ending) or word.endswith(("ss", "us", "is")):
            continue
        for stem in _stems(word[: -len(ending)], ending):
            said = _known(stem) or (_compound(stem) if len(stem) > 5 else None)
            if said and "d" in ending:
                return said + (("IH0", "D") if said[-1] in ("T", "D") else ("T",) if _breathed(said) else ("D",))
            if said:
                return said + (("IH0", "Z") if said[-1] in _HISSING else ("S",) if _breathed(said) else ("Z",))
    return None


def _breathed(said: tuple[str, ...]) -> bool:
    return said[-1] in _VOICELESS or said[-1] in ("S", "SH", "CH")


def _stems(cut: str, ending: str) -> list[str]:
    """What a word may have been before an ending: with its e, its y, or one of two letters."""
    found = [cut]
    if ending[0] in "eaioy":
        doubled = len(cut) > 3 and cut[-1] == cut[-2]
        found = [cut[:-1], cut] if doubled else [f"{cut}e", cut] if _LONG_VOWEL.search(cut) else [cut, f"{cut}e"]
    return [*found, f"{cut[:-1]}y"] if cut.endswith("i") else found


def _derived(word: str) -> tuple[str, ...] | None:
    for ending, sound in _SUFFIXES.items():
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            for stem in _stems(word[: -len(ending)], ending):
                said = _known(stem) if len(stem) > 2 else None
                if said:
                    return said + tuple(sound.split())
    for beginning, sound in _PREFIXES.items():
        rest = word.removeprefix(beginning)
        if rest != word and len(rest) > 2:
            said = _known(rest) or _inflected(rest)
            if said:
                return tuple(sound.split()) + said
    return None


def _compound(word: str) -> tuple[str, ...] | None:
    """Two words that are known, the first as long as possible; the second loses its main stress."""
    for cut in range(len(word) - 3, 2, -1):
        first, second = _known(word[:cut]), _known(word[cut:])
        if first and second:
            return first + tuple(phone.replace("1", "2") for phone in second)
    return None
