"""How alone and how connected a dream is, sentence by sentence."""

import math
from collections.abc import Sequence

from dreamscape.imagine.lexicon import Found, Lexicon
from dreamscape.imagine.sentences import Sentence

START, END = 0.25, 0.75  # of a dream in which nobody is alone or connected
FOLLOWS = 0.65  # of the way to what a sentence says, that connection goes with it
LEAST = 0.02, 0.98  # bounds: as alone and as connected as a dream can be


def feelings(sentence: Sentence, lexicon: Lexicon) -> tuple[float, list[Found]]:
    """How connected a sentence is, -1 to 1, and the words that say so; 0 if none do. What is denied is reversed."""
    found = [*lexicon.find(sentence.words, "feeling")]
    total = sum(one.meaning.value * (-0.7 if one.denied else 1.0) for one in found)
    return math.tanh(total), found


def arc(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[float]:
    """How connected the dreamer is as each sentence ends, 0 to 1."""
    said = [feelings(sentence, lexicon) for sentence in sentences]
    if not any(found for _, found in said):
        steps = max(1, len(sentences) - 1)
        return [round(START + (END - START) * index / steps, 3) for index in range(len(sentences))]
    first = [value for value, found in said if found][:2]
    level = 0.5 + 0.5 * sum(first) / len(first)
    levels = list[float]()
    for value, found in said:
        if found:
            level += FOLLOWS * abs(value) * (0.5 + 0.5 * math.copysign(1.0, value) - level)
        levels.append(round(min(max(level, LEAST[0]), LEAST[1]), 3))
    return levels
