"""The lexicon: what words mean to a dream, `assets/lexicon.toml`."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from dreamscape import resources
from dreamscape.imagine.words import Word

NAME, HINT = 3.0, 1.0  # how much a word speaks for a place
BEFORE = 3  # words before that of a place that may say how it stands to the dreamer: behind my old house
CLAUSE, LINK = 8, 4  # words before a colour that may name what has it, and may link it: was a deep dark red
_VOWELS = frozenset("aeiou")
_WORDS = (
    "negations", "able", "strong", "weak", "large", "sky", "plain", "linking", "relative", "prepositions",
    "conjunctions", "asides", "comparisons", "around",
)  # fmt: skip

Phrase = tuple[str, ...]
Extent = Literal["sky", "large", "thing"]
Relation = Literal["in", "aside", "alike"]


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
    """A phrase that was found in a sentence: what it means, its words, and whether it is denied; see `Word`."""

    meaning: Meaning
    words: str
    denied: bool
    first: int
    unable: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What words mean.

    Attributes:
        meanings: of phrases; one phrase may have several.
        parameters: of each weather: `scene.parameter` and its value.
        phrases: by the word that they begin with.
        words: all that are in phrases.
        negations, able, strong, weak, large, sky, plain, linking, relative, prepositions, conjunctions, asides,
            comparisons, around: words, see the file.
        irregular: plain forms of words.
    """

    meanings: Mapping[Phrase, tuple[Meaning, ...]]
    parameters: Mapping[str, Mapping[str, float | str]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    words: frozenset[str]
    negations: frozenset[str]
    able: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    large: frozenset[str]
    sky: frozenset[str]
    plain: frozenset[str]
    linking: frozenset[str]
    relative: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    asides: frozenset[str]
    comparisons: frozenset[str]
    around: frozenset[str]
    irregular: Mapping[str, str]

    @property
    def places(self) -> tuple[str, ...]:
        """The places that it knows, in the order of the file."""
        return tuple(dict.fromkeys(m.name for found in self.meanings.values() for m in found if m.kind == "place"))

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
            length, meanings = self._longest(words, at, kind)
            if meanings:
                text = " ".join(word.text for word in words[at : at + length])
                yield from (Found(m, text, words[at].denied, at, words[at].unable) for m in meanings)
            at += max(length, 1)

    def knows(self, word: Word) -> bool:
        """Whether a word means anything here, or is about nothing in particular."""
        return (
            len(word.text) <= 3
            or "'" in word.text
            or not self.plain.isdisjoint(word.forms)
            or not self.words.isdisjoint(word.forms)
        )

    def strength(self, words: Sequence[Word], first: int) -> float:
        """How strong something is, by the two words before it: 1.5 very, 1 as it is, 0.5 a little."""
        near = [word.forms for word in words[max(0, first - 2) : first]]
        if any(not self.strong.isdisjoint(forms) for forms in near):
            return 1.5
        return 0.5 if any(not self.weak.isdisjoint(forms) for forms in near) else 1.0

    def relation(self, words: Sequence[Word], first: int) -> Relation:
        """How a place is told of: as where one is, as what lies aside (behind the house), or as what is alike (as high
        as a house)."""
        before = [word.text.lower() for word in words[max(0, first - 2 * BEFORE) : first]]
        for at in range(len(before) - 1, max(-1, len(before) - 1 - BEFORE), -1):
            if before[at] in self.comparisons or (before[at] == "as" and "as" in before[max(0, at - BEFORE) : at]):
                return "alike"
            if before[at] in self.asides:
                return "aside"
            if before[at] in self.prepositions or before[at] in self.conjunctions:
                break
        return "in"

    def extent(self, words: Sequence[Word], first: int) -> Extent:
        """What a colour is said of: the sky (a red one, or one that turned red), a sea or the like, a thing."""
        after = [word.forms for word in words[first + 1 : first + 3]]
        before = [word.forms | {word.text.lower()} for word in words[max(0, first - CLAUSE) : first]]
        for forms in (*after, *self._subject(before)):
            if not self.large.isdisjoint(forms):
                return "sky" if not self.sky.isdisjoint(forms) else "large"
        linked = any(not self.linking.isdisjoint(forms) for forms in before[-LINK:])
        around = any(word.text.lower() in self.around for word in words[first + 1 : first + 1 + LINK])
        return "large" if linked and around else "thing"

    def _subject(self, before: Sequence[frozenset[str]]) -> Sequence[frozenset[str]]:
        """The word that names what a quality is said of, of the plain forms of the words before it; none or one."""
        links = [
            at for at, forms in enumerate(before) if at >= len(before) - LINK and not self.linking.isdisjoint(forms)
        ]
        if not links:
            return before[-1:]  # the sky red
        verb = links[-1]
        while verb and not self.linking.isdisjoint(before[verb - 1]):  # was burning
            verb -= 1
        if verb and not self.relative.isdisjoint(before[verb - 1]):
            return before[max(0, verb - 2) : verb - 1]
        subject = list(before[:verb])
        starts = [at for at, forms in enumerate(subject) if not self.conjunctions.isdisjoint(forms)]
        subject = subject[starts[-1] + 1 if starts else 0 :]
        places = [at for at, forms in enumerate(subject) if at and not self.prepositions.isdisjoint(forms)]
        return (subject[: places[0]] if places else subject)[-1:]

    def _longest(self, words: Sequence[Word], at: int, kind: str) -> tuple[int, list[Meaning]]:
        """How long the longest phrase of one kind is that begins here, and what such phrases mean, each name once."""
        length, found = 0, dict[str, Meaning]()
        for phrase in sorted(p for form in words[at].forms for p in self.phrases.get(form, ())):
            if len(phrase) < length or not _matches(phrase, words, at):
                continue
            for meaning in self.meanings[phrase]:
                if meaning.kind == kind:
                    if len(phrase) > length:
                        length, found = len(phrase), {}
                    found.setdefault(meaning.name, meaning)
        return length, list(found.values())


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that ships."""
    table = tomllib.loads(resources.asset("lexicon.toml").read_text("utf-8"))
    meanings = dict[Phrase, list[Meaning]]()
    for words, meaning in _entries(table):
        for word in words:
            meanings.setdefault(tuple(word.split()), []).append(meaning)
    grammar = table["grammar"]
    kinds = {name: frozenset[str](grammar[name]) for name in _WORDS}
    first = dict[str, list[Phrase]]()
    for phrase in meanings:
        first.setdefault(phrase[0], []).append(phrase)
    return Lexicon(
        meanings={phrase: tuple(found) for phrase, found in meanings.items()},
        parameters={name: entry["set"] for name, entry in table["weather"].items()},
        phrases={word: tuple(found) for word, found in first.items()},
        words=frozenset(word for phrase in meanings for word in phrase).union(
            *(kinds[name] for name in ("negations", "strong", "weak"))
        ),
        irregular=grammar["irregular"],
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


def _matches(phrase: Phrase, words: Sequence[Word], at: int) -> bool:
    """Whether a phrase stands at a word, in whatever forms."""
    if len(phrase) == 1:
        return True
    return at + len(phrase) <= len(words) and all(
        form in words[at + k].forms for k, form in enumerate(phrase[1:], start=1)
    )


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
