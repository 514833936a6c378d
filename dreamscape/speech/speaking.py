"""Speaking: what a mouth does for a text, put together from what it did for others.

For an utterance, pairs of successive phones are taken from the bank of mouths so that as few joins as possible are
needed and those are least heard: the path of least cost through all pairs that would do (Hunt and Black 1996, "Unit
selection in a concatenative speech synthesis system using a large speech database"). A whisper has no pitch, so at a
join one mouth turns into the other. A sentence that was read for the bank is found in it whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.speech.formants import cleared
from dreamscape.speech.mouths import BANDS, FLOOR, FRAME, NAMES, STEP_DB, Bank, bank
from dreamscape.speech.stops import HELD, sharpened
from dreamscape.speech.utterance import PAUSE, Phone, utterance

_KINDS = (
    ("P", "B", "M", "F", "V", "W"), ("T", "D", "N", "S", "Z", "L", "TH", "DH"), ("K", "G", "NG", "HH"),
    ("SH", "ZH", "CH", "JH", "Y"), ("IY", "IH", "EY", "EH", "AE"), ("UW", "UH", "OW", "AO", "AA", "AH", "AX", "AW"),
    ("R", "ER"), (PAUSE,),
)  # fmt: skip  # neighbours of one kind bend a phone alike
_KIND = np.array([next((k for k, kind in enumerate(_KINDS) if name in kind), len(_KINDS)) for name in NAMES])
_VOWEL = np.array([name[0] in "AEIOU" for name in NAMES])
_MOST = 40  # pairs from the bank that are considered for a pair of an utterance
_JOIN, _JOIN_DB, _JOIN_LONGER = 0.9, 0.12, 0.8  # cost of a join, for each dB that bands differ, each doubling of length
_STRESS, _NEIGHBOUR, _PLACE = 0.9, 0.5, 0.25  # cost of the wrong stress, kind of neighbour, and place in the word
_OTHER = 3.0  # cost of another phone of the same kind, where the bank has no such pair
_TURNS = 0.8, 0.4  # parts of a vowel, and of any other phone, in which one mouth turns into another
_REST = 0.12  # s of a pause that belong to the phone before it, and as long to the one after it
_EDGE = 0.08  # s of a pause at both ends of an utterance
_HUSH, _HUSHED = 12.0, 3.0  # dB above FLOOR beneath which levels fall so many times faster, so that pauses are still
_UNHURRIED = 1.1  # whispering is slower than speech


@dataclass(frozen=True)
class Speech:
    """What a mouth does for a text.

    Attributes:
        levels: `(n, BANDS)` dB every FRAME seconds.
        begins: `(m + 1,)` seconds at which each phone of the utterance begins, and the last one ends.
        letters: `(len(text),)` seconds at which each character is said.
    """

    levels: F64
    begins: F64
    letters: F64

    @property
    def duration(self) -> float:
        """Seconds."""
        return float(self.begins[-1])


@lru_cache(maxsize=64)
def speak(text: str, pace: float = 1.0) -> Speech:
    """What a mouth does for a text at a pace, 1 unhurried, 2 twice as fast; pure."""
    said = utterance(text)
    if len(said.phones) < 3:
        return Speech(np.full((1, BANDS), FLOOR), np.zeros(len(said.phones) + 1), np.zeros(len(text)))
    chosen = _chosen(bank(), said.phones)
    begins = np.concatenate([[0.0], np.cumsum(_durations(bank(), said.phones, chosen) / pace)])
    letters = np.interp(said.letters, np.arange(len(begins)), begins)
    read = _levels(bank(), said.phones, chosen, begins)
    levels = cleared(sharpened(read, said.phones, begins), said.phones, begins)
    for array in (levels, begins, letters):
        array.flags.writeable = False
    return Speech(levels, begins, letters)


@lru_cache(maxsize=4096)
def duration(text: str, pace: float = 1.0) -> float:
    """How long a text takes, seconds; asked for in every block of sound."""
    return speak(text, pace).duration


def mouth(phones: Sequence[Phone], durations: F64) -> F64:
    """What a mouth does for phones that last as long as asked, `(m,)` seconds: levels as in `Speech`."""
    return _levels(bank(), phones, _chosen(bank(), phones), np.concatenate([[0.0], np.cumsum(durations)]))


def _chosen(store: Bank, phones: Sequence[Phone]) -> NDArray[np.int64]:
    """Where in the bank each phone's beginning and its end are taken from, `(m, 2)`."""
    found = [_candidates(store, phones, k) for k in range(len(phones) - 1)]
    cost, ways = found[0][1], list[NDArray[np.int64]]()
    for k in range(1, len(found)):
        total = cost[:, None] + _joins(store, phones[k], found[k - 1][0][:, 1], found[k][0][:, 0])
        ways.append(total.argmin(axis=0))
        cost = total.min(axis=0) + found[k][1]
    picks = [int(cost.argmin())]
    for way in reversed(ways):
        picks.append(int(way[picks[-1]]))
    pairs = np.array([where[pick] for (where, _), pick in zip(found, reversed(picks), strict=True)])
    return np.stack([np.append(pairs[:1, 0], pairs[:, 1]), np.append(pairs[:, 0], pairs[-1:, 1])], axis=1)


