"""The session bus of the desktop (D-Bus), on a thread of its own; where there is none, nothing happens."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

PLAYERS = "org.mpris.MediaPlayer2"  # the interface of players, and the beginning of their names
PLAYER = f"{PLAYERS}.Player"
PATH = "/org/mpris/MediaPlayer2"
PROPERTIES = "org.freedesktop.DBus.Properties"
PATIENCE = 2.0  # s


def address() -> str:
    """Where the session bus is; empty if there is none, or nothing to speak with it."""
    if sys.platform != "linux" or find_spec("dbus_fast") is None:
        return ""
    usual = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), "bus")
    there = f"unix:path={usual}" if os.path.isabs(usual) and os.path.exists(usual) else ""
    return os.environ.get("DBUS_SESSION_BUS_ADDRESS") or there


class SessionBus:
    """A connection to the session bus; subclasses say what is done there.

    Attributes:
        bus: the connection, of which the thread alone may make use; None while there is none.
    """

    def __init__(self) -> None:
        self.bus: MessageBus | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="session bus", daemon=True)
        if address():
            self._thread.start()

    async def begin(self, bus: "MessageBus") -> None:
        """Begin, once the connection is there."""

    def tell(self, do: Callable[[], Any]) -> None:
        """Do something on the thread, if there is a connection."""
        if (loop := self._loop) and self.bus:
            with suppress(RuntimeError):  # it has just ended
                loop.call_soon_threadsafe(do)

    def close(self) -> None:
        """End the connection."""
        if (loop := self._loop) and (over := self._over):
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(over.set)
        if self._thread.ident:
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        with suppress(Exception):  # the bus has gone, or refuses: errors of several kinds
            asyncio.run(self._work())
        self.bus = None

    async def _work(self) -> None:
        from dbus_fast.aio import MessageBus

        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        bus = MessageBus(bus_address=address())
        try:
            self.bus = await asyncio.wait_for(bus.connect(), PATIENCE)
            await self.begin(self.bus)
            gone = asyncio.ensure_future(bus.wait_for_disconnect())  # type: ignore[no-untyped-call]
            over = asyncio.ensure_future(self._over.wait())
            await asyncio.wait((gone, over), return_when=asyncio.FIRST_COMPLETED)
            for task in (gone, over):
                task.cancel()
        finally:
            self.bus = None
            bus.disconnect()
