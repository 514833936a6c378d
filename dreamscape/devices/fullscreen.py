"""Full screen: a window over the whole of its display, and back to where it was.

Wayland, Windows and macOS are left to SDL. On X11 the window manager does it, at our word or the user's, and only it
knows; where there is none, size and place are set by hand.
"""

from collections.abc import Sequence
from typing import Any

from dreamscape.devices.displays import Place
from dreamscape.devices.sdl import FULLSCREEN, Handle
from dreamscape.devices.window_manager import WindowManager
from dreamscape.errors import DreamscapeError

LEAST = 60  # of the desktop's units: as much of a window's width and of its top must be seen to take hold of it


class FullScreen:
    """Of one window.

    Args:
        window: pygame's.
        handle: SDL's own hold on it.
        native: the number by which the X server knows it; 0 where there is none.
    """

    def __init__(self, window: Any, handle: Handle, native: int) -> None:
        self._window, self._handle, self._native = window, handle, native
        self._server: WindowManager | None = None
        self._before: Place | None = None  # where it was, while it covers a display by hand
        if native:
            try:
                self._server = WindowManager()
            except DreamscapeError:
                self._native = 0

    @property
    def on(self) -> bool:
        """Whether the window covers its display, whoever had it do so."""
        if self._server is None:
            return self._handle.has(FULLSCREEN)
        return self._before is not None or self._server.covers(self._native)

    def ask(self, wanted: bool, displays: Sequence[Place]) -> None:
        """Let the window cover its display, or be where it was.

        Args:
            wanted: cover it.
            displays: where they lie, as far as SDL knows.
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
        """The window goes."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _ask(self, server: WindowManager, wanted: bool, displays: Sequence[Place]) -> None:
        """Have it done on X11."""
        if self._before is not None:
            self._put(findable(self._before, displays))
            self._before = None
        elif wanted and not server.present:
            self._before = *self._window.position, *self._window.size
            self._put(nearest(self._before, displays))
        else:
            server.cover(self._native, wanted)
            place = server.place(self._native)
            if not wanted and place and place != findable(place, displays):  # its display has gone meanwhile
                self._put(findable(place, displays))

    def _put(self, place: Place) -> None:
        self._window.size, self._window.position = place[2:], place[:2]


def nearest(place: Place, displays: Sequence[Place]) -> Place:
    """The display that a window at a place is on, or else that whose middle is nearest to its own."""

    def distance(display: Place) -> tuple[int, int]:
        x, y = (2 * (place[k] - display[k]) + place[k + 2] - display[k + 2] for k in (0, 1))
        return -_shared(place, display, 0) * _shared(place, display, 1), x * x + y * y

    return min(displays, key=distance)


def findable(place: Place, displays: Sequence[Place]) -> Place:
    """A window's place, or if it cannot be taken hold of there, the middle of the nearest display."""
    left, top, width, height = place
    bar = left, top, width, min(height, LEAST)
    if any(_shared(bar, one, 0) >= min(LEAST, width) and _shared(bar, one, 1) >= bar[3] for one in displays):
        return place
    x, y, wide, high = nearest(place, displays)
    width, height = min(width, wide), min(height, high)
    return x + (wide - width) // 2, y + (high - height) // 2, width, height


def _shared(one: Place, other: Place, axis: int) -> int:
    """How far two places overlap along an axis, 0 across and 1 down."""
    ends = min(one[axis] + one[axis + 2], other[axis] + other[axis + 2])
    return max(0, ends - max(one[axis], other[axis]))
