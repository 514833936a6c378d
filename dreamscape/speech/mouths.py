"""Mouths: how a mouth moves in English, baked from a speaker (scripts/bake_voice.py).

Whole sentences, as the levels of mel bands every 10 ms in a whisper, and which phone is said when.
"""

import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.arrays import F64
from dreamscape.speech.utterance import PAUSE, Phone

FILE = "mouths.npz"
FRAME = 0.01  # s
BANDS, LOWEST, HIGHEST = 32, 120.0, 15_200.0  # mel bands, Hz
FLOOR, STEP_DB, LEVELS = -68.0, 2.0, 40  # dB of the lowest level that is stored, which is silence; dB a step
_PARTS = 16  # of a frame, in which lengths of phones are stored
NAMES = (
    PAUSE, "AA", "AE", "AH", "AO", "AW", "AX", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY",
    "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
)  # fmt: skip


def mel(hz: F64 | float) -> F64:
    """Hz to mel (O'Shaughnessy 1987)."""
    return np.asarray(1127.0 * np.log1p(np.asarray(hz) / 700.0))


CENTRES = 700.0 * np.expm1(np.linspace(mel(LOWEST), mel(HIGHEST), BANDS) / 1127.0)  # Hz


def frame_times(count: int) -> F64:
    """The times of `count` frames, `(count,)` seconds."""
    return np.arange(count, dtype=np.float64) * FRAME


@dataclass(frozen=True, slots=True)
class Said:
    """A phone and when it was said, seconds."""

    phone: Phone
    begin: float
    end: float


@dataclass(frozen=True)
class Bank:
    """What was read; utterances follow each other, and each begins and ends with a pause.

    Attributes:
        levels: `(n, BANDS) uint8`, STEP_DB each above FLOOR.
        start: `(m + 1,)` the frame at which each phone begins.
        name, stress, first, last: `(m,)` of the phones; name as its place in NAMES.
        pairs: for two names, the phones of the first that the second follows.
    """

    levels: NDArray[np.uint8]
    start: F64
    name: NDArray[np.int64]
    stress: NDArray[np.bool_]
    first: NDArray[np.bool_]
    last: NDArray[np.bool_]
    pairs: dict[tuple[int, int], NDArray[np.int64]]


def pack(levels: F64, said: Sequence[Said]) -> dict[str, Any]:
    """The bank as it is stored: the change of each band from frame to frame, and the phones.

    `levels` is `(n, BANDS)` dB; the phones' times are counted through all of it.
    """
    steps = np.clip(np.round((levels - FLOOR) / STEP_DB), 0, LEVELS - 1).astype(np.uint8)
    change = np.diff(steps, axis=0, prepend=np.zeros((1, BANDS), np.uint8))
    flags = [(one.phone.stress == 1) + 2 * one.phone.first + 4 * one.phone.last for one in said]
    starts = np.round(np.array([0.0, *(one.end for one in said)]) / FRAME * _PARTS)
    return {
        "change": np.frombuffer(lzma.compress(change.T.tobytes(), preset=9), np.uint8),
        "name": np.array([NAMES.index(one.phone.name) for one in said], np.uint8),
        "flags": np.array(flags, np.uint8),
        "length": np.diff(starts).astype(np.uint16),
    }


@lru_cache(maxsize=1)
def bank() -> Bank:
    """The bank that ships."""
    with np.load(resources.asset(FILE)) as stored:
        change, name, flags, length = (stored[key] for key in ("change", "name", "flags", "length"))
    steps = np.frombuffer(lzma.decompress(change.tobytes()), np.uint8).reshape(BANDS, -1)
    levels = np.ascontiguousarray(np.cumsum(steps, axis=1, dtype=np.uint8).T)
    names = name.astype(np.int64)
    together = names[:-1] * len(NAMES) + names[1:]
    order = np.argsort(together, kind="stable")
    values, begins = np.unique(together[order], return_index=True)
    found = np.split(order, begins[1:])
    pairs = {(int(v) // len(NAMES), int(v) % len(NAMES)): where for v, where in zip(values, found, strict=True)}
    start = np.concatenate([[0.0], np.cumsum(length / _PARTS)])
    return Bank(levels, start, names, flags & 1 > 0, flags & 2 > 0, flags & 4 > 0, pairs)


@lru_cache(maxsize=16)
def band_mean(name: str, before: str) -> F64:
    """The mean levels of a phone before another one, in its middle, `(BANDS,)` dB."""
    store = bank()
    where = store.pairs[NAMES.index(name), NAMES.index(before)]
    middle = ((store.start[where] + store.start[where + 1]) / 2.0).astype(np.int64)
    return np.asarray(FLOOR + STEP_DB * store.levels[middle].astype(np.float64).mean(axis=0))
