"""Deeds: what keys, buttons and the window's frame ask of a session."""

from collections.abc import Callable
from typing import Any

from dreamscape import rng
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Timeline
from dreamscape.errors import DreamscapeError
from dreamscape.live.capture import Capture
from dreamscape.live.controls.clicks import Clicks
from dreamscape.live.controls.kiosk import allowed, is_chord
from dreamscape.live.playback.live_sound import LiveSound
from dreamscape.live.playback.reload import FileWatcher
from dreamscape.live.session.session import Session
from dreamscape.live.store import favourites
from dreamscape.rng import Streams

LEAP = 5 * TICKS_PER_SECOND  # ticks
SPEEDS = (0.125, 0.25, 0.5, 1.0, 2.0)
VOLUME = 0.1  # a step


class Actions:
    """Acts upon one session.

    Args:
        session: whose window is looked after.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._watch = FileWatcher(session)
        self._keeper = Capture(session)
        self._clicks = Clicks()
        self._menu: Any = None  # made when it is first opened
        self._sticks: list[Any] = []
        self._named: dict[str, Callable[[], None]] = {
            "pause": self._pause,
            "tick": self._tick,
            "back": lambda: self._leap(-LEAP),
            "forward": lambda: self._leap(LEAP),
            "new-seed": self._new_seed,
            "slower": lambda: self._change_speed(-1),
            "faster": lambda: self._change_speed(1),
            "fullscreen": self._fullscreen,
            "hud": self._hud,
            "captions": self._captions,
            "mute": self._mute,
            "louder": lambda: self._change_volume(VOLUME),
            "quieter": lambda: self._change_volume(-VOLUME),
            "screenshot": self._screenshot,
            "favourite": self._favourite,
            "record": self._record,
            "reload": self._reload,
            "help": self._help,
            "menu": self._open_menu,
            "leave": self._leave,
        }

    def begin(self) -> None:
        """The first frame has been shown: now there is time for the rest."""
        import pygame

        self._session.checkpoints.look_ahead()
        pygame.joystick.init()
        self._sticks = [pygame.joystick.Joystick(number) for number in range(pygame.joystick.get_count())]

    def end(self) -> None:
        """The session is over: complete what is being recorded, and let go of everything."""
        session = self._session
        self._keeper.end()
        session.checkpoints.close()
        for sense in session.sources:
            sense.close()
        if session.sound:
            session.sound.stop()

    def handle_event(self, event: Any) -> None:
        """Do what an event of SDL's asks for."""
        import pygame

        session = self._session
        if session.menu and session.menu.handle_event(event):
            return
        if self._clicks.menu(event) and not session.wishes.kiosk:
            self._open_menu()
            return
        if self._clicks.double(event):
            self.do("fullscreen")
        match event.type:
            case pygame.QUIT | pygame.WINDOWCLOSE:
                session.over = not session.wishes.kiosk
            case pygame.KEYDOWN if session.wishes.kiosk and is_chord(event):
                session.over = True
            case pygame.WINDOWMOVED | pygame.WINDOWSIZECHANGED if session.remembered:
                session.remembered.moved()
            case pygame.KEYDOWN if event.key == pygame.K_RETURN and event.mod & pygame.KMOD_ALT:
                self.do("fullscreen")
            case pygame.KEYDOWN:
                self.do(session.keys.action(pygame.key.name(event.key), event.unicode))
            case pygame.JOYBUTTONDOWN:
                self.do(session.keys.button(event.button))
            case pygame.JOYDEVICEADDED:
                self._sticks.append(pygame.joystick.Joystick(event.device_index))
            case pygame.MOUSEMOTION:
                session.moved()
        session.hands.handle_event(event, session.renderer.world.tick + 1)

    def do(self, action: str | None) -> None:
        """Do one of `keys.ACTIONS`."""
        if action is None or (self._session.wishes.kiosk and not allowed(action)):
            return
        if action.startswith("act-"):
            self._act(int(action[4:]) - 1)
        else:
            self._named[action]()

    def look(self, seconds: float) -> None:
        """Take in what has changed on disk, and tell the figures, `seconds` after the last time."""
        self._watch.look()
        if self._session.menu:
            self._session.menu.look(seconds)
        if self._session.hud.due(seconds):
            self._session.hud.tell(self.figures())

    def shown(self) -> None:
        """A frame has been shown."""
        self._keeper.look()

    def figures(self) -> list[tuple[str, str]]:
        """What the session is doing, as rows of a name and figures."""
        session = self._session
        cue = session.renderer.timeline.cue(session.renderer.world.tick)
        frames = session.pacer.statistics()
        width, height = session.window.size
        inner, tier = session.renderer.picture.size, session.renderer.tier(cue.act)
        return [
            ("frames", f"{1000.0 / frames.median:.0f} a second, drawing takes {session.governor.load:.2f} of the time"),
            ("ms", f"{frames.median:.1f} median,  {frames.p95:.1f} in 95,  {frames.p99:.1f} in 99 of 100"),
            ("missed", f"{frames.missed} of the last 300"),
            (
                "picture",
                f"{width}x{height}, drawn at {inner[0]}x{inner[1]}, {tier.name}",
            ),
            ("time", f"{_clock(session.renderer.world.tick)}   {session.renderer.timeline.acts[cue.act].scene}"),
            ("heart", f"{session.renderer.world.bpm(cue):.0f} a minute   connection {cue.connection:.2f}"),
            ("seed", f"{session.number}   {session.dream.file.title}"),
            *([("sound", _heard(session.sound))] if session.sound else []),
            *((sense.name, sense.status()) for sense in session.sources),
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
        session.playhead.go(session.renderer.world.tick + 1)
        session.hud.say(f"tick {session.playhead.tick}")

    def _leap(self, ticks: int) -> None:
        session = self._session
        session.seek(session.place + ticks)
        session.hud.say(_clock(session.place))

    def _reload(self) -> None:
        self._watch.look(force=True)
        self._session.hud.say("read again")

    def _act(self, number: int) -> None:
        """Go to an act; of an endless dream, to one of the eight around the one that plays."""
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
        session.visit(session.dream, number, timeline.arrived_tick(act))
        session.hud.say(f"seed {number}")

    def _change_speed(self, step: int) -> None:
        playhead = self._session.playhead
        place = min(range(len(SPEEDS)), key=lambda k: abs(SPEEDS[k] - playhead.speed)) + step
        self._session.pace(SPEEDS[min(max(place, 0), len(SPEEDS) - 1)])
        self._session.hud.say(f"speed {playhead.speed:g}")

    def _fullscreen(self) -> None:
        self._session.window.fullscreen = not self._session.window.fullscreen

    def _hud(self) -> None:
        hud = self._session.hud
        hud.figures = not hud.figures
        hud.tell(self.figures())

    def _help(self) -> None:
        self._session.hud.turn()

    def _captions(self) -> None:
        session = self._session
        session.captions = session.renderer.captions_on = not session.captions
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
            self._session.hud.say("no sound here")
        return self._session.sound

    def _screenshot(self) -> None:
        self._keeper.picture()

    def _favourite(self) -> None:
        """Keep the moment that is shown, or no longer."""
        session = self._session
        moment = session.moment
        try:
            kept = favourites.turn(favourites.path(), moment)
        except DreamscapeError as error:
            session.hud.say(str(error))
            return
        session.hud.say(f"{'a favourite' if kept else 'no longer a favourite'}: {moment.told}")

    def _record(self) -> None:
        self._session.hud.say(self._keeper.record())

    def _open_menu(self) -> None:
        """Open the menu over the dream, whose hand lets go."""
        from dreamscape.live.menu.menu import Menu

        session = self._session
        if self._menu is None or not self._menu.fits():
            self._menu = Menu(session, self)
        session.hands.leave()
        session.hud.helping = session.hud.figures = False
        self._menu.open()

    def _leave(self) -> None:
        self._session.over = True


def _heard(sound: LiveSound) -> str:
    """The state of the sound in a few words."""
    where = "muted" if sound.muted else sound.device or "no device"
    return f"{where}   volume {100 * sound.volume:.0f}   {sound.underruns} gaps"


def _clock(tick: int) -> str:
    """A tick as minutes and seconds."""
    return f"{tick // TICKS_PER_SECOND // 60}:{tick / TICKS_PER_SECOND % 60:04.1f}"
