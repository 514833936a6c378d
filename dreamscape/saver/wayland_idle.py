"""How long the user has been idle, as a Wayland compositor reports it.

By `ext-idle-notify-v1` (https://wayland.app/protocols/ext-idle-notify-v1), which sway, hyprland, KDE, labwc and others
offer, or by KDE's earlier protocol. Compositors do not report idleness while something on the screen, such as a film,
inhibits it.
"""

import os
from collections.abc import MutableMapping
from typing import NamedTuple

from dreamscape.clock import now_ns, sleep_ns
from dreamscape.devices.wayland import BIND, DISPLAY, GET_REGISTRY, PATIENCE, SYNC, Gone, Wayland, WaylandEvent
from dreamscape.errors import DreamscapeError

RETURN = 30.0  # s in which a restarted compositor may come back
MOST = 32  # seats and other globals that are watched
SEAT = "wl_seat"
GLOBAL, REMOVED = 0, 1  # events of wl_registry
IDLED, DESTROY = 0, 0  # event and request of a notification, in both protocols; its other event is `resumed`


class IdleProtocol(NamedTuple):
    """A protocol for idle notifications: its interface, the request for one, and whether the seat comes first in it."""

    interface: str
    request: int
    seat_first: bool


# The better one first.
PROTOCOLS = IdleProtocol("ext_idle_notifier_v1", 1, False), IdleProtocol("org_kde_kwin_idle", 0, True)


class IdleNotifications:
    """The idle notifications of all seats, over one connection.

    Args:
        seconds: of idleness after which to be notified.
        environment: as of `Wayland`.

    Raises:
        Gone: there is no compositor.
        DreamscapeError: it offers no idle notifications, or its answers make no sense.
    """

    def __init__(self, seconds: float, environment: MutableMapping[str, str]) -> None:
        self._seconds = seconds
        self._offered: dict[int, str] = {}  # interfaces by the compositor's numbers
        self._notifications: dict[int, int] = {}  # notifications of the seats, by the seats' numbers
        self._since: dict[int, int | None] = {}  # when each notification was sent, ns; None while somebody is there
        self._wayland = Wayland(environment)
        try:
            self._start()
        except DreamscapeError:
            self.close()
            raise

    def seconds(self) -> float:
        """The idle time; 0 until it has reached the seconds that were asked for."""
        for event in self._wayland.events():
            self._handle_event(event)
        times = [time for time in self._since.values() if time is not None]
        if not times or len(times) < len(self._since):
            return 0.0
        return self._seconds + (now_ns() - max(times)) / 1e9

    def pause(self, most: float) -> None:
        """Wait until the idle time may have changed, at most `most` seconds."""
        self._wayland.pause(most)

    def close(self) -> None:
        """Close the connection."""
        self._wayland.close()

    def _start(self) -> None:
        self._registry, done = self._wayland.new(), self._wayland.new()
        self._wayland.send(DISPLAY, GET_REGISTRY, self._registry)
        self._wayland.send(DISPLAY, SYNC, done)
        self._learn_globals(done)
        offered = (one for one in PROTOCOLS if one.interface in self._offered.values())
        if (protocol := next(offered, None)) is None:
            names = " nor ".join(one.interface for one in PROTOCOLS)
            raise DreamscapeError(f"the compositor offers neither {names}")
        self._notifier = protocol
        self._bound = self._bind(next(name for name, one in self._offered.items() if one == protocol.interface))
        for name, interface in self._offered.items():
            if interface == SEAT:
                self._request_notification(name)

    def _learn_globals(self, done: int) -> None:
        """Learn what the compositor offers, until it answers the last request."""
        end = now_ns() + round(1e9 * PATIENCE)
        while now_ns() < end:
            self._wayland.pause(PATIENCE)
            events = self._wayland.events()
            for event in events:
                self._learn(event)
            if any(event.sender == done for event in events):
                return
        raise Gone(f"Wayland: the compositor did not answer for {PATIENCE:g} s")

    def _learn(self, event: WaylandEvent) -> str:
        """Note what is offered, and return its interface if it is of use."""
        if (event.sender, event.number) != (self._registry, GLOBAL):
            return ""
        name, interface, _ = event.read("usu")
        wanted = interface == SEAT or any(interface == one.interface for one in PROTOCOLS)
        if not wanted or name in self._offered or len(self._offered) >= MOST:
            return ""
        self._offered[name] = interface
        return str(interface)

    def _handle_event(self, event: WaylandEvent) -> None:
        if event.sender in self._since:
            self._since[event.sender] = now_ns() if event.number == IDLED else None
        elif (event.sender, event.number) == (self._registry, REMOVED):
            self._forget(*event.read("u"))
        elif self._learn(event) == SEAT:
            self._request_notification(event.read("usu")[0])

    def _request_notification(self, seat: int) -> None:
        """Request a notification for a seat."""
        bound, notification = self._bind(seat), self._wayland.new()
        when = round(1000 * self._seconds)
        order = (bound, when) if self._notifier.seat_first else (when, bound)
        self._wayland.send(self._bound, self._notifier.request, notification, *order)
        self._notifications[seat], self._since[notification] = notification, None

    def _bind(self, name: int) -> int:
        bound = self._wayland.new()
        self._wayland.send(self._registry, BIND, name, self._offered[name], 1, bound)
        return bound

    def _forget(self, name: int) -> None:
        """Forget what is no longer offered; a seat's notification is destroyed."""
        self._offered.pop(name, None)
        if (notification := self._notifications.pop(name, None)) is not None:
            del self._since[notification]
            self._wayland.send(notification, DESTROY)


class ReconnectingIdle:
    """Idle notifications of a compositor that may be restarted; arguments and errors as of `IdleNotifications`."""

    def __init__(self, seconds: float, environment: MutableMapping[str, str] = os.environ) -> None:
        self._arguments = seconds, environment
        self._connection = IdleNotifications(*self._arguments)

    def seconds(self) -> float:
        """The idle time; 0 until it has reached the seconds that were asked for.

        Raises:
            DreamscapeError: the compositor is gone and does not come back.
        """
        try:
            return self._connection.seconds()
        except Gone:
            self.close()
            self._reconnect()
            return 0.0

    def pause(self, most: float) -> None:
        """Wait until the idle time may have changed, at most `most` seconds."""
        self._connection.pause(most)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _reconnect(self) -> None:
        end = now_ns() + round(1e9 * RETURN)
        while True:
            sleep_ns(1_000_000_000)
            try:
                self._connection = IdleNotifications(*self._arguments)
                return
            except DreamscapeError:
                if now_ns() >= end:
                    raise DreamscapeError(
                        "the display is gone (the Wayland compositor closed the connection); start the program again "
                        "once there is one"
                    ) from None
