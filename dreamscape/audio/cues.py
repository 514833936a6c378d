"""Cues: the one-shots that an act's story, lines and lightning call for, known before they sound."""

from collections.abc import Iterator, Sequence

from dreamscape.audio.events import Event
from dreamscape.audio.sounding_act import SoundingAct
from dreamscape.speech.line_timing import pace
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK
from dreamscape.voices.thunder import Thunder
from dreamscape.voices.whisper import Whisper
from dreamscape.world.scene_sound import decibels
from dreamscape.world.weather import Strike

_ECHOES = ((0.31, -13.0, -0.75), (0.62, -19.0, 0.75))  # of the whisper: delay in s, dB, pan
_DESCRIBED = -4.5  # dB, of what is said of the picture


def thunder(act: SoundingAct, strikes: Sequence[Strike]) -> Iterator[Event]:
    """The thunder of each strike, delayed by its distance, from the direction in which it was seen."""
    storm = act.scene.thunder()
    if storm <= 0.0:
        return
    for strike in strikes:
        strokes = tuple((float(at), float(bright)) for at, bright in strike.strokes if bright > 0.0)
        voice = Thunder(act.streams, strike.tick, strike.distance, strokes or ((0.0, 0.3),))
        gain = decibels(-4.0) * min(storm, 2.0) * strike.strength * (2500.0 / strike.distance) ** 0.8
        pan = max(-0.85, min(0.85, strike.azimuth))
        yield Event(strike.heard_at * SAMPLES_PER_TICK, voice, "sky", gain, pan)


def whispers(act: SoundingAct) -> Iterator[Event]:
    """Each line close to the ear, and an echo of it from either side."""
    for number, line in enumerate(act.lines):
        if not line.spoken:
            continue
        at = act.line_start(line)
        voice = Whisper(act.streams, line.spoken, at // SAMPLES_PER_TICK + number, pace(line))
        yield Event(at, voice, "voice", decibels(-3.0), 0.0, 0.22)
        for delay, level, pan in _ECHOES:
            yield Event(at + round(delay * RATE), voice, "voice", decibels(level), pan, 0.5)


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