def _candidates(store: Bank, phones: Sequence[Phone], k: int) -> tuple[NDArray[np.int64], F64]:
    """Pairs of the bank that would do for phones k and k + 1, `(n, 2)`, and the cost of each."""
    names = [NAMES.index(phone.name) for phone in phones[max(k - 1, 0) : k + 3]]
    here = min(k, 1)
    left, right = names[here], names[here + 1]
    where = store.pairs.get((left, right))
    if where is None:
        return _substitutes(store, left, right)
    cost = np.zeros(len(where))
    for offset in (0, 1):
        phone, at = phones[k + offset], where + offset
        cost += _STRESS * (_VOWEL[names[here + offset]] * (store.stress[at] != (phone.stress == 1)))
        cost += _PLACE * ((store.first[at] != phone.first).astype(float) + (store.last[at] != phone.last))
    if k > 0:
        cost += _neighbours(store, where - 1, names[0])
    if k + 2 < len(phones):
        cost += _neighbours(store, where + 2, names[here + 2])
    best = np.argsort(cost, kind="stable")[:_MOST]
    return np.stack([where[best], where[best] + 1], axis=1), cost[best]


def _neighbours(store: Bank, at: NDArray[np.int64], name: int) -> F64:
    """The cost of neighbours that are not those of the utterance."""
    there = store.name[np.clip(at, 0, len(store.name) - 1)]
    return np.asarray(_NEIGHBOUR * (0.4 * (there != name) + 0.6 * (_KIND[there] != _KIND[name])))


def _substitutes(store: Bank, left: int, right: int) -> tuple[NDArray[np.int64], F64]:
    """For a pair that the bank does not have: its phones from pairs with others of their kinds, else with any."""
    befores = [where for (a, b), where in store.pairs.items() if a == left and _KIND[b] == _KIND[right]]
    afters = [where + 1 for (a, b), where in store.pairs.items() if b == right and _KIND[a] == _KIND[left]]
    before = np.concatenate(befores or [np.flatnonzero(store.name == left)])[:6]
    after = np.concatenate(afters or [np.flatnonzero(store.name == right)])[:6]
    both = np.array([(a, b) for a in before for b in after])
    return both, np.full(len(both), _OTHER)


def _joins(store: Bank, phone: Phone, left: NDArray[np.int64], right: NDArray[np.int64]) -> F64:
    """The cost of turning from each of `left` (n,) into each of `right` (m,) in the middle of a phone, `(n, m)`."""
    same = left[:, None] == right[None]
    if phone.name == PAUSE:
        return np.zeros(same.shape)
    middle = (store.start[:-1] + store.start[1:]) // 2
    a, b = (store.levels[middle[at].astype(np.int64)].astype(np.float64) for at in (left, right))
    length = np.log2(np.maximum(np.diff(store.start), 1.0))
    cost = _JOIN + _JOIN_DB * STEP_DB * np.abs(a[:, None] - b[None]).mean(axis=2)
    cost += _JOIN_LONGER * np.abs(length[left][:, None] - length[right][None])
    return np.where(same, 0.0, cost)


def _durations(store: Bank, phones: Sequence[Phone], chosen: NDArray[np.int64]) -> F64:
    """Seconds of each phone, unhurried: as long as it was in the bank, the mean of both if it is from two places."""
    lengths = np.diff(store.start)[chosen].mean(axis=1) * FRAME * _UNHURRIED
    rests = [phone.seconds if phone.seconds else _EDGE for phone in phones]
    return np.where([phone.name == PAUSE for phone in phones], rests, lengths)


def _levels(store: Bank, phones: Sequence[Phone], chosen: NDArray[np.int64], begins: F64) -> F64:
    """The levels of the bands at each frame, `(n, BANDS)` dB."""
    times = np.arange(int(begins[-1] / FRAME) + 1) * FRAME
    at = np.clip(np.searchsorted(begins, times, "right") - 1, 0, len(phones) - 1)
    lasts = np.diff(begins)[at]
    part = np.clip((times - begins[at]) / np.maximum(lasts, 1e-6), 0.0, 1.0)
    pause = np.array([phone.name == PAUSE for phone in phones])[at]
    held = np.array([phone.name in HELD for phone in phones])[at]
    vowel = np.array([_VOWEL[NAMES.index(phone.name)] for phone in phones])[at]
    turn = np.where(vowel, *_TURNS)
    share = np.clip((part - np.where(held, 0.35, 0.5)) / turn + 0.5, 0.0, 1.0)
    share = share * share * (3.0 - 2.0 * share)
    levels = np.zeros((len(times), BANDS))
    for side, weight in ((0, 1.0 - share), (1, share)):
        where = chosen[at, side]
        begin, length = store.start[where], np.diff(store.start)[where]
        inside = begin + part * length
        since = np.minimum((times - begins[at]) / FRAME, np.minimum(_REST / FRAME, length / 2.0))
        until = np.minimum((begins[at] + lasts - times) / FRAME, np.minimum(_REST / FRAME, length / 2.0))
        resting = begin + since if side == 0 else begin + length - until
        frame = np.clip(np.where(pause, resting, inside), 0.0, len(store.levels) - 1.0)
        low = np.minimum(frame.astype(np.int64), len(store.levels) - 2)
        fraction = (frame - low)[:, None]
        read = store.levels[low] * (1.0 - fraction) + store.levels[low + 1] * fraction
        levels += weight[:, None] * (FLOOR + STEP_DB * read)
    return levels - _HUSHED * np.maximum(FLOOR + _HUSH - levels, 0.0)
