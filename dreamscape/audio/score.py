"""The score: turns what happens in the world into sound events, each with its voice, time and position.

Most events are known in advance: the heart knows its next beat, lightning strikes before its thunder arrives, and
lines, chimes and glyphs have fixed times. Only plucked threads and touches are not.
"""

import numpy as np

from dreamscape.audio.cues import cues
from dreamscape.audio.events import LONGEST, Event
from dreamscape.audio.levels import Levels
from dreamscape.audio.singing import carried, walked
from dreamscape.audio.touch_sounds import touched
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK
from dreamscape.voices.heartbeat import Heartbeat
from dreamscape.voices.pluck import PluckedString, string_pitch
from dreamscape.world import heart
from dreamscape.world.scene_sound import decibels
from dreamscape.world.weather import SPEED_OF_SOUND, strikes
from dreamscape.world.world import World

ANNOUNCED = 6 * TICKS_PER_SECOND  # ticks before its time at which a known event is reported
_LATEST = 30 * TICKS_PER_SECOND  # ticks after an act's end at which its thunder may still come: 9 km
assert _LATEST > 9_000.0 / SPEED_OF_SOUND * TICKS_PER_SECOND
_STRUM = 0.028  # s between threads that are plucked in the same tick, as by a hand that passes over them
_PLUCK = decibels(-15.0)
_NEAR = 6.0  # m, distance up to which a thread is at its loudest


class EventDetector:
    """Reports sound events tick by tick, each once, most of them ANNOUNCED ticks in advance.

    After a jump it goes on from there, with the sounds that began before and still last.

    Args:
        levels: of the dream.
        streams: of the dream.
        hand: whether to report what the hand does too; live, it is heard sooner by other means.
    """

    def __init__(self, levels: Levels, streams: Streams, hand: bool = True) -> None:
        self._levels, self._streams, self._hand = levels, streams, hand
        self._tick = -(1 << 40)
        self._beat = self._act = self._since = 0
        self._queue: list[Event] = []  # cues that have not been reported, in order of time

    def listen(self, world: World) -> list[Event]:
        """The new events of a world; to be called after each of its steps."""
        if world.tick != self._tick + 1:
            self._jump(world.tick)
        self._tick = world.tick
        known = [*self._cues(), *self._beats(world), *_plucked_threads(world), *(touched(world) if self._hand else ())]
        return [event for event in known if event.at >= self._since]

    def _jump(self, tick: int) -> None:
        self._beat = -1
        self._since = tick * SAMPLES_PER_TICK - LONGEST
        self._queue.clear()
        self._act = self._levels.timeline.cue(tick).act
        while self._act and self._levels.timeline.span(self._act - 1)[1] + _LATEST > tick:
            self._act -= 1

    def _cues(self) -> list[Event]:
        """The cues of the next ANNOUNCED ticks that have not been reported."""
        timeline, until = self._levels.timeline, self._tick + ANNOUNCED
        while self._act <= timeline.cue(until).act:  # cue() lays out what is needed of an endless dream
            struck = strikes(self._streams, *timeline.span(self._act))
            coming = cues(self._levels.act(self._act), struck)
            self._queue = sorted([*self._queue, *coming], key=lambda event: event.at)
            self._act += 1
        known = [event for event in self._queue if event.at <= until * SAMPLES_PER_TICK]
        del self._queue[: len(known)]
        return known

    def _beats(self, world: World) -> list[Event]:
        """The beats that have not been reported; the heart knows its next one a second ahead."""
        known = [*world.heart.beats.tolist(), int(world.heart.next_beat[0])]
        events = []
        for before, beat in zip([2 * known[0] - known[1], *known], known, strict=False):
            if beat > self._beat:
                bpm = world.bpm_at(max(-(-before // heart.SUBTICKS), 0))  # when it became known, whenever it is told
                voice = Heartbeat(self._streams, max(beat, 0) // heart.SUBTICKS, bpm)
                events += [Event(_sample(beat), voice, "heart", 1.0), *carried(self._levels, known, beat, bpm)]
        self._beat = known[-1]
        return events


def _sample(beat: int) -> int:
    return beat * SAMPLES_PER_TICK // heart.SUBTICKS


def _plucked_threads(world: World) -> list[Event]:
    """Events for the threads that were plucked in the world's last tick."""
    playing = world.playing(world.timeline.cue(world.tick))
    return [event for cue in playing for event in _plucked_in_act(world, cue)]


def _plucked_in_act(world: World, cue: Cue) -> list[Event]:
    strands = world.casts[cue.act].strands
    camera = world.scenes[cue.act].camera(cue.act_tick * world.timeline.acts[cue.act].pace / TICKS_PER_SECOND)
    right, _, forward = camera.basis()
    head, size = int(strands.plucks.head[0]), len(strands.plucks.tick)
    fresh = np.flatnonzero(strands.plucks.tick == world.tick)
    numbers = head - 1 - (head - 1 - fresh) % size  # how many threads of the act were plucked before
    events = []
    for order, (number, index) in enumerate(sorted(zip(numbers.tolist(), fresh.tolist(), strict=True))):
        k, strength, where = int(strands.plucks.data[0, index]), *map(float, strands.plucks.data[1:, index])
        offset = strands.pos[:, :, k].mean(axis=1) - camera.position
        distance = float(np.linalg.norm(offset))
        pan = float(np.clip(offset @ right / max(abs(float(offset @ forward)), 0.3 * distance, 1e-3), -0.9, 0.9))
        tension = float(strands.tension[:, k].mean())
        length = float(strands.rest[k]) * (strands.pos.shape[1] - 1)
        gain = (0.35 + 0.65 * strength) * (0.6 + 0.4 * tension) * (_NEAR / max(distance, _NEAR)) ** 0.5
        at = world.tick * SAMPLES_PER_TICK + round(order * _STRUM * RATE)
        pitch = walked(world.scenes[cue.act].walk, number, string_pitch(tension, length), cue.connection)
        voice = PluckedString(world.streams, at, pitch, strength, where)
        events.append(Event(at, voice, "things", _PLUCK * gain, pan, 0.6))
    return events
