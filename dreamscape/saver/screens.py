"""The screens: a window on each display, all of one context; one world, and a view of its own for each."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dreamscape import resources
from dreamscape.clock import Moment
from dreamscape.errors import InputError
from dreamscape.outputs.window import Window, bounds
from dreamscape.quality import Quality
from dreamscape.render.overlay import Overlay
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.saver.glow import Glow
from dreamscape.saver.host import Host
from dreamscape.saver.manners import REACH, drift, wander
from dreamscape.seed import Dream
from dreamscape.stage import Stage

TURN = math.radians(5.0)  # between the views of two displays side by side
TITLE = "dreamscape"
PREVIEW = (640, 360)  # px


@dataclass(frozen=True, slots=True)
class Screen:
    """One window.

    Attributes:
        window: the window.
        stage: its view; several windows that show parts of one picture have the same.
        origin: left and top on the desktop.
        part: the corner of its part of the picture, px from the left and the bottom; 0, 0 if it shows the whole.
    """

    window: Window
    stage: Stage
    origin: tuple[int, int]
    part: tuple[int, int] = (0, 0)


class Screens:
    """All windows of the screensaver.

    Args:
        dream, quality, seed: as for `Stage`.
        host: who shows it; a window of somebody else's stands alone.
        displays: the numbers of those to show it on; None for all.
        span: one picture over all of them, in place of a view for each.
        framed: one small window with a frame, to try it.

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
        framed: bool = False,
    ) -> None:
        self._dream, self._quality, self._seed = dream, quality, seed
        self._displays, self._span = displays, span
        self.all: list[Screen] = []
        self._places: list[tuple[int, int, int, int]] = []
        self._fixed = framed or host.foreign
        if self._fixed:
            window = Window(TITLE, PREVIEW, native=host.window)
            self.all = [Screen(window, self._stage(window, window.size, None, 0.0), (0, 0))]
        else:
            self._arrange(None)
        ctx = self.all[0].window.ctx
        self._shader = Shader(ctx, resources.folder("glsl") / "post" / "guest.glsl")
        self._overlay = Overlay(ctx)
        self._glow: tuple[tuple[str, tuple[int, int]], Glow] | None = None

    @property
    def windows(self) -> list[Window]:
        """Their windows."""
        return [screen.window for screen in self.all]

    def heed_displays(self) -> None:
        """Follow displays that come, go or change; while there is none, the last windows stay as they are."""
        if not self._fixed and (places := bounds()) and places != self._places:
            self._arrange(self.all)

    def draw(
        self, moment: Moment, seconds: float, light: float, words: str = "", size: tuple[int, int] | None = None
    ) -> None:
        """Draw all screens and let them be seen.

        Args:
            moment: of the dream.
            seconds: since the screensaver began, for the drift.
            light: the part of it that is shown, 0 to 1.
            words: of the clock; none if empty.
            size: of a window of somebody else's, of whose changes SDL hears nothing.
        """
        drawn: dict[int, Target] = {}
        x, y = drift(seconds)
        for screen in self.all:
            screen.window.use()
            wide, high = size or screen.window.size
            if not self._span and _roomy((wide, high)) != screen.stage.size:
                screen.stage.resize(_roomy((wide, high)))
            if id(screen.stage) not in drawn:
                drawn[id(screen.stage)] = screen.stage.draw(moment, top_first=False)
            framebuffer = screen.window.ctx.screen
            framebuffer.viewport = 0, 0, wide, high
            framebuffer.use()
            self._shader.set(corner=(screen.part[0] + REACH + x, screen.part[1] + REACH + y), light=light)
            self._shader.bind({"image": drawn[id(screen.stage)].texture})
            screen.window.ctx.enable_only(0)
            self._shader.cover()
            if words:
                self._tell(screen, (wide, high), words, seconds, light)
        for screen in self.all:
            screen.window.use()
            screen.window.flip()

    def _tell(self, screen: Screen, size: tuple[int, int], words: str, seconds: float, light: float) -> None:
        """Lay the clock over a screen."""
        if self._glow is None or self._glow[0] != (words, size):
            if self._glow is not None:
                self._glow[1].release()
            self._glow = (words, size), Glow(screen.window.ctx, words, size)
        glow = self._glow[1]
        x, y = wander(seconds, (glow.margin[0] / size[0], glow.margin[1] / size[1]))
        corner = round(x * size[0]) - glow.margin[0], round(y * size[1]) - glow.margin[1]
        self._overlay.lay(glow, screen.window.ctx.screen, corner, light)

    def close(self) -> None:
        """Take the windows away."""
        for screen in self.all:
            screen.window.close()

    def _arrange(self, old: list[Screen] | None) -> None:
        """Open a window on each display; those that were there before go once the new ones stand."""
        from dreamscape.outputs.window import start

        start()
        self._places = bounds()
        chosen = range(len(self._places)) if self._displays is None else self._displays
        here = [number for number in chosen if number < len(self._places)]
        if not here and old is None:
            missing = next(iter(self._displays or (0,)))
            raise InputError(f"--display {missing}: no such display, expected 0 to {len(self._places) - 1}")
        first = old[0].window if old else None
        stage = old[0].stage if old else None
        windows: list[tuple[int, Window]] = []
        for number in here:
            size = self._places[number][2:]
            window = Window(TITLE, size, display=number, fullscreen=True, beside=first)
            first = first or window
            windows.append((number, window))
        self.all = []
        box = self._box(here)
        for index, (number, window) in enumerate(windows):
            left, top, _, high = self._places[number]
            if self._span:
                if not self.all:
                    stage = self._stage(window, (box[2] - box[0], box[3] - box[1]), stage, 0.0)
                assert stage is not None
                self.all.append(Screen(window, stage, (left, top), (left - box[0], box[3] - top - high)))
            else:
                turn = TURN * (index - (len(windows) - 1) / 2.0)
                stage = self._stage(window, window.size, stage, turn)
                self.all.append(Screen(window, stage, (left, top)))
        for screen in old or ():
            screen.window.close()

    def _box(self, numbers: Sequence[int]) -> tuple[int, int, int, int]:
        """The left, top, right and bottom of these displays together."""
        places = [self._places[number] for number in numbers]
        left, top = min(place[0] for place in places), min(place[1] for place in places)
        return left, top, max(p[0] + p[2] for p in places), max(p[1] + p[3] for p in places)

    def _stage(self, window: Window, size: tuple[int, int], beside: Stage | None, turn: float) -> Stage:
        window.use()
        return Stage(
            window.ctx, self._dream, _roomy(size), self._quality, self._seed, captions=False, beside=beside, turn=turn
        )


def _roomy(size: tuple[int, int]) -> tuple[int, int]:
    """A picture's size, with room for its drift."""
    return size[0] + 2 * REACH, size[1] + 2 * REACH
