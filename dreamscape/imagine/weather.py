"""Weather and light of a passage: parameters of its scene, and the words that set them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dreamscape.imagine.lexicon import Lexicon
from dreamscape.imagine.places import Passage
from dreamscape.imagine.sentences import Sentence
from dreamscape.parameters import Declaration, Parameter

SUNNY = ("shore", "key", "immersion")  # scenes in which it can be day
BY_DAY: Mapping[str, Mapping[str, float | str]] = {  # what daylight needs in them, see docs/write-a-dream.md
    "shore": {"storm": 0.0, "haze": 1.1, "swell": 1.2},
    "immersion": {"murmur": 0.0},
    "key": {},
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a passage's weather and hour are.

    Attributes:
        parameters: of its scene.
        because: of each parameter, the words that set it.
        sun: tangent of the sun's height, 0 for night; of the passages after it too, until they say another hour.
    """

    parameters: dict[str, float | str]
    because: dict[str, str]
    sun: float


def conditions(
    passage: Passage, sun: float, declared: Mapping[str, Declaration[object]], lexicon: Lexicon
) -> Conditions:
    """The weather of a passage.

    Args:
        passage: the passage.
        sun: of the passage before.
        declared: the parameters of its scene, by name.
        lexicon: what words mean.
    """
    hour, words = _hour(passage.sentences, lexicon)
    sun = sun if hour is None else hour
    parameters, because = dict[str, float | str](), dict[str, str]()
    if sun and passage.scene in SUNNY:
        parameters = {"sun": sun, **BY_DAY[passage.scene]}
        because["sun"] = words or "as before"
    for sentence in passage.sentences:
        for found in lexicon.find(sentence.words, "weather"):
            strength = lexicon.strength(sentence.words, found.first)
            for key, value in lexicon.parameters[found.meaning.name].items():
                scene, _, name = key.partition(".")
                if scene != passage.scene or name in because or (found.denied and isinstance(value, str)):
                    continue
                kind = declared[name]
                if isinstance(value, str):
                    parameters[name] = value
                elif isinstance(kind, Parameter):
                    parameters[name] = _scaled(kind, value, 0.0 if found.denied else strength)
                because[name] = f"no {found.words}" if found.denied else found.words
    return Conditions(parameters, because, sun)


def _hour(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[float | None, str]:
    """The last hour that is said, as the sun's height, and its words; None if none is."""
    said = [found for sentence in sentences for found in lexicon.find(sentence.words, "hour") if not found.denied]
    return (said[-1].meaning.value, said[-1].words) if said else (None, "")


def _scaled(kind: Parameter, full: float, strength: float) -> float:
    """A parameter between its default and `full`, or beyond that, by strength; 0, its least, is none at all."""
    if strength == 0.0:
        return kind.low
    value = kind.default + (full - kind.default) * strength
    return round(min(max(value, kind.low), kind.high), 2)
