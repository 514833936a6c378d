"""Whether any part of a window can be seen, as far as the X server or the Wayland compositor tells."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dreamscape.clock import now_ns
from dreamscape.devices.x11 import X11
from dreamscape.errors import DreamscapeError, InputError

if TYPE_CHECKING:
    from dreamscape.devices.window import Window

DESTROYED = "another program has destroyed the window; start the program again"
OFTEN, SELDOM = 100_000_000, 1_000_000_000  # ns between checks of what covers windows, and of the display's power


class Visibility:
    """Sets `Window.covered`: whether a window is covered or its display is off.

    Wayland compositors request frames of visible windows themselves: see `Window.seen`.
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
        self._last_check = self._last_power_check = -SELDOM
        self._off = False

    def look(self, windows: Sequence["Window"]) -> None:
        """Check again, if enough time has passed.

        Raises:
            DreamscapeError: a window has been destroyed by another program, of which SDL says nothing.
        """
        if self._server is None or (now := now_ns()) - self._last_check < OFTEN:
            return
        self._last_check = now
        if now - self._last_power_check >= SELDOM:
            self._last_power_check, self._off = now, self._server.off()
        for window in windows:
            window.covered = self._off or self._hidden(self._server, window.native)

    def _hidden(self, server: X11, number: int) -> bool:
        """Whether a window is covered whole; watches it anew if its number, which servers reuse, was another's."""
        if number not in self._watched or server.view(number).gone:
            self._watched.add(number)
            try:
                server.watch(number)
            except InputError:
                raise DreamscapeError(DESTROYED) from None
        return server.view(number).covered
