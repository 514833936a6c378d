"""The melody: the motif of the thread in its forms, harmony over time, and phrases that the heart's beats carry.

The motif is five notes, A D E A F: two steps away from home and back to where it set out, then down to the third. The
third is the story (`synthesis.tuning`): F while the dreamer is alone, F sharp once `connection` has passed HOMECOMING.
docs/score.md says where it stands in each act.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dreamscape.rng import Streams
from dreamscape.synthesis.voice import OneShot

Chord = tuple[int, ...]  # semitones above D2, low to high

HOMECOMING = 0.9  # connection from which the dreamer is at home
MOTIF = (19, 24, 26, 31, 27)  # semitones above D2: A3 D4 E4 A4 F4
INVERTED = (31, 26, 24, 19, 22)  # every step the other way, as under water: A4 E4 D4 A3 C4
REVERSED = MOTIF[::-1]  # as in a mirror
AT_HOME = (0, 7, 12, 16, 19, 24, 28, 31, 36, 40)  # semitones above D2: D A D F# A D F# A D F#
CODA, CLOSES = 13.0, 6.4  # s before the end of a dream: its coda begins, and its last chord
LONGEST = 6.0  # s, of a sung note: a film of a part of a dream is played from so much earlier
MOST_BEATS = 8  # of a phrase: as many as the heart remembers
_RAISED = {3: 1, 10: -1}  # of the notes of an octave above D, at home: F becomes F sharp, and C yields to B


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a phrase.

    Attributes:
        beat: when it begins, in beats of the heart after the phrase's first, 0 to MOST_BEATS.
        semitones: above D2.
        lasts: beats; no note lasts longer than LONGEST.
        level: dB, beside the phrase's other notes.
    """

    beat: float
    semitones: int
    lasts: float
    level: float = 0.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Notes that are carried by the heart: they begin with its beats, however fast it is.

    Attributes:
        at: seconds, by the act's own clock; it begins with the first beat from then on.
        notes: in order of time.
        voice: makes a note of the dream's randomness, a number, a pitch in Hz and a duration in seconds.
        gain: its amplitude.
        pan: -1 left to 1 right.
        send: how much of it goes into the room.
    """

    at: float
    notes: tuple[Note, ...]
    voice: Callable[[Streams, int, float, float], OneShot]
    gain: float
    pan: float = 0.0
    send: float = 0.7


def line(*notes: tuple[int, float], overlap: float = 0.6) -> tuple[Note, ...]:
    """Notes one after the other, each given as semitones above D2 and beats; each rings `overlap` beats longer."""
    beat, made = 0.0, []
    for semitones, beats in notes:
        made.append(Note(beat, semitones, beats + overlap))
        beat += beats
    return tuple(made)


def coda(at: float, voice: Callable[[Streams, int, float, float], OneShot]) -> tuple[Phrase, ...]:
    """The motif, whole, in two octaves: how a dream ends that comes home in a scene without an end of its own.

    Args:
        at: seconds, by the act's own clock.
        voice: sings it.
    """
    whole = line(*((note + 12, 1.5) for note in MOTIF[:4]), (MOTIF[4] + 12, 5.0))
    low = tuple(replace(one, semitones=one.semitones - 12) for one in whole)
    return Phrase(at, whole, voice, 0.21, -0.2), Phrase(at, low, voice, 0.17, 0.2)


def third(semitones: int, connection: float) -> int:
    """A note as it is for a dreamer connected so far: at home the minor third is a major one."""
    return semitones + (_RAISED.get(semitones % 12, 0) if connection >= HOMECOMING else 0)


def progression(seconds: float, chords: Sequence[tuple[float, Chord]], connection: float) -> Chord:
    """The chord at a moment of an act, in order, and from the first again in an act that lasts longer.

    Args:
        seconds: by the act's own clock.
        chords: how long each lasts, s, and its notes for a dreamer who is alone.
        connection: how connected the dreamer is, 0 to 1.
    """
    left = max(seconds, 0.0) % sum(lasts for lasts, _ in chords)
    now = chords[-1][1]
    for lasts, chord in chords:
        if left < lasts:
            now = chord
            break
        left -= lasts
    return tuple(third(note, connection) for note in now)
