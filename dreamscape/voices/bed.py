"""The bed: the slow harmony under the whole dream, which comes home in its last act."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

import numpy as np

from dreamscape.arrays import F64
from dreamscape.easing import smoothstep
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import wander
from dreamscape.synthesis.overlap_add import BEFORE, OverlapAdd, window
from dreamscape.synthesis.pad import choir
from dreamscape.synthesis.tuning import note
from dreamscape.synthesis.voice import BLOCK, RATE

PARTIALS = 20  # of each note
_STEP = 256  # samples in which the sines' breath moves once
_MELTS, _BEFORE_BEAT = 0.6, 0.1  # s in which a chord melts into the next, and how much of that is before its time
_TRIM = 55.0  # Hz, below which small speakers play nothing, and large ones more than is needed
_GLINT, _GLINTS, _PASSES = 9.0, (500.0, 2.0), 9.0  # dB; Hz in the middle and octaves either way; s of the quickest pass
_OCTAVE = 0.5  # octaves, half the width of a glint
_EBBS = 0.3  # of each note, beside its breath, where the bed sways


@dataclass(frozen=True)
class Change:
    """A change of the bed.

    Attributes:
        at: seconds of the dream, from when on.
        chord: its notes, six or more, in semitones above D2, low to high; each should move little from chord to chord.
        connection: how connected the dreamer is, 0 to 1.
        sway: how far overtones and notes come and go, 0 to 1.
    """

    at: float
    chord: tuple[int, ...]
    connection: float
    sway: float = 0.0


@dataclass(frozen=True)
class Bed(OverlapAdd):
    """The harmony; stereo, an rms of about 0.1.

    Every note has twenty partials, each sung by many (`pad.py`). Frames of 2.7 s overlap by half. In them chords melt
    into each other within 0.6 s about the time of each, and common tones stay. Narrow noise swells and sinks by itself,
    which is life above and an unsteady ground below: so what lies under 150 Hz is plain sines in the middle, with a
    breath of a decibel, and up to 650 Hz there is something of both. `connection` opens the upper notes and the
    overtones: alone it is a dark fifth, connected all of it shines, no louder. Each note swells and sinks in a time of
    its own; where the bed sways, further, and a glint wanders through the overtones, as through a prism that turns.
    Harmony: `tuning.py`, docs/score.md.

    Args:
        streams: of the dream.
        changes: what is played from when on, in order of time; the first holds before its time too.
    """

    HOP: ClassVar[int] = 64
    SPAN: ClassVar[int] = 128

    streams: Streams
    changes: tuple[Change, ...] = (Change(0.0, (0, 7, 12, 14, 19, 26), 0.0),)

    def frame(self, number: int) -> F64:
        """Almost three seconds of the chords that are played then, opened as in their middle."""
        size = self.SPAN * BLOCK
        begin, middle = number * self.HOP * BLOCK / RATE, (number + 1) * self.HOP * BLOCK / RATE
        change = self.changes[max(bisect_right(self.changes, middle, key=lambda c: c.at) - 1, 0)]
        glint = _GLINTS[0] * 2.0 ** (_GLINTS[1] * self._wandered(middle))
        random = self.streams.at("voice bed", number + BEFORE)
        rise, total = window(size), np.zeros((size, 2))
        for chord, enters, leaves in self._chords(begin, begin + size / RATE):
            hz, gain = _partials(chord, change.connection, middle, change.sway, glint)
            plain = 1.0 - smoothstep((hz - 150.0) / 500.0)
            above = hz >= 150.0
            sung = choir(random, size, hz[above], (gain * np.sqrt(1.0 - plain * plain))[above], 6.0, 0.75)
            steady = _sines(hz, plain * gain, begin, size)[:, None]
            share = _share(begin + np.arange(size) / RATE, enters, leaves)[:, None]
            # the sines' frames and chords agree: their windows and shares add up as amplitudes
            total += rise * (np.sqrt(share) * sung + share * (rise * steady))
        return total

    def _wandered(self, seconds: float) -> float:
        """Where the glint is, about -1 to 1."""
        return float(wander(self.streams.at("voice bed glint"), np.array([seconds]), _PASSES)[0])

    def _chords(self, begin: float, end: float) -> list[tuple[tuple[int, ...], float, float]]:
        """The chords that are heard between two moments, s: the notes of each, when it enters and when it leaves."""
        played = [next(same) for _, same in groupby(self.changes, key=lambda change: change.chord)]
        enters = [-np.inf, *(change.at - _BEFORE_BEAT for change in played[1:]), np.inf]
        spans = zip(played, enters, enters[1:], strict=False)
        return [(change.chord, a, b) for change, a, b in spans if a < end and b + _MELTS > begin]


def _share(seconds: F64, enters: float, leaves: float) -> F64:
    """The share of a chord at moments, 0 to 1."""
    return np.asarray(smoothstep((seconds - enters) / _MELTS) * (1.0 - smoothstep((seconds - leaves) / _MELTS)))


def _partials(chord: tuple[int, ...], connection: float, middle: float, sway: float, glint: float) -> tuple[F64, F64]:
    """The frequencies of a chord's partials, Hz, and the rms of each, with a glint at a frequency, Hz."""
    k = np.arange(1, PARTIALS + 1)
    partials, gains, breaths = [], [], []
    for voice, semitones in enumerate(chord):
        opened = np.clip(0.45 + 1.1 * connection - 0.10 * voice, 0.12, 1.0)
        breath = 0.78 + 0.22 * np.sin(2.0 * np.pi * (middle / (23.0 + 6.0 * voice) + 0.37 * voice))
        hz = note(semitones) * k
        tilt = 1.75 - 0.5 * connection + 0.06 * voice
        formant = 1.0 + 1.2 * np.exp(-(((hz - 520.0) / 260.0) ** 2)) * (0.5 + 0.5 * connection)
        shines = 10.0 ** (_GLINT * sway / 20.0 * np.exp(-((np.log2(hz / glint) / _OCTAVE) ** 2)))
        opened *= _ebbed(voice, middle, sway)
        loud = opened * formant * shines / k**tilt / (1.0 + (hz / (1200.0 + 3800.0 * connection)) ** 2)
        gains.append(loud * hz * hz / (hz * hz + _TRIM * _TRIM))
        partials.append(hz)
        breaths.append(np.full(len(k), breath))
    gain = np.concatenate(gains)
    gain *= 0.1 * np.concatenate(breaths) / np.sqrt((gain * gain).sum())  # as loud with few notes as with many
    return np.concatenate(partials), gain


