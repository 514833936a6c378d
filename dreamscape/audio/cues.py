"""Cues: the one-shots that an act's story, lines and lightning call for, known before they sound."""

from collections.abc import Iterator, Sequence

from dreamscape.audio.events import Event
from dreamscape.audio.sounding_act import SoundingAct
from dreamscape.speech.line_timing import duration, is_whispered, pace
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK
from dreamscape.voices.thunder import Thunder
from dreamscape.voices.whisper import Whisper, WhisperEcho
from dreamscape.world.scene_sound import decibels
from dreamscape.world.weather import Strike

_WHISPER = decibels(6.5)  # -17 LUFS in a programme of -16
_ECHOES = ((0.2, -9.0), (0.85, -16.0))  # of the last word: s after it is over, dB
_DESCRIBED = 5.0  # dB, of what is said of the picture


def thunder(act: SoundingAct, strikes: Sequence[Strike]) -> Iterator[Event]:
    """The thunder of each strike, delayed by its distance, from the direction in which it was seen."""
    storm = act.scene.thunder()
    if storm <= 0.0:
        return
    for strike in strikes:
        strokes = tuple((float(at), float(bright)) for at, bright in strike.strokes if bright > 0.0)
        side = max(-0.85, min(0.85, strike.azimuth))
        voice = Thunder(act.streams, strike.tick, strike.distance, strokes or ((0.0, 0.3),), side)
        gain = decibels(-4.0) * min(storm, 2.0) * strike.strength * (2500.0 / strike.distance) ** 0.8
        yield Event(strike.heard_at * SAMPLES_PER_TICK, voice, "sky", gain)


def whispers(act: SoundingAct) -> Iterator[Event]:
    """Each line at one ear, and after its last word what the room gives back of that."""
    for number, line in enumerate(act.lines):
        if not is_whispered(line):
            continue
        at = act.line_start(line)
        voice = Whisper(act.streams, line.spoken, at // SAMPLES_PER_TICK + number, pace(line))
        yield Event(at, voice, "voice", _WHISPER, 0.0, 0.16)
        over = at + round(duration(line) * RATE)
        for delay, level in _ECHOES:
            yield Event(over + round(delay * RATE), WhisperEcho(voice), "voice", _WHISPER * decibels(level), 0.0, 0.8)


def described(act: SoundingAct) -> Iterator[Event]:
    """What is said of the picture, between the lines, softly and without an echo."""
    for number, line in enumerate(act.described):
        at = act.line_start(line)
        voice = Whisper(act.streams, line.spoken, at // SAMPLES_PER_TICK + number, pace(line))
        yield Event(at, voice, "voice", decibels(_DESCRIBED), 0.0, 0.04)


def cues(act: SoundingAct, strikes: Sequence[Strike]) -> list[Event]:
    """All events of an act that are known in advance, in order of time; thunder may come after the act has ended."""
    own = (Event(act.sample(cue.at), cue.voice, cue.bus, cue.gain, cue.pan, cue.send) for cue in act.scene.cues())
    return sorted([*thunder(act, strikes), *whispers(act), *described(act), *own], key=lambda event: event.at)
