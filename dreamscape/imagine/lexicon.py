"""The lexicon: what words mean to a dream, `assets/lexicon.toml`."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dreamscape import resources
from dreamscape.imagine.words import Word

NAME, HINT = 3.0, 1.0  # how much a word speaks for a place
_VOWELS = frozenset("aeiou")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means.

    Attributes:
        kind: `place`, `weather`, `hour`, `colour` or `feeling`.
        name: of the place, the weather or the colour; empty for the others.
        value: its weight for a place, the sun's height, the hue in degrees, or the feeling.
        said: of a colour, whether its name is said; else it is that of a thing.
    """

    kind: str
    name: str
    value: float
    said: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that was found in a sentence: what it means, its words, and whether it is denied."""

    meaning: Meaning
    words: str
    denied: bool
    first: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What words mean.

    Attributes:
        meanings: of phrases; one phrase may have several.
        parameters: of each weather: `scene.parameter` and its value.
        negations, strong, weak, large, plain: words, see the file.
        irregular: plain forms of words.
        longest: words of the longest phrase.
    """

    meanings: Mapping[Phrase, tuple[Meaning, ...]]
    parameters: Mapping[str, Mapping[str, float | str]]
    negations: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    large: frozenset[str]
    plain: frozenset[str]
    irregular: Mapping[str, str]
    longest: int

    def forms(self, word: str) -> frozenset[str]:
        """The plain forms that a lower-case word may have, itself included."""
        found = {word, self.irregular.get(word, word)}
        bare = word.removesuffix("'s").removesuffix("s'")
        found |= {bare, *_bases(bare)}
        return frozenset(found)

    def find(self, words: Sequence[Word], kind: str) -> Iterator[Found]:
        """The phrases of one kind in a sentence; of those that overlap the longest, of equal ones the first."""
        at = 0
        while at < len(words):
            for length in range(min(self.longest, len(words) - at), 0, -1):
                if meanings := self._meanings(words[at : at + length], kind):
                    part = words[at : at + length]
                    text = " ".join(word.text for word in part)
                    yield from (Found(m, text, part[0].denied, at) for m in meanings)
                    at += length
                    break
            else:
                at += 1

    def knows(self, word: Word) -> bool:
        """Whether a word means anything here, or is about nothing in particular."""
        return (
            len(word.text) <= 3
            or "'" in word.text
            or not self.plain.isdisjoint(word.forms)
            or not self._known_words.isdisjoint(word.forms)
        )

    def strength(self, words: Sequence[Word], first: int) -> float:
        """How strong something is, by the two words before it: 1.5 very, 1 as it is, 0.5 a little."""
        near = [word.forms for word in words[max(0, first - 2) : first]]
        if any(not self.strong.isdisjoint(forms) for forms in near):
            return 1.5
        return 0.5 if any(not self.weak.isdisjoint(forms) for forms in near) else 1.0

    def is_large(self, words: Sequence[Word], first: int) -> bool:
        """Whether what stands here is said of something that fills a picture, such as the sky."""
        return any(not self.large.isdisjoint(word.forms) for word in words[first + 1 : first + 3])

    @property
    def _known_words(self) -> frozenset[str]:
        return _words_of(tuple(self.meanings)) | self.negations | self.strong | self.weak

    def _meanings(self, part: Sequence[Word], kind: str) -> list[Meaning]:
        """What a run of words means, of one kind, each place, weather or colour once."""
        found = dict[str, Meaning]()
        for phrase in _phrases(part):
            for meaning in self.meanings.get(phrase, ()):
                if meaning.kind == kind:
                    found.setdefault(meaning.name, meaning)
        return list(found.values())


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that ships."""
    table = tomllib.loads(resources.asset("lexicon.toml").read_text("utf-8"))
    meanings = dict[Phrase, list[Meaning]]()
    for words, meaning in _entries(table):
        for word in words:
            meanings.setdefault(tuple(word.split()), []).append(meaning)
    grammar = table["grammar"]
    kinds = {name: frozenset[str](grammar[name]) for name in ("negations", "strong", "weak", "large", "plain")}
    return Lexicon(
        meanings={phrase: tuple(found) for phrase, found in meanings.items()},
        parameters={name: entry["set"] for name, entry in table["weather"].items()},
        irregular=grammar["irregular"],
        longest=max(map(len, meanings)),
        **kinds,
    )


def _entries(table: Mapping[str, Any]) -> Iterator[tuple[list[str], Meaning]]:
    """The words of the file, with what they mean."""
    for name, entry in table["places"].items():
        yield entry["names"], Meaning("place", name, NAME)
        yield entry["hints"], Meaning("place", name, HINT)
    for name, entry in table["weather"].items():
        yield entry["words"], Meaning("weather", name, 1.0)
    for height, words in table["hours"].items():
        yield words, Meaning("hour", "", float(height))
    for name, entry in table["colours"].items():
        yield entry["words"], Meaning("colour", name, entry["hue"])
        yield entry["meant"], Meaning("colour", name, entry["hue"], said=False)
    for value, words in table["feelings"].items():
        yield words, Meaning("feeling", "", float(value))


def _phrases(part: Sequence[Word]) -> Iterable[Phrase]:
    """The phrases that a run of words may be, by their plain forms."""
    runs: list[Phrase] = [()]
    for word in part:
        runs = [(*run, form) for run in runs for form in sorted(word.forms)]
    return runs


@lru_cache(maxsize=2)
def _words_of(phrases: tuple[Phrase, ...]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase)


def _bases(word: str) -> Iterator[str]:
    """The words that one may be a form of, by English endings: cities, waves, drowning, melted, glassy."""
    if word.endswith("ies") and len(word) > 4:
        yield word[:-3] + "y"
    if word.endswith("es") and len(word) > 4:
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        yield word[:-1]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            yield stem
            yield stem + "e"
            if stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
                yield stem[:-1]
            if stem.endswith("i"):
                yield stem[:-1] + "y"
