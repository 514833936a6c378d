"""Messages by OSC (Open Sound Control 1.0 over UDP): parameters by name, and heart rates. Bound to this machine alone
unless another host is given. Malformed, unknown and out-of-range messages are counted and ignored.

`/ocean/glow 1.5` sets a parameter, `/hand/wrist 0.1 0.2 0` a vector and `/hand/wrist/x 0.1` a component of it. For the
heart, an address ending in `hr`, `bpm`, `heartrate` or `heart_rate` gives the rate in beats a minute, and one ending in
`rr` an interval in ms.
"""

import logging
import socket
from collections.abc import Iterator
from typing import Any

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.live.controls.pulse import STALE, BeatGenerator, is_plausible
from dreamscape.parameters import Value
from dreamscape.text import short

LOOPBACK = "127.0.0.1"
MOST = 256  # packets read at a time: a flood must not delay a frame
LARGEST = 65_536  # bytes of a packet, more than UDP carries
RATES = ("hr", "bpm", "heartrate", "heart_rate")


def parse_address(text: str, option: str) -> tuple[str, int]:
    """The host and port of `PORT` or `HOST:PORT`; `option` is the text before it, for messages.

    Raises:
        InputError: not a port from 1 to 65535.
    """
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65536:
        raise InputError(f"{option}{short(text)}: expected a port from 1 to 65535, such as 9000, or HOST:PORT")
    return host or LOOPBACK, int(port)


class Osc:
    """A port that receives messages; polled, so that no thread has to wait.

    Args:
        host, port: to bind to; port 0 for any free one.

    Attributes:
        port: the port that it is bound to.
        ignored: how many packets were malformed.

    Raises:
        DreamscapeError: the port is not available, or the package for OSC is missing.
    """

    def __init__(self, host: str, port: int) -> None:
        try:
            from pythonosc import osc_packet
        except ImportError:
            raise DreamscapeError(
                "OSC: needs the package python-osc; install it with  pip install 'dreamscape[control]'"
            ) from None
        logging.getLogger().addFilter(_is_ours)  # python-osc logs what anybody sends, by the root logger
        self._packet, self._parse_error = osc_packet.OscPacket, osc_packet.ParseError
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        try:
            self._socket.bind((host.strip("[]"), port))
        except OSError as error:
            self._socket.close()
            raise DreamscapeError(
                f"OSC: cannot listen on {host} port {port} ({error.strerror or error}); choose another port"
            ) from None
        self.port = int(self._socket.getsockname()[1])
        self.ignored = 0

    def poll(self) -> Iterator[tuple[str, list[Any]]]:
        """The messages since the last call, from at most MOST packets: address and arguments."""
        for _ in range(MOST):
            try:
                data = self._socket.recv(LARGEST)
            except (BlockingIOError, ConnectionError):  # Windows reports a peer's closed port this way
                return
            try:
                messages = [(one.message.address, list(one.message.params)) for one in self._packet(data).messages]
            except (self._parse_error, ValueError, IndexError, OverflowError, RecursionError):
                self.ignored += 1
                continue
            yield from messages

    def close(self) -> None:
        """Close the port."""
        self._socket.close()


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether a message of the log is not python-osc's."""
    return "pythonosc" not in record.pathname


class OscPulse:
    """A heart rate by OSC; arguments and errors as of `Osc`."""

    def __init__(self, host: str, port: int) -> None:
        self._osc = Osc(host, port)
        self._generator = BeatGenerator(stale=STALE)
        self._status = f"waiting for a pulse by OSC on port {self._osc.port}"
        self.port = self._osc.port

    def poll(self, seconds: float) -> list[float]:
        """As in `PulseSource`."""
        intervals = []
        for path, values in self._osc.poll():
            name = path.rpartition("/")[2].lower()
            value = single_number(values)
            if value is None or value <= 0.0:
                continue
            if name == "rr" and is_plausible(60_000.0 / value):
                intervals.append(value / 1000.0)
                self._status = f"{60_000.0 / value:.0f} bpm"
            elif name in RATES and is_plausible(value):
                self._generator.set_rate(seconds, value)
                self._status = f"{value:.0f} bpm"
        return intervals or self._generator.poll(seconds)

    def status(self) -> str:
        """As in `PulseSource`."""
        return self._status

    def close(self) -> None:
        """As in `PulseSource`."""
        self._osc.close()


def parameter_value(arguments: list[Any]) -> Value:
    """The value that a message holds: a number, true or false, a word, or several numbers."""
    values = [float(v) if isinstance(v, int | float) and not isinstance(v, bool) else v for v in arguments]
    return values[0] if len(values) == 1 else values


def single_number(values: list[Any]) -> float | None:
    """The single number that a message holds; None if it holds anything else."""
    if len(values) != 1 or isinstance(values[0], bool) or not isinstance(values[0], int | float):
        return None
    return float(values[0])
