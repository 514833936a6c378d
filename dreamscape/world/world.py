"""The world: all that moves, in whole ticks; its state depends only on the dream, the seed, the inputs and the tick."""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Call, Event, Heard, Key, ParameterChange, Pluck, Pointer, Pulse
from dreamscape.dream.timeline import Cue, Timeline
from dreamscape.parameters import Scalar, assign, controlled
from dreamscape.physics import wind
from dreamscape.rng import Streams
from dreamscape.world import heart, music, touch, touch_response, weather
from dreamscape.world.cast import Cast
from dreamscape.world.drives import Drives
from dreamscape.world.hand import Hand, point
from dreamscape.world.keyboard import Keyboard
from dreamscape.world.scene import Scene
from dreamscape.world.snapshot import Snapshot
from dreamscape.world.state import State, digest_of, named, put_back, tick_of


class World:
    """The state of one dream.

    Args:
        timeline: the cue of each tick.
        streams: the dream's randomness.
        scenes: by index of the act: one for each act, to direct its cast.

    Attributes:
        tick: the last whole tick.
        settings: the values that controls were set to, by `scene.parameter` or `layer.parameter`. They are not part of
            the state: a checkpoint does not restore them.
    """

    def __init__(self, timeline: Timeline, streams: Streams, scenes: Sequence[Scene] | Mapping[int, Scene]) -> None:
        self.timeline, self.streams, self.scenes = timeline, streams, scenes
        self._wind = wind.load()
        self._strikes: dict[tuple[int, int], list[weather.Strike]] = {}
        self._waiting: deque[Event] = deque()
        self.settings: dict[str, Scalar] = {}
        self.rewind()

    def rewind(self) -> None:
        """Start over, without any inputs."""
        self.tick = 0
        self.heart, self.music, self.felt = heart.Heart(), music.Music(), touch_response.nothing()
        self.drives, self.hand, self.keyboard = Drives(self.timeline.acts), Hand(), Keyboard()
        self.casts: dict[int, Cast] = {}  # of the act that plays, and of the one that is leaving
        self._waiting.clear()
        self._enact()

    def recast(self, timeline: Timeline, scenes: Sequence[Scene] | Mapping[int, Scene]) -> None:
        """Go on with another version of the dream that has the same acts; the state is kept."""
        self.timeline, self.scenes = timeline, scenes
        self.drives = Drives(timeline.acts)
        for act in self.casts:
            self._set(scenes[act])

    def push(self, event: Event) -> None:
        """Schedule an input for its tick, which must lie ahead.

        Raises:
            ValueError: the tick has passed.
        """
        if event.tick <= self.tick:
            raise ValueError(f"an input for tick {event.tick} comes too late: the world is at tick {self.tick}")
        late = self._waiting and event.tick < self._waiting[-1].tick
        self._waiting.append(event)
        if late:
            self._waiting = deque(sorted(self._waiting, key=lambda waiting: waiting.tick))

    def follow(self, log: Sequence[Event]) -> None:
        """Replace all inputs by a log, in order of its ticks: those that lie ahead wait for their tick.

        Of those that have passed, settings are applied again; everything else is in the state already.
        """
        self._waiting = deque(event for event in log if event.tick > self.tick)
        for event in log[: len(log) - len(self._waiting)]:
            if isinstance(event, ParameterChange):
                self._receive(event)

    def step(self) -> None:
        """Advance by one tick."""
        self.tick += 1
        self._enact()

    def _enact(self) -> None:
        cue = self._feel()
        if cue.leaving and cue.leaving.act in self.casts:  # unless it was skipped
            self._play(cue.leaving)
        elif cue.act_tick:
            self._assemble({cue.act})
        self._play(cue)

    def _feel(self) -> Cue:
        """Advance the heart, the inputs and the hand by one tick; returns the tick's cue."""
        cue = self.timeline.cue(self.tick)
        heart.step(self.heart, self.tick, self._natural_bpm(cue), self.streams)
        while self._waiting and self._waiting[0].tick <= self.tick:
            self._receive(self._waiting.popleft())
        music.step(self.music, self.tick)
        self.drives.step(self.music)
        touch_response.step(self.felt, self.tick, self.hand.pointer)
        return cue

    def _play(self, cue: Cue) -> None:
        scene = self.scenes[cue.act]
        if cue.act_tick == 0:
            self._assemble({cue.act, *(one.act for one in self.playing(cue))})
            scene.enter(self.casts[cue.act], self.streams.at(f"enter {cue.act}", cue.tick))
        cast = self.casts[cue.act]
        if (since := self.tick - int(self.hand.call[2])) < touch.CALLED:
            touch.call(cast.bodies, self._point(cue, *self.hand.call[:2].tolist()), since)
        eye = self.eye(cue) if self.hand.is_there else None
        cast.step(cue.tick, self.streams, cue.connection, self._hand(cue), eye)
        act_tick = int(cue.act_tick * (pace := self.timeline.acts[cue.act].pace))
        if cue.act_tick == 0 or act_tick > int((cue.act_tick - 1) * pace):  # a slow act has fewer ticks of its own
            own = cue if act_tick == cue.act_tick else replace(cue, act_tick=act_tick)
            scene.direct(cast, own, self.streams.at(f"direct {cue.act}", cue.tick))
        if scene.rhythm != (0,):
            scene.keep_time(cast, self._act_seconds(cue, 0.0), music.beat(self.music, pace))

    def playing(self, cue: Cue) -> list[Cue]:
        """The cues of the acts that have a cast, the leaving one first; one that was skipped has none."""
        return [one for one in (cue.leaving, cue) if one is not None and one.act in self.casts]

    def _assemble(self, acts: set[int]) -> None:
        """Keep the casts of these acts, make the missing ones, and drop the others."""
        for act in acts - self.casts.keys():
            self.casts[act] = self.cast(act)
            self._set(self.scenes[act])
        self.casts = {act: self.casts[act] for act in sorted(acts)}

    def cast(self, act: int) -> Cast:
        """An empty stage for an act."""
        scene = self.scenes[act]
        return Cast(self._wind, scene.places, scene.wind_speed, scene.eddy, scene.name(), scene.rhythm)

    def _receive(self, event: Event) -> None:
        match event:
            case Pointer():
                self.hand.move(event)
            case Pluck() if math.isfinite(event.x) and math.isfinite(event.y):
                self._pluck(event)
            case Call() if math.isfinite(event.x) and math.isfinite(event.y):
                self.hand.calls(event)
            case Key():
                self.keyboard.receive(event)
            case Pulse():
                heart.feel(self.heart, event.tick, event.interval)
            case Heard():
                music.hear(self.music, self.heart, event)
                for act, cast in self.casts.items():
                    music.pluck(cast.strands, event, self.streams.at(f"music {act}", event.tick))
            case ParameterChange():
                self.settings[event.name] = event.value
                for act in self.casts:
                    self._set(self.scenes[act])

    def _set(self, scene: Scene) -> None:
        """Set a scene's parameters to the values of the controls."""
        assign(scene, controlled(type(scene), self.settings, scene.name()), scene.name())

    def _hand(self, cue: Cue) -> NDArray[np.float32]:
        """The dreamer's hand in the scene of a cue's act; during a shift, each act has a camera of its own."""
        return self.hand.within(self.scenes[cue.act], self._act_seconds(cue, 0.0))

    def _point(self, cue: Cue, x: float, y: float) -> NDArray[np.float32]:
        """The position of the hand, metres, for a point of the picture."""
        return point(self.scenes[cue.act], self._act_seconds(cue, 0.0), x, y)

    def eye(self, cue: Cue) -> NDArray[np.float32]:
        """The position of the camera of a cue's act, metres."""
        return np.array(self.scenes[cue.act].camera(self._act_seconds(cue, 0.0)).position, np.float32)

    def _touch(self, cue: Cue, alpha: float) -> NDArray[np.float32]:
        """The response to the hand, in the scene of a cue's act."""
        if not self.felt.any():
            return touch_response.UNTOUCHED
        eye = self.eye(cue)
        return touch_response.seen(self.felt, self.tick + alpha, lambda x, y: self._point(cue, x, y) - eye)

    def _pluck(self, event: Pluck) -> None:
        """Strike in each act that is visible."""
        touch_response.strike(self.felt, self.tick, event.x, event.y)
        for seen in self.playing(self.timeline.cue(self.tick)):
            cast, hand = self.casts[seen.act], self._point(seen, event.x, event.y)
            eye = self.eye(seen)
            touch.pluck(cast.strands, eye, hand, self.tick)
            cast.emit(touch.sparks(eye, hand), self.tick, self.streams.at(f"sparks {seen.act}", self.tick))

    def advance_to(self, tick: int) -> None:
        """Step up to `tick`, which must not have passed."""
        if tick < self.tick:
            raise ValueError(f"the world is at tick {self.tick} and cannot go back to {tick}; restore a checkpoint")
        while self.tick < tick:
            self.step()

    def skip_to(self, tick: int) -> None:
        """Advance to the same state as `advance_to`, without playing the acts that leave nothing behind."""
        self.pass_over(self.begins(tick))
        self.advance_to(tick)

    def pass_over(self, first: int) -> None:
        """Advance to just before an act's first tick, with heart and inputs but without playing the acts between."""
        if first > self.tick + 1:
            self.casts = {}
            while self.tick < first - 1:
                self.tick += 1
                self._feel()

    def begins(self, tick: int) -> int:
        """The first tick of the acts that are visible at `tick`; their casts do not depend on anything before."""
        cue = self.timeline.cue(tick)
        return self.timeline.span((cue.leaving or cue).act)[0]

    def strikes(self, act: int) -> list[weather.Strike]:
        """The lightning of an act."""
        if (span := self.timeline.span(act)) not in self._strikes:
            struck = *self._strikes.items(), (span, weather.strikes(self.streams, *span))
            self._strikes = dict(struck[-weather.KEPT :])
        return self._strikes[span]

    def snapshot(self, alpha: float = 0.0) -> Snapshot:
        """The world at `alpha` in [0, 1) between the last tick and the next."""
        return self.snapshot_of(self.timeline.cue(self.tick), alpha)

    def snapshot_of(self, cue: Cue, alpha: float, cast: Cast | None = None) -> Snapshot:
        """The world from the act of `cue`.

        Args:
            cue: of the current act, of the leaving one, or of any other that has a cast.
            alpha: between the last tick and the next.
            cast: replaces the act's own.
        """
        tick, heard, strikes = self.tick, music.felt(self.music, alpha), self.strikes(cue.act)
        seconds, before = (tick + alpha) / TICKS_PER_SECOND, partial(music.felt_before, self.music)
        return Snapshot(
            seconds=seconds - self.timeline.epoch(cue.act) / TICKS_PER_SECOND,
            alpha=alpha,
            cue=cue,
            cast=cast or self.casts[cue.act],
            heard=heard,
            hand=self._hand(cue),
            touch=self._touch(cue, alpha),
            keyboard=self.keyboard,
            act_seconds=self._act_seconds(cue, alpha),
            heart_trace=heart.trace(self.heart, seconds, self.bpm(cue)),
            heard_before=before,
            flicker=weather.flicker(strikes, seconds, heard.drum),
            flicker_before=lambda ago: weather.flicker(strikes, (tick - ago) / TICKS_PER_SECOND, before(ago).drum),
        )

    def bpm(self, cue: Cue) -> float:
        """The heart's mean rate now, beats a minute."""
        return heart.rate(self.heart, self.tick, self._natural_bpm(cue))

    def bpm_at(self, tick: int) -> float:
        """The same at a tick not long ago, as far as the pulse and the music that are known now tell."""
        return heart.rate(self.heart, tick, self._natural_bpm(self.timeline.cue(tick)))

    def _natural_bpm(self, cue: Cue) -> float:
        return heart.own_bpm(cue.connection, cue.tick, self.timeline.endless)

    def _act_seconds(self, cue: Cue, alpha: float) -> float:
        return (cue.act_tick + alpha) * self.timeline.acts[cue.act].pace / TICKS_PER_SECOND

    def _arrays(self) -> dict[str, NDArray[Any]]:
        """The whole state except the tick, by name, in a fixed order."""
        arrays = named((("heart", self.heart), ("music", self.music), ("felt", self.felt), ("keyboard", self.keyboard)))
        arrays |= self.hand.arrays() | self.drives.arrays()
        arrays |= named((f"cast{number}", cast) for number, cast in self.casts.items())
        return arrays

    def checkpoint(self) -> dict[str, NDArray[Any]]:
        """A copy of the whole state. Inputs that wait for their tick are not part of it: the caller keeps their log."""
        return {"tick": np.array([self.tick], np.int64), **{k: v.copy() for k, v in self._arrays().items()}}

    def restore(self, state: State) -> None:
        """Restore a checkpoint exactly.

        Raises:
            KeyError, ValueError: it is of no such world; some of it may be restored.
        """
        self.tick = tick_of(state)
        cue = self.timeline.cue(self.tick)
        self._assemble({cue.act, *({cue.leaving.act} if cue.leaving else ())})
        put_back(self._arrays(), state)

    def digest(self) -> str:
        """A hash of the whole state; equal states have equal digests."""
        return digest_of(self.checkpoint())
