"""Requests to the window manager of an X server: full screen, and the position of a window (EWMH)."""

from dreamscape.clock import now_ns, sleep_ns
from dreamscape.devices.x11 import X11, reports_disconnection

CHECK = "_NET_SUPPORTING_WM_CHECK"  # names a window of the manager's, which in turn names itself
FULL_SCREEN = "_NET_WM_STATE_FULLSCREEN"
PATIENCE, OFTEN = 500_000_000, 5_000_000  # ns to wait for it, and between checks
STILL = 50_000_000  # ns without a change after which a window's rectangle counts as final


class WindowManager(X11):
    """A connection to the X server for its window manager; arguments and errors as of `X11`."""

    @property
    @reports_disconnection
    def present(self) -> bool:
        """Whether there is a window manager that supports full screen."""
        try:
            for number in self._property(self._root, CHECK):
                candidate = self._display.create_resource_object("window", number)
                if number in self._property(
                    candidate, CHECK
                ):  # otherwise the property is a leftover of one that has gone
                    return self._atom(FULL_SCREEN) in self._property(self._root, "_NET_SUPPORTED")
        except self._wrong:
            pass
        return False

    @reports_disconnection
    def covers(self, number: int) -> bool:
        """Whether a window is full screen."""
        window = self._display.create_resource_object("window", number)
        try:
            return self._atom(FULL_SCREEN) in self._property(window, "_NET_WM_STATE")
        except self._wrong:
            return False

    @reports_disconnection
    def cover(self, number: int, wanted: bool) -> None:
        """Make a window full screen or restore it, and wait until it is."""
        from Xlib import X
        from Xlib.protocol.event import ClientMessage

        window = self._display.create_resource_object("window", number)
        data = [int(wanted), self._atom(FULL_SCREEN), 0, 1, 0]  # 1: requested by an application, not by a pager
        message = ClientMessage(window=window, client_type=self._atom("_NET_WM_STATE"), data=(32, data))
        self._root.send_event(message, X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self._display.sync()
        end = now_ns() + PATIENCE
        while self.covers(number) != wanted and now_ns() < end:
            sleep_ns(OFTEN)

    @reports_disconnection
    def place(self, number: int) -> tuple[int, int, int, int] | None:
        """The rectangle of a window on the screen, without its frame: left, top, width, height; None if it has gone."""
        window = self._display.create_resource_object("window", number)
        try:
            geometry, corner = window.get_geometry(), self._root.translate_coords(window, 0, 0)
        except self._wrong:
            return None
        return corner.x, corner.y, geometry.width, geometry.height

    def place_after(self, number: int, before: tuple[int, int, int, int] | None) -> tuple[int, int, int, int] | None:
        """The rectangle of a window that is being moved, once it is final.

        Window managers change the state first, then size and position, each by a request of its own, and other programs
        see all of these steps.

        Args:
            number: of the window.
            before: its rectangle before the change, see `place`.

        Returns:
            As of `place`; `before` if nothing has changed in half a second.
        """
        seen, since = self.place(number), now_ns()
        end = since + PATIENCE
        while now_ns() < end and (seen == before or now_ns() < since + STILL):
            sleep_ns(OFTEN)
            if (place := self.place(number)) != seen:
                seen, since = place, now_ns()
        return seen

    def _atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))
