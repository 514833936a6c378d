"""The screens: a window on each display, all of one context; one world, and a view of its own for each."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dreamscape.clock import Moment
from dreamscape.devices.displays import Place
from dreamscape.devices.sdl_video import end, start
from dreamscape.devices.window import Window, bounds
from dreamscape.dream.dream_file import Dream
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import InputError
from dreamscape.flash.limiter import Limiter
from dreamscape.quality import Quality
from dreamscape.render.targets import Target
from dreamscape.saver.courtesy import REACH, drift
from dreamscape.saver.host import Host
from dreamscape.saver.saver_presenter import SaverPresenter

TURN = math.radians(5.0)  # between the views of two displays side by side
TITLE = "dreamscape"
PREVIEW = (640, 360)  # px
TRIES = 3  # to see displays as others say they lie


@dataclass(frozen=True, slots=True)
class SaverScreen:
    """One window.

    Attributes:
        window: the window.
        renderer: its view; several windows that show parts of one picture have the same.
        origin: left and top on the desktop.
        part: the corner of its part of the picture, px from the left and the bottom; 0, 0 if it shows the whole.
    """

    window: Window
    renderer: Renderer
    origin: tuple[int, int]
    part: tuple[int, int] = (0, 0)


class SaverScreens:
    """All windows of the screensaver.

    Args:
        dream, quality, seed: as for `Stage`.
        host: who shows it; a window of somebody else's stands alone, as does a small one with a frame, to try it.
        displays: the numbers of those to show it on; None for all.
        span: one picture over all of them, in place of a view for each.

    Attributes:
        all: the screens.

    Raises:
        DreamscapeError: no display, or no OpenGL on it.
        InputError: no display of a number.
    """

    def __init__(
        self,
        dream: Dream,
        quality: Quality,
        seed: int,
        host: Host,
        displays: Sequence[int] | None = None,
        span: bool = False,
    ) -> None:
        self._dream, self._quality, self._seed, self._host = dream, quality, seed, host
        self._displays, self._span = displays, span
        self.all: list[SaverScreen] = []
        self._places: list[Place] = []
        self._seen: list[Place] | None = None
        self._tries = 0
        self._drawn: dict[int, Target] = {}
        self._fixed = host.preview or host.foreign
        self._open()

    @property
    def windows(self) -> list[Window]:
        """Their windows."""
        return [screen.window for screen in self.all]

    @property
    def scale(self) -> float:
        """The part of a window's size that is drawn."""
        return self._quality.scale

    @property
    def rate(self) -> float:
        """How often a second the slowest display is refreshed; drawing more often is for nothing."""
        return min(window.rate for window in self.windows)

    @property
    def lit(self) -> bool:
        """Whether anything has been drawn."""
        return bool(self._drawn)

    def rescale(self, scale: float) -> None:
        """Draw another part of the windows' size from now on."""
        self._quality = replace(self._quality, scale=scale)
        self.windows[0].use()
        for renderer in {id(screen.renderer): screen.renderer for screen in self.all}.values():
            renderer.rescale(scale)

    def name(self, title: str) -> None:
        """Change what the frames of the windows say."""
        for window in self.windows:
            window.name(f"{TITLE}: {title}")

    def origin(self, window: Any) -> tuple[int, int]:
        """Where on the desktop the window of an event lies; the corner for one that is none of ours."""
        number = getattr(window, "id", None)
        return next((screen.origin for screen in self.all if screen.window.number == number), (0, 0))

    def handle_event(self, look: Callable[[], Sequence[Place]]) -> bool:
        """Follow displays that come, go or change; whether they did.

        SDL on X11 hears nothing of them: it is ended and begun again, and with it go the windows and all that was drawn
        with. The world stays. While no display is left to show it on, the last windows stay as they are.

        Args:
            look: tells where the displays lie by now.
        """
        places = look()
        told, opened = sorted(set(places)), sorted(set(self._places))
        if self._fixed or not self._chosen(len(places)):
            return False
        if told == opened:
            self._seen, self._tries = told, 0
            return False
        if self._seen is None:
            self._seen, self._tries = told, TRIES
        if told == self._seen and self._tries >= TRIES:
            return False  # SDL sees them otherwise, and not because they have just changed once more
        self._tries = self._tries + 1 if told == self._seen else 1
        self._seen = told
        for window in self.windows:
            window.close()
        end()
        self._open()
        opened = sorted(set(self._places))
        if sorted(set(look())) == opened:  # SDL sees them so, too, even if they have changed once more meanwhile
            self._seen, self._tries = opened, 0
        return True

    def draw(
        self,
        moment: Moment,
        between: Callable[[], None],
        seconds: float,
        light: float,
        words: str = "",
        size: tuple[int, int] | None = None,
    ) -> None:
        """Draw all screens and let them be seen.

        Args:
            moment: of the dream.
            between: called between two screens.
            seconds, light, words, size: as of `show`.
        """
        self._drawn.clear()
        for screen in self.all:
            screen.window.use()
            roomy = _roomy(size or screen.window.size)
            if not self._span and roomy != screen.renderer.size:
                screen.renderer.resize(roomy)
            if id(screen.renderer) not in self._drawn:
                if self._drawn:
                    between()
                self._drawn[id(screen.renderer)] = screen.renderer.draw(moment, top_first=False, shown=seconds)
        self.show(seconds, light, words, size)

    def show(self, seconds: float, light: float, words: str = "", size: tuple[int, int] | None = None) -> None:
        """Let what was drawn last be seen.

        Args:
            seconds: since the screensaver began, for the drift.
            light: the part of it that is shown, 0 to 1.
            words: of the clock; none if empty.
            size: of a window of somebody else's, of whose changes SDL hears nothing.
        """
        for screen in self.all:
            picture = self._drawn.get(id(screen.renderer))
            if picture is not None:  # else its display came just now
                screen.window.use()
                x, y = drift(seconds)
                corner = screen.part[0] + REACH + x, screen.part[1] + REACH + y
                grain = screen.window.units[0] / screen.window.size[0] if self._span else 1.0
                self._lantern.show(picture, screen.renderer.size, size or screen.window.size, corner, grain, light)
                if words:
                    self._lantern.tell(words, size or screen.window.size, seconds, light)
                screen.window.flip()

    def _open(self) -> None:
        """Open a window on each display, and make what draws in them; a world that was there goes on."""
        before = self.all[0].renderer if self.all else None
        if self._fixed:
            window = Window(TITLE, PREVIEW, native=self._host.window)
            self.all = [SaverScreen(window, self._renderer(window, window.size, before, 0.0), (0, 0))]
        else:
            start()
            self._places = bounds()
            unlike = {self._places[number]: number for number in self._chosen(len(self._places))}  # some are mirrored
            here = [unlike[place] for place in sorted(unlike)]
            self.all = self._spanned(here, before) if self._span else self._apart(here, before)
        self._lantern = SaverPresenter(self.all[0].window.ctx)
        self._drawn.clear()

    def _chosen(self, count: int) -> list[int]:
        """The numbers of the displays to show it on, of `count`.

        Raises:
            InputError: at the beginning, if there is none of a number.
        """
        if self._displays is None:
            return list(range(count))
        wrong = [number for number in self._displays if not 0 <= number < count]
        if wrong and not self.all:
            raise InputError(f"--display {wrong[0]}: no such display, expected 0 to {count - 1}")
        return [number for number in range(count) if number in self._displays]

    def _covers(self, here: Sequence[int]) -> list[Window]:
        """Windows over these displays; only one waits for its display's refresh, as each would wait in turn."""
        windows: list[Window] = []
        for number in here:
            first = windows[0] if windows else None
            size = self._places[number][2:]
            windows.append(Window(TITLE, size, display=number, fullscreen=True, vsync=first is None, beside=first))
        return windows

    def _apart(self, here: Sequence[int], renderer: Renderer | None) -> list[SaverScreen]:
        """A view of its own for each display."""
        screens = []
        for index, window in enumerate(windows := self._covers(here)):
            renderer = self._renderer(window, window.size, renderer, TURN * (index - (len(windows) - 1) / 2.0))
            screens.append(SaverScreen(window, renderer, self._places[here[index]][:2]))
        return screens

    def _spanned(self, here: Sequence[int], renderer: Renderer | None) -> list[SaverScreen]:
        """One picture over all displays."""
        box = self._box(here)
        windows = self._covers(here)
        renderer = self._renderer(windows[0], (box[2] - box[0], box[3] - box[1]), renderer, 0.0)
        places = [self._places[number] for number in here]
        return [
            SaverScreen(window, renderer, (left, top), (left - box[0], box[3] - top - high))
            for window, (left, top, _, high) in zip(windows, places, strict=True)
        ]

    def _box(self, numbers: Sequence[int]) -> tuple[int, int, int, int]:
        """The left, top, right and bottom of these displays together."""
        places = [self._places[number] for number in numbers]
        left, top = min(place[0] for place in places), min(place[1] for place in places)
        return left, top, max(p[0] + p[2] for p in places), max(p[1] + p[3] for p in places)

    def _renderer(self, window: Window, size: tuple[int, int], beside: Renderer | None, turn: float) -> Renderer:
        window.use()
        return Renderer(
            window.ctx,
            self._dream,
            _roomy(size),
            self._quality,
            self._seed,
            captions=False,
            primary=beside,
            yaw=turn,
            limiter=Limiter(),
            upscaled=False,
        )


def _roomy(size: tuple[int, int]) -> tuple[int, int]:
    """A picture's size, with room for its drift."""
    return size[0] + 2 * REACH, size[1] + 2 * REACH
