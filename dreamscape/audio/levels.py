"""Levels over time: a shift crossfades its two acts at equal power, and all else makes way for a whisper."""

import math
from array import array
from bisect import bisect_left
from collections.abc import Mapping

from dreamscape.audio.sounding_act import SoundingAct, sounding_act
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue, Timeline
from dreamscape.easing import ease
from dreamscape.rng import Streams
from dreamscape.speech.line_timing import duration, is_whispered
from dreamscape.synthesis.voice import RATE
from dreamscape.voices.bed import Bed, Change
from dreamscape.world import heart
from dreamscape.world.melody import AT_HOME, CLOSES, CODA, HOMECOMING
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import BUSES, Sounding, decibels

FADE_IN, FADE_OUT = 0.5, 1.5  # s, at the beginning and the end of the dream
# s in which all else makes way before a whisper, and comes back after it: slowly, or the sea seems to be turned up.
_ATTACK, _RELEASE = 0.6, 2.6
_SUMMIT = 7.0  # dB, by which the bed rises in a coda
_KEPT = 8  # acts of an endless dream that stay: more than are heard at once
_OPENS = 0.02  # of connection, at which the bed is changed though its chord is not


class Levels:
    """The levels of the mix at any moment of a dream; a pure function of time.

    Args:
        timeline: of the dream.
        streams: of the dream.
        scenes: by index of the act.
        described: whether what is seen is said between the lines.

    Attributes:
        timeline: of the dream.
    """

    def __init__(
        self, timeline: Timeline, streams: Streams, scenes: Mapping[int, Scene], described: bool = False
    ) -> None:
        self._described = described
        self.timeline, self._streams, self._scenes = timeline, streams, scenes
        self._beds: dict[int, Bed] = {}
        self._acts: dict[int, SoundingAct] = {}
        self._beats = array("q")  # subticks; of a month, 20 MB
        self._pulse = heart.undisturbed(self._own_bpm, streams)

    def act(self, act: int) -> SoundingAct:
        """The act with this index."""
        if act not in self._acts:
            self._acts[act] = sounding_act(self.timeline, self._scenes, act, self._described)
            self._forget()
        return self._acts[act]

    def _forget(self) -> None:
        """Drop all but the last acts of an endless dream that were asked for."""
        for kept in (self._acts, self._beds) if self.timeline.endless else ():
            for old in list(kept)[:-_KEPT]:
                del kept[old]

    def coda(self, act: int) -> int | None:
        """The tick at which the coda begins, in the last act of a dream that comes home in it; None in any other."""
        if self.timeline.endless or act != len(self.timeline.acts) - 1 or self.act(act).scene.concludes:
            return None
        begin = self.timeline.ticks - round(CODA * TICKS_PER_SECOND)
        connection = self.timeline.cue_of(act, self.timeline.ticks - 1).connection
        return begin if connection >= HOMECOMING and begin > self.act(act).start else None

    def at(self, sample: int) -> Sounding:
        """The levels at a sample; silence before the dream and after it."""
        position = sample / RATE * TICKS_PER_SECOND
        cue = self.timeline.cue(math.floor(position))
        fraction = position - cue.tick
        now = self._of(cue, fraction)
        if cue.leaving:
            passing = min(cue.passing + fraction * self.timeline.shift_rate(cue), 1.0)
            now = _crossfaded(self._of(cue.leaving, fraction), now, passing)
        now.textures[self._bed(cue.act), "bed"] = 1.0
        now.open *= self._fade(position / TICKS_PER_SECOND)
        now.parted = self._parted(cue, sample)
        if (begins := self.coda(cue.act)) is not None:
            rises = ease((position - begins) / ((CODA - CLOSES) * TICKS_PER_SECOND))
            now.levels["bed"] = now.levels.get("bed", 1.0) * decibels(_SUMMIT * rises)
        if self.timeline.endless:
            now.asleep = 1.0
            now.levels["heart"] = now.levels.get("heart", 1.0) * (1.0 - heart.asleep(cue.tick))
        return now

    def _of(self, cue: Cue, fraction: float) -> Sounding:
        act = self.act(cue.act)
        return act.scene.sounding((cue.act_tick + fraction) * act.pace / TICKS_PER_SECOND)

    def _bed(self, act: int) -> Bed:
        """The bed of an act and its neighbours; acts further away do not reach into it.

        It is woven seconds ahead, so it changes with the heart's own beats, whatever pulse or music comes in between.
        """
        if act not in self._beds:
            changes: list[Change] = []
            for near in self._around(act):
                sounding = self.act(near)
                for position in self._beats_within(*self.timeline.span(near)):
                    tick = math.floor(position)
                    connection = self.timeline.cue_of(near, tick).connection
                    seconds = (position - sounding.start) * sounding.pace / TICKS_PER_SECOND
                    closes = self.coda(near) is not None and tick >= self.timeline.ticks - CLOSES * TICKS_PER_SECOND
                    chord = AT_HOME if closes else sounding.scene.harmony(seconds, connection)
                    change = Change(position / TICKS_PER_SECOND, chord, connection, sounding.scene.sway)
                    if not changes or _differs(change, changes[-1]):
                        changes.append(change)
            self._beds[act] = Bed(self._streams, tuple(changes))
        return self._beds[act]

    def _beats_within(self, first: int, stop: int) -> list[float]:
        """When the heart beats from tick `first` until before `stop`, ticks; the first alone if it does not."""
        while not self._beats or self._beats[-1] < stop * heart.SUBTICKS:
            self._beats.append(next(self._pulse))
        begin, end = (bisect_left(self._beats, tick * heart.SUBTICKS) for tick in (first, stop))
        return [beat / heart.SUBTICKS for beat in self._beats[begin:end]] or [float(first)]

    def _own_bpm(self, tick: int) -> float:
        return heart.own_bpm(self.timeline.cue(tick).connection, tick, self.timeline.endless)

    def _around(self, act: int) -> range:
        """An act and its neighbours; lays out an endless dream that far first, for the same answer every time."""
        self.timeline.cue(self.timeline.span(act)[1])
        return range(max(act - 1, 0), min(act + 2, len(self.timeline.acts)))

    def _fade(self, seconds: float) -> float:
        fade_in = ease(seconds / FADE_IN)
        if self.timeline.endless:
            return fade_in
        return fade_in * ease((self.timeline.ticks / TICKS_PER_SECOND - seconds) / FADE_OUT)

    def _parted(self, cue: Cue, sample: int) -> float:
        """How far everything but the voice makes way for it, 0 to 1."""
        most = 0.0
        for index in self._around(cue.act):
            act = self.act(index)
            for line in filter(is_whispered, (*act.lines, *act.described)):
                since = (sample - act.line_start(line)) / RATE
                most = max(most, ease(1.0 + since / _ATTACK) * (1.0 - ease((since - duration(line)) / _RELEASE)))
        return most


def _differs(one: Change, other: Change) -> bool:
    """Whether the bed is changed from one to the other."""
    if (one.chord, one.sway) != (other.chord, other.sway):
        return True
    return abs(one.connection - other.connection) > _OPENS


def _crossfaded(old: Sounding, new: Sounding, passing: float) -> Sounding:
    """Two acts crossfaded at equal power; a texture that both play keeps its level."""
    leaves, enters = math.cos(0.5 * math.pi * passing) ** 2, math.sin(0.5 * math.pi * passing) ** 2
    both = Sounding(
        wet=math.sqrt(leaves * old.wet**2 + enters * new.wet**2),
        depth=leaves * old.depth + enters * new.depth,
        open=leaves * old.open + enters * new.open,
    )
    for key in {**old.textures, **new.textures}:
        power = leaves * old.textures.get(key, 0.0) ** 2 + enters * new.textures.get(key, 0.0) ** 2
        both.textures[key] = math.sqrt(power)
    for bus in BUSES:
        both.levels[bus] = math.sqrt(leaves * old.levels.get(bus, 1.0) ** 2 + enters * new.levels.get(bus, 1.0) ** 2)
    return both
