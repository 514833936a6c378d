"""Full screen and back.

SDL does it on Wayland, Windows and macOS. On X11 the window manager does it, at our request or the user's, and only it
knows the state; without a window manager, size and position are set directly.
"""

from collections.abc import Sequence
from typing import Any

from dreamscape.devices.displays import Place
from dreamscape.devices.sdl import FULLSCREEN, Handle
from dreamscape.devices.window_manager import WindowManager
from dreamscape.errors import DreamscapeError

MIN_VISIBLE = 60  # units of a window's width and of its top edge that must be visible to drag it


class FullScreen:
    """The full screen state of one window.

    Args:
        window: of pygame.
        handle: SDL's handle of the window.
        native: the X server's number of the window; 0 where there is no X server.
    """

    def __init__(self, window: Any, handle: Handle, native: int) -> None:
        self._window, self._handle, self._native = window, handle, native
        self._server: WindowManager | None = None
        self._before: Place | None = None  # where it was, while it covers a display without a window manager
        if native:
            try:
                self._server = WindowManager()
            except DreamscapeError:
                self._native = 0

    @property
    def on(self) -> bool:
        """Whether the window covers its display, whoever asked for it."""
        if self._server is None:
            return self._handle.has(FULLSCREEN)
        return self._before is not None or self._server.covers(self._native)

    def ask(self, wanted: bool, displays: Sequence[Place]) -> None:
        """Switch to full screen or back.

        Args:
            wanted: full screen, or not.
            displays: rectangles of the displays, as far as SDL knows.
        """
        if wanted == self.on:
            return
        if self._server is not None:
            self._ask(self._server, wanted, self._server.monitors() or displays)
        elif wanted:
            self._window.set_fullscreen(True)
        else:
            self._window.set_windowed()

    def close(self) -> None:
        """Close the connection to the X server."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _ask(self, server: WindowManager, wanted: bool, displays: Sequence[Place]) -> None:
        """Switch on X11."""
        if self._before is not None:
            self._put(reachable_place(self._before, displays))
            self._before = None
        elif wanted and not server.present:
            self._before = *self._window.position, *self._window.size
            self._put(nearest_display(self._before, displays))
        else:
            covered = server.place(self._native)
            server.cover(self._native, wanted)
            place = None if wanted else server.place_after(self._native, covered)
            if place and place != reachable_place(place, displays):  # its display has gone
                self._put(reachable_place(place, displays))

    def _put(self, place: Place) -> None:
        self._window.size, self._window.position = place[2:], place[:2]


def nearest_display(place: Place, displays: Sequence[Place]) -> Place:
    """The display that shows most of a window, or else the one whose centre is nearest to the window's."""

    def distance(display: Place) -> tuple[int, int]:
        x, y = (2 * (place[k] - display[k]) + place[k + 2] - display[k + 2] for k in (0, 1))
        return -_overlap(place, display, 0) * _overlap(place, display, 1), x * x + y * y

    return min(displays, key=distance)


def reachable_place(place: Place, displays: Sequence[Place]) -> Place:
    """A window's rectangle, or if it cannot be dragged there, one in the middle of the nearest display."""
    left, top, width, height = place
    bar = left, top, width, min(height, MIN_VISIBLE)
    if any(
        _overlap(bar, display, 0) >= min(MIN_VISIBLE, width) and _overlap(bar, display, 1) >= bar[3]
        for display in displays
    ):
        return place
    x, y, display_width, display_height = nearest_display(place, displays)
    width, height = min(width, display_width), min(height, display_height)
    return x + (display_width - width) // 2, y + (display_height - height) // 2, width, height


def _overlap(one: Place, other: Place, axis: int) -> int:
    """How far two rectangles overlap along an axis, 0 horizontally and 1 vertically."""
    end = min(one[axis] + one[axis + 2], other[axis] + other[axis + 2])
    return max(0, end - max(one[axis], other[axis]))
