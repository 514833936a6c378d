"""Cues: what sounds once in an act because its story says so, known before it happens."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from dreamscape.audio.events import Event, decibels
from dreamscape.audio.sounding_act import SoundingAct
from dreamscape.audio.synthesis.voice import RATE, SAMPLES_PER_TICK, OneShot
from dreamscape.audio.voices.chime import Chime
from dreamscape.audio.voices.creak import Creak
from dreamscape.audio.voices.hum import Hum
from dreamscape.audio.voices.laugh import Laugh
from dreamscape.audio.voices.lock import LockTurning
from dreamscape.audio.voices.sob import Sob
from dreamscape.audio.voices.stone import StoneTone
from dreamscape.audio.voices.thunder import Thunder
from dreamscape.audio.voices.whisper import Whisper
from dreamscape.places.door import glyphs, opening
from dreamscape.places.key import chimes
from dreamscape.speech.line_timing import pace
from dreamscape.world.weather import Strike

_WARDS, _BOLT = (0.25, 0.62, 1.18, 1.42, 1.63), 1.95  # s after the key begins to turn; see `threshold.turned`
_TANGLED = 12  # laughs and sobs in the flood of voices
_ECHOES = ((0.31, -13.0, -0.75), (0.62, -19.0, 0.75))  # of the whisper: s after it, dB, side


def thunder(place: SoundingAct, strikes: Sequence[Strike]) -> Iterator[Event]:
    """The thunder of each lightning, as late as it is far, from where it was seen."""
    storm = place.marks.get("storm", 0.0)
    if storm <= 0.0:
        return
    for strike in strikes:
        strokes = tuple((float(at), float(bright)) for at, bright in strike.strokes if bright > 0.0)
        voice = Thunder(place.streams, strike.tick, strike.distance, strokes or ((0.0, 0.3),))
        gain = decibels(-4.0) * min(storm, 2.0) * strike.strength * (2500.0 / strike.distance) ** 0.8
        pan = max(-0.85, min(0.85, strike.azimuth))
        yield Event(strike.heard_at * SAMPLES_PER_TICK, voice, "sky", gain, pan)


def whispers(place: SoundingAct) -> Iterator[Event]:
    """Each line close to the ear, and its echo from either side."""
    for number, line in enumerate(place.lines):
        at = place.said(line)
        voice = Whisper(place.streams, line.text, at // SAMPLES_PER_TICK + number, pace(line))
        yield Event(at, voice, "voice", decibels(-3.0), 0.0, 0.22)
        for after, level, side in _ECHOES:
            yield Event(at + round(after * RATE), voice, "voice", decibels(level), side, 0.5)


def key(place: SoundingAct) -> Iterator[Event]:
    """Laughter like wind chimes: every rung that is struck."""
    notes = chimes.notes(place.streams)
    for number, (tick, level, pitch) in enumerate(zip(notes.tick, notes.level, notes.pitch, strict=True)):
        voice = Chime(place.streams, number, float(pitch), 0.35 + 0.2 * float(level))
        side = 0.25 - 0.02 * (number % 5)
        yield Event(place.sample(int(tick) / 60.0), voice, "things", decibels(-7.0) * float(level), side, 0.5)


def starlight(place: SoundingAct) -> Iterator[Event]:
    """The stone, from when it begins to glow until it has run."""
    yield Event(place.sample(place.marks["melts"] - 1.0), StoneTone(place.streams), "things", decibels(-13.0), 0.1, 0.6)


def silence(place: SoundingAct) -> Iterator[Event]:
    """The key finds the lock; after the silence it turns, and the leaves creak apart."""
    found, turns = LockTurning(place.streams, (0.0, 0.17, 0.26), 0.5), LockTurning(place.streams, _WARDS, _BOLT)
    yield Event(place.sample(opening.ENTERS[1] - 0.5), found, "things", decibels(-24.0), 0.0, 0.5)
    yield Event(place.sample(opening.TURNS[0]), turns, "things", decibels(-5.0), 0.0, 0.5)
    moves = tuple((at - opening.PARTS, lasts, far) for at, lasts, far in opening.CREAKS)
    yield Event(place.sample(opening.PARTS), Creak(place.streams, moves), "things", decibels(-8.0), 0.0, 0.5)


def chorus(place: SoundingAct) -> Iterator[Event]:
    """Laughter tangled with sobs, from everywhere, until the flood ebbs."""
    random = place.streams.at("chorus voices")
    ebbs = place.marks["ebbs"]
    times = np.linspace(0.8, ebbs + 0.5, _TANGLED) + random.uniform(-0.4, 0.4, _TANGLED)
    for number, at in enumerate(times):
        laughs, pitch = number % 3 != 1, float(random.uniform(190.0, 520.0))
        notes, pan, far = int(random.integers(5, 10)), random.uniform(-0.8, 0.8), random.uniform(-6.0, 0.0)
        voice: OneShot = Laugh(place.streams, number, pitch, notes)
        if not laughs:
            voice = Sob(place.streams, number, pitch, notes // 2)
        yield Event(place.sample(float(at)), voice, "things", decibels(-9.0 + far), pan, 0.8)


def spires(place: SoundingAct) -> Iterator[Event]:
    """Each glyph's note as it comes to light, from the leaf that it stands on."""
    marks = place.marks
    signs = glyphs.script(place.streams)
    for number, at in enumerate(glyphs.lighting(place.streams, marks["glyphs"], marks["glyphs_for"])):
        voice = Hum(place.streams, number, signs[number].note, 6.0)
        side = -0.35 if number % 2 == 0 else 0.35
        yield Event(place.sample(float(at)), voice, "things", decibels(-17.0), side, 0.6)


_ACTS = (starlight, key, spires, silence, chorus)
_OWN: dict[str, Callable[[SoundingAct], Iterator[Event]]] = {part.__name__: part for part in _ACTS}


def cues(place: SoundingAct, strikes: Sequence[Strike]) -> list[Event]:
    """All that an act is known to sound like, in order of time; thunder may come after the act has ended."""
    own = _OWN.get(place.scene)
    found = [*thunder(place, strikes), *whispers(place), *(own(place) if own else ())]
    return sorted(found, key=lambda event: event.at)
