"""Visibility: whether anything of a window can be seen, as far as the X server or the Wayland compositor tells it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dreamscape.clock import now_ns
from dreamscape.devices.x11 import X11
from dreamscape.errors import DreamscapeError, InputError

if TYPE_CHECKING:
    from dreamscape.devices.window import Window

OFTEN, SELDOM = 100_000_000, 1_000_000_000  # ns between two looks at what covers windows, and at the display's power


class Visibility:
    """Looks whether windows are covered, and whether their display is off; says so in `Window.covered`.

    A compositor of Wayland asks by itself for frames of what is seen: `Window.seen` knows.
    """

    def __init__(self) -> None:
        import pygame

        self._server: X11 | None = None
        if pygame.display.get_driver() == "x11":
            try:
                self._server = X11()
            except DreamscapeError:
                return
        self._watched: set[int] = set()  # numbers of windows
        self._looked = self._asked = -SELDOM
        self._off = False

    def look(self, windows: Sequence["Window"]) -> None:
        """Look again, if some time has passed."""
        if self._server is None or (now := now_ns()) - self._looked < OFTEN:
            return
        self._looked = now
        if now - self._asked >= SELDOM:
            self._asked, self._off = now, self._server.off()
        for window in windows:
            window.covered = self._off or self._hidden(self._server, window.native)

    def _hidden(self, server: X11, number: int) -> bool:
        """Whether nothing of a window is seen; the server gives numbers of windows that went to new ones."""
        if number not in self._watched or server.view(number).gone:
            self._watched.add(number)
            try:
                server.watch(number)
            except InputError:
                return False
        return server.view(number).covered
