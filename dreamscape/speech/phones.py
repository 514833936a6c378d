"""When each sound of a spoken line begins, and with it each letter: what the whisper says and the captions follow."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.speech.spelling import plain, say

# Milliseconds that phones last in unhurried speech (Klatt 1976, "Linguistic uses of segmental duration", rounded).
_LASTS = {
    "AA": 130, "AE": 130, "AH": 95, "AO": 130, "AX": 60, "EH": 100, "ER": 110, "IH": 80, "IY": 105, "UH": 85, "UW": 110,
    "AW": 165, "AY": 160, "EY": 140, "OW": 145, "OY": 175, "HH": 70, "W": 70, "Y": 60, "R": 70, "L": 75, "M": 75,
    "N": 70, "NG": 80, "S": 110, "SH": 115, "F": 100, "TH": 95, "Z": 90, "ZH": 85, "V": 65, "DH": 50, "P": 95, "T": 90,
    "K": 95, "B": 75, "D": 70, "G": 75, "CH": 120, "JH": 100,
}  # fmt: skip
_SLOW = 1.12  # whispers are slower than speech
_BREATH = {",": 0.26, ";": 0.34, ":": 0.34, ".": 0.46, "?": 0.46, "!": 0.46, "…": 0.6, "-": 0.08, "–": 0.3, "—": 0.3}
_FINAL = 1.35  # the last syllable before a breath is drawn out


@dataclass(frozen=True, slots=True)
class Phone:
    """One sound of speech: its name in ARPAbet, when it begins after the line does and how long it lasts, seconds."""

    name: str
    start: float
    lasts: float


def phones(text: str, pace: float = 1.0) -> tuple[Phone, ...]:
    """The sounds of a line in order; `pace` above 1 is faster."""
    return _timed(text, pace)[0]


def letter_times(text: str, pace: float = 1.0) -> NDArray[np.float64]:
    """When each character of a line is reached, `(len(text),)` seconds after the line begins, never falling."""
    return np.array(_timed(text, pace)[1])


def length(text: str, pace: float = 1.0) -> float:
    """Seconds until a line has been said, with its last breath."""
    said = phones(text, pace)
    return said[-1].start + said[-1].lasts + 0.15 / pace if said else 0.0


@lru_cache(maxsize=64)
def _timed(text: str, pace: float) -> tuple[tuple[Phone, ...], tuple[float, ...]]:
    said: list[Phone] = []
    times: list[float] = []
    now = 0.0
    for start, stop, final in _words(text):
        if stop - start == 1 and not _spoken(text[start]):
            times.append(now)
            now += _BREATH.get(text[start], 0.02) / pace
            continue
        for count, names in say("".join(plain(letter) for letter in text[start:stop])):
            begun = now
            for name in names:
                last = final and len(times) + count >= stop - 1
                lasts = _LASTS[name] / 1000.0 * _SLOW * (_FINAL if last else 1.0) / pace
                said.append(Phone(name, now, lasts))
                now += lasts
            times += [begun + (now - begun) * k / count for k in range(count)]
    return tuple(said), tuple(times)


def _spoken(letter: str) -> bool:
    return letter.isalnum() or letter in "'’"


def _words(text: str) -> list[tuple[int, int, bool]]:
    """Where words begin and end, and every other character by itself; and whether a breath follows."""
    found: list[tuple[int, int, bool]] = []
    place = 0
    while place < len(text):
        stop = place + 1
        while _spoken(text[place]) and stop < len(text) and _spoken(text[stop]):
            stop += 1
        found.append((place, stop, stop == len(text) or text[stop] in _BREATH))
        place = stop
    return found
