"""The session: a dream in a window, drawn frame by frame, with its input, sound and menu."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from dreamscape.clock import Moment, moment_at, now_ns
from dreamscape.devices.window import Window
from dreamscape.dream.dream_file import Dream
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import DreamscapeError, ShaderError
from dreamscape.flash.limiter import Limiter
from dreamscape.live.controls.keys import Keys
from dreamscape.live.controls.osc_sender import OscSender
from dreamscape.live.controls.pointer import Pointers
from dreamscape.live.controls.sources import InputSource
from dreamscape.live.overlay.debug_views import view
from dreamscape.live.overlay.hud import Hud
from dreamscape.live.playback.code_trial import CodeTrial
from dreamscape.live.playback.jump import Jump
from dreamscape.live.playback.navigation import Navigation
from dreamscape.live.playback.pace import Pacer
from dreamscape.live.playback.replacement import Replacement
from dreamscape.live.playback.stepping import step_ahead
from dreamscape.live.session.drawing_quality import DrawingQuality
from dreamscape.live.session.frame_presenter import FramePresenter
from dreamscape.live.session.idle_cursor import IdleCursor
from dreamscape.live.session.input_polling import hear_more, in_order, listens, poll, to_picture
from dreamscape.live.session.interfaces import MenuOverlay, PlayingSongs, SettingsSaver
from dreamscape.live.session.music_turns import MusicTurns
from dreamscape.live.session.options import SessionOptions
from dreamscape.live.store.favourites import Favourite, at_tick
from dreamscape.live.store.playlist import Playlist
from dreamscape.quality import Quality
from dreamscape.render.post import Coding
from dreamscape.render.shader_cache import ShaderCache
from dreamscape.render.targets import Target

SEEKING = 0.8  # of a frame's time that goes into preparing a jump


class Session(Navigation):
    """A dream in a window.

    Args:
        window: where it is shown.
        options: what the viewer asked for.
        tier: to start with.
        keys: what keys and buttons do.
        sources: of inputs besides the pointer.

    Attributes:
        over: whether to end after this frame.
        cursor: hides the mouse cursor.
        keeps_picture: whether finished pictures stay where they can be read, which takes longer.
        quality: how finely it is drawn.
        picture: the last finished picture; None if the last frame was drawn straight onto the window.
        listen_source: the microphone in use, as it was asked for, empty for the default one; None for none.
        reaction: how strongly what is heard is felt, 0 not at all to 2.
        osc_sender: sends what is heard, once a frame.
        menu: drawn over the picture while it is open.
        settings: saves settings for the next session.
        trial: of authors' code; the window is dark from a mistake in it until that is mended.
        playlist: what follows a dream that has ended; None to play it again.
        songs: what plays in place of the dream's sound; None for none.
        turns: ends acts with the music; None to leave them as long as the dream says.
    """

    def __init__(
        self,
        window: Window,
        options: SessionOptions,
        tier: Quality,
        keys: Keys | None = None,
        sources: Iterable[InputSource] = (),
    ) -> None:
        self.window, self.options = window, options
        self.quality = DrawingQuality(options.rate, tier, options.scale)
        self.captions, self.over, self.keeps_picture = options.request.captions, False, False
        self.keys, self.hud = keys or Keys(), Hud(window.ctx)
        self.pointers, self.pacer = Pointers(window), Pacer(options.rate)
        self.picture: Target | None = None
        self.listen_source: str | None = None
        self.reaction, self._moment = 1.0, Moment(0, 0.0)
        self.osc_sender: OscSender | None = None
        self.menu: MenuOverlay | None = None
        self.settings: SettingsSaver | None = None
        self.playlist: Playlist | None = None
        self.songs: PlayingSongs | None = None
        self.turns = MusicTurns() if options.turns else None
        self.trial, self._presenter, self.cursor = CodeTrial(), FramePresenter(window, self.pacer), IdleCursor()
        self.limiter = Limiter() if options.request.limited else None  # of everything shown, other dreams too
        request, window.ctx.extra = options.request, ShaderCache()
        super().__init__(request.dream, request.seed, self._new_renderer, moment_at(request.start).tick, sources)

    def frame(self, elapsed: int) -> None:
        """Draw and show one frame, `elapsed` ns after the last one; a dark one where an author's code has failed."""
        failed_before = self.trial.mistake
        if self.trial.draw(lambda: self._frame(elapsed)):
            return
        if not failed_before:
            self.hud.error = str(self.trial.mistake)
        self._presenter.drop()
        self.window.surface.begin(clear=(0.0, 0.0, 0.0, 1.0))
        self._draw_overlays(elapsed * 1e-9)
        self.window.flip()

    def _frame(self, elapsed: int) -> None:
        self._fit_window()
        if self._pending:  # preparing a jump takes time
            self._presenter.present()
        self.prepare_jump(int(SEEKING * self.pacer.period))
        begun = now_ns()
        self._presenter.start_frame()
        self.pacer.prompt = self.quality.governor.prompt = listens(self.sources)
        previous, self._moment = self._moment, self._next_moment(elapsed)
        self._gather_inputs(seconds := elapsed * 1e-9)
        try:
            self._draw((begun + self.pacer.ahead) * 1e-9)
        except ShaderError as error:  # in an act that was not drawn before: its file may be mended any moment
            self._presenter.present()
            self.hud.error = str(error)
            self.window.surface.begin(clear=(0.0, 0.0, 0.0, 1.0))
        self.window.flush()
        self.checkpoints.keep(self.renderer.world)
        if not self.playhead.paused:  # while the GPU still draws
            step_ahead(self.renderer.world, self._moment.tick, self._moment.tick - previous.tick)
        self._draw_overlays(seconds)
        self._finish_frame()
        self.cursor.wait(seconds)
        if self.options.tier is None:
            self.quality.choose_tier(self.renderer, self._moment.tick)

    def _finish_frame(self) -> None:
        """Measure the frame, and show it now unless the next one is to begin first."""
        if not (self.pacer.lead and self.pacer.next_due):
            self.window.ctx.finish()
        work = self._presenter.schedule()
        if self.quality.record(work * 1e-9, self.renderer.is_shifting):
            self.renderer.rescale(self.quality.governor.scale)

    def show_opening(self, elapsed: int) -> None:
        """Show the light that the dream begins with, `elapsed` ns after the last call; nothing else advances."""
        self._fit_window()
        self.renderer.grading.captions_on = self.captions and not self.hud.covers
        self.renderer.draw_opening(now_ns() * 1e-9, self.window.surface)
        self._draw_overlays(elapsed * 1e-9)
        self.window.flip()

    def _draw_overlays(self, seconds: float) -> None:
        """Draw the menu, if it is open, and the text over the picture, `seconds` after the last frame."""
        if self.menu:
            self.menu.draw(seconds)
        self.hud.draw(self.window.ctx.screen, self.window.size, self.keys.help(), seconds, self.renderer.snapshot.heard)
        if self.osc_sender:
            self.osc_sender.send(self.renderer.snapshot.heard)

    def _draw(self, shown: float) -> None:
        """Draw the moment: straight onto the window, unless the picture has to be kept."""
        self.picture = None
        if self.menu is None:  # the menu switches captions itself
            self.renderer.grading.captions_on = self.captions and (self.keeps_picture or not self.hud.covers)
        light = self.renderer.draw_light(self._moment)
        self._presenter.present()
        self._presenter.hold()
        if not self.playhead.paused:
            hear_more(self.sources, self.renderer, self.reaction)
        if self.keeps_picture or self.options.keeps_picture or self.options.debug_view:
            self.picture = self.renderer.grade(light, shown, top_first=False)
            self.window.show(view(self.renderer, self.options.debug_view) if self.options.debug_view else self.picture)
        else:
            self.renderer.grade_onto(light, shown, self.window.surface)

    def _next_moment(self, elapsed: int) -> Moment:
        """The moment to draw: the next one, or the world's tick if that has been stepped further."""
        moment, tick = self.advance(elapsed, self.pacer.ahead), self.renderer.world.tick
        return moment if moment.tick >= tick else Moment(tick, 0.0)

    def skip_frame(self, elapsed: int) -> None:
        """Draw nothing, since nobody sees it; the dream follows its sound, or stands still without one."""
        self._presenter.drop()
        self.pacer.skip_interval()
        self.prepare_jump(int(SEEKING * self.pacer.period))
        if self.sound:
            self.renderer.world.advance_to(max(self.advance(elapsed).tick, self.renderer.world.tick))

    def play_next(self) -> bool:
        """As in `Navigation`: prepare the playlist's next dream, if there is a playlist."""
        if self.playlist is None:
            return self.songs is not None and self.songs.dream_over()
        dream, number = self.playlist.after(self.dream)
        try:
            self.seek_dream(dream, number, 0)
        except DreamscapeError as error:  # in a shader that is being edited
            self.hud.say(str(error))
            return False
        self.hud.say(f"{dream.file.title}   seed {number}")
        return True

    def recover(self) -> None:
        """Continue in a new window after the display driver has lost the old one."""
        self._pending = self.picture = self.menu = None
        self.window = self.window.again()
        self.window.ctx.extra = ShaderCache()
        self._presenter = FramePresenter(self.window, self.pacer)
        self.hud, self.pointers = self.hud.again(self.window.ctx), Pointers(self.window)
        self._rebuild_renderer()
        self.hud.say("the display was lost, and is back")

    def continue_replacement(self, replacement: Replacement) -> bool:
        """Prepare it for a part of a frame's time, and let it play once it is ready; whether it does."""
        if self._pending and not self.trial.mistake:  # a jump comes first
            return False
        self._presenter.present()
        return self.replace(replacement, int(SEEKING * self.pacer.period))

    def pin_tier(self, tier: Quality | None) -> None:
        """Draw at a fixed tier from now on; None to follow what the machine can hold."""
        self.options = replace(self.options, tier=tier)
        if tier and tier != self.quality.tier:
            self.quality.pin_tier(tier)
            pending, target = self._pending, self.target_tick
            self._rebuild_renderer()
            if pending and not self._pending:
                self.seek(target)

    def _rebuild_renderer(self) -> None:
        """Replace the renderer; the world continues."""
        before = self.renderer.world
        if self._pending and self._pending.renderer is self.renderer:
            self._pending = None
        self.renderer = self._new_renderer(self.dream, self.number)
        self.renderer.world.settings.update(before.settings)
        self.renderer.world.restore(before.checkpoint())

    def _enter(self, jump: Jump, at: int | None = None) -> None:
        before = self.log.path
        try:
            super()._enter(jump, at)
        except DreamscapeError as error:  # of the recording
            self.hud.say(str(error))
        if self.log.path != before:
            self.hud.say(f"the recording continues in {self.log.path.name}")
        self.window.name(self.dream.file.title)
        self.pointers.resend()
        self.quality.governor.reset()

    def show_error(self, message: str) -> None:
        """Show an error in a file that is being edited; an empty message clears it."""
        self.hud.error = message

    @property
    def seconds(self) -> Fraction:
        """The dream's time in the last frame, to a microsecond."""
        return Fraction(round(self._moment.seconds * 1_000_000), 1_000_000)

    @property
    def current_favourite(self) -> Favourite:
        """The favourite for the moment that was shown last."""
        return at_tick(self.dream, self.number, self.renderer.timeline, self._moment.tick)

    def _gather_inputs(self, seconds: float) -> None:
        """Send all inputs, to take effect from the next tick on, if this frame has one."""
        world, last = self.renderer.world, self._moment.tick
        if self.turns and (layout := self.turns.due(self.dream, self.renderer.timeline, world.tick)):
            self.turn(layout)
        if last < (first := world.tick + 1):
            return
        events = [to_picture(event, self.renderer) for event in self.pointers.events(first, seconds)]
        events += poll(self.sources, first, last, self.hud.say)
        try:
            for event in (ordered := in_order(events, first, self.reaction)):
                self.send(event)
            if self.turns:
                self.renderer.act_layers.turn_expected = self.turns.hear(ordered, self.dream, self.renderer.timeline)
        except DreamscapeError as error:
            self.hud.say(str(error))

    def _new_renderer(self, dream: Dream, number: int) -> Renderer:
        renderer = Renderer(
            self.window.ctx,
            dream,
            self.window.size,
            self.quality.scaled_tier,
            number,
            Coding(sharp=True),
            self.captions,
            limiter=self.limiter,
            between_layers=self._presenter.present_if_due,
        )
        renderer.act_layers.touch_expected = True
        return renderer

    def _fit_window(self) -> None:
        """Draw at the window's size."""
        if self.window.size != self.renderer.size:
            self._presenter.drop()
            self.renderer.resize(self.window.size)
            self.quality.governor.reset()
