"""Navigation: plays one dream after another, jumps within them, and keeps sound, log and checkpoints in step."""

from collections.abc import Callable, Iterable

from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import Event, ParameterChange
from dreamscape.dream.layout import laid_out
from dreamscape.dream.placed_act import Layout
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import dream_source
from dreamscape.engine.renderer import Renderer
from dreamscape.live.controls.sources import InputSource
from dreamscape.live.playback.checkpoints import Checkpoints
from dreamscape.live.playback.following import PATIENCE, Following
from dreamscape.live.playback.input_log import Log
from dreamscape.live.playback.jump import Jump, shortest, untouched, within
from dreamscape.live.playback.live_sound import LiveSound
from dreamscape.live.playback.pace import Playhead
from dreamscape.live.playback.reload import same_acts
from dreamscape.live.playback.replacement import Replacement
from dreamscape.rng import Streams

BESIDE = 6  # ticks between sound and picture that nobody notices


class Navigation:
    """Plays a dream and jumps to other ticks, dreams and seed numbers.

    Args:
        dream, number: the dream and its seed number.
        make_renderer: makes a renderer for a dream and a seed number.
        start: the tick to start at.
        sources: of inputs besides the pointer.

    Attributes:
        dream, number: as above; they may change.
        renderer: draws the dream.
        log: the inputs so far.
        playhead: the position.
        sound: of the dream; None while there is none.
    """

    def __init__(
        self,
        dream: Dream,
        number: int,
        make_renderer: Callable[[Dream, int], Renderer],
        start: int = 0,
        sources: Iterable[InputSource] = (),
    ) -> None:
        self.dream, self.number, self._make_renderer = dream, number, make_renderer
        self.sources = list(sources)
        self.sound: LiveSound | None = None
        self.renderer = make_renderer(dream, number)
        self.checkpoints = Checkpoints(dream, number, self.renderer.timeline)
        self.log = Log(dream, number, start)
        self.playhead = Playhead()
        self._pending: Jump | None = None  # the jump that is being prepared
        self._pending_dream = dream, number  # the dream it leads to, if that is another one
        self._following: Following | None = None  # the dream that comes next, if it is prepared ahead
        self._round: int | None = None  # of an endless dream, in the last frame
        self.jump(start)

    @property
    def target_tick(self) -> int:
        """The present tick, or that of the jump being prepared."""
        return self._pending.tick if self._pending else self.renderer.world.tick

    @property
    def target_dream(self) -> tuple[Dream, int]:
        """The present dream and seed number, or those of the jump being prepared."""
        away = self._pending is not None and self._pending.renderer is not self.renderer
        return self._pending_dream if away else (self.dream, self.number)

    def attach_sound(self, sound: LiveSound) -> None:
        """Follow a sound from now on."""
        self.sound = sound
        self.playhead.sound = sound.position
        if self._silent:
            sound.pause(True)

    def pause(self, paused: bool) -> None:
        """Pause, or continue."""
        self.playhead.paused = paused
        self._sync_sound()

    def set_speed(self, speed: float) -> None:
        """Set the speed, dream seconds a second; at other speeds than 1 the sound is paused."""
        self.playhead.speed = speed
        self._sync_sound()

    @property
    def _silent(self) -> bool:
        return self.playhead.paused or self.playhead.speed != 1.0

    def _sync_sound(self) -> None:
        """Pause the sound where it cannot follow the picture, and otherwise continue it at the picture's tick."""
        if self.sound is None:
            return
        world = self.renderer.world
        if not self._silent and abs(self.sound.position() * TICKS_PER_SECOND - world.tick) > BESIDE:
            self.sound.jump(world.tick, world.checkpoint())
        self.sound.pause(self._silent)

    def send(self, event: Event) -> None:
        """Send an input to the world, the sound and the log; beyond the limit for its tick it is dropped."""
        if not self.log.admits(event):
            return
        self.renderer.world.push(event)
        if self.sound:
            self.sound.push(event)
        self.log.add(event)

    def mute(self, muted: bool) -> None:
        """Mute or unmute the sound."""
        if self.sound and muted:
            self.sound.mute()
        elif self.sound:
            self.sound.unmute(self.renderer.world.checkpoint())

    def advance(self, elapsed: int, ahead: int = 0) -> Moment:
        """The moment to draw, `elapsed` ns after the last one; arguments as of `Playhead.advance`.

        At its end a dream starts again, or stands still until the next one follows or a pending jump is made.
        """
        moment, timeline = self.playhead.advance(elapsed, ahead), self.renderer.timeline
        if timeline.endless:
            self._watch_rounds(moment.tick)
        elif moment.tick >= timeline.ticks:
            if self._pending or self._following or self.play_next():
                return Moment(timeline.ticks - 1, 0.0)
            self.play(laid_out(self.dream, ()), self.number, 0) if self.dream.layout else self.jump(0)
            moment = self.playhead.advance(0)
        return moment

    def turn(self, layout: Layout) -> None:
        """Go on with another layout of the dream, which is the same up to the next tick; empty for the file's own."""
        if self._pending:  # a jump comes first
            return
        world, self.dream = self.renderer.world, laid_out(self.dream, layout)
        self.renderer.turn(self.dream)
        self.checkpoints.turn(self.dream, self.renderer.timeline)
        self.log.turn(world.tick, self.dream)
        if self.sound:
            self.sound.turn(self.dream, self.number, world.tick, world.checkpoint())

    def play_next(self) -> bool:
        """Called when the dream, or a round of an endless one, is over; whether another dream is going to follow."""
        return False

    def _watch_rounds(self, tick: int) -> None:
        """Call `play_next` after each round of an endless dream."""
        timeline = self.renderer.timeline
        before, self._round = self._round, timeline.round_of(timeline.cue(tick).act)
        if before is not None and self._round > before and not self._pending:
            self.play_next()

    def seek(self, tick: int) -> None:
        """Jump to a tick as soon as it can be drawn without a stall; until then the present goes on."""
        renderer = self._pending.renderer if self._pending else self.renderer
        if renderer is self.renderer:
            self._pending = shortest(renderer, within(renderer, tick), self.checkpoints, self.log.events)
        else:
            self._pending = untouched(renderer, tick)

    def prepare_jump(self, budget: int) -> None:
        """Prepare the pending jump for `budget` ns; make it once it is ready or has taken too long."""
        if (pending := self._pending) and pending.prepare(budget):
            self._complete(pending)
        elif not pending and (following := self._following) and following.prepare(budget):
            self._switch(following.jump, following.target)

    def jump(self, tick: int) -> None:
        """Jump to a tick now, exactly as if the dream had been played up to there."""
        self._complete(shortest(self.renderer, within(self.renderer, tick), self.checkpoints, self.log.events))

    def _complete(self, jump: Jump) -> None:
        """Make a jump."""
        if jump.renderer is self.renderer:
            self._enter(jump)
            if self.sound:
                self.sound.jump(jump.tick, self.renderer.world.checkpoint())
        else:
            self._switch(jump, self._pending_dream)

    def _enter(self, jump: Jump, at: int | None = None) -> None:
        """Make a jump, except for the sound; parameters stay as they were set.

        Args:
            jump: the jump.
            at: the tick at which the previous dream is left; None for the present one.
        """
        self._pending = self._round = None
        world, state = self.renderer.world, jump.finish()
        at = world.tick if at is None else at
        world.restore(state)
        world.follow(())
        self.checkpoints.forget_after(jump.tick)
        self.playhead.jump(jump.tick)
        for source in self.sources:
            source.jump(jump.tick)
        if jump.untouched:
            self.log.switch(at, self.dream, self.number, jump.tick)
        else:
            self.log.jump(at, jump.tick, jump.events)
        for name, value in world.settings.items():
            if jump.world.settings.get(name) != value:
                self.send(ParameterChange(jump.tick + 1, name, value))

    def seek_dream(self, dream: Dream, number: int, tick: int) -> None:
        """Switch to another dream or seed number at a tick as soon as it can be drawn without a stall.

        Until then the present dream goes on.
        """
        dream = dream_source.presented_as(dream, self.dream)
        self._pending = untouched(self._make_renderer(dream, number), tick)
        self._pending_dream = dream, number

    def follow_with(self, dream: Dream, number: int, due: Callable[[], bool]) -> None:
        """Prepare another dream while this one plays, and switch to its beginning once that is due."""
        dream = dream_source.presented_as(dream, self.dream)
        self._following = Following(untouched(self._make_renderer(dream, number), 0, PATIENCE), (dream, number), due)

    def follow_no_more(self) -> None:
        """Drop what `follow_with` has prepared."""
        self._following = None

    def play(self, dream: Dream, number: int, tick: int) -> None:
        """Switch to another dream or seed number at a tick, now."""
        self._switch(untouched(self._make_renderer(dream, number), tick), (dream, number))

    def _switch(self, jump: Jump, target: tuple[Dream, int]) -> None:
        """Make a jump into another dream or seed number."""
        at = self.renderer.world.tick
        jump.renderer.world.settings.update(self.renderer.world.settings)
        self.renderer.act_layers.release()
        (self.dream, self.number), self.renderer = target, jump.renderer
        self.checkpoints.close()
        self._following = None
        self.checkpoints = Checkpoints(self.dream, self.number, self.renderer.timeline)
        self._enter(jump, at)
        if self.sound:
            self.sound.play(self.dream, self.number, jump.tick, self.renderer.world.checkpoint())
        self.checkpoints.compute_ahead()

    def begin_replacement(self, dream: Dream, same_scenes: bool) -> Replacement:
        """Begin to make what plays anew, of the classes that the catalogue gives out now.

        Args:
            dream: what plays, as it is now.
            same_scenes: whether no scene was edited: then the world keeps its state.
        """
        return Replacement(self._make_renderer(dream, self.number), dream, self.renderer, same_scenes)

    def replace(self, replacement: Replacement, budget: int) -> bool:
        """Prepare a replacement for `budget` ns, and put it in place once it has caught up; whether it has.

        Raises:
            Exception: whatever its code raises; what plays then goes on.
        """
        if not replacement.prepare(budget):
            return False
        self._switch(replacement.jump(), (replacement.dream, self.number))
        return True

    def reload(self, dream: Dream) -> None:
        """Continue with the dream as its file is now; where it has the same acts, the world goes on."""
        number = dream.file.seed if self.number == self.dream.file.seed else self.number
        world = self.renderer.world
        if number != self.number or not same_acts(self.dream, dream):
            cue, timeline = self.renderer.timeline.cue(world.tick), Timeline(dream.file, Streams(number))
            start, stop = timeline.span(min(cue.act, len(timeline.acts) - 1))
            self.play(dream, number, min(start + cue.act_tick, stop - 1))
            return
        self.dream, self._pending = dream, None
        self.renderer.recast(dream)
        self.checkpoints.close()
        self.checkpoints = Checkpoints(dream, number, self.renderer.timeline)
        self.checkpoints.compute_ahead()
        self.log.switch(world.tick, dream, number, world.tick)
        if self.sound:
            self.sound.play(dream, number, world.tick, world.checkpoint())
