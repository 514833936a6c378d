"""Touch sounds: what a press sounds like in each act; the higher in the picture, the higher the pitch."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from dreamscape.audio.events import Event
from dreamscape.synthesis.tuning import OPEN, nearest, note
from dreamscape.synthesis.voice import SAMPLES_PER_TICK
from dreamscape.voices.chime import Chime
from dreamscape.world import touch_response
from dreamscape.world.scene_sound import TouchSound, decibels
from dreamscape.world.world import World

_GAIN = decibels(-13.0)
_OCTAVES = 2.0  # from the bottom of the picture to its top
_PAN = 0.75  # of a press at the edge of the picture

_DEFAULT = TouchSound(24.0, OPEN, partial(Chime, hardness=0.3))


def touched(world: World) -> Iterator[Event]:
    """Events for what the hand struck in the world's last tick, as the current act has it."""
    waves = world.felt.waves
    fresh = np.flatnonzero((waves[:, touch_response.SINCE] == world.tick) & (waves[:, touch_response.STRENGTH] > 0.0))
    if not fresh.size:
        return
    sound = world.scenes[world.timeline.cue(world.tick).act].touch_sound or _DEFAULT
    at = world.tick * SAMPLES_PER_TICK
    for k in fresh:
        x, y = (float(value) for value in np.clip(waves[k, :2], -1.0, 1.0))
        pitch = nearest(note(sound.lowest + 12.0 * _OCTAVES * (0.5 + 0.5 * y)), sound.scale)
        yield Event(at, sound.voice(world.streams, at + int(k), pitch), "things", _GAIN, _PAN * x, 0.6)
