"""The journey: one dream as it is travelled: where in it the viewer stands, and the inputs that made it what it is."""

from collections.abc import Callable, Iterable

from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import Event, ParameterChange
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.renderer import Renderer
from dreamscape.live.controls.sources import InputSource
from dreamscape.live.playback.checkpoints import LEAST_GAIN, Checkpoints, restored
from dreamscape.live.playback.input_log import Log
from dreamscape.live.playback.live_sound import LiveSound
from dreamscape.live.playback.pace import Playhead
from dreamscape.live.playback.reload import same_acts
from dreamscape.live.playback.voyage import Travel, scout
from dreamscape.rng import Streams
from dreamscape.world.world import World

BESIDE = 6  # ticks that the sound may be from the picture without anybody noticing


class Navigation:
    """Travels through a dream.

    Args:
        dream, number: what plays, and its seed number.
        staged: makes a stage for a dream and a seed number.
        start: the tick to begin at.
        sources: what is felt from outside.

    Attributes:
        dream, number: as above; they may change.
        renderer: draws it.
        log: the inputs so far.
        playhead: where it stands.
        sound: of the dream; None while there is none.
    """

    def __init__(
        self,
        dream: Dream,
        number: int,
        staged: Callable[[Dream, int], Renderer],
        start: int = 0,
        sources: Iterable[InputSource] = (),
    ) -> None:
        self.dream, self.number, self._staged = dream, number, staged
        self.sources = list(sources)
        self.sound: LiveSound | None = None
        self.renderer = staged(dream, number)
        self.checkpoints = Checkpoints(dream, number, self.renderer.timeline)
        self.log = Log(dream, number, start)
        self.playhead = Playhead()
        self._sought: Travel | None = None  # to where it is about to jump
        self._coming = dream, number  # what plays there, if it is another one
        self._round: int | None = None  # of a dream without an end, in which the last frame was
        self.go(start)

    @property
    def place(self) -> int:
        """The tick that it stands at, or is about to jump to."""
        return self._sought.tick if self._sought else self.renderer.world.tick

    @property
    def bound(self) -> tuple[Dream, int]:
        """The dream and the seed number that it is in, or is about to jump into."""
        away = self._sought is not None and self._sought.renderer is not self.renderer
        return self._coming if away else (self.dream, self.number)

    def hear(self, sound: LiveSound) -> None:
        """Follow a sound from now on."""
        self.sound = sound
        self.playhead.sound = sound.position
        if self._silent:
            sound.pause(True)

    def pause(self, paused: bool) -> None:
        """Stand still, or go on."""
        self.playhead.paused = paused
        self._accompany()

    def pace(self, speed: float) -> None:
        """Let so many seconds of the dream pass in one; at another speed than 1 nothing is heard."""
        self.playhead.speed = speed
        self._accompany()

    @property
    def _silent(self) -> bool:
        return self.playhead.paused or self.playhead.speed != 1.0

    def _accompany(self) -> None:
        """Let the sound rest where it cannot keep up with the picture, and join in again where that has come to."""
        if self.sound is None:
            return
        world = self.renderer.world
        if not self._silent and abs(self.sound.position() * TICKS_PER_SECOND - world.tick) > BESIDE:
            self.sound.go(world.tick, world.checkpoint())
        self.sound.pause(self._silent)

    def send(self, event: Event) -> None:
        """Let an input reach the world, the sound and the log; of a flood at one tick, the rest reaches none."""
        if not self.log.admits(event):
            return
        self.renderer.world.push(event)
        if self.sound:
            self.sound.push(event)
        self.log.add(event)

    def mute(self, muted: bool) -> None:
        """Let the sound be heard no more, or again."""
        if self.sound and muted:
            self.sound.mute()
        elif self.sound:
            self.sound.unmute(self.renderer.world.checkpoint())

    def next(self, elapsed: int, ahead: int = 0) -> Moment:
        """The moment to be drawn, `elapsed` ns after the last one.

        At its end the dream begins again, or stands still until another follows. Arguments as of `Playhead.advance`.
        """
        moment, timeline = self.playhead.advance(elapsed, ahead), self.renderer.timeline
        if timeline.endless:
            self._pass_round(moment.tick)
        elif moment.tick >= timeline.ticks:
            if self.succeed():
                return Moment(timeline.ticks - 1, 0.0)
            self.go(0)
            moment = self.playhead.advance(0)
        return moment

    def succeed(self) -> bool:
        """The dream, or a round of one without an end, is over; whether another one is on its way."""
        return False

    def _pass_round(self, tick: int) -> None:
        """Let another dream follow where a round of one without an end is over."""
        timeline = self.renderer.timeline
        before, self._round = self._round, timeline.round_of(timeline.cue(tick).act)
        if before is not None and self._round > before:
            self.succeed()

    def seek(self, tick: int) -> None:
        """Jump to a tick as soon as it can be drawn without a stall; until then what plays goes on."""
        renderer = self._sought.renderer if self._sought else self.renderer
        if renderer is self.renderer:
            self._sought = self._way(_within(renderer, tick))
        else:
            self._sought = Travel(renderer, _within(renderer, tick), scout(renderer), untouched=True)

    def approach(self, budget: int) -> None:
        """Prepare the jump that was asked for, for `budget` ns; jump once that is done or has taken long enough."""
        if (sought := self._sought) and sought.go(budget):
            self._arrive(sought)

    def go(self, tick: int) -> None:
        """Jump to a tick, exactly as if it had been played up to there."""
        self._arrive(self._way(_within(self.renderer, tick)))

    def _arrive(self, way: Travel) -> None:
        """Be where a voyage leads."""
        if way.renderer is self.renderer:
            self._travel(way)
            if self.sound:
                self.sound.go(way.tick, self.renderer.world.checkpoint())
        else:
            self._settle(way, self._coming)

    def _travel(self, way: Travel, at: int | None = None) -> None:
        """Be where a voyage leads, with all but the sound; controls stay as they were set.

        Args:
            way: the voyage.
            at: the tick of the dream that is left; None for this dream's.
        """
        self._sought = self._round = None
        world, state = self.renderer.world, way.finish()
        at = world.tick if at is None else at
        world.restore(state)
        world.follow(())
        self.checkpoints.touched(way.tick)
        self.playhead.go(way.tick)
        for sense in self.sources:
            sense.go(way.tick)
        if way.untouched:
            self.log.begin(at, self.dream, self.number, way.tick)
        else:
            self.log.cut(at, way.tick, way.events)
        for name, value in world.settings.items():
            if way.world.settings.get(name) != value:
                self.send(ParameterChange(way.tick + 1, name, value))

    def _way(self, tick: int) -> Travel:
        """The shortest way to a tick of this dream."""
        world, scouting = self.renderer.world, scout(self.renderer)
        begins = world.begins(tick)
        own = self.checkpoints.own(tick)
        known = [world.tick] if world.tick <= tick else []
        mine = max([*known, *([int(own["tick"][0])] if own else []), *([begins] if known else [])], default=-1)
        other = self.checkpoints.untouched(tick)
        other = max(other if other is not None else -1, begins if not self.log.events else -1)
        if other - mine > LEAST_GAIN or mine < 0:
            self._find_untouched(tick, scouting)
            return Travel(self.renderer, tick, scouting, untouched=True)
        nearer = own and (not known or int(own["tick"][0]) > max(world.tick, begins))
        scouting.restore(own if own and nearer else world.checkpoint())
        return Travel(self.renderer, tick, scouting, [event for event in self.log.events if event.tick <= tick])

    def _find_untouched(self, tick: int, scouting: World) -> None:
        """Bring a world to the latest state before `tick` that is kept of the dream that nobody touches."""
        kept = self.checkpoints.untouched(tick)
        while kept is not None and kept >= scouting.begins(tick):
            state = self.checkpoints.read(kept)
            if state and restored(scouting, state):
                return
            if state:
                self.checkpoints.useless(kept)
            kept = self.checkpoints.untouched(kept - 1)

    def visit(self, dream: Dream, number: int, tick: int) -> None:
        """Let another dream, or another night of this one, go on at a tick as soon as it can be drawn without a stall.

        Until then what plays goes on.
        """
        renderer = self._staged(dream, number)
        self._coming = dream, number
        self._sought = Travel(renderer, _within(renderer, tick), scout(renderer), untouched=True)

    def play(self, dream: Dream, number: int, tick: int) -> None:
        """Let another dream, or another night of this one, go on at a tick at once."""
        renderer = self._staged(dream, number)
        self._settle(Travel(renderer, _within(renderer, tick), scout(renderer), untouched=True), (dream, number))

    def _settle(self, way: Travel, what: tuple[Dream, int]) -> None:
        """Be in another dream, or another night of this one, where a voyage leads."""
        at = self.renderer.world.tick
        way.renderer.world.settings.update(self.renderer.world.settings)
        (self.dream, self.number), self.renderer = what, way.renderer
        self.checkpoints.close()
        self.checkpoints = Checkpoints(self.dream, self.number, self.renderer.timeline)
        self._travel(way, at)
        if self.sound:
            self.sound.play(self.dream, self.number, way.tick, self.renderer.world.checkpoint())
        self.checkpoints.look_ahead()

    def rewrite(self, dream: Dream) -> None:
        """Go on with the dream as its file says it now; where it has the same acts, nothing else changes."""
        number = dream.file.seed if self.number == self.dream.file.seed else self.number
        world = self.renderer.world
        if number != self.number or not same_acts(self.dream, dream):
            cue, timeline = self.renderer.timeline.cue(world.tick), Timeline(dream.file, Streams(number))
            start, stop = timeline.span(min(cue.act, len(timeline.acts) - 1))
            self.play(dream, number, min(start + cue.act_tick, stop - 1))
            return
        self.dream, self._sought = dream, None
        self.renderer.recast(dream)
        self.checkpoints.close()
        self.checkpoints = Checkpoints(dream, number, self.renderer.timeline)
        self.checkpoints.look_ahead()
        self.log.begin(world.tick, dream, number, world.tick)
        if self.sound:
            self.sound.play(dream, number, world.tick, world.checkpoint())


def _within(renderer: Renderer, tick: int) -> int:
    """The tick of a stage's dream that is nearest."""
    return max(0, tick if renderer.timeline.endless else min(tick, renderer.timeline.ticks - 1))
