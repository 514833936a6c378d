"""The session: a dream in a window, frame after frame, as hands, keys and the sound would have it."""

from dataclasses import dataclass, replace
from fractions import Fraction

from dreamscape.clock import TICKS_PER_SECOND, Moment, now_ns
from dreamscape.errors import ShaderError
from dreamscape.inputs import Event
from dreamscape.live.governor import Governor
from dreamscape.live.hands import Hands
from dreamscape.live.hud import Hud
from dreamscape.live.keys import Keys
from dreamscape.live.moments import LEAST_GAIN, Moments
from dreamscape.live.pace import Pacer, Playhead
from dreamscape.live.reload import same_acts
from dreamscape.live.sound import Sound
from dreamscape.live.views import view
from dreamscape.outputs.window import Window
from dreamscape.quality import TIERS, Quality
from dreamscape.render.kept import Kept
from dreamscape.render.targets import Target
from dreamscape.rng import Streams
from dreamscape.seed import Dream
from dreamscape.stage import Stage
from dreamscape.take import Take
from dreamscape.timeline import Timeline

CURSOR = 2.0  # s without motion after which the cursor hides
LONGEST_SEEK = 700_000_000  # ns for which a jump may be prepared while the moment before it goes on
SEEKING = 0.8  # of a frame's time that goes into preparing it


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a viewer asked for.

    Attributes:
        take: the dream, its seed number, where to begin, whether the voice is written.
        rate: frames a second.
        tier: pinned, or None.
        scale: pinned, or None.
        debug: the intermediate picture to show; None for the finished one.
    """

    take: Take
    rate: float
    tier: Quality | None = None
    scale: float | None = None
    debug: str | None = None


class Session:
    """A dream in a window.

    Args:
        window: where it is shown.
        wishes: what was asked for.
        tier: to begin with.
        keys: what keys and buttons do.
        sound: of the dream, already playing; None for silence.

    Attributes:
        dream, number: what plays, and its seed number.
        stage: draws it.
        log: the inputs that made the dream what it is, in order of their ticks.
        over: whether to end after this frame.
    """

    def __init__(
        self, window: Window, wishes: Wishes, tier: Quality, keys: Keys | None = None, sound: Sound | None = None
    ) -> None:
        self.window, self.wishes, self.tier, self.sound = window, wishes, tier, sound
        self.keys = keys or Keys()
        window.ctx.extra = Kept()
        self.dream, self.number = wishes.take.dream, wishes.take.seed
        self.captions, self.over = wishes.take.captions, False
        self.hud = Hud(window.ctx)
        self.hands = Hands(window)
        self.pacer = Pacer(wishes.rate)
        self.log: list[Event] = []
        self.picture: Target | None = None
        self.playhead = Playhead(sound=sound.position if sound else None)
        self.governor = Governor(1.0 / wishes.rate, wishes.scale or tier.scale, pinned=wishes.scale is not None)
        self._still = 0.0  # s since the pointer moved
        self._sought: tuple[int, int] | None = None  # the tick to jump to, and since when, ns
        self.stage = self._staged()
        self.moments = Moments(self.dream, self.number, self.stage.timeline)
        begin = wishes.take.start * TICKS_PER_SECOND
        self.go(begin.numerator // begin.denominator)

    def frame(self, elapsed: int) -> None:
        """Draw and show one frame, `elapsed` ns after the last one."""
        begun, seconds = now_ns(), elapsed * 1e-9
        if self.window.size != self.stage.size:
            self._fit()
        self._approach()
        moment = self._next(elapsed)
        self._feel(moment, seconds)
        try:
            self.picture = self.stage.draw(moment, top_first=False)
        except ShaderError as error:  # of an act that has not been drawn before: its file may be mended any moment
            self.hud.error = str(error)
        self.moments.note(self.stage.world)
        if self.picture:
            self.window.show(view(self.stage, self.wishes.debug) if self.wishes.debug else self.picture)
        self.hud.draw(self.window.ctx.screen, self.window.size, self.keys.help(), seconds)
        self.window.ctx.finish()
        changed = self.governor.note((now_ns() - begun) * 1e-9)
        self.window.flip()
        self.pacer.note()
        if changed:
            self.stage.rescale(self.governor.scale)
        self._hide_cursor(seconds)

    def moved(self) -> None:
        """The pointer moved: show the cursor."""
        import pygame

        if self._still >= CURSOR:
            pygame.mouse.set_visible(True)
        self._still = 0.0

    def seek(self, tick: int) -> None:
        """Jump to a tick as soon as it can be drawn without a stall; until then what plays goes on."""
        self._sought = self._within(tick), now_ns()

    @property
    def place(self) -> int:
        """The tick that the session stands at, or is about to jump to."""
        return self._sought[0] if self._sought else self.stage.world.tick

    def _within(self, tick: int) -> int:
        return max(0, tick if self.stage.timeline.endless else min(tick, self.stage.timeline.ticks - 1))

    def _approach(self) -> None:
        """Make ready for the jump that was asked for, and jump once that is done or has taken long enough."""
        if self._sought is None:
            return
        tick, since = self._sought
        begun = now_ns()
        while not self.stage.ready(tick):
            now = now_ns()
            if now - since > LONGEST_SEEK:
                break
            if now - begun > SEEKING * self.pacer.period:
                return
        self.go(tick)

    def go(self, tick: int) -> None:
        """Jump to a tick, exactly as if it had been played up to there."""
        self._sought = None
        tick = self._within(tick)
        world = self.stage.world
        begins = world.begins(tick)
        own = self.moments.own(tick)
        known = [world.tick] if world.tick <= tick else []
        mine = max([*known, *([int(own["tick"][0])] if own else []), *([begins] if known else [])], default=-1)
        other = self.moments.untouched(tick)
        other = max(other if other is not None else -1, begins if not self.log else -1)
        if other - mine > LEAST_GAIN or mine < 0:
            self._untouched(tick)
        else:
            if own and (not known or int(own["tick"][0]) > max(world.tick, begins)):
                world.restore(own)
            since = world.tick
            self.log = [event for event in self.log if event.tick <= tick]
            for event in self.log:
                if event.tick > since:
                    world.push(event)
            world.skip_to(tick)
        self.moments.touched(tick)
        self.hands.forget()
        self.playhead.go(tick)
        self.governor.forget()
        if self.sound:
            self.sound.go(tick)

    def _untouched(self, tick: int) -> None:
        """Jump to a tick of the dream as it is when nobody touches it."""
        kept = self.moments.untouched(tick)
        state = self.moments.read(kept) if kept is not None else None
        self.stage.world.rewind()
        if state and int(state["tick"][0]) >= self.stage.world.begins(tick):
            self.stage.world.restore(state)
        self.log.clear()
        self.stage.world.skip_to(tick)

    def play(self, dream: Dream, number: int, tick: int) -> None:
        """Let another dream, or another night of this one, go on at a tick."""
        self.dream, self.number = dream, number
        self.stage = self._staged()
        self.moments.close()
        self.moments = Moments(dream, number, self.stage.timeline)
        self.log.clear()
        self.go(tick)
        self.moments.look_ahead()

    def tell(self, wrong: str) -> None:
        """Show what is wrong with what is being edited; nothing is if it is empty."""
        self.hud.error = wrong

    def rewrite(self, dream: Dream) -> None:
        """Go on with the dream as its file says it now; where it has the same acts, nothing else changes."""
        number = dream.seed.seed if self.number == self.dream.seed.seed else self.number
        if number == self.number and same_acts(self.dream, dream):
            self.dream = dream
            self.stage.recast(dream)
            self.moments.close()
            self.moments = Moments(dream, number, self.stage.timeline)
            self.moments.look_ahead()
            return
        cue = self.stage.timeline.cue(self.stage.world.tick)
        timeline = Timeline(dream.seed, Streams(number))
        start, stop = timeline.span(min(cue.act, len(timeline.acts) - 1))
        self.play(dream, number, min(start + cue.act_tick, stop - 1))

    @property
    def take(self) -> Take:
        """What is shown now, as a take: for notes and commands that make it again."""
        asked = self.wishes.take
        scale = replace(self.tier, scale=self.governor.scale)
        return replace(
            asked, dream=self.dream, seed=self.number, size=self.window.size, quality=scale, captions=self.captions
        )

    @property
    def seconds(self) -> Fraction:
        """How far into the dream the last frame was, to a microsecond."""
        return Fraction(round(self._moment.seconds * 1_000_000), 1_000_000)

    _moment = Moment(0, 0.0)

    def _next(self, elapsed: int) -> Moment:
        moment = self.playhead.advance(elapsed)
        if not self.stage.timeline.endless and moment.tick >= self.stage.timeline.ticks:
            self.go(0)
            moment = self.playhead.advance(0)
        self._moment = moment
        return moment

    def _feel(self, moment: Moment, seconds: float) -> None:
        """Let the hand be felt at the next tick, if there is one in this frame."""
        world = self.stage.world
        if moment.tick > world.tick:
            for event in self.hands.events(world.tick + 1, seconds):
                self.send(event)

    def send(self, event: Event) -> None:
        """Let an input reach the world, the sound and the log."""
        self.stage.world.push(event)
        self.log.append(event)
        if self.sound:
            self.sound.push(event)

    def rest(self, elapsed: int) -> None:
        """Draw nothing, since nobody sees it; what is heard goes on, and otherwise the dream waits."""
        self.pacer.forget()
        if self.sound:
            self.stage.world.advance_to(max(self._next(elapsed).tick, self.stage.world.tick))

    def _staged(self) -> Stage:
        tier = replace(self.tier, scale=self.governor.scale)
        return Stage(self.window.ctx, self.dream, self.window.size, tier, self.number, captions=self.captions)

    def _fit(self) -> None:
        """Draw at the window's size."""
        self.stage.resize(self.window.size)
        self.governor.forget()

    def _hide_cursor(self, seconds: float) -> None:
        import pygame

        if self._still < CURSOR <= self._still + seconds:
            pygame.mouse.set_visible(False)
        self._still += seconds


def first_tier(wanted: Quality | None, software: bool) -> Quality:
    """The tier to begin with: what was asked for, or what this kind of machine can most likely hold."""
    return wanted or TIERS["low" if software else "high"]
