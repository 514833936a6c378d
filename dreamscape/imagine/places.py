"""Where a dream is: the places of its sentences, each as its own words and those around it say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dreamscape.imagine.lexicon import Found, Lexicon, Relation
from dreamscape.imagine.sentences import Sentence

ELSEWHERE = 2.0  # how much must speak for another place than that of the sentence before,
NEW_PARAGRAPH = 0.75  # and what part of that where a paragraph begins
ASIDE, ALIKE = 0.5, 0.25  # what a word speaks for its place behind "behind", and in a comparison, in the same parts
# what a word that is denied speaks for its place, in parts of what it would; not if one only could not do it
DENIED = -1.5
_PARTS: Mapping[Relation, float] = {"in": 1.0, "aside": ASIDE, "alike": ALIKE}
MOST = 12  # acts; of a longer dream the places that are told most of


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that happen in one place, and the words that say so."""

    scene: str
    sentences: tuple[Sentence, ...]
    because: tuple[Found, ...]


def passages(sentences: Sequence[Sentence], scenes: Sequence[str], lexicon: Lexicon) -> list[Passage]:
    """A dream's sentences by place, in order; none if no word of it names one.

    The most likely course through the places (Viterbi 1967), in which leaving one costs ELSEWHERE, and more as long as
    there are more than MOST passages.
    """
    said = [[*lexicon.find(sentence.words, "place")] for sentence in sentences]
    if not any(not found.denied for each in said for found in each):
        return []
    weights = [_weights(each, sentence, scenes, lexicon) for each, sentence in zip(said, sentences, strict=True)]
    parts = [NEW_PARAGRAPH if sentence.opens else 1.0 for sentence in sentences]
    cost = ELSEWHERE
    while True:
        course = _course(weights, [cost * part for part in parts])
        runs = [[*run] for _, run in groupby(range(len(course)), key=course.__getitem__)]
        if len(runs) <= MOST:
            break
        cost *= 1.3
    return [
        Passage(
            scenes[course[run[0]]],
            tuple(sentences[index] for index in run),
            tuple(f for i in run for f in said[i] if f.meaning.name == scenes[course[run[0]]] and not f.denied),
        )
        for run in runs
    ]


def _weights(found: Sequence[Found], sentence: Sentence, scenes: Sequence[str], lexicon: Lexicon) -> list[float]:
    """How much a sentence speaks for each place."""
    weights = dict.fromkeys(scenes, 0.0)
    for one in found:
        if one.meaning.name in weights:
            part = _PARTS[lexicon.relation(sentence.words, one.first)]
            weights[one.meaning.name] += one.meaning.value * part * (DENIED if one.denied and not one.unable else 1.0)
    return list(weights.values())


def _course(weights: Sequence[Sequence[float]], costs: Sequence[float]) -> list[int]:
    """The course with the largest sum of weights, less a sentence's cost for a change of place; the latest if equal."""
    best = list(weights[0])
    came = list[list[int]]()
    for row, cost in zip(weights[1:], costs[1:], strict=True):
        top = max(range(len(best)), key=best.__getitem__)
        source = [place if best[place] > best[top] - cost else top for place in range(len(best))]
        best = [
            best[here] - (0.0 if here == place else cost) + weight
            for place, (here, weight) in enumerate(zip(source, row, strict=True))
        ]
        came.append(source)
    course = [max(range(len(best)), key=best.__getitem__)]
    for source in reversed(came):
        course.append(source[course[-1]])
    return course[::-1]
