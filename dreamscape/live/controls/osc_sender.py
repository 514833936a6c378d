"""What is heard, sent by OSC: one bundle for each frame, to one address.

`/heard/kick 0.8` and so on, one message for each quantity of `quantities.NAMES`, pitch classes as one
`/heard/chroma` of twelve numbers, all as float32.
"""

import socket
import struct

from dreamscape.dream.quantities import NAMES
from dreamscape.errors import InputError
from dreamscape.live.controls.osc import parse_address
from dreamscape.text import short
from dreamscape.world.music import Felt

NOW = 1  # the time tag that means "immediately"
SINGLE = [(name, number) for number, name in enumerate(NAMES) if not name.startswith("chroma_")]


class OscSender:
    """Sends what is heard; what cannot be delivered is lost, as always with UDP.

    Args:
        address: PORT or HOST:PORT.

    Raises:
        InputError: not an address, or no such host.
    """

    def __init__(self, address: str) -> None:
        host, port = parse_address(address, "--osc-send ")
        try:  # once: a name would be looked up again with each packet
            family, _, _, _, target = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_DGRAM)[0]
        except OSError as error:
            raise InputError(f"--osc-send {short(address)}: {error.strerror}; expected PORT, or HOST:PORT") from None
        self._socket, self._target = socket.socket(family, socket.SOCK_DGRAM), target
        self._socket.setblocking(False)

    def send(self, heard: Felt) -> None:
        """Send all quantities."""
        messages = [message(f"/heard/{name}", heard.values[number : number + 1].tolist()) for name, number in SINGLE]
        messages.append(message("/heard/chroma", heard.chroma.tolist()))
        packet = b"#bundle\0" + struct.pack(">Q", NOW)
        packet += b"".join(struct.pack(">i", len(one)) + one for one in messages)
        try:
            self._socket.sendto(packet, self._target)
        except OSError:  # nobody listens there, or the network is busy
            return

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


def message(path: str, numbers: list[float]) -> bytes:
    """An OSC message of float32 arguments."""
    return _text(path) + _text("," + "f" * len(numbers)) + struct.pack(f">{len(numbers)}f", *numbers)


def _text(text: str) -> bytes:
    """A string as OSC has it: at least one zero after it, and a multiple of four bytes."""
    data = text.encode("ascii")
    return data + b"\0" * (4 - len(data) % 4)
