"""A small Wayland compositor for tests: it accepts only what the protocol allows, and reports idleness."""

import socket
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desk import PATIENCE, eventually

EXT, KDE, SEAT = "ext_idle_notifier_v1", "org_kde_kwin_idle", "wl_seat"
# The requests of each interface by their number: what is made, and of which kinds the arguments are.
REQUESTS: dict[tuple[str, int], tuple[str, str]] = {
    ("wl_display", 0): ("wl_callback", "n"),
    ("wl_display", 1): ("wl_registry", "n"),
    ("wl_registry", 0): ("", "usun"),
    (EXT, 1): ("notification", "nuo"),
    (KDE, 0): ("notification", "nou"),
    ("notification", 0): ("", ""),
}
Asked = tuple[int, int]  # milliseconds, and the compositor's number of the seat


def message(sender: int, number: int, *arguments: int | str) -> bytes:
    """An event."""
    body = b""
    for one in arguments:
        if isinstance(one, int):
            body += struct.pack("=I", one)
        else:
            text = one.encode() + b"\0"
            body += struct.pack("=I", len(text)) + text + b"\0" * (-len(text) % 4)
    return struct.pack("=II", sender, (8 + len(body)) << 16 | number) + body


class Compositor:
    """Offers some interfaces, numbered from 1, to one program at a time."""

    def __init__(self, path: Path, *offered: str) -> None:
        self.offered = dict(enumerate(offered, 1))
        self.notifications: dict[int, Asked] = {}  # what was asked for, by the program's number of it
        self.wrong: list[Exception] = []
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        self._program: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def tell(self, number: int, *who: int) -> None:
        """Send 0, idled, or 1, resumed, for each of these notifications, or for all."""
        for notification in who or tuple(self.notifications):
            self.send(message(notification, number))

    def send(self, data: bytes) -> None:
        """Send an event."""
        assert self._program is not None
        self._program.sendall(data)

    def plug(self, number: int) -> None:
        """Add a seat."""
        self.offered[number] = SEAT
        self.send(message(self._registry, 0, number, SEAT, 9))

    def unplug(self, number: int) -> None:
        """Remove a seat."""
        del self.offered[number]
        self.send(message(self._registry, 1, number))

    def close(self) -> None:
        """Quit."""
        for one in (self._program, self._listening):
            if one is not None:
                one.shutdown(socket.SHUT_RDWR)
                one.close()
        self._thread.join(PATIENCE)

    def _serve(self) -> None:
        try:
            self._program, _ = self._listening.accept()
        except OSError:
            return
        self._objects = {1: "wl_display"}
        try:
            while head := self._program.recv(8, socket.MSG_WAITALL):
                target, word = struct.unpack("=II", head)
                self._answer(target, word & 0xFFFF, self._program.recv((word >> 16) - 8, socket.MSG_WAITALL))
        except OSError:
            pass
        except Exception as error:  # for the test to see
            self.wrong.append(error)
            self._program.shutdown(socket.SHUT_RDWR)

    def _answer(self, target: int, request: int, body: bytes) -> None:
        interface = self._objects[target]
        made, form = REQUESTS[interface, request]
        arguments = self._read(form, body)
        if made:
            self._make(arguments[0], made)
        if made == "wl_callback":
            self.send(message(arguments[0], 0, 7) + message(1, 1, arguments[0]))  # done, and its number is free
        elif made == "wl_registry":
            self._registry = arguments[0]
            for number, offered in self.offered.items():
                self.send(message(self._registry, 0, number, offered, 9))
        elif interface == "wl_registry":
            number, named, version, new = arguments
            assert (self.offered[number], 1) == (named, version)
            self._make(new, f"{named} {number}" if named == SEAT else named)
        elif made:
            when, seat = arguments[:0:-1] if interface == KDE else arguments[1:]
            self.notifications[arguments[0]] = when, int(self._objects[seat].removeprefix(f"{SEAT} "))
        else:
            del self.notifications[target]

    def _make(self, number: int, interface: str) -> None:
        assert number == max(self._objects) + 1, "numbers come in order"
        self._objects[number] = interface

    def _read(self, form: str, body: bytes) -> list[Any]:
        found: list[Any] = []
        for kind in form:
            value = int.from_bytes(body[:4], sys.byteorder)
            body = body[4:]
            if kind == "s":
                text, body = body[:value], body[(value + 3) // 4 * 4 :]
                assert text.endswith(b"\0")
                found.append(text[:-1].decode())
            else:
                assert kind != "o" or value in self._objects
                found.append(value)
        assert not body
        return found


@contextmanager
def compositor(path: Path, *offered: str) -> Iterator[Compositor]:
    """A compositor; at the end of the test it must have seen no protocol error."""
    found = Compositor(path, *offered)
    try:
        yield found
    finally:
        found.close()
    assert found.wrong == []


def asked(found: Compositor, *expected: Asked) -> list[int]:
    """The program's numbers of its notifications, once it has requested them."""
    eventually(lambda: sorted(found.notifications.values()) == sorted(expected), f"it asks for {expected}")
    return list(found.notifications)
