"""Actions: what keys, buttons and window events do to a session."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dreamscape import rng
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import shader_files
from dreamscape.errors import DreamscapeError
from dreamscape.live.capture import Capture
from dreamscape.live.controls.clicks import Clicks
from dreamscape.live.controls.kiosk import is_allowed, is_exit_chord
from dreamscape.live.controls.shader_keys import ShaderKeys
from dreamscape.live.playback.live_sound import LiveSound
from dreamscape.live.playback.reload import FileWatcher
from dreamscape.live.session.session import Session
from dreamscape.live.song_actions import SongActions
from dreamscape.live.store import favourites
from dreamscape.rng import Streams

if TYPE_CHECKING:
    from dreamscape.live.menu.menu import Menu

JUMP = 5 * TICKS_PER_SECOND  # ticks
SPEEDS = (0.125, 0.25, 0.5, 1.0, 2.0)
VOLUME_STEP = 0.1


class Actions:
    """Performs the actions of one session.

    Args:
        session: the session.

    Attributes:
        songs: the actions of its songs.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._watcher = FileWatcher(session)
        self._capture = Capture(session)
        self._clicks = Clicks()
        self._shader_keys = ShaderKeys(
            lambda: session.renderer.world.keyboard if shader_files.read_keyboard(session.dream) else None
        )
        session.sources.append(self._shader_keys)
        self.songs = SongActions(session)
        self._menu: Menu | None = None  # created when it is first opened
        self._gamepads: list[Any] = []
        self._handlers: dict[str, Callable[[], None]] = {
            "pause": self._pause,
            "tick": self._tick,
            "back": lambda: self._jump(-JUMP),
            "forward": lambda: self._jump(JUMP),
            "new-seed": self._new_seed,
            "slower": lambda: self._change_speed(-1),
            "faster": lambda: self._change_speed(1),
            "fullscreen": self._fullscreen,
            "hud": self._hud,
            "captions": self._captions,
            "mute": self._mute,
            "louder": lambda: self._change_volume(VOLUME_STEP),
            "quieter": lambda: self._change_volume(-VOLUME_STEP),
            **self.songs.handlers,
            "screenshot": self._screenshot,
            "favourite": self._favourite,
            "record": self._record,
            "reload": self._reload,
            "help": self._help,
            "menu": self._open_menu,
            "leave": self._leave,
        }

    def start(self) -> None:
        """Start what can wait until the first frame has been shown."""
        import pygame

        self._session.checkpoints.compute_ahead()
        pygame.joystick.init()
        self._gamepads = [pygame.joystick.Joystick(number) for number in range(pygame.joystick.get_count())]

    def finish(self) -> None:
        """End the session: complete its recording and release its resources."""
        session = self._session
        self._capture.finish()
        session.checkpoints.close()
        for source in session.sources:
            source.close()
        self.songs.finish()
        if session.osc_sender:
            session.osc_sender.close()
        if session.sound:
            session.sound.stop()

    def handle_event(self, event: Any) -> None:
        """Handle an SDL event."""
        import pygame

        session = self._session
        if session.menu and session.menu.handle_event(event):
            return
        self._shader_keys.handle_event(event, session.keys, session.options.kiosk)
        if self._clicks.asks_for_menu(event) and not session.options.kiosk:
            self._open_menu()
            return
        if self._clicks.is_double(event):
            self.perform("fullscreen")
        match event.type:
            case pygame.QUIT | pygame.WINDOWCLOSE:
                session.over = not session.options.kiosk
            case pygame.KEYDOWN if session.options.kiosk and is_exit_chord(event):
                session.over = True
            case pygame.WINDOWMOVED | pygame.WINDOWSIZECHANGED if session.settings:
                session.settings.window_moved()
            case pygame.KEYDOWN if event.key == pygame.K_RETURN and event.mod & pygame.KMOD_ALT:
                self.perform("fullscreen")
            case pygame.KEYDOWN:
                self.perform(session.keys.action(pygame.key.name(event.key), event.unicode))
            case pygame.JOYBUTTONDOWN:
                self.perform(session.keys.button(event.button))
            case pygame.JOYDEVICEADDED:
                self._gamepads.append(pygame.joystick.Joystick(event.device_index))
            case pygame.MOUSEMOTION:
                session.cursor.moved()
        session.pointers.handle_event(event, session.renderer.world.tick + 1)

    def perform(self, action: str | None) -> None:
        """Perform one of `keys.ACTIONS`."""
        if action is None or (self._session.options.kiosk and not is_allowed(action)):
            return
        if action.startswith("act-"):
            self._act(int(action[4:]) - 1)
        else:
            self._handlers[action]()

    def begin_frame(self, seconds: float) -> None:
        """Begin a frame, `seconds` after the last one: reload changed files and update the figures."""
        self._watcher.look()
        if self._session.menu:
            self._session.menu.begin_frame(seconds)
        if self._session.hud.figures_due(seconds):
            self._session.hud.set_figures(self.figures())

    def frame_shown(self) -> None:
        """Take in that a frame has been shown."""
        self._capture.frame_shown()

    def figures(self) -> list[tuple[str, str]]:
        """The state of the session, as rows of a name and a value."""
        session = self._session
        cue = session.renderer.timeline.cue(session.renderer.world.tick)
        frames = session.pacer.statistics()
        width, height = session.window.size
        inner, tier = session.renderer.picture.size, session.renderer.act_layers.tier(cue.act)
        return [
            (
                "frames",
                f"{1000.0 / frames.median:.0f} a second, drawing takes {session.quality.governor.load:.2f} of the time",
            ),
            ("ms", f"{frames.median:.1f} median,  {frames.p95:.1f} in 95,  {frames.p99:.1f} in 99 of 100"),
            ("missed", f"{frames.missed} of the last 300"),
            (
                "picture",
                f"{width}x{height}, drawn at {inner[0]}x{inner[1]}, {tier.name}",
            ),
            ("time", f"{_clock(session.renderer.world.tick)}   {session.renderer.timeline.acts[cue.act].scene}"),
            ("heart", f"{session.renderer.world.bpm(cue):.0f} a minute   connection {cue.connection:.2f}"),
            ("seed", f"{session.number}   {session.dream.file.title}"),
            *([("sound", _sound_status(session.sound))] if session.sound else []),
            *((source.name, words) for source in session.sources if (words := source.status())),
            *([("recording", f"{len(session.log.events)} inputs")] if session.log.is_recording else []),
        ]

    def _pause(self) -> None:
        session = self._session
        session.pause(not session.playhead.paused)
        session.hud.say("paused" if session.playhead.paused else "on")

    def _tick(self) -> None:
        session = self._session
        if not session.playhead.paused:
            self._pause()
        session.playhead.jump(session.renderer.world.tick + 1)
        session.hud.say(f"tick {session.playhead.tick}")

    def _jump(self, ticks: int) -> None:
        session = self._session
        session.seek(session.target_tick + ticks)
        session.hud.say(_clock(session.target_tick))

    def _reload(self) -> None:
        self._watcher.look(force=True)
        self._session.hud.say("files were read again")

    def _act(self, number: int) -> None:
        """Jump to an act; in an endless dream, to one of the eight around the present one."""
        session = self._session
        timeline = session.renderer.timeline
        act = number + (timeline.cue(session.renderer.world.tick).act // 8 * 8 if timeline.endless else 0)
        if timeline.endless or act < len(timeline.acts):
            session.seek(timeline.arrived_tick(act))
            session.hud.say(f"{number + 1}   {timeline.acts[act].scene}")

    def _new_seed(self) -> None:
        session = self._session
        number = rng.tonight()
        act = session.renderer.timeline.cue(session.renderer.world.tick).act
        timeline = Timeline(session.dream.file, Streams(number))  # an endless dream has another order
        session.seek_dream(session.dream, number, timeline.arrived_tick(act))
        session.hud.say(f"seed {number}")

    def _change_speed(self, step: int) -> None:
        playhead = self._session.playhead
        index = min(range(len(SPEEDS)), key=lambda k: abs(SPEEDS[k] - playhead.speed)) + step
        self._session.set_speed(SPEEDS[min(max(index, 0), len(SPEEDS) - 1)])
        self._session.hud.say(f"speed {playhead.speed:g}")

    def _fullscreen(self) -> None:
        self._session.window.fullscreen = not self._session.window.fullscreen

    def _hud(self) -> None:
        hud = self._session.hud
        hud.shows_figures = not hud.shows_figures
        hud.set_figures(self.figures())

    def _help(self) -> None:
        self._session.hud.turn_help()

    def _captions(self) -> None:
        session = self._session
        session.captions = session.renderer.grading.captions_on = not session.captions
        session.hud.say("captions" if session.captions else "no captions")

    def _mute(self) -> None:
        if sound := self._sound():
            self._session.mute(not sound.muted)
            self._session.hud.say("muted" if sound.muted else "sound")

    def _change_volume(self, step: float) -> None:
        if sound := self._sound():
            sound.volume = min(max(round(sound.volume + step, 2), 0.0), 1.0)
            self._session.hud.say(f"volume {sound.volume:.0%}")

    def _sound(self) -> Any:
        if self._session.sound is None:
            self._session.hud.say("no sound")
        return self._session.sound

    def _screenshot(self) -> None:
        self._capture.request_picture()

    def _favourite(self) -> None:
        """Add the moment that is shown to the favourites, or remove it."""
        session = self._session
        if session.dream.code:
            session.hud.say(f"{session.dream.name} is a scene file, which favourites do not name; make a package of it")
            return
        favourite = session.current_favourite
        try:
            is_favourite = favourites.toggle(favourites.path(), favourite)
        except DreamscapeError as error:
            session.hud.say(str(error))
            return
        session.hud.say(f"{'a favourite' if is_favourite else 'no longer a favourite'}: {favourite.label}")

    def _record(self) -> None:
        self._session.hud.say(self._capture.toggle_recording())

    def _open_menu(self) -> None:
        """Open the menu over the dream, and let the dream's hand go."""
        from dreamscape.live.menu.menu import Menu

        session = self._session
        if self._menu is None or not self._menu.is_usable():
            self._menu = Menu(session, self)
        session.pointers.leave()
        self._shader_keys.release_all()
        session.hud.shows_help = session.hud.shows_figures = False
        self._menu.open()

    def _leave(self) -> None:
        self._session.over = True


def _sound_status(sound: LiveSound) -> str:
    """The state of the sound in a few words."""
    device = "muted" if sound.muted else sound.device or "no device"
    return f"{device}   volume {100 * sound.volume:.0f}   {sound.underruns} gaps"


def _clock(tick: int) -> str:
    """A tick as minutes and seconds."""
    return f"{tick // TICKS_PER_SECOND // 60}:{tick / TICKS_PER_SECOND % 60:04.1f}"
