"""What the window manager of an X server is asked for: full screen, and where a window lies (EWMH)."""

from dreamscape.clock import now_ns, sleep_ns
from dreamscape.devices.x11 import X11, answered

CHECK = "_NET_SUPPORTING_WM_CHECK"  # names a window of the manager's, which names itself
FULL_SCREEN = "_NET_WM_STATE_FULLSCREEN"
PATIENCE, OFTEN = 500_000_000, 5_000_000  # ns to wait for it, and between two looks


class WindowManager(X11):
    """A connection to the X server, for what its window manager does; arguments and errors as of `X11`."""

    @property
    @answered
    def present(self) -> bool:
        """Whether there is a manager that makes windows full screen."""
        try:
            for number in self._property(self._root, CHECK):
                own = self._display.create_resource_object("window", number)
                if number in self._property(own, CHECK):  # else it has gone, and left its name there
                    return self._atom(FULL_SCREEN) in self._property(self._root, "_NET_SUPPORTED")
        except self._wrong:
            pass
        return False

    @answered
    def covers(self, number: int) -> bool:
        """Whether it has made this window full screen."""
        window = self._display.create_resource_object("window", number)
        try:
            return self._atom(FULL_SCREEN) in self._property(window, "_NET_WM_STATE")
        except self._wrong:
            return False

    @answered
    def cover(self, number: int, wanted: bool) -> None:
        """Ask for a window to be made full screen, or as it was before, and wait until it is."""
        from Xlib import X
        from Xlib.protocol.event import ClientMessage

        window = self._display.create_resource_object("window", number)
        asked = [int(wanted), self._atom(FULL_SCREEN), 0, 1, 0]  # 1: asked for by a program, not by a pager
        message = ClientMessage(window=window, client_type=self._atom("_NET_WM_STATE"), data=(32, asked))
        self._root.send_event(message, X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self._display.sync()
        end = now_ns() + PATIENCE
        while self.covers(number) != wanted and now_ns() < end:
            sleep_ns(OFTEN)

    @answered
    def place(self, number: int) -> tuple[int, int, int, int] | None:
        """Where a window lies on the screen, without its frame: left, top, width and height; None if it has gone."""
        window = self._display.create_resource_object("window", number)
        try:
            found, corner = window.get_geometry(), self._root.translate_coords(window, 0, 0)
        except self._wrong:
            return None
        return corner.x, corner.y, found.width, found.height

    def _atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))
