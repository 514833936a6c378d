"""The bed: the slow harmony under the whole dream, which comes home in its last act."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.overlap_add import BEFORE, OverlapAdd, window
from dreamscape.synthesis.pad import choir
from dreamscape.synthesis.tuning import note
from dreamscape.synthesis.voice import BLOCK, RATE


@dataclass(frozen=True)
class Change:
    """A change of the bed.

    Attributes:
        at: seconds of the dream, from when on.
        chord: its six notes, in semitones above D2, low to high; each should move little from chord to chord.
        connection: how connected the dreamer is, 0 to 1.
    """

    at: float
    chord: tuple[int, ...]
    connection: float


@dataclass(frozen=True)
class Bed(OverlapAdd):
    """The harmony; stereo, an rms of about 0.1.

    Six voices of sixteen partials, every partial sung by many (`pad.py`). Frames of 5.5 s overlap by half, so chords
    melt into each other within 2.7 s and common tones stay. `connection` opens the upper voices and the overtones:
    alone it is a dark fifth, connected all of it shines, no louder. Each voice swells and sinks in a time of its own.
    Harmony: `tuning.py`. In the last act the third rises to F sharp when `connection` passes 0.9, and stays.

    Args:
        streams: of the dream.
        changes: what is played from when on, in order of time; the first holds before its time too.
    """

    HOP: ClassVar[int] = 128
    SPAN: ClassVar[int] = 256

    streams: Streams
    changes: tuple[Change, ...] = (Change(0.0, (0, 7, 12, 14, 19, 26), 0.0),)

    def frame(self, number: int) -> F64:
        """Five and a half seconds of the chord in their middle."""
        size = self.SPAN * BLOCK
        middle = (number + 1) * self.HOP * BLOCK / RATE
        change = self.changes[max(bisect_right([c.at for c in self.changes], middle) - 1, 0)]
        random = self.streams.at("voice bed", number + BEFORE)
        k = np.arange(1, 17)
        partials, gains, breaths = [], [], []
        for voice, semitones in enumerate(change.chord):
            opened = np.clip(0.45 + 1.1 * change.connection - 0.10 * voice, 0.12, 1.0)
            breath = 0.78 + 0.22 * np.sin(2.0 * np.pi * (middle / (23.0 + 6.0 * voice) + 0.37 * voice))
            hz = note(semitones) * k
            tilt = 1.9 - 0.55 * change.connection + 0.08 * voice
            formant = 1.0 + 1.2 * np.exp(-(((hz - 520.0) / 260.0) ** 2)) * change.connection
            gains.append(opened * formant / k**tilt / (1.0 + (hz / (900.0 + 2600.0 * change.connection)) ** 2))
            partials.append(hz)
            breaths.append(np.full(len(k), breath))
        gain = np.concatenate(gains)
        gain *= 0.1 * np.concatenate(breaths) / np.sqrt((gain * gain).sum())  # as loud with few tones as with many
        sung = choir(random, size, np.concatenate(partials), gain, 6.0, 0.75)
        return window(size) * sung
