"""Shows the screensaver's dream until somebody comes back."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dreamscape import clock
from dreamscape.clock import now_ns, sleep_ns
from dreamscape.devices.displays import Place
from dreamscape.devices.visibility import Visibility
from dreamscape.devices.window import bounds, pointer, poll
from dreamscape.devices.x11 import X11
from dreamscape.errors import DreamscapeError
from dreamscape.live.playback.live_sound import LiveSound
from dreamscape.live.playback.pace import Pacer, Playhead
from dreamscape.saver import courtesy, machine_state
from dreamscape.saver.activity import ActivityDetector
from dreamscape.saver.courtesy import MachineState
from dreamscape.saver.cpu_budget import CpuBudget
from dreamscape.saver.host import Host
from dreamscape.saver.screens import SaverScreens
from dreamscape.system import garbage
from dreamscape.system.memory import trim

CALM = 0.4  # dream seconds a second with reduced motion
WATCHED = 1.0  # s between two looks at displays and power, when memory is returned to the system, too
DOZE = 250_000_000  # ns between two looks at the machine while nothing is drawn


@dataclass(frozen=True, slots=True)
class ShowOptions:
    """Options of the show.

    Attributes:
        fps: most frames a second.
        dim: the fraction of light that is taken away, 0 to 1.
        clock: show the clock.
        night: dim by the hour.
        calm: reduced motion.
    """

    fps: float = courtesy.FPS
    dim: float = 0.0
    clock: bool = False
    night: bool = False
    calm: bool = False


class Show:
    """Shows a dream on screens.

    Args:
        screens: the windows.
        host: whose window they draw in.
        options: of the show.
        seed: the dream's seed number, shown on a key in a preview.
        start_sound: starts the dream's sound at a tick; None for silence.
    """

    def __init__(
        self,
        screens: SaverScreens,
        host: Host,
        options: ShowOptions,
        seed: int,
        start_sound: Callable[[int], LiveSound] | None = None,
    ) -> None:
        self._screens, self._host, self._options, self._seed = screens, host, options, seed
        self._server = _server()
        self._detector = ActivityDetector(0.0)
        self._playhead = Playhead()
        self._playhead.speed = CALM if options.calm else 1.0
        self._start_sound = start_sound
        self._sound: LiveSound | None = None
        self._budget = CpuBudget(screens.scale)
        self._visibility = Visibility()
        self._twelve_hours = clock.counts_to_twelve()
        self._started_at = now_ns()
        self._somebody_back = False
        self._quiet = False
        self._battery = self._off = False
        self._looked_at = -WATCHED
        self._places: list[Place] = []
        self._fixed = host.preview or host.is_foreign
        self._size: tuple[int, int] | None = None
        if host.window is not None and self._server is not None:
            self._size = self._server.watch(host.window).size

    def run(self) -> None:
        """Show the dream until somebody is back, or a foreign window is closed."""
        self._started_at = now_ns()
        self._windows_opened()
        garbage.keep_existing()
        pacer = self._pacer()
        while (machine := self._look_at_machine()) is not None:
            rate = courtesy.frame_rate(machine, min(self._options.fps, self._screens.rate, self._budget.max_rate))
            self._update_sound(not rate)
            if not rate:
                self._poll_events(DOZE)
                pacer = self._pacer()
                self._budget.reset()
            else:
                pacer.rate = rate
                moment = self._playhead.advance(pacer.wait())
                self._poll_events(0)  # drawing may take so long that there is no wait
                if not self._somebody_back:
                    self._screens.draw(moment, lambda: self._poll_events(0), **self._presentation())
                if self._budget.record(rate):
                    self._screens.rescale(self._budget.scale)
            if self._somebody_back:
                self._fade_out()
                return

    def _windows_opened(self) -> None:
        """Hide the pointer after windows have appeared, and ignore the input that this causes."""
        import pygame

        pygame.mouse.set_visible(self._host.preview)
        self._detector = ActivityDetector(self._elapsed())

    def _update_sound(self, quiet: bool) -> None:
        """Play the sound while something is shown, from the first picture on, and pause it while nothing is."""
        if self._start_sound is None or not self._screens.has_drawn:
            return
        if self._sound is None:
            self._sound = self._start_sound(self._playhead.tick)
            self._playhead.sound = self._sound.position
        elif quiet != self._quiet:
            self._sound.pause(quiet)
        self._quiet = quiet

    def _pacer(self) -> Pacer:
        """A pacer that polls events while it waits."""
        return Pacer(self._options.fps, sleep=self._poll_events)

    def _elapsed(self) -> float:
        """Seconds since the show began."""
        return (now_ns() - self._started_at) * 1e-9

    def _presentation(self, gone: float | None = None) -> dict[str, Any]:
        """How to show a picture now, `gone` seconds after somebody came back."""
        options, since, hour = self._options, self._elapsed(), clock.hour()
        light = courtesy.shown_light(since, gone, options.dim, hour if options.night else None)
        words = courtesy.clock_text(hour, self._twelve_hours) if options.clock else ""
        return {"seconds": since, "light": light, "clock": words, "size": self._size}

    def _fade_out(self) -> None:
        """Fade the last picture out."""
        begun = now_ns()
        if self._sound is not None:
            self._sound.mute()  # fades out just as fast
        while (gone := (now_ns() - begun) * 1e-9) < courtesy.DARK:
            self._screens.show(**self._presentation(gone))
            sleep_ns(4_000_000)

    def _poll_events(self, nanoseconds: int) -> None:
        """Handle events for so long, or until somebody is back."""
        until = now_ns() + nanoseconds
        while True:
            left = until - now_ns()
            for event in poll(*self._screens.windows, patience=max(0, left // 1_000_000)):
                self._somebody_back = self._somebody_back or self.handle_event(event)
            if self._somebody_back:
                return
            left = until - now_ns()
            if left < 1_000_000:
                sleep_ns(left)
                return

    def handle_event(self, event: Any) -> bool:
        """Handle an SDL event; returns whether it means that somebody is back."""
        import pygame

        if event.type in (pygame.QUIT, pygame.WINDOWCLOSE):
            return True
        if self._host.preview:
            if event.type == pygame.KEYDOWN and event.key == pygame.K_s:
                self._screens.name(f"the seed of this night is {self._seed}")
                print(f"dreamscape: the seed of this night is {self._seed}", flush=True)
            return bool(event.type == pygame.KEYDOWN and event.key in (pygame.K_q, pygame.K_ESCAPE))
        if self._host.is_foreign:
            return False  # the window's owner watches for input, and ends us
        if event.type == pygame.MOUSEMOTION:
            left, top = self._screens.origin(getattr(event, "window", None))
            return self._pointer_moved(pointer() or (left + event.pos[0], top + event.pos[1]))
        if event.type in (pygame.WINDOWMOVED, pygame.WINDOWSIZECHANGED) and pointer() is None:
            self._detector.forget_pointer()  # positions are relative to a window's corner here
        felt = (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL, pygame.FINGERDOWN, pygame.FINGERMOTION)
        return event.type in felt and self._detector.input_ends(self._elapsed())

    def _pointer_moved(self, position: tuple[int, int]) -> bool:
        """Whether somebody has moved the pointer to a position: changes of the displays move it, too."""
        if not self._detector.pointer_ends(self._elapsed(), *position):
            return False
        if (now := self._displays()) == self._places:
            return True
        self._places = now
        self._windows_opened()
        return False

    def _displays(self) -> list[Place]:
        """The displays' present rectangles, sorted."""
        return sorted((self._server and self._server.monitors()) or bounds())

    def _look_at_machine(self) -> MachineState | None:
        """The state of the machine and its screens; None once a foreign window is closed."""
        since = self._elapsed()
        if since - self._looked_at >= WATCHED:
            self._looked_at = since
            trim()
            self._battery = machine_state.battery()
            self._off = self._server is not None and self._server.off()
            self._places = self._displays()
            if self._screens.follow_displays(self._displays):
                self._windows_opened()
            elif not self._fixed and (resting := pointer()) is not None:
                moved = self._pointer_moved(resting)  # also where no event reports it
                self._somebody_back = self._somebody_back or moved
        covered = False
        if self._host.window is not None and self._server is not None:
            view = self._server.view(self._host.window)
            if view.gone:
                return None
            self._size, covered = view.size, view.covered
        self._visibility.look(self._screens.windows)
        covered = covered or not any(window.seen for window in self._screens.windows)
        return MachineState(self._battery, self._off, covered)


def _server() -> X11 | None:
    """The X server, if it draws the desktop."""
    if not os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    try:
        return X11()
    except DreamscapeError:
        return None
