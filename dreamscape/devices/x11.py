"""What only the X server knows: who draws where, what is covered, whether the display is off, how long nobody moved."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from dreamscape.devices.displays import GONE
from dreamscape.errors import DreamscapeError, InputError

VIRTUAL_ROOT = "__SWM_VROOT"  # the property by which some window managers name the window they use as the root
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WindowState:
    """A window as it is now.

    Attributes:
        size: in pixels, width and height.
        covered: nothing of it is seen, or it is not shown.
        gone: it has been destroyed.
    """

    size: tuple[int, int]
    covered: bool = False
    gone: bool = False


def answered(method: Callable[P, T]) -> Callable[P, T]:
    """A method that asks the server something, with a sentence in the place of Xlib's error if it has gone."""

    @wraps(method)
    def asked(*arguments: P.args, **named: P.kwargs) -> T:
        from Xlib.error import ConnectionClosedError

        try:
            return method(*arguments, **named)
        except ConnectionClosedError:
            raise DreamscapeError(GONE) from None

    return asked


class X11:
    """A connection of our own to the X server, beside that of the drawing.

    Args:
        name: of the display; None for the one that DISPLAY names.

    Raises:
        DreamscapeError: there is no server, or it does not let us in.
    """

    def __init__(self, name: str | None = None) -> None:
        try:
            from Xlib import display, error
        except ImportError:
            raise DreamscapeError(f"X11: expected on Linux alone, this is {sys.platform}; leave out --root") from None
        try:
            self._display = display.Display(name)
        except (error.DisplayError, OSError) as problem:
            raise DreamscapeError(f"X11: {problem}; expected a display, set DISPLAY and try again") from None
        self._wrong, self._lost = error.XError, (error.ConnectionClosedError, error.XError)
        self._root = self._display.screen().root
        self._views: dict[int, WindowState] = {}  # of watched windows, by number
        self._display.set_error_handler(lambda *_: None)  # of a window that went: its events, or their lack, say so

    @property
    @answered
    def root(self) -> int:
        """The number of the root window, or of the one that the window manager uses in its place."""
        name = self._display.intern_atom(VIRTUAL_ROOT)
        for child in self._root.query_tree().children:
            try:
                found = child.get_full_property(name, 0)
            except self._wrong:
                continue
            if found is not None and len(found.value):
                return int(found.value[0])
        return int(self._root.id)

    @answered
    def watch(self, window: int) -> WindowState:
        """Follow a window, our own or somebody else's; how it is now.

        Raises:
            InputError: there is no such window.
        """
        from Xlib import X

        watched = self._display.create_resource_object("window", window)
        try:
            geometry = watched.get_geometry()
        except self._wrong:
            raise InputError(f"window {window}: the display has none of this number") from None
        watched.change_attributes(event_mask=X.StructureNotifyMask | X.VisibilityChangeMask)
        self._display.flush()
        self._views[window] = WindowState((geometry.width, geometry.height))
        return self._views[window]

    def view(self, window: int) -> WindowState:
        """How a watched window is by now."""
        try:
            while self._display.pending_events():
                self._handle_event(self._display.next_event())
        except self._lost:
            self._views = {number: replace(view, gone=True) for number, view in self._views.items()}
        return self._views.get(window, WindowState((0, 0), gone=True))

    def _handle_event(self, event: Any) -> None:
        """Take notice of what has become of a window."""
        from Xlib import X

        number = getattr(getattr(event, "window", None), "id", None)
        if number not in self._views:
            return
        view = self._views[number]
        if event.type == X.ConfigureNotify:
            view = replace(view, size=(event.width, event.height))
        elif event.type == X.VisibilityNotify:
            view = replace(view, covered=event.state == X.VisibilityFullyObscured)
        elif event.type in (X.MapNotify, X.UnmapNotify):
            view = replace(view, covered=event.type == X.UnmapNotify)
        elif event.type == X.DestroyNotify:
            view = replace(view, gone=True)
        self._views[number] = view

    @answered
    def idle(self) -> float | None:
        """Seconds since the last key or motion; None where the server does not count them."""
        if not self._display.has_extension("MIT-SCREEN-SAVER"):
            return None
        return float(self._root.screensaver_query_info().idle) / 1000.0

    @answered
    def full_screen(self) -> bool:
        """Whether the window that people work in covers its screen, as window managers tell it (EWMH)."""
        try:
            active = self._property(self._root, "_NET_ACTIVE_WINDOW")
            if not active or not active[0]:
                return False
            window = self._display.create_resource_object("window", active[0])
            return self._display.intern_atom("_NET_WM_STATE_FULLSCREEN") in self._property(window, "_NET_WM_STATE")
        except self._wrong:
            return False  # it has just gone

    def _property(self, window: Any, name: str) -> Any:
        """The values of a window's property; none if it has none."""
        found = window.get_full_property(self._display.intern_atom(name), 0)
        return found.value if found is not None else ()

    @answered
    def close(self) -> None:
        """End the connection."""
        self._display.close()

    @answered
    def off(self) -> bool:
        """Whether the display saves its power."""
        if not self._display.has_extension("DPMS") or not self._display.dpms_capable().capable:
            return False
        found = self._display.dpms_info()
        return bool(found.state) and int(found.power_level) > 0

    def monitors(self) -> list[tuple[int, int, int, int]] | None:
        """Where the monitors lie on the screen, pixels: left, top, width and height; None if the server is too old."""
        if not self._display.has_extension("RANDR"):
            return None
        try:
            found = self._root.xrandr_get_monitors().monitors
        except self._lost:
            return None
        return [(one.x, one.y, one.width_in_pixels, one.height_in_pixels) for one in found]
