"""Singing: phrases that the heart's beats carry, and plucked threads that walk the motif."""

import math
from collections.abc import Iterator, Sequence
from functools import partial

from dreamscape.audio.events import Event
from dreamscape.audio.levels import Levels
from dreamscape.audio.sounding_act import SoundingAct
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.synthesis.tuning import TONIC, note
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK
from dreamscape.voices.bow import BowedString
from dreamscape.world import heart
from dreamscape.world.melody import LONGEST, MOST_BEATS, Phrase, coda, third
from dreamscape.world.scene_sound import decibels

_APART = 5.0  # s, between the last phrase and the coda


def carried(levels: Levels, known: Sequence[int], beat: int, bpm: float) -> Iterator[Event]:
    """What is sung from a beat on until the next.

    Args:
        levels: of the dream.
        known: the beats that the heart remembers, and the next one, subticks.
        beat: one of them.
        bpm: the heart's rate, beats a minute.
    """
    if beat < 0:
        return
    timeline = levels.timeline
    now = timeline.cue(beat // heart.SUBTICKS)
    for index in range(max(now.act - 1, 0), now.act + 1):  # a phrase may end in the act after its own
        act = levels.act(index)
        for order, phrase in enumerate(_phrases(levels, index)):
            place = _beats_since(act, phrase, known, beat)
            if place is not None:
                connection = timeline.cue_of(index, beat // heart.SUBTICKS).connection
                yield from _sung(act, order, phrase, place, beat, 60.0 / bpm, connection)


def _phrases(levels: Levels, index: int) -> list[Phrase]:
    """The phrases of an act; at the end of a dream that comes home, only the coda."""
    act, begins = levels.act(index), levels.coda(index)
    if begins is None:
        return list(act.scene.phrases())
    at = (begins - act.start) * act.pace / TICKS_PER_SECOND
    before = [phrase for phrase in act.scene.phrases() if phrase.at < at - _APART * act.pace]
    return [*before, *coda(at, partial(BowedString, bright=0.5))]


def _beats_since(act: SoundingAct, phrase: Phrase, known: Sequence[int], beat: int) -> int | None:
    """How many beats of a phrase have been before this one; None if it is not of the phrase."""
    begins = round((act.start + phrase.at / act.pace * TICKS_PER_SECOND) * heart.SUBTICKS)
    if not begins <= beat < begins + 4 * MOST_BEATS * TICKS_PER_SECOND * heart.SUBTICKS or known[0] >= begins > 0:
        return None
    return sum(begins <= one < beat for one in known)


def _sung(
    act: SoundingAct, order: int, phrase: Phrase, place: int, beat: int, interval: float, connection: float
) -> Iterator[Event]:
    """The notes of a phrase that begin with its beat number `place` or before the next one."""
    for number, sung in enumerate(phrase.notes):
        if math.floor(sung.beat) == place:
            late = round((sung.beat - place) * interval * RATE)
            at = beat * SAMPLES_PER_TICK // heart.SUBTICKS + late
            lasts = round(min(sung.lasts * interval, LONGEST), 2)
            pitch = note(third(sung.semitones, connection))
            voice = phrase.voice(act.streams, 1000 * order + 17 * number + act.start, pitch, lasts)
            gain = phrase.gain * decibels(sung.level)
            yield Event(at, voice, "things", gain, phrase.pan, phrase.send)


def walked(walk: Sequence[int], number: int, pitch: float, connection: float) -> float:
    """The pitch of a plucked thread, Hz: its turn in the phrase, in the octave that its own pitch asks for.

    Args:
        walk: semitones above D2, in turn.
        number: how many threads were plucked before.
        pitch: the thread's own, Hz.
        connection: how connected the dreamer is, 0 to 1.
    """
    middle = sum(walk) / len(walk)
    octave = round((12.0 * math.log2(pitch / TONIC) - middle) / 12.0)
    return note(third(walk[number % len(walk)], connection) + 12 * octave)
