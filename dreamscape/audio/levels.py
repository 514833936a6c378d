"""Levels over time: both acts of a shift at equal power, and everything that makes way for the whisper."""

import math
from collections.abc import Mapping

from dreamscape.audio.sounding_act import SoundingAct, sounding_act
from dreamscape.audio.synthesis.voice import RATE
from dreamscape.audio.voices.bed import Bed, Change
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue, Timeline
from dreamscape.easing import ease
from dreamscape.rng import Streams
from dreamscape.speech.line_timing import duration
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import BUSES, Sounding

RISES, SINKS = 0.5, 1.5  # s: the dream's first sound comes, its last goes
_MAKES_WAY = {"heart": 0.75, "sea": 0.55, "sky": 0.6, "things": 0.6, "bed": 0.55}  # amplitudes under the whisper
_BEFORE, _AFTER = 0.35, 0.9  # s in which all makes way for the whisper, and comes back
_CHORD = 160  # ticks, 2.7 s, from one look of the bed at the connection to the next


class Levels:
    """What is asked of the mix at any moment of a dream; a pure function of time.

    Args:
        timeline: of the dream.
        streams: of the dream.
        scenes: by index of the act.

    Attributes:
        timeline: of the dream.
    """

    def __init__(self, timeline: Timeline, streams: Streams, scenes: Mapping[int, Scene]) -> None:
        self.timeline, self._streams, self._scenes = timeline, streams, scenes
        self._beds: dict[int, Bed] = {}
        self._places: dict[int, SoundingAct] = {}

    def place(self, act: int) -> SoundingAct:
        """An act as sound needs it."""
        if act not in self._places:
            self._places[act] = sounding_act(self.timeline, self._scenes, act)
        return self._places[act]

    def at(self, sample: int) -> Sounding:
        """What is asked for at a sample; silence before the dream and after it."""
        position = sample / RATE * TICKS_PER_SECOND
        cue = self.timeline.cue(math.floor(position))
        part = position - cue.tick
        now = self._of(cue, part)
        if cue.leaving:
            passing = min(cue.passing + part * self.timeline.shift_rate(cue), 1.0)
            now = _shifted(self._of(cue.leaving, part), now, passing)
        now.textures[self._bed(cue.act), "bed"] = 1.0
        now.open *= self._ends(position / TICKS_PER_SECOND)
        whispered = self._whispered(cue, sample)
        for bus in BUSES:
            level = now.levels.get(bus, 1.0)
            now.levels[bus] = level * (1.0 + whispered * (_MAKES_WAY.get(bus, 1.0) - 1.0))
        return now

    def _of(self, cue: Cue, part: float) -> Sounding:
        place = self.place(cue.act)
        return place.scene.sounding((cue.act_tick + part) * place.pace / TICKS_PER_SECOND)

    def _bed(self, act: int) -> Bed:
        """The bed around an act; nothing further away reaches into it."""
        if act not in self._beds:
            changes = []
            for near in self._around(act):
                scene = self.place(near).scene
                for tick in range(*self.timeline.span(near), _CHORD):
                    connection = self.timeline.cue_of(near, tick).connection
                    changes.append(Change(tick / TICKS_PER_SECOND, scene.chord(connection), connection))
            self._beds[act] = Bed(self._streams, tuple(changes))
        return self._beds[act]

    def _around(self, act: int) -> range:
        """An act and its neighbours; an endless dream is laid out so far first, whoever asks, and when."""
        self.timeline.cue(self.timeline.span(act)[1])
        return range(max(act - 1, 0), min(act + 2, len(self.timeline.acts)))

    def _ends(self, seconds: float) -> float:
        come = ease(seconds / RISES)
        if self.timeline.endless:
            return come
        return come * ease((self.timeline.ticks / TICKS_PER_SECOND - seconds) / SINKS)

    def _whispered(self, cue: Cue, sample: int) -> float:
        """How much all else makes way, 0 to 1."""
        most = 0.0
        for act in self._around(cue.act):
            place = self.place(act)
            for line in place.lines:
                since = (sample - place.said(line)) / RATE
                most = max(most, ease(1.0 + since / _BEFORE) * (1.0 - ease((since - duration(line)) / _AFTER)))
        return most


def _shifted(gone: Sounding, come: Sounding, passing: float) -> Sounding:
    """Two acts at equal power; what both play stays where it is."""
    leaves, enters = math.cos(0.5 * math.pi * passing) ** 2, math.sin(0.5 * math.pi * passing) ** 2
    both = Sounding(
        wet=math.sqrt(leaves * gone.wet**2 + enters * come.wet**2),
        depth=leaves * gone.depth + enters * come.depth,
        open=leaves * gone.open + enters * come.open,
    )
    for key in {**gone.textures, **come.textures}:
        power = leaves * gone.textures.get(key, 0.0) ** 2 + enters * come.textures.get(key, 0.0) ** 2
        both.textures[key] = math.sqrt(power)
    for bus in BUSES:
        both.levels[bus] = math.sqrt(leaves * gone.levels.get(bus, 1.0) ** 2 + enters * come.levels.get(bus, 1.0) ** 2)
    return both
