"""A connection to the Wayland compositor by its wire protocol, separate from the one that draws.

The protocol is https://wayland.freedesktop.org/docs/html/ch04.html: messages of whole 32-bit words in native byte
order, each with its object, its size and its opcode. Nothing that is received is trusted.
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

PATIENCE = 5.0  # s for the compositor to accept a message
CHUNK = 65_536  # bytes received at a time; no message is longer
DISPLAY = 1  # the object that exists from the beginning: wl_display
SYNC, GET_REGISTRY = 0, 1  # its requests
ERROR = 0  # its event
BIND = 0  # the request of wl_registry


class Gone(DreamscapeError):
    """The compositor cannot be reached, or has ended the connection."""


class WaylandEvent(NamedTuple):
    """An event from the compositor.

    Attributes:
        sender: the object that it is about.
        number: opcode in the interface of the object.
        arguments: raw bytes.
    """

    sender: int
    number: int
    arguments: bytes

    def read(self, signature: str) -> Any:
        """Decode the arguments as a tuple by a signature: `u` for a number, `s` for a text.

        Raises:
            DreamscapeError: they do not match the signature.
        """
        offset, values = 0, []
        try:
            for kind in signature:
                (value,) = struct.unpack_from("=I", self.arguments, offset)
                offset += 4
                if kind == "s":
                    text, value = self.arguments[offset : offset + value], _word_aligned(value)
                    offset, value = offset + value, _decode_text(text)
                values.append(value)
        except (struct.error, ValueError):
            raise _malformed() from None
        return tuple(values)


class Wayland:
    """A connection to the compositor.

    Args:
        environment: of the process; WAYLAND_SOCKET is removed from it, as it serves for one connection.

    Raises:
        Gone: there is no compositor.
    """

    def __init__(self, environment: MutableMapping[str, str] = os.environ) -> None:
        try:
            self._socket = _connect(environment)
        except (OSError, ValueError, OverflowError) as error:
            raise Gone(f"Wayland: no compositor answers ({short(error)}); set WAYLAND_DISPLAY and try again") from None
        self._buffer = b""
        self._last = DISPLAY

    def new(self) -> int:
        """A number for a new object."""
        self._last += 1
        return self._last

    def send(self, target: int, request: int, *arguments: int | str) -> None:
        """Send a request to an object, with numbers and texts as its interface defines them.

        Raises:
            Gone: the compositor does not accept it.
        """
        body = b"".join(_encode(one) for one in arguments)
        try:
            self._socket.sendall(struct.pack("=II", target, (8 + len(body)) << 16 | request) + body)
        except OSError as error:
            raise _gone(error) from None

    def pause(self, most: float) -> bool:
        """Wait up to `most` seconds for an event; returns whether there is one."""
        return bool(select.select([self._socket], [], [], most)[0])

    def events(self) -> list[WaylandEvent]:
        """The events received so far, up to a chunk; does not wait.

        Raises:
            Gone: the compositor has ended the connection.
            DreamscapeError: it reports an error, or sends a malformed message.
        """
        if self.pause(0.0):
            self._buffer += self._chunk()
        events = []
        while (event := self._next()) is not None:
            if event.sender == DISPLAY and event.number == ERROR:
                raise DreamscapeError(f"Wayland: the compositor complains: {short(event.read('uus')[2])}")
            events.append(event)
        return events

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def _chunk(self) -> bytes:
        try:
            data = self._socket.recv(CHUNK)  # file descriptors that come along are closed, as recv has no room for them
        except OSError as error:
            raise _gone(error) from None
        if not data:
            raise _gone("it ended the connection")
        return data

    def _next(self) -> WaylandEvent | None:
        """Take the next whole message from the buffer; None if there is none."""
        if len(self._buffer) < 8:
            return None
        sender, word = struct.unpack_from("=II", self._buffer)
        size = word >> 16
        if size < 8 or size % 4:
            raise _malformed()
        if len(self._buffer) < size:
            return None
        arguments, self._buffer = self._buffer[8:size], self._buffer[size:]
        return WaylandEvent(sender, word & 0xFFFF, arguments)


def reachable(environment: MutableMapping[str, str]) -> bool:
    """Whether the environment names a compositor."""
    return bool(environment.get("WAYLAND_DISPLAY") or environment.get("WAYLAND_SOCKET"))


def _connect(environment: MutableMapping[str, str]) -> socket.socket:
    if descriptor := environment.pop("WAYLAND_SOCKET", ""):
        connection = socket.socket(fileno=int(descriptor))
        connection.set_inheritable(False)
        connection.settimeout(PATIENCE)
        return connection
    path, connection = _path(environment), socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(path)
    except (OSError, ValueError):
        connection.close()
        raise
    return connection


def _path(environment: MutableMapping[str, str]) -> str:
    name, folder = environment.get("WAYLAND_DISPLAY", ""), environment.get("XDG_RUNTIME_DIR", "")
    if not name:
        raise ValueError("WAYLAND_DISPLAY is not set")
    if not os.path.isabs(name) and not os.path.isabs(folder):
        raise ValueError("XDG_RUNTIME_DIR is not set")
    return str(Path(folder, name))


def _encode(argument: int | str) -> bytes:
    if isinstance(argument, int):
        return struct.pack("=I", argument)
    text = argument.encode() + b"\0"
    return struct.pack("=I", len(text)) + text.ljust(_word_aligned(len(text)), b"\0")


def _word_aligned(size: int) -> int:
    """A size rounded up to whole words."""
    return (size + 3) // 4 * 4


def _decode_text(data: bytes) -> str:
    if not data.endswith(b"\0"):
        raise ValueError
    return data[:-1].decode()


def _gone(why: object) -> Gone:
    return Gone(f"the compositor has gone ({short(why)}); start the program again once there is one")


def _malformed() -> DreamscapeError:
    return DreamscapeError("Wayland: the compositor sends what is no message of its protocol; start it again")