def _ebbed(voice: int, seconds: float, sway: float) -> float:
    """How loud a note is among the others at a moment, where the bed sways; the lowest stays."""
    wave = np.sin(2.0 * np.pi * (seconds / (11.0 + 2.0 * voice) + 0.62 * voice)) if voice else -1.0
    return float(1.0 - _EBBS * sway * (1.0 + wave))


def _sines(hz: F64, gain: F64, begin: float, size: int) -> F64:
    """Sines of `hz` (k,) with an rms of `gain` (k,) from `begin` seconds on, each with a breath, `(size,)`.

    As in `modal.py`: z^(a + b) = z^a z^b, for the beginnings of steps and the samples in one.
    """
    heard = gain > 1e-4
    f, loud = hz[heard], np.sqrt(2.0) * gain[heard]
    begins = begin + np.arange(0, size, _STEP)[:, None] / RATE
    breath = 1.0 + 0.08 * np.sin(2.0 * np.pi * begins * (0.09 + 0.013 * (f % 5.0)) + f)
    coarse = loud * breath * np.exp(2.0j * np.pi * (f * begins % 1.0))
    fine = np.exp(2.0j * np.pi * f[:, None] * np.arange(_STEP) / RATE)
    return np.ravel(coarse.real @ fine.imag + coarse.imag @ fine.real)
