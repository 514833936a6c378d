"""Touch sounds: what the hand sounds like in each act; the higher in the picture, the higher the pitch.

A press strikes the act's own note, a low warmth swells under it, and its sparks glitter; a call rises by a fifth and to
the octave. Each note is always the same sound, so that live it can be made before it is needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from dreamscape.audio.events import Event
from dreamscape.rng import Streams
from dreamscape.synthesis.tuning import OPEN, TONIC, nearest, note
from dreamscape.synthesis.voice import SAMPLES_PER_TICK, OneShot
from dreamscape.voices.calling import Calling
from dreamscape.voices.chime import Chime
from dreamscape.voices.glitter import Glitter
from dreamscape.voices.warmth import Warmth
from dreamscape.world import touch_response
from dreamscape.world.scene_sound import TouchSound, decibels
from dreamscape.world.world import World

_STRIKES, _WARMS, _GLITTERS, _CALLS = (decibels(level) for level in (-13.0, -15.0, -27.0, -14.0))
_OCTAVES = 2.0  # from the bottom of the picture to its top
_PAN = 0.75  # of a press at the edge of the picture
_LOW = 65.0, 130.0  # Hz: the octave in which a press is warm

DEFAULT = TouchSound(24.0, OPEN, partial(Chime, hardness=0.3))


@dataclass(frozen=True, slots=True)
class Touch:
    """A sound of the hand: its voice, amplitude, and how much goes into the room; -1 left to 1 right."""

    voice: OneShot
    gain: float
    pan: float
    send: float


def struck(sound: TouchSound, streams: Streams, x: float, y: float) -> tuple[Touch, ...]:
    """The sounds of a press at a place in the picture, -1 to 1."""
    x, y = min(max(x, -1.0), 1.0), min(max(y, -1.0), 1.0)
    pitch = nearest(note(sound.lowest + 12.0 * _OCTAVES * (0.5 + 0.5 * y)), sound.scale)
    number = round(12.0 * np.log2(pitch / TONIC))
    low = pitch
    while low > _LOW[1]:
        low /= 2.0
    return (
        Touch(sound.voice(streams, number, pitch), _STRIKES, _PAN * x, 0.6),
        Touch(Warmth(streams, number % 12, low), _WARMS, 0.3 * _PAN * x, 0.3),
        Touch(Glitter(streams, number % 3), _GLITTERS, _PAN * x, 0.7),
    )


def called(sound: TouchSound, streams: Streams, x: float) -> tuple[Touch, ...]:
    """The sound of a call from a place in the picture."""
    pitch = nearest(220.0, sound.scale)
    return (
        Touch(
            Calling(streams, round(12.0 * np.log2(pitch / TONIC)), pitch), _CALLS, _PAN * min(max(x, -1.0), 1.0), 0.8
        ),
    )


def touched(world: World) -> Iterator[Event]:
    """Events for what the hand did in the world's last tick, as the current act has it."""
    waves, at = world.felt.waves, world.tick * SAMPLES_PER_TICK
    sound = world.scenes[world.timeline.cue(world.tick).act].touch_sound or DEFAULT
    fresh = np.flatnonzero((waves[:, touch_response.SINCE] == world.tick) & (waves[:, touch_response.STRENGTH] > 0.0))
    touches = [touch for k in fresh for touch in struck(sound, world.streams, *map(float, waves[k, :2]))]
    if world.hand.call[2] == world.tick:
        touches += called(sound, world.streams, float(world.hand.call[0]))
    for touch in touches:
        yield Event(at, touch.voice, "things", touch.gain, touch.pan, touch.send)
