"""Tuning: the notes that all voices share, so that they agree.

Everything is in D. The key's rungs sound five stacked fifths, D A E B F# (and C#, the sixth); the glyphs of the door
are D E F A B. They share D A E B and differ in the third: F while the dreamer is alone (the Dorian mode, minor with a
bright sixth), F sharp when not (major). That third is the story: the bed has none at first, leans on F, and comes to
rest on F sharp in the last act. Equal temperament, A = 440 Hz, as in `chimes.py` and `glyphs.py`.
"""

import math

TONIC = 440.0 * 2.0 ** (-31 / 12)  # Hz, D2; glyphs.LOWEST is the D above
ALONE = (0, 2, 3, 5, 7, 9, 10)  # semitones of D Dorian
TOGETHER = (0, 2, 4, 7, 9, 11)  # semitones of D major as the chimes have it: no fourth, which clashes with the third
OPEN = (0, 2, 7, 9)  # the notes in both: D E A B
HIRAJOSHI = (0, 2, 3, 7, 8)  # D E F A Bb, a tuning of the koto: of the paper alone, which is no place of the same story


def note(semitones: float) -> float:
    """The frequency of the note `semitones` above D2; Hz."""
    return float(TONIC * 2.0 ** (semitones / 12.0))


def nearest(hz: float, degrees: tuple[int, ...] = OPEN) -> float:
    """The note of a scale that is nearest to `hz` (on a logarithmic scale); Hz."""
    semitones = 12.0 * math.log2(hz / TONIC)
    octave = math.floor(semitones / 12.0)
    choices = [12 * (octave + k) + degree for k in (-1, 0, 1) for degree in degrees]
    return note(min(choices, key=lambda choice: abs(choice - semitones)))
