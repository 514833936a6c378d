"""Turns with the music: while music with a beat is heard, acts end where its phrases do, and where it becomes new.

An act ends early where a phrase begins that is new, the sooner the longer it has played; or where all stays so new that
a section must have begun, wherever phrases were taken to begin; or at a drop, which brings the brightest act that is
still to come; or where music begins again after a pause. Where its time is up within a phrase, it ends with that.
Without a beat, acts last as long as the dream says.
"""

from dataclasses import dataclass

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import Event, Heard
from dreamscape.dream.layout import ended, layout_of
from dreamscape.dream.placed_act import Layout
from dreamscape.dream.quantities import Detail
from dreamscape.dream.timeline import Cue, Timeline
from dreamscape.structure.choreography import scene_brightness
from dreamscape.structure.live_form import Beat, LiveForm

LEAST, LEAST_AT_DROP = 6 * TICKS_PER_SECOND, 4 * TICKS_PER_SECOND  # ticks that an act stays
NEW_SOON, NEW_LATE = 0.6, 0.25  # newness that ends an act at its beginning, and from two thirds of its time on
LATE = 2.0 / 3.0
SECTION = 0.65  # newness that stays, which ends an act: a section has begun a moment ago, and a phrase with it
BUILDS = 0.25  # build from which the brightest act is made ready
DELAY = 8  # ticks from what is heard to the turn: a frame's events come together, and its ticks have been stepped
SHIFT, AT_DROP = 4, 1  # beats at most of a shift
SHORTEST = 0.5  # s


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to come: at which tick the act ends, None if only another follows it; which follows; s of the shift."""

    tick: int | None
    follows: int
    shift: float


class MusicTurns:
    """Decides when acts end."""

    def __init__(self) -> None:
        self._form = LiveForm()
        self._was_drop = False
        self._turn: Turn | None = None

    def hear(self, events: list[Event], dream: Dream, timeline: Timeline) -> bool:
        """Take in the events of a frame, in order of ticks; whether the act may end any moment now."""
        if dream.plan or timeline.endless:
            return False
        for event in events:
            if isinstance(event, Heard) and event.reaction > 0.0 and event.detail:
                self._hear(event, Detail.unpacked(event.detail), dream, timeline)
        return self._form.has_beat

    def due(self, dream: Dream, timeline: Timeline, tick: int) -> Layout | None:
        """The layout from the tick after `tick` on, if it changes now."""
        turn, self._turn = self._turn, None
        cue = timeline.cue(tick)
        if turn is None or cue.leaving is not None:
            return None
        start, stop = timeline.span(cue.act)
        ends = stop if turn.tick is None else max(turn.tick, tick + 1)
        shift = layout_of(dream)[cue.act].shift if turn.tick is None else turn.shift
        return ended(dream, cue.act, ends - start, turn.follows, shift)

    def _hear(self, heard: Heard, detail: Detail, dream: Dream, timeline: Timeline) -> None:
        beat, cue = self._form.hear(heard, detail), timeline.cue(heard.tick)
        was_drop, self._was_drop = self._was_drop, detail.levels["drop"] > 0.5
        if cue.leaving is not None or self._turn is not None:
            return
        drops = self._was_drop and not was_drop and cue.act_tick >= LEAST_AT_DROP
        following = cue.act + 1
        if drops or detail.levels["build"] > BUILDS:
            following = _brightest(dream, cue.act)
        if drops or (self._form.begins_again and cue.act_tick >= LEAST):
            self._turn = Turn(heard.tick + DELAY, following, _shift(dream, cue, heard, AT_DROP if drops else SHIFT))
        elif beat and cue.act_tick >= LEAST and (ends := _ends(beat, cue, timeline)) is not None:
            self._turn = Turn(max(ends, heard.tick + DELAY), following, _shift(dream, cue, heard, SHIFT))
        elif following > cue.act + 1:
            self._turn = Turn(None, following, 0.0)


def _ends(beat: Beat, cue: Cue, timeline: Timeline) -> int | None:
    """The tick at which an act ends after a beat, if that is decided now."""
    start, stop = timeline.span(cue.act)
    left, phrase = stop - beat.tick, beat.length * beat.period
    if left < 0.0:
        return None
    stayed = min((beat.tick - start) / (stop - start) / LATE, 1.0)
    if beat.stays_new > SECTION:
        return beat.tick
    if beat.place != 0:
        return None
    if beat.newness > NEW_SOON + (NEW_LATE - NEW_SOON) * stayed:
        return beat.tick
    return round(beat.tick + phrase) if left < phrase else None  # somewhat longer than its time, to the next phrase


def _brightest(dream: Dream, act: int) -> int:
    """The index of the brightest act that is still to come; the next one if none is brighter than what plays."""
    light = scene_brightness()
    levels = [light.get(one.scene, 0.0) for one in dream.file.act]
    later = range(act + 1, len(levels))
    best = max(later, key=lambda index: (levels[index], -index), default=act + 1)
    return best if later and levels[best] > levels[act] else act + 1


def _shift(dream: Dream, cue: Cue, heard: Heard, beats: int) -> float:
    """How long a shift takes, s: as long as the dream says, in whole beats, but at most so many."""
    usual = dream.file.act[cue.act].shift.seconds
    if not heard.bpm:
        return usual
    each = 60.0 / heard.bpm
    return max(min(beats, max(1, round(usual / each))) * each, SHORTEST)
