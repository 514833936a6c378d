"""A text as sentences: their words in plain form, which of them are denied, and what is said aloud in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dreamscape.imagine.lexicon import Lexicon
from dreamscape.imagine.words import Word

_ENDS = re.compile(r"(?<=[.!?…])[\"”’»')\]]*\s+(?=[\"“‘«'(\[]?[A-Z0-9])|\n\s*\n")
_PARAGRAPH = re.compile(r"\n\s*\n\s*$")
_SAID = re.compile(r"[\"“”„]([^\"“”„]{2,2000})[\"“”]|«\s*([^«»]{2,2000}?)\s*»")
_PIECES = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[,;:.!?…()–—]|--")
_VERBS = "say|said|ask|answer|cry|cries|cried|call|shout|whisper|repl|think|thought|murmur|tell|told"  # as they begin
_OWN = re.compile(rf"\b(?:I|we)\s+(?:\w+ly\s+)?(?:{_VERBS})|\bDreamer:", re.IGNORECASE)
_TELLS = re.compile(rf"(?:\w+\s+){{0,3}}?(?:{_VERBS})")
_STOPS = frozenset(",;:.!?…()–—") | {"--", "but", "instead", "yet"}
REACH = 5  # words that a negation reaches
LINE = 150  # letters of a line that is easy to read


@dataclass(frozen=True, slots=True)
class Saying:
    """Words said aloud, and by whom: the `voice` or the `dreamer`."""

    text: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence.

    Attributes:
        number: from 1.
        text: on one line.
        opens: whether a paragraph begins with it.
        words: without marks of punctuation.
        sayings: what is said aloud in it.
    """

    number: int
    text: str
    words: tuple[Word, ...]
    sayings: tuple[Saying, ...]
    opens: bool


def read_sentences(text: str, lexicon: Lexicon) -> list[Sentence]:
    """The sentences of a text, in order. What stands in quotation marks stays in one."""
    found = list[Sentence]()
    opens = True
    for piece in _pieces(text):
        line = " ".join(piece.split())
        words = tuple(_words(line, lexicon))
        if words:
            found.append(Sentence(len(found) + 1, line, words, tuple(_sayings(line)), opens))
            opens = False
        opens = opens or bool(_PARAGRAPH.search(piece))
    return found


def _pieces(text: str) -> Iterator[str]:
    """The text cut where sentences end, but not within quotation marks."""
    quoted = [match.span() for match in _SAID.finditer(text)]
    cuts = [0]
    for match in _ENDS.finditer(text):
        inside = any(start < match.start() and match.end() < stop for start, stop in quoted)
        told = any(abs(stop - len(match[0].rstrip()) - match.start()) <= 1 for _, stop in quoted)
        if not inside and not (told and _TELLS.match(text, match.end())):  # "Who are you?" I ask.
            cuts.append(match.end())
    for start, stop in pairwise([*cuts, len(text)]):
        yield text[start:stop]


def _words(line: str, lexicon: Lexicon) -> Iterator[Word]:
    """The words of a line; those within the reach of a negation are denied."""
    left, unable = 0, False
    before = ""
    for piece in _PIECES.findall(line):
        plain = piece.lower().replace("’", "'")
        if plain in _STOPS:
            left = 0
        if not piece[0].isalpha():
            continue
        forms = lexicon.forms(plain)
        negates = plain in lexicon.negations or plain.endswith("n't")
        if negates:
            unable = plain == "cannot" or plain.removesuffix("n't") in ("ca", *lexicon.able) or before in lexicon.able
        denied = left > 0 and not negates
        yield Word(piece, forms, denied, denied and unable)
        left = REACH if negates else max(0, left - 1)
        if before == "not" and plain in ("only", "just"):  # not only this, but that as well
            left = 0
        before = plain


def _sayings(line: str) -> Iterator[Saying]:
    """What is said aloud in a line, cut where it is too long to read at once."""
    for match in _SAID.finditer(line):
        said = " ".join((match[1] or match[2]).split()).strip(" ,")
        around = line[max(0, match.start() - 40) : match.start()] + " " + line[match.end() : match.end() + 30]
        speaker = "dreamer" if _OWN.search(around) else "voice"
        for part in _lines(said):
            yield Saying(part, speaker)


def _lines(said: str) -> Iterator[str]:
    """A saying in parts of at most LINE letters, where that can be had without cutting a word."""
    line = ""
    for part in re.findall(r"\S.*?(?:[.!?…;]+(?=\s|$)|$)", said):
        for word in part.split() if len(part) > LINE else [part]:
            if line and len(line) + 1 + len(word) > LINE:
                yield line
                line = ""
            line = f"{line} {word[:LINE]}".strip()
    if line:
        yield line
