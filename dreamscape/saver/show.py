"""The show: draws the dream while nobody is there, politely, until somebody comes back."""

import os
from dataclasses import dataclass
from typing import Any

from dreamscape import clock
from dreamscape.clock import now_ns, sleep_ns
from dreamscape.errors import DreamscapeError
from dreamscape.live.pace import Pacer, Playhead
from dreamscape.outputs.window import poll
from dreamscape.saver import manners, senses
from dreamscape.saver.host import Host
from dreamscape.saver.leaving import Leaving
from dreamscape.saver.manners import Sight
from dreamscape.saver.screens import Screen, Screens
from dreamscape.saver.x11 import X11

CALM = 0.4  # dream seconds a second with reduced motion
WATCHED = 1.0  # s between two looks at displays and power
DOZE = 50_000_000  # ns between two looks for hands while nothing is drawn


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is to be shown.

    Attributes:
        fps: frames a second at most.
        dim: the part of the light that is taken away, 0 to 1.
        clock: show a clock of light.
        night: dim by the hour.
        calm: reduced motion.
        stays: keys and motion do not end it, as in a window to try it.
    """

    fps: float = manners.FPS
    dim: float = 0.0
    clock: bool = False
    night: bool = False
    calm: bool = False
    stays: bool = False


class Show:
    """Shows the dream on screens.

    Args:
        screens: where.
        host: who shows it.
        manner: how.
        seed: the number of the dream, to be told on a key in a window to try it.
    """

    def __init__(self, screens: Screens, host: Host, manner: Manner, seed: int) -> None:
        self._screens, self._host, self._manner, self._seed = screens, host, manner, seed
        self._server = _server()
        self._leaving = Leaving()
        self._playhead = Playhead()
        self._playhead.speed = CALM if manner.calm else 1.0
        self._battery = self._off = False
        self._watched = -WATCHED
        self._size: tuple[int, int] | None = None
        if host.window is not None and self._server is not None:
            self._size = self._server.watch(host.window).size

    def run(self) -> None:
        """Show it until a hand is back, or the window it was given is gone."""
        import pygame

        pygame.mouse.set_visible(self._manner.stays)
        pacer = Pacer(self._manner.fps)
        begun, gone = now_ns(), None
        while True:
            since = (now_ns() - begun) * 1e-9
            for event in poll(*self._screens.windows):
                if gone is None and self._ends(event, since):
                    gone = since
            sight = self._look(since)
            if sight is None or (gone is not None and since - gone >= manners.DARK):
                return
            rate = manners.frames_a_second(sight, self._manner.fps)
            if not rate:
                if gone is not None:
                    return
                sleep_ns(DOZE)
                pacer = Pacer(self._manner.fps)
                continue
            pacer.rate = rate
            moment = self._playhead.advance(pacer.wait())
            hour = clock.hour() if self._manner.night or self._manner.clock else 0.0
            light = manners.light(
                since, None if gone is None else since - gone, self._manner.dim, hour if self._manner.night else None
            )
            words = f"{int(hour)}:{int(hour % 1.0 * 60.0):02d}" if self._manner.clock else ""
            self._screens.draw(moment, since, light, words, self._size)

    def _ends(self, event: Any, since: float) -> bool:
        """Whether an event says that somebody is back."""
        import pygame

        if event.type in (pygame.QUIT, pygame.WINDOWCLOSE):
            return True
        if self._manner.stays:
            if event.type == pygame.KEYDOWN and event.key == pygame.K_s:
                print(f"dreamscape: the seed of this night is {self._seed}", flush=True)
            return bool(event.type == pygame.KEYDOWN and event.key in (pygame.K_q, pygame.K_ESCAPE))
        if self._host.foreign:
            return False  # whoever made the window watches the hands, and ends us
        if event.type == pygame.MOUSEMOTION:
            left, top = self._origin(getattr(event, "window", None))
            return self._leaving.moved(since, left + event.pos[0], top + event.pos[1])
        felt = (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL, pygame.FINGERDOWN, pygame.FINGERMOTION)
        return event.type in felt and self._leaving.touched(since)

    def _origin(self, window: Any) -> tuple[int, int]:
        """Where on the desktop the window of an event lies."""
        number = getattr(window, "id", None)
        found: list[Screen] = [screen for screen in self._screens.all if screen.window.number == number]
        return found[0].origin if found else (0, 0)

    def _look(self, since: float) -> Sight | None:
        """What is known of the machine and its screens; None once the window we were given is gone."""
        if since - self._watched >= WATCHED:
            self._watched = since
            self._battery = senses.battery()
            self._off = self._server is not None and self._server.off()
            self._screens.heed_displays()
        covered = not any(window.shown for window in self._screens.windows)
        if self._host.foreign and self._server is not None:
            view = self._server.view()
            if view.gone:
                return None
            self._size = view.size
            covered = covered or view.covered
        return Sight(self._battery, self._off, covered)


def _server() -> X11 | None:
    """The X server, if that is what draws the desktop."""
    if not os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    try:
        return X11()
    except DreamscapeError:
        return None
