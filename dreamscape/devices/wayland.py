"""A connection of our own to the Wayland compositor, by its wire protocol, beside that of the drawing.

The protocol is https://wayland.freedesktop.org/docs/html/ch04.html: messages of whole words in the machine's own order,
each with the object it is of, its size and the number of what it says. Nothing that comes is trusted.
"""

import os
import select
import socket
import struct
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, NamedTuple

from dreamscape.errors import DreamscapeError
from dreamscape.text import short

PATIENCE = 5.0  # s that the compositor has to take what is sent
CHUNK = 65_536  # bytes heard at a time; no message is longer
DISPLAY = 1  # the object that is there from the beginning: wl_display
SYNC, GET_REGISTRY = 0, 1  # its requests
ERROR = 0  # its event
BIND = 0  # the request of wl_registry


class Gone(DreamscapeError):
    """The compositor cannot be reached, or has ended the connection."""


class Event(NamedTuple):
    """What the compositor says.

    Attributes:
        sender: the object that it is about.
        number: of what is said, as the protocol of the object's interface counts.
        arguments: as they came.
    """

    sender: int
    number: int
    arguments: bytes

    def read(self, form: str) -> Any:
        """The arguments, a tuple: `u` in the form is a number, `s` a text.

        Raises:
            DreamscapeError: they are not of this form.
        """
        place, values = 0, []
        try:
            for kind in form:
                (value,) = struct.unpack_from("=I", self.arguments, place)
                place += 4
                if kind == "s":
                    text, value = self.arguments[place : place + value], _whole(value)
                    place, value = place + value, _text(text)
                values.append(value)
        except (struct.error, ValueError):
            raise _nonsense() from None
        return tuple(values)


class Wayland:
    """The connection.

    Args:
        environment: of the process; WAYLAND_SOCKET is taken out of it, as that serves for one connection.

    Raises:
        Gone: there is no compositor.
    """

    def __init__(self, environment: MutableMapping[str, str] = os.environ) -> None:
        try:
            self._socket = _connected(environment)
        except (OSError, ValueError, OverflowError) as error:
            raise Gone(f"Wayland: no compositor answers ({short(error)}); set WAYLAND_DISPLAY and try again") from None
        self._heard = b""
        self._last = DISPLAY

    def new(self) -> int:
        """A number for an object that is about to be made."""
        self._last += 1
        return self._last

    def send(self, target: int, request: int, *arguments: int | str) -> None:
        """Ask something of an object, with numbers and texts as its interface has them.

        Raises:
            Gone: the compositor does not hear it.
        """
        body = b"".join(_packed(one) for one in arguments)
        try:
            self._socket.sendall(struct.pack("=II", target, (8 + len(body)) << 16 | request) + body)
        except OSError as error:
            raise _gone(error) from None

    def pause(self, most: float) -> bool:
        """Wait until something is said, so many seconds at most; whether it is."""
        return bool(select.select([self._socket], [], [], most)[0])

    def events(self) -> list[Event]:
        """What has been said by now, a chunk at most; waits for nothing.

        Raises:
            Gone: the compositor has ended the connection.
            DreamscapeError: it complains, or sends nonsense.
        """
        if self.pause(0.0):
            self._heard += self._chunk()
        found = []
        while (event := self._next()) is not None:
            if event.sender == DISPLAY and event.number == ERROR:
                raise DreamscapeError(f"Wayland: the compositor complains: {short(event.read('uus')[2])}")
            found.append(event)
        return found

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def _chunk(self) -> bytes:
        try:
            heard = self._socket.recv(CHUNK)  # without room for them, file descriptors that come along are closed
        except OSError as error:
            raise _gone(error) from None
        if not heard:
            raise _gone("it ended the connection")
        return heard

    def _next(self) -> Event | None:
        """The next whole message, taken out of what was heard."""
        if len(self._heard) < 8:
            return None
        sender, word = struct.unpack_from("=II", self._heard)
        size = word >> 16
        if size < 8 or size % 4:
            raise _nonsense()
        if len(self._heard) < size:
            return None
        arguments, self._heard = self._heard[8:size], self._heard[size:]
        return Event(sender, word & 0xFFFF, arguments)


def reachable(environment: MutableMapping[str, str]) -> bool:
    """Whether a compositor is named."""
    return bool(environment.get("WAYLAND_DISPLAY") or environment.get("WAYLAND_SOCKET"))


def _connected(environment: MutableMapping[str, str]) -> socket.socket:
    if given := environment.pop("WAYLAND_SOCKET", ""):
        found = socket.socket(fileno=int(given))
        found.set_inheritable(False)
        found.settimeout(PATIENCE)
        return found
    path, found = _path(environment), socket.socket(socket.AF_UNIX)
    found.settimeout(PATIENCE)
    try:
        found.connect(path)
    except (OSError, ValueError):
        found.close()
        raise
    return found


def _path(environment: MutableMapping[str, str]) -> str:
    name, folder = environment.get("WAYLAND_DISPLAY", ""), environment.get("XDG_RUNTIME_DIR", "")
    if not name:
        raise ValueError("WAYLAND_DISPLAY is not set")
    if not os.path.isabs(name) and not os.path.isabs(folder):
        raise ValueError("XDG_RUNTIME_DIR is not set")
    return str(Path(folder, name))


def _packed(argument: int | str) -> bytes:
    if isinstance(argument, int):
        return struct.pack("=I", argument)
    text = argument.encode() + b"\0"
    return struct.pack("=I", len(text)) + text.ljust(_whole(len(text)), b"\0")


def _whole(size: int) -> int:
    """The size of whole words."""
    return (size + 3) // 4 * 4


def _text(found: bytes) -> str:
    if not found.endswith(b"\0"):
        raise ValueError
    return found[:-1].decode()


def _gone(why: object) -> Gone:
    return Gone(f"the compositor has gone ({short(why)}); start the program again once there is one")


def _nonsense() -> DreamscapeError:
    return DreamscapeError("Wayland: the compositor sends what is no message of its protocol; start it again")
