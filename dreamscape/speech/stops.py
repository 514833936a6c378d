"""Stops: what tells `bind` from `find` in a whisper, which has no voice in it.

A reader's B, D and G are voiced through their closure and open softly into the vowel: whispered, they sound like V, Z
and a breath. So each is still while it is closed, bursts as P, T and K do in the same bank, and opens at once. P, T and
K burst and breathe a little more than they were read. DH that begins a word is as weak, and `the key` was understood as
`okay`: a tongue that whispers with care touches the teeth, so it is still too, and bursts softly. Where a word ends and
the next begins with a vowel, the throat closes a little.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from dreamscape.arrays import F64
from dreamscape.speech.mouths import BANDS, CENTRES, FLOOR, FRAME, NAMES, STEP_DB, bank
from dreamscape.speech.utterance import PAUSE, Phone

_VOWELS = "AEIOU"  # with which the names of vowels begin
HELD = ("P", "B", "T", "D", "K", "G", "CH", "JH")  # closed before they burst
_UNVOICED = {"B": "P", "D": "T", "G": "K", "DH": "T"}  # of the same place in the mouth
_HEARD = (CENTRES > 500.0) & (CENTRES < 6000.0)  # Hz, where a burst is looked for
_SHORTEST = 4  # frames; a stop that is shorter has no closure
# dB by which a closure is stiller, an unvoiced burst louder, and the breath between it and the vowel.
_STILL, _BURST, _BREATHED = 8.0, 3.0, 4.0
_OPENING, _SOONER = 7, 2.0  # frames after a voiced burst, and by how many the mouth is open sooner
_VELAR = 4.0  # dB by which K is louder still: its breath tells `key` from `game`
_GLOTTAL, _CLOSES = 3.0, 2  # dB and frames either way by which the throat closes before a word's vowel
_TOUCH, _SOFTER = 3, 2.0  # frames of the shortest DH that touches the teeth; dB by which it bursts softer than T


def sharpened(levels: F64, phones: Sequence[Phone], begins: F64) -> F64:
    """The levels of an utterance, `(n, BANDS)` dB every FRAME seconds, with every stop before another sound sharpened.

    Args:
        levels: as they were read.
        phones: of the utterance.
        begins: `(m + 1,)` seconds at which each phone begins, and the last one ends.
    """
    made = levels.copy()
    edges = [min(round(float(at) / FRAME), len(made)) for at in begins]
    for k, (phone, after) in enumerate(pairwise(phones)):
        begin, end, stop = edges[k : k + 3]
        if stop <= end:
            continue
        if after.first and after.name[0] in _VOWELS and phone.name not in (*HELD, PAUSE):
            made[end - _CLOSES : end + _CLOSES] -= _GLOTTAL
        if phone.name == "DH" and phone.first and after.name[0] in _VOWELS and end - begin >= _TOUCH:
            made[begin : end - 2] -= _STILL
            _voiceless(made, phone.name, end - 2, end, stop, _SOFTER)
            continue
        if phone.name not in HELD or after.name in (*HELD, PAUSE) or end - begin < _SHORTEST:
            continue
        release = _release(made[begin : end + 2]) + begin
        if phone.name in _UNVOICED:
            made[begin + 1 : release] -= _STILL
            _voiceless(made, phone.name, release, end, stop)
        else:
            made[release - 1] -= _STILL
            made[release] += _BURST
            if phone.name in _UNVOICED.values():
                made[release + 1 : end] += _BREATHED
            if phone.name == "K":
                made[release:end] += _VELAR
    return made


def _voiceless(levels: F64, name: str, release: int, end: int, stop: int, softer: float = 0.0) -> None:
    """Let a voiced stop burst at frame `release`, in place, `softer` dB than the unvoiced one of its place.

    What follows it lasts from `end` to `stop`, and opens at once.
    """
    burst = _burst(_UNVOICED[name]) - softer + _power(levels[end:stop]).max()
    levels[release] = np.maximum(levels[release], burst)
    _open(levels[release + 1 : stop])


def _release(levels: F64) -> int:
    """The frame at which a stop bursts: the steepest rise but for its first two frames."""
    return 2 + int(np.diff(levels[:, _HEARD].mean(axis=1))[1:].argmax())


def _power(levels: F64) -> F64:
    """The power of each frame, dB."""
    return np.asarray(10.0 * np.log10((10.0 ** (levels / 10.0)).sum(axis=-1)))


def _open(levels: F64) -> None:
    """Let what follows a burst come sooner, in place, most of all at first."""
    count = min(_OPENING, len(levels) - 1)
    if count < 1:
        return
    at = np.arange(count) + _SOONER * (1.0 - np.arange(count) / count)
    at = np.minimum(at, len(levels) - 1.0)
    low = np.minimum(at.astype(np.int64), len(levels) - 2)
    part = (at - low)[:, None]
    levels[:count] = np.maximum(levels[:count], levels[low] * (1.0 - part) + levels[low + 1] * part)


@lru_cache(maxsize=4)
def _burst(name: str) -> F64:
    """The mean levels of an unvoiced stop as it bursts into a vowel, beneath that vowel's peak, `(BANDS,)` dB."""
    store, found = bank(), list[F64]()
    edges = np.round(store.start).astype(np.int64)
    vowel = np.array([one[0] in "AEIOU" for one in NAMES])
    for k in np.flatnonzero(store.name[:-1] == NAMES.index(name)):
        begin, end, stop = edges[k : k + 3]
        if vowel[store.name[k + 1]] and end - begin >= _SHORTEST:
            read = FLOOR + STEP_DB * store.levels[begin:stop].astype(np.float64)
            found.append(read[_release(read[: end - begin + 1])] - _power(read).max())
    return np.asarray(np.mean(found, axis=0)) if found else np.full(BANDS, FLOOR)
