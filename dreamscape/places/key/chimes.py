"""Laughter like wind chimes: which rung of the key is struck when, for picture and sound alike.

Laughter comes in bursts of notes about 0.21 s apart, each softer than the one before (Provine & Yong 1991, "Laughter:
a stereotyped human vocalization"). The first burst climbs the whole ladder and pairs its rungs; the later ones sing the
motif of the thread (docs/score.md), a fifth higher, E A B E C sharp, and fall away from it.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.rng import Streams

RUNGS = 14  # of the ladder, from the bit to the bow
FIRST = 7.4  # s into the act: the key has taken shape, and the first burst begins
BURSTS = (11.9, 15.1, 18.2)  # s, the later ones, each up to 0.4 s late
GAP = 0.214  # s between notes
LOWEST = 880.0  # Hz, the lowest rung
_SCALE = (0, 2, 4, 7, 9)  # semitones of the pentatonic scale: no two rungs clash
_MOTIF = (0, 2, 3, 5, 4)  # rungs above its first, which is an E
_FROM = 3, 8  # the rungs of E6 and E7


@dataclass(frozen=True, slots=True)
class ChimeNotes:
    """The notes of one act, in order.

    Attributes:
        tick: (n,) int64, ticks since the act began.
        rung: (n,) int64, 0 lowest to RUNGS - 1.
        level: (n,) float32, 0 to 1.
        pitch: (n,) float32, Hz.
    """

    tick: NDArray[np.int64]
    rung: NDArray[np.int64]
    level: NDArray[np.float32]
    pitch: NDArray[np.float32]


def notes(streams: Streams) -> ChimeNotes:
    """The notes of this seed."""
    return _notes(streams.seed)


@lru_cache(maxsize=8)
def _notes(seed: int) -> ChimeNotes:
    rng = Streams(seed).at("chimes")
    rungs = [np.arange(RUNGS)]
    starts = [FIRST]
    for burst in BURSTS:
        count = int(rng.integers(6, 10))
        falls = rng.choice((-2, -1, -1, 1), count - len(_MOTIF))
        sung = int(rng.choice(_FROM)) + np.array(_MOTIF)
        rungs.append(np.concatenate([sung, np.clip(sung[-1] + np.cumsum(falls), 0, RUNGS - 1)]))
        starts.append(burst + 0.4 * float(rng.random()))
    seconds, levels = [], []
    for start, burst_rungs in zip(starts, rungs, strict=True):
        order = np.arange(len(burst_rungs))
        seconds.append(start + GAP * order)
        levels.append(0.88**order if start > FIRST else 0.95**order)
    rung = np.concatenate(rungs).astype(np.int64)
    octave, degree = np.divmod(rung, len(_SCALE))
    semitones = 12 * octave + np.array(_SCALE)[degree]
    return ChimeNotes(
        tick=np.rint(np.concatenate(seconds) * TICKS_PER_SECOND).astype(np.int64),
        rung=rung,
        level=np.concatenate(levels).astype(np.float32),
        pitch=(LOWEST * 2.0 ** (semitones / 12)).astype(np.float32),
    )
