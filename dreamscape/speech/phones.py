"""The phones of a spoken line and their times: the whisper speaks them, and captions follow."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.speech.spelling import plain_letter, pronounce

# Durations of phones in unhurried speech, ms (Klatt 1976, "Linguistic uses of segmental duration", rounded).
_DURATIONS = {
    "AA": 130, "AE": 130, "AH": 95, "AO": 130, "AX": 60, "EH": 100, "ER": 110, "IH": 80, "IY": 105, "UH": 85, "UW": 110,
    "AW": 165, "AY": 160, "EY": 140, "OW": 145, "OY": 175, "HH": 70, "W": 70, "Y": 60, "R": 70, "L": 75, "M": 75,
    "N": 70, "NG": 80, "S": 110, "SH": 115, "F": 100, "TH": 95, "Z": 90, "ZH": 85, "V": 65, "DH": 50, "P": 95, "T": 90,
    "K": 95, "B": 75, "D": 70, "G": 75, "CH": 120, "JH": 100,
}  # fmt: skip
_WHISPER_SLOWDOWN = 1.12  # whispering is slower than speech
_PAUSES = {",": 0.26, ";": 0.34, ":": 0.34, ".": 0.46, "?": 0.46, "!": 0.46, "…": 0.6, "-": 0.08, "–": 0.3, "—": 0.3}
_FINAL_LENGTHENING = 1.35  # of the last syllable before a pause


@dataclass(frozen=True, slots=True)
class Phone:
    """One sound of speech: its name in ARPAbet, its start after the line begins, and its duration, seconds."""

    name: str
    start: float
    duration: float


def phones(text: str, pace: float = 1.0) -> tuple[Phone, ...]:
    """The phones of a line in order; `pace` above 1 is faster."""
    return _timings(text, pace)[0]


def letter_times(text: str, pace: float = 1.0) -> NDArray[np.float64]:
    """When each character of a line is spoken, `(len(text),)` seconds after the line begins, never falling."""
    return np.array(_timings(text, pace)[1])


def duration(text: str, pace: float = 1.0) -> float:
    """The duration of a line with its last breath, seconds."""
    spoken = phones(text, pace)
    return spoken[-1].start + spoken[-1].duration + 0.15 / pace if spoken else 0.0


@lru_cache(maxsize=64)
def _timings(text: str, pace: float) -> tuple[tuple[Phone, ...], tuple[float, ...]]:
    phones: list[Phone] = []
    times: list[float] = []
    now = 0.0
    for start, stop, final in _words(text):
        if stop - start == 1 and not _is_spoken(text[start]):
            times.append(now)
            now += _PAUSES.get(text[start], 0.02) / pace
            continue
        for count, names in pronounce("".join(plain_letter(letter) for letter in text[start:stop])):
            begin = now
            for name in names:
                last = final and len(times) + count >= stop - 1
                duration = _DURATIONS[name] / 1000.0 * _WHISPER_SLOWDOWN * (_FINAL_LENGTHENING if last else 1.0) / pace
                phones.append(Phone(name, now, duration))
                now += duration
            times += [begin + (now - begin) * k / count for k in range(count)]
    return tuple(phones), tuple(times)


def _is_spoken(letter: str) -> bool:
    return letter.isalnum() or letter in "'’"


def _words(text: str) -> list[tuple[int, int, bool]]:
    """Start and stop of each word, and of every other character by itself, and whether a pause follows."""
    words: list[tuple[int, int, bool]] = []
    start = 0
    while start < len(text):
        stop = start + 1
        while _is_spoken(text[start]) and stop < len(text) and _is_spoken(text[stop]):
            stop += 1
        words.append((start, stop, stop == len(text) or text[stop] in _PAUSES))
        start = stop
    return words
