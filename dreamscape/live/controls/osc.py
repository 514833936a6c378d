"""Messages by OSC (Open Sound Control 1.0 over UDP): parameters by name, and a pulse. Bound to this machine alone
unless another host is asked for. What is malformed, unknown or out of range is counted and left aside.

`/ocean/glow 1.5` sets a parameter, `/hand/wrist 0.1 0.2 0` a vector and `/hand/wrist/x 0.1` a component of it. Of a
pulse, any address that ends in `hr`, `bpm`, `heartrate` or `heart_rate` tells the rate
in beats a minute, and one that ends in `rr` an interval in ms.
"""

import socket
from collections.abc import Iterator
from typing import Any

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.live.controls.pulse import STALE, Steady, possible
from dreamscape.parameters import Value
from dreamscape.text import short

LOOPBACK = "127.0.0.1"
MOST = 256  # packets read at a time: a flood must not hold up a frame
LARGEST = 65_536  # bytes of a packet, more than UDP carries
RATES = ("hr", "bpm", "heartrate", "heart_rate")


def address(text: str, option: str) -> tuple[str, int]:
    """The host and port of `PORT` or `HOST:PORT`; `option` is what was written before it, for messages.

    Raises:
        InputError: no port from 1 to 65535.
    """
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65536:
        raise InputError(f"{option}{short(text)}: expected a port from 1 to 65535, such as 9000, or HOST:PORT")
    return host or LOOPBACK, int(port)


class Osc:
    """A port that hears messages; polled, so that no thread waits.

    Args:
        host, port: to bind to; port 0 for any that is free.

    Attributes:
        port: where it hears.
        ignored: how many packets were malformed.

    Raises:
        DreamscapeError: the port cannot be had, or the package for OSC is missing.
    """

    def __init__(self, host: str, port: int) -> None:
        try:
            from pythonosc import osc_packet
        except ImportError:
            raise DreamscapeError(
                "OSC: needs the package python-osc; install it with  pip install 'dreamscape[control]'"
            ) from None
        self._packet, self._wrong = osc_packet.OscPacket, osc_packet.ParseError
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        try:
            self._socket.bind((host.strip("[]"), port))
        except OSError as error:
            self._socket.close()
            raise DreamscapeError(
                f"OSC: cannot hear on {host} port {port} ({error.strerror or error}); choose another port"
            ) from None
        self.port = int(self._socket.getsockname()[1])
        self.ignored = 0

    def poll(self) -> Iterator[tuple[str, list[Any]]]:
        """The messages since the last call, at most MOST packets of them: address and arguments."""
        for _ in range(MOST):
            try:
                data = self._socket.recv(LARGEST)
            except (BlockingIOError, ConnectionError):  # Windows reports a peer's closed port here
                return
            try:
                messages = [(one.message.address, list(one.message.params)) for one in self._packet(data).messages]
            except (self._wrong, ValueError, IndexError, OverflowError, RecursionError):
                self.ignored += 1
                continue
            yield from messages

    def close(self) -> None:
        """Let go of the port."""
        self._socket.close()


class OscPulse:
    """A pulse by OSC; arguments and errors as of `Osc`."""

    def __init__(self, host: str, port: int) -> None:
        self._osc = Osc(host, port)
        self._steady = Steady(stale=STALE)
        self._status = f"waiting for a pulse by OSC on port {self._osc.port}"
        self.port = self._osc.port

    def poll(self, seconds: float) -> list[float]:
        """As of `pulse.Source`."""
        found = []
        for path, values in self._osc.poll():
            name = path.rpartition("/")[2].lower()
            value = number(values)
            if value is None or value <= 0.0:
                continue
            if name == "rr" and possible(60_000.0 / value):
                found.append(value / 1000.0)
                self._status = f"{60_000.0 / value:.0f} bpm"
            elif name in RATES and possible(value):
                self._steady.tell(seconds, value)
                self._status = f"{value:.0f} bpm"
        return found or self._steady.poll(seconds)

    def status(self) -> str:
        """As of `pulse.Source`."""
        return self._status

    def close(self) -> None:
        """As of `pulse.Source`."""
        self._osc.close()


def value(values: list[Any]) -> Value:
    """What a message holds: a number, true or false, a word, or several numbers."""
    numbers = [float(v) if isinstance(v, int | float) and not isinstance(v, bool) else v for v in values]
    return numbers[0] if len(numbers) == 1 else numbers


def number(values: list[Any]) -> float | None:
    """The single number that a message holds; None if it holds anything else."""
    if len(values) != 1 or isinstance(values[0], bool) or not isinstance(values[0], int | float):
        return None
    return float(values[0])
