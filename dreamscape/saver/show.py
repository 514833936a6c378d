"""The show: draws the dream while nobody is there, politely, until somebody comes back."""

import gc
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
from dreamscape.saver.courtesy import Brightness
from dreamscape.saver.cpu_budget import CpuBudget
from dreamscape.saver.host import Host
from dreamscape.saver.screens import SaverScreens
from dreamscape.system.memory import give_back

CALM = 0.4  # dream seconds a second with reduced motion
WATCHED = 1.0  # s between two looks at displays and power, and between two tidyings
DOZE = 250_000_000  # ns between two looks at the world while nothing is drawn


@dataclass(frozen=True, slots=True)
class ShowOptions:
    """How it is to be shown.

    Attributes:
        fps: frames a second at most.
        dim: the part of the light that is taken away, 0 to 1.
        clock: show a clock of light.
        night: dim by the hour.
        calm: reduced motion.
    """

    fps: float = courtesy.FPS
    dim: float = 0.0
    clock: bool = False
    night: bool = False
    calm: bool = False


class Show:
    """Shows the dream on screens.

    Args:
        screens: where.
        host: who shows it.
        manner: how.
        seed: the number of the dream, to be told on a key in a window to try it.
        sounds: begins the sound of the dream at a tick; None for silence.
    """

    def __init__(
        self,
        screens: SaverScreens,
        host: Host,
        manner: ShowOptions,
        seed: int,
        sounds: Callable[[int], LiveSound] | None = None,
    ) -> None:
        self._screens, self._host, self._manner, self._seed = screens, host, manner, seed
        self._server = _server()
        self._leaving = ActivityDetector(0.0)
        self._playhead = Playhead()
        self._playhead.speed = CALM if manner.calm else 1.0
        self._sounds = sounds
        self._sound: LiveSound | None = None
        self._thrift = CpuBudget(screens.scale)
        self._visibility = Visibility()
        self._twelve = clock.counts_to_twelve()
        self._begun = now_ns()
        self._back = False  # somebody is
        self._quiet = False
        self._battery = self._off = False
        self._watched = -WATCHED
        self._places: list[Place] = []
        self._fixed = host.preview or host.foreign
        self._size: tuple[int, int] | None = None
        if host.window is not None and self._server is not None:
            self._size = self._server.watch(host.window).size

    def run(self) -> None:
        """Show it until a hand is back, or the window it was given is gone."""
        self._begun = now_ns()
        self._welcome()
        gc.freeze()  # what stands now stays: looking through all of it again would cost a frame
        pacer = self._pacer()
        while (sight := self._look()) is not None:
            rate = courtesy.frames_a_second(sight, min(self._manner.fps, self._screens.rate, self._thrift.most))
            self._hush(not rate)
            if not rate:
                self._listen(DOZE)
                pacer = self._pacer()
                self._thrift.forget()
            else:
                pacer.rate = rate
                moment = self._playhead.advance(pacer.wait())
                self._listen(0)  # drawing may take so long that there is no wait
                if not self._back:
                    self._screens.draw(moment, lambda: self._listen(0), **self._shown())
                if self._thrift.note(rate):
                    self._screens.rescale(self._thrift.scale)
            if self._back:
                self._fade()
                return

    def _welcome(self) -> None:
        """Windows have appeared: hide the pointer, and wait with what comes of it."""
        import pygame

        pygame.mouse.set_visible(self._host.preview)
        self._leaving = ActivityDetector(self._since())

    def _hush(self, quiet: bool) -> None:
        """Sound while something is shown, from the first picture on; silence while nothing is."""
        if self._sounds is None or not self._screens.lit:
            return
        if self._sound is None:
            self._sound = self._sounds(self._playhead.tick)
            self._playhead.sound = self._sound.position
        elif quiet != self._quiet:
            self._sound.pause(quiet)
        self._quiet = quiet

    def _pacer(self) -> Pacer:
        """Frames at an even rate, and an open ear in between."""
        return Pacer(self._manner.fps, sleep=self._listen)

    def _since(self) -> float:
        """Seconds since it began."""
        return (now_ns() - self._begun) * 1e-9

    def _shown(self, gone: float | None = None) -> dict[str, Any]:
        """How a picture is to be shown now, `gone` seconds after a hand came back."""
        manner, since, hour = self._manner, self._since(), clock.hour()
        light = courtesy.light(since, gone, manner.dim, hour if manner.night else None)
        words = courtesy.told(hour, self._twelve) if manner.clock else ""
        return {"seconds": since, "light": light, "words": words, "size": self._size}

    def _fade(self) -> None:
        """Let the last picture go dark, at once."""
        begun = now_ns()
        if self._sound is not None:
            self._sound.mute()  # which fades it out, as fast
        while (gone := (now_ns() - begun) * 1e-9) < courtesy.DARK:
            self._screens.show(**self._shown(gone))
            sleep_ns(4_000_000)

    def _listen(self, nanoseconds: int) -> None:
        """Hear what happens for so long, or until somebody is back."""
        until = now_ns() + nanoseconds
        while True:
            left = until - now_ns()
            for event in poll(*self._screens.windows, patience=max(0, left // 1_000_000)):
                self._back = self._back or self._ends(event)
            if self._back:
                return
            left = until - now_ns()
            if left < 1_000_000:
                sleep_ns(left)
                return

    def _ends(self, event: Any) -> bool:
        """Whether an event says that somebody is back."""
        import pygame

        if event.type in (pygame.QUIT, pygame.WINDOWCLOSE):
            return True
        if self._host.preview:
            if event.type == pygame.KEYDOWN and event.key == pygame.K_s:
                self._screens.name(f"the seed of this night is {self._seed}")
                print(f"dreamscape: the seed of this night is {self._seed}", flush=True)
            return bool(event.type == pygame.KEYDOWN and event.key in (pygame.K_q, pygame.K_ESCAPE))
        if self._host.foreign:
            return False  # whoever made the window watches the hands, and ends us
        if event.type == pygame.MOUSEMOTION:
            left, top = self._screens.origin(getattr(event, "window", None))
            return self._moved(pointer() or (left + event.pos[0], top + event.pos[1]))
        if event.type in (pygame.WINDOWMOVED, pygame.WINDOWSIZECHANGED) and pointer() is None:
            self._leaving.forget()  # places are told from a window's corner here
        felt = (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL, pygame.FINGERDOWN, pygame.FINGERMOTION)
        return event.type in felt and self._leaving.touched(self._since())

    def _moved(self, place: tuple[int, int]) -> bool:
        """Whether a hand has moved the pointer to a place: displays that come and go move it, too."""
        if not self._leaving.moved(self._since(), *place):
            return False
        if (now := self._displays()) == self._places:
            return True
        self._places = now
        self._welcome()
        return False

    def _displays(self) -> list[Place]:
        """Where the displays lie by now, in an order of their own."""
        return sorted((self._server and self._server.monitors()) or bounds())

    def _look(self) -> Brightness | None:
        """What is known of the machine and its screens; None once the window we were given is gone."""
        since = self._since()
        if since - self._watched >= WATCHED:
            self._watched = since
            give_back()
            self._battery = machine_state.battery()
            self._off = self._server is not None and self._server.off()
            self._places = self._displays()
            if self._screens.handle_event(self._displays):
                self._welcome()
            elif not self._fixed and (resting := pointer()) is not None:
                self._back = self._back or self._moved(resting)  # before any event is heard of it
        self._visibility.look(self._screens.windows)
        covered = not any(window.seen for window in self._screens.windows)
        if self._host.window is not None and self._server is not None:
            view = self._server.view(self._host.window)
            if view.gone:
                return None
            self._size = view.size
            covered = covered or view.covered
        return Brightness(self._battery, self._off, covered)


def _server() -> X11 | None:
    """The X server, if that is what draws the desktop."""
    if not os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    try:
        return X11()
    except DreamscapeError:
        return None
