"""The session: a dream in a window, frame after frame, as hands, keys and the sound would have it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from dreamscape.clock import Moment, moment_at, now_ns
from dreamscape.devices.window import Window
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import BEYOND, Call, Event, Pluck, Pointer
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.request import RenderRequest
from dreamscape.errors import DreamscapeError, ShaderError
from dreamscape.flash.limiter import Limiter
from dreamscape.live.controls.keys import Keys
from dreamscape.live.controls.pointer import Pointers
from dreamscape.live.controls.sound_input import SoundInput, felt
from dreamscape.live.controls.sources import InputSource
from dreamscape.live.overlay.debug_views import view
from dreamscape.live.overlay.hud import Hud
from dreamscape.live.playback.governor import Governor
from dreamscape.live.playback.navigation import Navigation
from dreamscape.live.playback.pace import Pacer
from dreamscape.live.playback.voyage import Travel
from dreamscape.live.session.interfaces import Over, Remembers
from dreamscape.live.store.favourites import Favourite
from dreamscape.live.store.favourites import moment as favourite
from dreamscape.live.store.playlist import Playlist
from dreamscape.quality import TIERS, Quality
from dreamscape.render.post import Coding
from dreamscape.render.shader_cache import ShaderCache
from dreamscape.render.targets import Target

CURSOR = 2.0  # s without motion after which the cursor hides
MOST_TICKS = 6  # from frame to frame; more are a jump
PROMPT = 2_500_000  # ns before its time from which a frame may be shown rather than too late
SHIFT = 1.45  # times as much as of one act is drawn of two
SEEKING = 0.8  # of a frame's time that goes into preparing a jump


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """What a viewer asked for.

    Attributes:
        request: the dream, its seed number, where to begin, whether the voice is written.
        rate: frames a second.
        tier: pinned, or None.
        scale: pinned, or None.
        debug: the intermediate picture to show; None for the finished one.
        kept: keep every finished picture where it can be read.
        kiosk: strangers are at it.
    """

    request: RenderRequest
    rate: float
    tier: Quality | None = None
    scale: float | None = None
    debug: str | None = None
    kept: bool = False
    kiosk: bool = False


class Session(Navigation):
    """A dream in a window.

    Args:
        window: where it is shown.
        wishes: what was asked for.
        tier: to begin with.
        keys: what keys and buttons do.
        sources: what is felt from outside.

    Attributes:
        over: whether to end after this frame.
        kept: whether the finished picture of each frame stays where it can be read, which takes longer.
        picture: the last one that was kept; None if the last frame's was drawn straight onto the window.
        source: the microphone that is listened to, as it was asked for, empty for the usual one; None while none is.
        strength: how much of what is heard is felt, 1 for as it is.
        menu: what is drawn over the picture while it is open.
        remembered: what keeps settings for the next session.
        playlist: says what follows a dream that has ended; None if the dream does itself.
    """

    def __init__(
        self,
        window: Window,
        wishes: SessionOptions,
        tier: Quality,
        keys: Keys | None = None,
        sources: Iterable[InputSource] = (),
    ) -> None:
        self.window, self.wishes, self.tier = window, wishes, tier
        self.keys = keys or Keys()
        self.captions, self.over, self.kept = wishes.request.captions, False, False
        self.hud = Hud(window.ctx)
        self.hands = Pointers(window)
        self.pacer = Pacer(wishes.rate)
        self.picture: Target | None = None
        self.source: str | None = None
        self.strength = 1.0
        self.menu: Over | None = None
        self.remembered: Remembers | None = None
        self.playlist: Playlist | None = None
        self.governor = Governor(1.0 / wishes.rate, wishes.scale or tier.scale, pinned=wishes.scale is not None)
        self._still = 0.0  # s since the pointer moved
        self._moment = Moment(0, 0.0)
        self._slot: int | None = None  # when the frame that is drawn is to be shown, ns; None if it has been
        self._shifting = False  # whether the last frame was of two acts
        self._held = 0  # ns of the frame that is being drawn, in which the last one was held and shown
        self.limiter = Limiter() if wishes.request.limited else None  # of all that is shown, other dreams too
        window.ctx.extra = ShaderCache()
        super().__init__(
            wishes.request.dream, wishes.request.seed, self._renderer, moment_at(wishes.request.start).tick, sources
        )

    def frame(self, elapsed: int) -> None:
        """Draw and show one frame, `elapsed` ns after the last one."""
        seconds = elapsed * 1e-9
        if self.window.size != self.renderer.size:
            self._fit()
        if self._sought:  # preparing a jump takes its time
            self._present()
        self.approach(int(SEEKING * self.pacer.period))
        begun, self._held = now_ns(), 0
        before, self._moment = self._moment, self._now(elapsed)
        self._feel(seconds)
        try:
            self._draw((begun + self.pacer.ahead) * 1e-9)
        except ShaderError as error:  # of an act that has not been drawn before: its file may be mended any moment
            self._present()
            self.hud.error = str(error)
            self.window.surface.begin(clear=(0.0, 0.0, 0.0, 1.0))
        self.window.flush()
        self.checkpoints.note(self.renderer.world)
        self._step_on(self._moment.tick - before.tick)
        self._lay_over(seconds)
        if not (self.pacer.early and self.pacer.pressed):
            self.window.ctx.finish()
        work = now_ns() - begun - self._held
        self.pacer.worked(work)
        self._slot = self.pacer.slot
        if not self.pacer.early:
            self._present()
        if self._judge(work * 1e-9):
            self.renderer.rescale(self.governor.scale)
        self._hide_cursor(seconds)
        self._choose_tier()

    def open(self, elapsed: int) -> None:
        """Show the light that the dream begins with, `elapsed` ns after the last time; nothing else goes on."""
        if self.window.size != self.renderer.size:
            self._fit()
        self.renderer.captions_on = self.captions and not self.hud.covers
        self.renderer.draw_opening(now_ns() * 1e-9, self.window.surface)
        self._lay_over(elapsed * 1e-9)
        self.window.flip()

    def _lay_over(self, seconds: float) -> None:
        """Draw the menu, if it is open, and what is said over the picture, `seconds` after the last frame."""
        if self.menu:
            self.menu.draw(seconds)
        self.hud.draw(self.window.ctx.screen, self.window.size, self.keys.help(), seconds)

    def _draw(self, shown: float) -> None:
        """Draw the moment onto the window, where nobody keeps the picture straight onto it."""
        self.picture = None
        if self.menu is None:  # which sees to captions itself
            self.renderer.captions_on = self.captions and (self.kept or not self.hud.covers)
        light = self.renderer.draw_light(self._moment)
        self._present()
        if self.kept or self.wishes.kept or self.wishes.debug:
            self.picture = self.renderer.grade(light, shown, top_first=False)
            self.window.show(view(self.renderer, self.wishes.debug) if self.wishes.debug else self.picture)
        else:
            self.renderer.grade_onto(light, shown, self.window.surface)

    def _present(self) -> None:
        """Show the frame that is drawn, if it has not been shown yet, at its time."""
        if self._slot is None:
            return
        since = now_ns()
        self.pacer.until(self._slot)
        self.window.flip()
        self.pacer.note()
        self._slot = None
        self._held += now_ns() - since

    def _glance(self) -> None:
        """Between two layers of a frame that is being drawn: is it time to show the last one?"""
        if self._slot is not None:
            self.window.ctx.finish()  # else showing it would wait for all that was asked for since
            if self._slot - now_ns() < PROMPT:
                self._present()

    def _judge(self, work: float) -> bool:
        """Let the governor know what the frame took, s, and of a shift at once; whether the scale is another one."""
        before, self._shifting = self._shifting, self.renderer.is_shifting
        changed = self.governor.note(work)
        return (self._shifting and not before and self.governor.brace(SHIFT)) or changed

    def _now(self, elapsed: int) -> Moment:
        """The moment to be drawn: the next one, or where the world has stepped on to already, if that lies further."""
        moment, tick = self.next(elapsed, self.pacer.ahead), self.renderer.world.tick
        return moment if moment.tick >= tick else Moment(tick, 0.0)

    def _step_on(self, ticks: int) -> None:
        """While the frame is still being drawn, step towards the next one, which is to come as many `ticks` later.

        One tick less, so that what the hand does until then is felt in the next frame.
        """
        world, timeline = self.renderer.world, self.renderer.timeline
        stop = self._moment.tick + ticks - 1
        if 1 < ticks <= MOST_TICKS and not self.playhead.paused and (timeline.endless or stop < timeline.ticks):
            world.advance_to(max(stop, world.tick))

    def rest(self, elapsed: int) -> None:
        """Draw nothing, since nobody sees it; what is heard goes on, and otherwise the dream waits."""
        self._slot = None
        self.pacer.forget()
        self.approach(int(SEEKING * self.pacer.period))
        if self.sound:
            self.renderer.world.advance_to(max(self.next(elapsed).tick, self.renderer.world.tick))

    def succeed(self) -> bool:
        """As of `Journey`: what the playlist says comes next, if there is one."""
        if self.playlist is None or self._sought:
            return self.playlist is not None
        dream, number = self.playlist.after(self.dream)
        try:
            self.visit(dream, number, 0)
        except DreamscapeError as error:  # of a shader that is being edited
            self.hud.say(str(error))
            return False
        self.window.name(dream.file.title)
        self.hud.say(f"{dream.file.title}   seed {number}")
        return True

    def recover(self) -> None:
        """Go on in a new window after the display driver has lost the old one."""
        self._slot = self._sought = None
        self.window = self.window.again()
        self.window.ctx.extra = ShaderCache()
        self.hud, self.hands, self.picture, self.menu = Hud(self.window.ctx), Pointers(self.window), None, None
        self._new_renderer()
        self.hud.say("the display was lost, and is back")

    def pin(self, tier: Quality | None) -> None:
        """Draw at a tier from now on; None for what the machine can hold."""
        self.wishes = replace(self.wishes, tier=tier)
        if tier and tier != self.tier:
            self.tier = tier
            if self.wishes.scale is None:
                self.governor = Governor(self.governor.period, tier.scale)
            sought, place = self._sought, self.place
            self._new_renderer()
            if sought and not self._sought:
                self.seek(place)

    def _new_renderer(self) -> None:
        """Draw on a stage made anew, from where the world is."""
        before = self.renderer.world
        if self._sought and self._sought.renderer is self.renderer:
            self._sought = None
        self.renderer = self._renderer(self.dream, self.number)
        self.renderer.world.settings.update(before.settings)
        self.renderer.world.restore(before.checkpoint())

    def moved(self) -> None:
        """The pointer moved: show the cursor."""
        import pygame

        if self._still >= CURSOR:
            pygame.mouse.set_visible(True)
        self._still = 0.0

    def _travel(self, way: Travel, at: int | None = None) -> None:
        before = self.log.path
        try:
            super()._travel(way, at)
        except DreamscapeError as error:  # of the recording
            self.hud.say(str(error))
        if self.log.path != before:
            self.hud.say(f"the recording goes on in {self.log.path.name}")
        self.hands.forget()
        self.governor.forget()

    def tell(self, wrong: str) -> None:
        """Show what is wrong with what is being edited; nothing is if it is empty."""
        self.hud.error = wrong

    @property
    def take(self) -> RenderRequest:
        """What is shown now, as a take: for notes and commands that make it again."""
        asked = self.wishes.request
        scale = replace(self.tier, scale=self.governor.scale)
        return replace(
            asked, dream=self.dream, seed=self.number, size=self.window.size, quality=scale, captions=self.captions
        )

    @property
    def seconds(self) -> Fraction:
        """How far into the dream the last frame was, to a microsecond."""
        return Fraction(round(self._moment.seconds * 1_000_000), 1_000_000)

    @property
    def moment(self) -> Favourite:
        """The moment that was shown last, as it may be kept."""
        return favourite(self.dream, self.number, self.renderer.timeline, self._moment.tick)

    def _feel(self, seconds: float) -> None:
        """Let what comes from outside be felt from the next tick on, if there is one in this frame."""
        world, last = self.renderer.world, self._moment.tick
        first = world.tick + 1
        if last < first:
            return
        events: list[Event] = [self._placed(event) for event in self.hands.events(first, seconds)]
        now = now_ns() * 1e-9
        for sense in [*self.sources]:
            try:
                events += sense.events(first, last, now)
                if isinstance(sense, SoundInput) and (news := sense.news()):
                    self.hud.say(news)
            except DreamscapeError as error:
                self.hud.say(str(error))
                self.sources.remove(sense)
                sense.close()
        if self.strength != 1.0:
            events = [felt(event, self.strength) for event in events]
        try:
            for event in sorted(events, key=lambda event: event.tick):
                self.send(replace(event, tick=max(event.tick, first)))  # the world may have stepped on since
        except DreamscapeError as error:
            self.hud.say(str(error))

    def _placed(self, event: Event) -> Event:
        """What a hand does at a place of the window as at that place of the dream's own picture."""
        if not isinstance(event, Pointer | Pluck | Call) or not math.isfinite(event.x):
            return event
        x, y = (min(max(value, -BEYOND), BEYOND) for value in self.renderer.to_composition(event.x, event.y))
        return replace(event, x=x, y=y)

    def _renderer(self, dream: Dream, number: int) -> Renderer:
        tier = replace(self.tier, scale=self.governor.scale)
        coding = Coding(sharp=True)
        size, limiter = self.window.size, self.limiter
        renderer = Renderer(
            self.window.ctx,
            dream,
            size,
            tier,
            number,
            coding,
            self.captions,
            limiter=limiter,
            between_layers=self._glance,
        )
        renderer.expect_touch()
        return renderer

    def _choose_tier(self) -> None:
        """Let the acts to come be drawn as this one allows."""
        if self.wishes.tier is None:
            now = self.renderer.tier(self.renderer.timeline.cue(self._moment.tick).act)
            self.tier = tuple(TIERS.values())[self.governor.tier(now.level)]
            self.renderer.set_tier(self.tier)

    def _fit(self) -> None:
        """Draw at the window's size."""
        self._slot = None
        self.renderer.resize(self.window.size)
        self.governor.forget()

    def _hide_cursor(self, seconds: float) -> None:
        import pygame

        if self._still < CURSOR <= self._still + seconds:
            pygame.mouse.set_visible(False)
        self._still += seconds


def first_tier(wanted: Quality | None, software: bool) -> Quality:
    """The tier to begin with: what was asked for, or what this kind of machine can most likely hold."""
    return wanted or TIERS["low" if software else "high"]
