"""The utterance of a text: its phones with the pauses between them, and where among them each letter stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreamscape.speech.numbers import NUMBER, SIGNS, in_words
from dreamscape.speech.spelling import Part, letter_by_letter, plain_letter, pronounce

PAUSE = "pau"
_PAUSES = {",": 0.26, ";": 0.34, ":": 0.34, ".": 0.5, "?": 0.5, "!": 0.5, "…": 0.6, "–": 0.3, "—": 0.3, "\n": 0.5}  # s
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?")
_ABBREVIATIONS = {"e.g.": "for example", "i.e.": "that is", "etc.": "etcetera", "Mr.": "mister", "Mrs.": "missis",
                  "Dr.": "doctor", "vs.": "versus", "St.": "saint"}  # fmt: skip
_ABBREVIATION = re.compile("|".join(map(re.escape, _ABBREVIATIONS)))
_BESIDE_NUMBERS = tuple(
    (re.compile(sign), word)
    for sign, word in (
        (r"(?:[Nn]o\.|№|#)(?=\s?\d)", "number"),
        (r"(?<![\w.])[-−](?=\d)", "minus"),
        (r"(?<=\d)–(?=\d)", "to"),
    )
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")  # U.S.A., a.m.
# Words that are said otherwise as verbs, and what comes before a verb.
_VERBS = {"separate": "S EH1 P ER0 EY2 T", "use": "Y UW1 Z", "close": "K L OW1 Z", "record": "R AX K AO1 R D",
          "present": "P R IY0 Z EH1 N T", "object": "AX B JH EH1 K T", "perfect": "P ER0 F EH1 K T"}  # fmt: skip
_BEFORE_VERBS = (
    "to", "also", "i", "you", "we", "they", "who", "will", "would", "can", "could", "cannot", "should", "must", "not",
    "don't", "didn't", "won't", "let's",
)  # fmt: skip
_VOWELS = ("AA", "AE", "AH", "AO", "AW", "AX", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")


@dataclass(frozen=True, slots=True)
class Phone:
    """One sound of speech, or a pause.

    Attributes:
        name: in ARPAbet, without stress, or PAUSE.
        stress: of a vowel, 0 none, 1 main, 2 lesser.
        first, last: whether a word begins or ends with it.
        seconds: of a pause, unhurried; 0 for sounds, which last as long as they do in the mouth that says them.
    """

    name: str
    stress: int = 0
    first: bool = False
    last: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said for a text.

    Attributes:
        phones: in order, a pause at both ends.
        letters: for each character of the text, the number of phones said before it; parts of a phone too.
    """

    phones: tuple[Phone, ...]
    letters: tuple[float, ...]


def beyond(text: str) -> str:
    """The letters of a text that nothing here can say, those of other scripts, each once, large or small, in order."""
    found = dict[str, str]()
    for letter in text:
        if letter.isalpha() and plain_letter(letter) == "?":
            found.setdefault(letter.lower(), letter)
    return "".join(found.values())


@lru_cache(maxsize=64)
def utterance(text: str) -> Utterance:
    """What is said for a text; nothing but a pause if letters are `beyond`."""
    phones, letters = [Phone(PAUSE, seconds=0.0)], list[float]()
    if beyond(text):
        return Utterance(tuple(phones), tuple(0.0 for _ in text))
    before = ""
    for token, parts in _tokens(text):
        if not parts:
            letters += [float(len(phones))] * len(token)
            _pause(phones, max((_PAUSES.get(letter, 0.0) for letter in token), default=0.0))
            continue
        for word in _words(token, parts, before):
            letters += _say(phones, word)
        before = token.lower()
    _the(phones)
    if phones[-1].name != PAUSE:
        phones.append(Phone(PAUSE, seconds=0.0))
    return Utterance(tuple(phones), tuple(letters))


def _pause(phones: list[Phone], seconds: float) -> None:
    """Rest; after another rest, the longer of both counts."""
    if seconds and phones[-1].name == PAUSE and len(phones) > 1:
        phones[-1] = Phone(PAUSE, seconds=max(seconds, phones[-1].seconds))
    elif seconds and len(phones) > 1:
        phones.append(Phone(PAUSE, seconds=seconds))


def _say(phones: list[Phone], word: tuple[Part, ...]) -> list[float]:
    """Append a word's phones; where its letters stand."""
    letters, begin = list[float](), len(phones)
    for count, names in word:
        letters += [len(phones) + len(names) * k / count for k in range(count)]
        phones += [Phone(name.rstrip("012"), int(name[-1]) if name[-1] in "012" else 0) for name in names]
    if len(phones) > begin:
        phones[begin] = Phone(phones[begin].name, phones[begin].stress, True, len(phones) == begin + 1)
        phones[-1] = Phone(phones[-1].name, phones[-1].stress, phones[-1].first, True)
    return letters


def _the(phones: list[Phone]) -> None:
    """Before a vowel, `the` ends like `thee`."""
    for k in range(1, len(phones) - 1):
        here, before, after = phones[k], phones[k - 1], phones[k + 1]
        if before.name == "DH" and before.first and here.name == "AX" and here.last and after.name in _VOWELS:
            phones[k] = Phone("IY", 0, False, True)


def _tokens(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text in pieces, each with the words that are said for it, none for what is between words."""
    at = 0
    while at < len(text):
        short, initials, number, word = (kind.match(text, at) for kind in (_ABBREVIATION, _INITIALS, NUMBER, _WORD))
        beside = next(((found[0], said) for sign, said in _BESIDE_NUMBERS if (found := sign.match(text, at))), None)
        if short:
            token, said = short[0], tuple(_ABBREVIATIONS[short[0]].split())
        elif beside:
            token, said = beside[0], (beside[1],)
        elif initials:
            token, said = initials[0], tuple(initials[0].upper().replace(".", ""))
        elif number:
            token, said = number[0], tuple(in_words(number[0]))
        elif word and text[at] not in SIGNS:
            token, said = word[0], (word[0],)
        else:
            token, said = text[at], tuple(SIGNS.get(text[at], "").split())
        yield token, said
        at += len(token)


def _words(token: str, said: tuple[str, ...], before: str) -> Iterator[tuple[Part, ...]]:
    """The words of a token with their phones; the token's letters are shared out among words that it does not spell."""
    if said == (token,):
        if len(token) == 1 and token.isupper() and token not in ("I", "A"):
            yield letter_by_letter(token)
        elif token.lower() in _VERBS and before in _BEFORE_VERBS:
            yield ((len(token), tuple(_VERBS[token.lower()].split())),)
        else:
            yield pronounce(token)
        return
    shares = [len(token) * k // len(said) for k in range(len(said) + 1)]
    for word, first, stop in zip(said, shares, shares[1:], strict=False):
        spelled = letter_by_letter(word) if len(word) == 1 and word.isupper() else pronounce(word)
        names = tuple(phone for _, part in spelled for phone in part)
        yield ((stop - first, names),)
