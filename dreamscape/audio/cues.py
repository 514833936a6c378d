"""Cues: what sounds once in an act because its story says so, known before it happens."""

from collections.abc import Callable, Iterator, Sequence

from dreamscape import chimes, glyphs
from dreamscape.audio.event import Event, decibels
from dreamscape.audio.place import Place
from dreamscape.audio.spoken import pace
from dreamscape.audio.voice import RATE, SAMPLES_PER_TICK
from dreamscape.audio.voices.chime import Chime
from dreamscape.audio.voices.hum import Hum
from dreamscape.audio.voices.thunder import Thunder
from dreamscape.audio.voices.whisper import Whisper
from dreamscape.weather import Strike

_ECHOES = ((0.31, -13.0, -0.75), (0.62, -19.0, 0.75))  # of the whisper: s after it, dB, side


def thunder(place: Place, strikes: Sequence[Strike]) -> Iterator[Event]:
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


def whispers(place: Place) -> Iterator[Event]:
    """Each line close to the ear, and its echo from either side."""
    for number, line in enumerate(place.lines):
        at = place.said(line)
        voice = Whisper(place.streams, line.text, at // SAMPLES_PER_TICK + number, pace(line))
        yield Event(at, voice, "voice", decibels(-3.0), 0.0, 0.22)
        for after, level, side in _ECHOES:
            yield Event(at + round(after * RATE), voice, "voice", decibels(level), side, 0.5)


def key(place: Place) -> Iterator[Event]:
    """Laughter like wind chimes: every rung that is struck."""
    notes = chimes.notes(place.streams)
    for number, (tick, level, pitch) in enumerate(zip(notes.tick, notes.level, notes.pitch, strict=True)):
        voice = Chime(place.streams, number, float(pitch), 0.35 + 0.2 * float(level))
        side = 0.25 - 0.02 * (number % 5)
        yield Event(place.sample(int(tick) / 60.0), voice, "things", decibels(-11.0) * float(level), side, 0.5)


def spires(place: Place) -> Iterator[Event]:
    """Each glyph's note as it comes to light, from the leaf that it stands on."""
    marks = place.marks
    signs = glyphs.script(place.streams)
    for number, at in enumerate(glyphs.lighting(place.streams, marks["glyphs"], marks["glyphs_for"])):
        voice = Hum(place.streams, number, signs[number].note, 6.0)
        side = -0.35 if number % 2 == 0 else 0.35
        yield Event(place.sample(float(at)), voice, "things", decibels(-13.0), side, 0.6)


_OWN: dict[str, Callable[[Place], Iterator[Event]]] = {part.__name__: part for part in (key, spires)}


def cues(place: Place, strikes: Sequence[Strike]) -> list[Event]:
    """All that an act is known to sound like, in order of time; thunder may come after the act has ended."""
    own = _OWN.get(place.scene)
    found = [*thunder(place, strikes), *whispers(place), *(own(place) if own else ())]
    return sorted(found, key=lambda event: event.at)
