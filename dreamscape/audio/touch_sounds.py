"""Touch, heard: what a press sounds like, in each act as what is there would: the higher in the picture, the higher."""

from collections.abc import Callable, Iterator

import numpy as np

from dreamscape.audio.events import Event, decibels
from dreamscape.audio.synthesis.tuning import OPEN, TOGETHER, nearest, note
from dreamscape.audio.synthesis.voice import SAMPLES_PER_TICK, OneShot
from dreamscape.audio.voices.chime import Chime
from dreamscape.audio.voices.drop import Drop
from dreamscape.audio.voices.pluck import PluckedString
from dreamscape.rng import Streams
from dreamscape.world import touch_response
from dreamscape.world.world import World

_LOUD = decibels(-13.0)
_OCTAVES = 2.0  # from the bottom of the picture to its top
_WIDE = 0.75  # of a side: where a press at the picture's edge is heard

Struck = tuple[float, tuple[int, ...], Callable[[Streams, int, float], OneShot]]  # lowest note, scale, voice


def _struck(hardness: float) -> Callable[[Streams, int, float], OneShot]:
    return lambda streams, number, pitch: Chime(streams, number, pitch, hardness)


_ELSEWHERE: Struck = (24.0, OPEN, _struck(0.3))
_ACTS: dict[str, Struck] = {
    "shore": (19.0, OPEN, _struck(0.12)),  # wood under moss, soft
    "starlight": (36.0, OPEN, _struck(0.5)),  # small bells
    "reflection": (38.0, OPEN, Drop),
    "immersion": (26.0, OPEN, Drop),  # larger drops, from within
    "key": (36.0, TOGETHER, _struck(0.4)),  # as its own rungs
    "spires": (31.0, OPEN, _struck(0.85)),  # glass
    "silence": (7.0, OPEN, _struck(0.0)),  # a knuckle on a heavy door
    "chorus": (24.0, TOGETHER, lambda streams, number, pitch: PluckedString(streams, number, pitch, 0.6, 0.3)),
}


def touched(world: World) -> Iterator[Event]:
    """What the hand struck in the world's last tick, in the act that plays."""
    waves = world.felt.waves
    fresh = np.flatnonzero((waves[:, touch_response.SINCE] == world.tick) & (waves[:, touch_response.STRENGTH] > 0.0))
    if not fresh.size:
        return
    name = world.scenes[world.timeline.cue(world.tick).act].name()
    lowest, degrees, voice = _ACTS.get(name, _ELSEWHERE)
    at = world.tick * SAMPLES_PER_TICK
    for k in fresh:
        x, y = (float(value) for value in np.clip(waves[k, :2], -1.0, 1.0))
        pitch = nearest(note(lowest + 12.0 * _OCTAVES * (0.5 + 0.5 * y)), degrees)
        yield Event(at, voice(world.streams, at + int(k), pitch), "things", _LOUD, _WIDE * x, 0.6)
