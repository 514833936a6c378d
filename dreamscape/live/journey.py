"""The journey: one dream as it is travelled: where in it the viewer stands, and the inputs that made it what it is."""

from collections.abc import Callable, Iterable

from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.inputs import Event, Setting
from dreamscape.live.log import Log
from dreamscape.live.moments import LEAST_GAIN, Moments, restored
from dreamscape.live.pace import Playhead
from dreamscape.live.reload import same_acts
from dreamscape.live.senses import Sense
from dreamscape.live.sound import Sound
from dreamscape.live.voyage import Voyage, scout
from dreamscape.rng import Streams
from dreamscape.seed import Dream
from dreamscape.stage import Stage
from dreamscape.timeline import Timeline
from dreamscape.world import World

BESIDE = 6  # ticks that the sound may be from the picture without anybody noticing


class Journey:
    """Travels through a dream.

    Args:
        dream, number: what plays, and its seed number.
        staged: makes a stage for a dream and a seed number.
        start: the tick to begin at.
        senses: what is felt from outside.

    Attributes:
        dream, number: as above; they may change.
        stage: draws it.
        log: the inputs so far.
        playhead: where it stands.
        sound: of the dream; None while there is none.
    """

    def __init__(
        self,
        dream: Dream,
        number: int,
        staged: Callable[[Dream, int], Stage],
        start: int = 0,
        senses: Iterable[Sense] = (),
    ) -> None:
        self.dream, self.number, self._staged = dream, number, staged
        self.senses = list(senses)
        self.sound: Sound | None = None
        self.stage = staged(dream, number)
        self.moments = Moments(dream, number, self.stage.timeline)
        self.log = Log(dream, number, start)
        self.playhead = Playhead()
        self._sought: Voyage | None = None  # to where it is about to jump
        self._coming = dream, number  # what plays there, if it is another one
        self._round: int | None = None  # of a dream without an end, in which the last frame was
        self.go(start)

    @property
    def place(self) -> int:
        """The tick that it stands at, or is about to jump to."""
        return self._sought.tick if self._sought else self.stage.world.tick

    @property
    def bound(self) -> tuple[Dream, int]:
        """The dream and the seed number that it is in, or is about to jump into."""
        away = self._sought is not None and self._sought.stage is not self.stage
        return self._coming if away else (self.dream, self.number)

    def hear(self, sound: Sound) -> None:
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
        world = self.stage.world
        if not self._silent and abs(self.sound.position() * TICKS_PER_SECOND - world.tick) > BESIDE:
            self.sound.go(world.tick, world.checkpoint())
        self.sound.pause(self._silent)

    def send(self, event: Event) -> None:
        """Let an input reach the world, the sound and the log; of a flood at one tick, the rest reaches none."""
        if not self.log.admits(event):
            return
        self.stage.world.push(event)
        if self.sound:
            self.sound.push(event)
        self.log.add(event)

    def mute(self, muted: bool) -> None:
        """Let the sound be heard no more, or again."""
        if self.sound and muted:
            self.sound.mute()
        elif self.sound:
            self.sound.unmute(self.stage.world.checkpoint())

    def next(self, elapsed: int, ahead: int = 0) -> Moment:
        """The moment to be drawn, `elapsed` ns after the last one.

        At its end the dream begins again, or stands still until another follows. Arguments as of `Playhead.advance`.
        """
        moment, timeline = self.playhead.advance(elapsed, ahead), self.stage.timeline
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
        timeline = self.stage.timeline
        before, self._round = self._round, timeline.round_of(timeline.cue(tick).act)
        if before is not None and self._round > before:
            self.succeed()

    def seek(self, tick: int) -> None:
        """Jump to a tick as soon as it can be drawn without a stall; until then what plays goes on."""
        stage = self._sought.stage if self._sought else self.stage
        if stage is self.stage:
            self._sought = self._way(_within(stage, tick))
        else:
            self._sought = Voyage(stage, _within(stage, tick), scout(stage), untouched=True)

    def approach(self, budget: int) -> None:
        """Prepare the jump that was asked for, for `budget` ns; jump once that is done or has taken long enough."""
        if (sought := self._sought) and sought.go(budget):
            self._arrive(sought)

    def go(self, tick: int) -> None:
        """Jump to a tick, exactly as if it had been played up to there."""
        self._arrive(self._way(_within(self.stage, tick)))

    def _arrive(self, way: Voyage) -> None:
        """Be where a voyage leads."""
        if way.stage is self.stage:
            self._travel(way)
            if self.sound:
                self.sound.go(way.tick, self.stage.world.checkpoint())
        else:
            self._settle(way, self._coming)

    def _travel(self, way: Voyage, at: int | None = None) -> None:
        """Be where a voyage leads, with all but the sound; controls stay as they were set.

        Args:
            way: the voyage.
            at: the tick of the dream that is left; None for this dream's.
        """
        self._sought = self._round = None
        world, state = self.stage.world, way.finish()
        at = world.tick if at is None else at
        world.restore(state)
        world.follow(())
        self.moments.touched(way.tick)
        self.playhead.go(way.tick)
        for sense in self.senses:
            sense.go(way.tick)
        if way.untouched:
            self.log.begin(at, self.dream, self.number, way.tick)
        else:
            self.log.cut(at, way.tick, way.events)
        for name, value in world.settings.items():
            if way.world.settings.get(name) != value:
                self.send(Setting(way.tick + 1, name, value))

    def _way(self, tick: int) -> Voyage:
        """The shortest way to a tick of this dream."""
        world, scouting = self.stage.world, scout(self.stage)
        begins = world.begins(tick)
        own = self.moments.own(tick)
        known = [world.tick] if world.tick <= tick else []
        mine = max([*known, *([int(own["tick"][0])] if own else []), *([begins] if known else [])], default=-1)
        other = self.moments.untouched(tick)
        other = max(other if other is not None else -1, begins if not self.log.events else -1)
        if other - mine > LEAST_GAIN or mine < 0:
            self._find_untouched(tick, scouting)
            return Voyage(self.stage, tick, scouting, untouched=True)
        nearer = own and (not known or int(own["tick"][0]) > max(world.tick, begins))
        scouting.restore(own if own and nearer else world.checkpoint())
        return Voyage(self.stage, tick, scouting, [event for event in self.log.events if event.tick <= tick])

    def _find_untouched(self, tick: int, scouting: World) -> None:
        """Bring a world to the latest state before `tick` that is kept of the dream that nobody touches."""
        kept = self.moments.untouched(tick)
        while kept is not None and kept >= scouting.begins(tick):
            state = self.moments.read(kept)
            if state and restored(scouting, state):
                return
            if state:
                self.moments.useless(kept)
            kept = self.moments.untouched(kept - 1)

    def visit(self, dream: Dream, number: int, tick: int) -> None:
        """Let another dream, or another night of this one, go on at a tick as soon as it can be drawn without a stall.

        Until then what plays goes on.
        """
        stage = self._staged(dream, number)
        self._coming = dream, number
        self._sought = Voyage(stage, _within(stage, tick), scout(stage), untouched=True)

    def play(self, dream: Dream, number: int, tick: int) -> None:
        """Let another dream, or another night of this one, go on at a tick at once."""
        stage = self._staged(dream, number)
        self._settle(Voyage(stage, _within(stage, tick), scout(stage), untouched=True), (dream, number))

    def _settle(self, way: Voyage, what: tuple[Dream, int]) -> None:
        """Be in another dream, or another night of this one, where a voyage leads."""
        at = self.stage.world.tick
        way.stage.world.settings.update(self.stage.world.settings)
        (self.dream, self.number), self.stage = what, way.stage
        self.moments.close()
        self.moments = Moments(self.dream, self.number, self.stage.timeline)
        self._travel(way, at)
        if self.sound:
            self.sound.play(self.dream, self.number, way.tick, self.stage.world.checkpoint())
        self.moments.look_ahead()

    def rewrite(self, dream: Dream) -> None:
        """Go on with the dream as its file says it now; where it has the same acts, nothing else changes."""
        number = dream.seed.seed if self.number == self.dream.seed.seed else self.number
        world = self.stage.world
        if number != self.number or not same_acts(self.dream, dream):
            cue, timeline = self.stage.timeline.cue(world.tick), Timeline(dream.seed, Streams(number))
            start, stop = timeline.span(min(cue.act, len(timeline.acts) - 1))
            self.play(dream, number, min(start + cue.act_tick, stop - 1))
            return
        self.dream, self._sought = dream, None
        self.stage.recast(dream)
        self.moments.close()
        self.moments = Moments(dream, number, self.stage.timeline)
        self.moments.look_ahead()
        self.log.begin(world.tick, dream, number, world.tick)
        if self.sound:
            self.sound.play(dream, number, world.tick, world.checkpoint())


def _within(stage: Stage, tick: int) -> int:
    """The tick of a stage's dream that is nearest."""
    return max(0, tick if stage.timeline.endless else min(tick, stage.timeline.ticks - 1))
