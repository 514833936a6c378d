"""How long nobody has moved, as a Wayland compositor tells it.

By `ext-idle-notify-v1` (https://wayland.app/protocols/ext-idle-notify-v1), which sway, hyprland, KDE, labwc and others
offer, or by KDE's own protocol before it. A compositor does not take people for idle while something that is shown
inhibits that, such as a film.
"""

import os
from collections.abc import MutableMapping
from typing import NamedTuple

from dreamscape.clock import now_ns, sleep_ns
from dreamscape.devices.wayland import BIND, DISPLAY, GET_REGISTRY, PATIENCE, SYNC, Event, Gone, Wayland
from dreamscape.errors import DreamscapeError

RETURN = 30.0  # s in which a compositor that went may come back
MOST = 32  # seats that are watched
SEAT = "wl_seat"
GLOBAL, REMOVED = 0, 1  # events of wl_registry
IDLED, DESTROY = 0, 0  # the event and the request of a notification, in both protocols; another event is `resumed`


class Notifier(NamedTuple):
    """What gives notifications: its interface, its request for one, and whether that has the seat before the time."""

    interface: str
    request: int
    seat_first: bool


NOTIFIERS = Notifier("ext_idle_notifier_v1", 1, False), Notifier("org_kde_kwin_idle", 0, True)  # the better first


class Notified:
    """The notifications of all seats, over one connection.

    Args:
        seconds: without a hand after which to be told.
        environment: as of `Wayland`.

    Raises:
        Gone: there is no compositor.
        DreamscapeError: it does not tell, or not sensibly.
    """

    def __init__(self, seconds: float, environment: MutableMapping[str, str]) -> None:
        self._seconds = seconds
        self._offered: dict[int, str] = {}  # interfaces by the compositor's numbers
        self._asked: dict[int, int] = {}  # notifications of seats, by the compositor's numbers of these
        self._since: dict[int, int | None] = {}  # of each notification, when it came, ns; None while somebody is there
        self._wayland = Wayland(environment)
        try:
            self._begin()
        except DreamscapeError:
            self.close()
            raise

    def seconds(self) -> float:
        """For how long nobody has moved; 0 until it is as long as was asked."""
        for event in self._wayland.events():
            self._handle_event(event)
        times = [time for time in self._since.values() if time is not None]
        if not times or len(times) < len(self._since):
            return 0.0
        return self._seconds + (now_ns() - max(times)) / 1e9

    def pause(self, most: float) -> None:
        """Wait until something may have changed, so many seconds at most."""
        self._wayland.pause(most)

    def close(self) -> None:
        """Ask no more."""
        self._wayland.close()

    def _begin(self) -> None:
        self._registry, done = self._wayland.new(), self._wayland.new()
        self._wayland.send(DISPLAY, GET_REGISTRY, self._registry)
        self._wayland.send(DISPLAY, SYNC, done)
        self._hear_all(done)
        offered = (one for one in NOTIFIERS if one.interface in self._offered.values())
        if (notifier := next(offered, None)) is None:
            names = " nor ".join(one.interface for one in NOTIFIERS)
            raise DreamscapeError(f"the compositor offers neither {names}")
        self._notifier = notifier
        self._bound = self._bind(next(name for name, one in self._offered.items() if one == notifier.interface))
        for name, interface in self._offered.items():
            if interface == SEAT:
                self._ask(name)

    def _hear_all(self, done: int) -> None:
        """Learn what the compositor offers, until it answers the last question."""
        end = now_ns() + round(1e9 * PATIENCE)
        while now_ns() < end:
            self._wayland.pause(PATIENCE)
            events = self._wayland.events()
            for event in events:
                self._learn(event)
            if any(event.sender == done for event in events):
                return
        raise Gone(f"Wayland: the compositor says nothing for {PATIENCE:g} s")

    def _learn(self, event: Event) -> str:
        """Notice what is offered, and return its interface if that is of use."""
        if (event.sender, event.number) != (self._registry, GLOBAL):
            return ""
        name, interface, _ = event.read("usu")
        wanted = interface == SEAT or any(interface == one.interface for one in NOTIFIERS)
        if not wanted or name in self._offered or len(self._offered) >= MOST:
            return ""
        self._offered[name] = interface
        return str(interface)

    def _handle_event(self, event: Event) -> None:
        if event.sender in self._since:
            self._since[event.sender] = now_ns() if event.number == IDLED else None
        elif (event.sender, event.number) == (self._registry, REMOVED):
            self._forget(*event.read("u"))
        elif self._learn(event) == SEAT:
            self._ask(event.read("usu")[0])

    def _ask(self, seat: int) -> None:
        """Ask for a notification of a seat."""
        bound, notification = self._bind(seat), self._wayland.new()
        when = round(1000 * self._seconds)
        order = (bound, when) if self._notifier.seat_first else (when, bound)
        self._wayland.send(self._bound, self._notifier.request, notification, *order)
        self._asked[seat], self._since[notification] = notification, None

    def _bind(self, name: int) -> int:
        bound = self._wayland.new()
        self._wayland.send(self._registry, BIND, name, self._offered[name], 1, bound)
        return bound

    def _forget(self, name: int) -> None:
        """Something is not offered any more; of a seat, nothing will be told."""
        self._offered.pop(name, None)
        if (notification := self._asked.pop(name, None)) is not None:
            del self._since[notification]
            self._wayland.send(notification, DESTROY)


class Idleness:
    """The notifications of a compositor that may go and come back; arguments and errors as of `Notified`."""

    def __init__(self, seconds: float, environment: MutableMapping[str, str] = os.environ) -> None:
        self._asked = seconds, environment
        self._here = Notified(*self._asked)

    def seconds(self) -> float:
        """For how long nobody has moved; 0 until it is as long as was asked.

        Raises:
            DreamscapeError: the compositor has gone and does not come back.
        """
        try:
            return self._here.seconds()
        except Gone:
            self.close()
            self._return()
            return 0.0

    def pause(self, most: float) -> None:
        """Wait until something may have changed, so many seconds at most."""
        self._here.pause(most)

    def close(self) -> None:
        """Ask no more."""
        self._here.close()

    def _return(self) -> None:
        end = now_ns() + round(1e9 * RETURN)
        while True:
            sleep_ns(1_000_000_000)
            try:
                self._here = Notified(*self._asked)
                return
            except DreamscapeError:
                if now_ns() >= end:
                    raise DreamscapeError(
                        "the display has gone (the Wayland compositor ended the connection); start the program again "
                        "once there is one"
                    ) from None
