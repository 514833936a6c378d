"""The screensaver's windows: one on each display, sharing a context and a world, each with its own view."""

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

TURN = math.radians(5.0)  # between the views of two neighbouring displays
TITLE = "dreamscape"
PREVIEW = (640, 360)  # px
TRIES = 3  # to get SDL to see the displays as the X server does


@dataclass(frozen=True, slots=True)
class SaverScreen:
    """One window.

    Attributes:
        window: the window.
        renderer: draws its view; windows that show parts of one picture share it.
        origin: left and top on the desktop.
        part: the corner of its part of the picture, px from the bottom left; 0, 0 if it shows the whole.
    """

    window: Window
    renderer: Renderer
    origin: tuple[int, int]
    part: tuple[int, int] = (0, 0)


class SaverScreens:
    """All windows of the screensaver.

    Args:
        dream, quality, seed: as of `Renderer`.
        host: whose window to draw in; a foreign window, or a preview, is the only one.
        displays: numbers of the displays to use; None for all.
        span: one picture over all displays, instead of a view for each.

    Attributes:
        all: one for each window.

    Raises:
        DreamscapeError: no display, or no OpenGL on it.
        InputError: no display with one of the numbers.
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
        self._fixed = host.preview or host.is_foreign
        self._open()

    @property
    def windows(self) -> list[Window]:
        """The windows of all screens."""
        return [screen.window for screen in self.all]

    @property
    def scale(self) -> float:
        """The scale that is drawn, a fraction of a window's size."""
        return self._quality.scale

    @property
    def rate(self) -> float:
        """The slowest display's refresh rate, Hz; more frames would not be seen."""
        return min(window.rate for window in self.windows)

    @property
    def has_drawn(self) -> bool:
        """Whether there is a picture."""
        return bool(self._drawn)

    def rescale(self, scale: float) -> None:
        """Draw at another scale from now on."""
        self._quality = replace(self._quality, scale=scale)
        self.windows[0].use()
        for renderer in {id(screen.renderer): screen.renderer for screen in self.all}.values():
            renderer.rescale(scale)

    def name(self, title: str) -> None:
        """Set the windows' titles."""
        for window in self.windows:
            window.name(f"{TITLE}: {title}")

    def origin(self, window: Any) -> tuple[int, int]:
        """The origin of an event's window on the desktop; 0, 0 for a window that is not ours."""
        number = getattr(window, "id", None)
        return next((screen.origin for screen in self.all if screen.window.number == number), (0, 0))

    def follow_displays(self, displays_now: Callable[[], Sequence[Place]]) -> bool:
        """Follow displays that are connected, removed or changed; returns whether any were.

        SDL on X11 does not notice: it is shut down and started again, and with it go the windows and all that was drawn
        with. The world stays. While no chosen display is left, the last windows stay as they are.

        Args:
            displays_now: gives the displays' present rectangles.
        """
        places = displays_now()
        reported, opened = sorted(set(places)), sorted(set(self._places))
        if self._fixed or not self._chosen_displays(len(places)):
            return False
        if reported == opened:
            self._seen, self._tries = reported, 0
            return False
        if self._seen is None:
            self._seen, self._tries = reported, TRIES
        if reported == self._seen and self._tries >= TRIES:
            return False  # SDL sees them differently, and not because they have just changed once more
        self._tries = self._tries + 1 if reported == self._seen else 1
        self._seen = reported
        for window in self.windows:
            window.close()
        end()
        self._open()
        opened = sorted(set(self._places))
        if sorted(set(displays_now())) == opened:  # SDL sees them so too, even if they changed once more meanwhile
            self._seen, self._tries = opened, 0
        return True

    def draw(
        self,
        moment: Moment,
        between: Callable[[], None],
        seconds: float,
        light: float,
        clock: str = "",
        size: tuple[int, int] | None = None,
    ) -> None:
        """Draw all screens and show them.

        Args:
            moment: of the dream.
            between: called between two screens.
            seconds, light, clock, size: as of `show`.
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
        self.show(seconds, light, clock, size)

    def show(self, seconds: float, light: float, clock: str = "", size: tuple[int, int] | None = None) -> None:
        """Show what was drawn last.

        Args:
            seconds: since the screensaver began, for the drift.
            light: fraction of the light that is shown, 0 to 1.
            clock: the clock's text; none if empty.
            size: of a foreign window, whose changes SDL does not notice, px.
        """
        for screen in self.all:
            picture = self._drawn.get(id(screen.renderer))
            if picture is not None:  # else its display has just been connected
                screen.window.use()
                x, y = drift(seconds)
                corner = screen.part[0] + REACH + x, screen.part[1] + REACH + y
                grain = screen.window.units[0] / screen.window.size[0] if self._span else 1.0
                self._presenter.show(picture, screen.renderer.size, size or screen.window.size, corner, grain, light)
                if clock:
                    self._presenter.show_clock(clock, size or screen.window.size, seconds, light)
                screen.window.flip()

    def _open(self) -> None:
        """Open a window on each display, and make its renderer; an existing world continues."""
        before = self.all[0].renderer if self.all else None
        if self._fixed:
            window = Window(TITLE, PREVIEW, native=self._host.window)
            self.all = [SaverScreen(window, self._renderer(window, window.size, before, 0.0), (0, 0))]
        else:
            start()
            self._places = bounds()
            numbers = self._chosen_displays(len(self._places))
            distinct = {self._places[number]: number for number in numbers}  # without mirrored displays
            chosen = [distinct[place] for place in sorted(distinct)]
            self.all = self._spanned(chosen, before) if self._span else self._separate(chosen, before)
        self._presenter = SaverPresenter(self.all[0].window.ctx)
        self._drawn.clear()

    def _chosen_displays(self, count: int) -> list[int]:
        """The numbers of the displays to use, of `count`.

        Raises:
            InputError: at the start, if there is no display with one of the numbers.
        """
        if self._displays is None:
            return list(range(count))
        wrong = [number for number in self._displays if not 0 <= number < count]
        if wrong and not self.all:
            raise InputError(f"--display {wrong[0]}: no such display, expected 0 to {count - 1}")
        return [number for number in range(count) if number in self._displays]

    def _open_windows(self, chosen: Sequence[int]) -> list[Window]:
        """Windows that cover these displays; only the first waits for vertical sync, as they would wait in turn."""
        windows: list[Window] = []
        for number in chosen:
            first = windows[0] if windows else None
            size = self._places[number][2:]
            windows.append(Window(TITLE, size, display=number, fullscreen=True, vsync=first is None, beside=first))
        return windows

    def _separate(self, chosen: Sequence[int], renderer: Renderer | None) -> list[SaverScreen]:
        """A view for each display."""
        screens = []
        for index, window in enumerate(windows := self._open_windows(chosen)):
            renderer = self._renderer(window, window.size, renderer, TURN * (index - (len(windows) - 1) / 2.0))
            screens.append(SaverScreen(window, renderer, self._places[chosen[index]][:2]))
        return screens

    def _spanned(self, chosen: Sequence[int], renderer: Renderer | None) -> list[SaverScreen]:
        """One picture over all displays."""
        box = self._bounding_box(chosen)
        windows = self._open_windows(chosen)
        renderer = self._renderer(windows[0], (box[2] - box[0], box[3] - box[1]), renderer, 0.0)
        places = [self._places[number] for number in chosen]
        return [
            SaverScreen(window, renderer, (left, top), (left - box[0], box[3] - top - high))
            for window, (left, top, _, high) in zip(windows, places, strict=True)
        ]

    def _bounding_box(self, numbers: Sequence[int]) -> tuple[int, int, int, int]:
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
    """A picture's size with room for its drift."""
    return size[0] + 2 * REACH, size[1] + 2 * REACH
