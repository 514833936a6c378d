"""Queries to the X server: windows and whether they are covered, the display's power, idle time and monitors."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from dreamscape.devices.displays import GONE
from dreamscape.errors import DreamscapeError, InputError

VIRTUAL_ROOT = "__SWM_VROOT"  # property by which some window managers mark the window they use as the root
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WindowState:
    """The state of a window.

    Attributes:
        size: width and height, pixels.
        covered: whether it is covered whole, or not mapped.
        gone: whether it has been destroyed.
    """

    size: tuple[int, int]
    covered: bool = False
    gone: bool = False


def reports_disconnection(method: Callable[P, T]) -> Callable[P, T]:
    """Decorate a method that queries the server: a lost connection raises DreamscapeError with a clear sentence."""

    @wraps(method)
    def wrapper(*arguments: P.args, **named: P.kwargs) -> T:
        from Xlib.error import ConnectionClosedError

        try:
            return method(*arguments, **named)
        except ConnectionClosedError:
            raise DreamscapeError(GONE) from None

    return wrapper


class X11:
    """A connection to the X server, separate from the one that draws.

    Args:
        name: of the display; None for that of DISPLAY.

    Raises:
        DreamscapeError: there is no server, or it refuses the connection.
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
        self._display.set_error_handler(lambda *_: None)  # errors of destroyed windows, which their events report

    @property
    @reports_disconnection
    def root(self) -> int:
        """The number of the root window, or of the window manager's virtual root."""
        name = self._display.intern_atom(VIRTUAL_ROOT)
        for child in self._root.query_tree().children:
            try:
                value = child.get_full_property(name, 0)
            except self._wrong:
                continue
            if value is not None and len(value.value):
                return int(value.value[0])
        return int(self._root.id)

    @reports_disconnection
    def watch(self, window: int) -> WindowState:
        """Start watching a window, our own or another program's; returns its state.

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
        self._display.sync()  # what other programs do from now on is reported, however busy the server is
        self._views[window] = WindowState((geometry.width, geometry.height))
        return self._views[window]

    def view(self, window: int) -> WindowState:
        """The current state of a watched window."""
        try:
            while self._display.pending_events():
                self._handle_event(self._display.next_event())
        except self._lost:
            self._views = {number: replace(view, gone=True) for number, view in self._views.items()}
        return self._views.get(window, WindowState((0, 0), gone=True))

    def _handle_event(self, event: Any) -> None:
        """Update the state of a window from an event."""
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

    @reports_disconnection
    def idle(self) -> float | None:
        """Seconds since the last input; None if the server does not measure them."""
        if not self._display.has_extension("MIT-SCREEN-SAVER"):
            return None
        return float(self._root.screensaver_query_info().idle) / 1000.0

    @reports_disconnection
    def full_screen(self) -> bool:
        """Whether the active window is full screen, as window managers report it (EWMH)."""
        try:
            active = self._property(self._root, "_NET_ACTIVE_WINDOW")
            if not active or not active[0]:
                return False
            window = self._display.create_resource_object("window", active[0])
            return self._display.intern_atom("_NET_WM_STATE_FULLSCREEN") in self._property(window, "_NET_WM_STATE")
        except self._wrong:
            return False  # the window has just gone

    def _property(self, window: Any, name: str) -> Any:
        """The values of a window's property; empty if it has none."""
        value = window.get_full_property(self._display.intern_atom(name), 0)
        return value.value if value is not None else ()

    @reports_disconnection
    def close(self) -> None:
        """End the connection."""
        self._display.close()

    @reports_disconnection
    def off(self) -> bool:
        """Whether the display is in a power saving state."""
        if not self._display.has_extension("DPMS") or not self._display.dpms_capable().capable:
            return False
        power = self._display.dpms_info()
        return bool(power.state) and int(power.power_level) > 0

    def monitors(self) -> list[tuple[int, int, int, int]] | None:
        """Rectangles of the monitors on the screen, pixels: left, top, width, height; None without RandR."""
        if not self._display.has_extension("RANDR"):
            return None
        try:
            monitors = self._root.xrandr_get_monitors().monitors
        except self._lost:
            return None
        return [(monitor.x, monitor.y, monitor.width_in_pixels, monitor.height_in_pixels) for monitor in monitors]
