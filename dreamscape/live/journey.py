"""The journey: one dream as it is travelled: where in it the viewer stands, and the inputs that made it what it is."""

from collections.abc import Callable, Iterable

from dreamscape.clock import TICKS_PER_SECOND, Moment, now_ns
from dreamscape.inputs import Event, Setting
from dreamscape.live.log import Log
from dreamscape.live.moments import LEAST_GAIN, Moments, restored
from dreamscape.live.pace import Playhead
from dreamscape.live.reload import same_acts
from dreamscape.live.senses import Sense
from dreamscape.live.sound import Sound
from dreamscape.rng import Streams
from dreamscape.seed import Dream
from dreamscape.stage import Stage
from dreamscape.timeline import Timeline

BESIDE = 6  # ticks that the sound may be from the picture without anybody noticing
LONGEST_SEEK = 600_000_000  # ns for which a jump may be prepared while the moment before it goes on


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
        self._sought: tuple[int, int] | None = None  # the tick to jump to, and since when, ns
        self.go(start)

    @property
    def place(self) -> int:
        """The tick that it stands at, or is about to jump to."""
        return self._sought[0] if self._sought else self.stage.world.tick

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
        """The moment to be drawn, `elapsed` ns after the last one; at the end the dream begins again.

        Arguments as of `Playhead.advance`.
        """
        moment = self.playhead.advance(elapsed, ahead)
        if not self.stage.timeline.endless and moment.tick >= self.stage.timeline.ticks:
            self.go(0)
            moment = self.playhead.advance(0)
        return moment

    def seek(self, tick: int) -> None:
        """Jump to a tick as soon as it can be drawn without a stall; until then what plays goes on."""
        self._sought = self._within(tick), now_ns()

    def approach(self, budget: int) -> None:
        """Prepare the jump that was asked for, for `budget` ns; jump once that is done or has taken long enough."""
        if self._sought is None:
            return
        tick, since = self._sought
        begun = now = now_ns()
        while not self.stage.ready(tick) and now - since < LONGEST_SEEK:
            if now - begun > budget:
                return
            now = now_ns()
        self.go(tick)

    def go(self, tick: int) -> None:
        """Jump to a tick, exactly as if it had been played up to there."""
        tick = self._travel(tick)
        if self.sound:
            self.sound.go(tick, self.stage.world.checkpoint())

    def _travel(self, tick: int) -> int:
        """Jump to a tick, which is returned, with all but the sound."""
        self._sought = None
        tick = self._within(tick)
        world = self.stage.world
        begins = world.begins(tick)
        own = self.moments.own(tick)
        known = [world.tick] if world.tick <= tick else []
        mine = max([*known, *([int(own["tick"][0])] if own else []), *([begins] if known else [])], default=-1)
        other = self.moments.untouched(tick)
        other = max(other if other is not None else -1, begins if not self.log.events else -1)
        if other - mine > LEAST_GAIN or mine < 0:
            self._untouched(tick)
        else:
            if own and (not known or int(own["tick"][0]) > max(world.tick, begins)):
                world.restore(own)
            since = world.tick
            self.log.cut(tick)
            for event in self.log.events:
                if event.tick > since:
                    world.push(event)
            world.skip_to(tick)
        self.moments.touched(tick)
        self.playhead.go(tick)
        for sense in self.senses:
            sense.go(tick)
        return tick

    def play(self, dream: Dream, number: int, tick: int) -> None:
        """Let another dream, or another night of this one, go on at a tick; controls stay as they were set."""
        settings = self.stage.world.settings
        self.dream, self.number = dream, number
        self.stage = self._staged(dream, number)
        self.stage.world.settings.update(settings)
        self.moments.close()
        self.moments = Moments(dream, number, self.stage.timeline)
        self.log.begin(dream, number, tick)
        tick = self._travel(tick)
        if self.sound:
            self.sound.play(dream, number, tick, self.stage.world.checkpoint())
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
        self.dream = dream
        self.stage.recast(dream)
        self.moments.close()
        self.moments = Moments(dream, number, self.stage.timeline)
        self.moments.look_ahead()
        self.log.begin(dream, number, world.tick)
        if self.sound:
            self.sound.play(dream, number, world.tick, world.checkpoint())

    def _untouched(self, tick: int) -> None:
        """Jump to a tick of the dream as it is when nobody touches it; controls stay as they were set."""
        world = self.stage.world
        world.rewind()
        kept = self.moments.untouched(tick)
        while kept is not None and kept >= world.begins(tick):
            state = self.moments.read(kept)
            if state and restored(world, state):
                break
            if state:
                self.moments.useless(kept)
            kept = self.moments.untouched(kept - 1)
        world.skip_to(tick)
        self.log.begin(self.dream, self.number, tick)
        for name, value in world.settings.items():
            self.send(Setting(tick + 1, name, value))

    def _within(self, tick: int) -> int:
        return max(0, tick if self.stage.timeline.endless else min(tick, self.stage.timeline.ticks - 1))
