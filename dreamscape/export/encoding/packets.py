"""Packets: what an encoder makes, kept in a file as it is, without a container that would change its times or bytes.

`dreamscape packets 1`, a line feed, the number of bytes of the codec's own header and these bytes; then for each packet
its time in frames, whether it is a key frame, the sizes of its data and of its alpha channel's, and these bytes.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from av.packet import Packet, PacketSideData, packet_sidedata_type_from_literal

from dreamscape.errors import DreamscapeError

MAGIC = b"dreamscape packets 1\n"
_COUNT = struct.Struct("<I")
_HEAD = struct.Struct("<q?II")
ALPHA: Final = "matroska_block_additional"  # FFmpeg's name of the side data that carries VP9's alpha channel


class PacketWriter:
    """Writes a new file of packets.

    Args:
        path: of the file.

    Raises:
        OSError: any call: the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def begin(self, header: bytes) -> None:
        """Write the codec's own header, before the first packet."""
        self._file.write(MAGIC + _COUNT.pack(len(header)) + header)

    def write(self, packet: "Packet[Any]") -> None:
        """Append a packet; its time is in frames."""
        data = bytes(packet)
        alpha = bytes(packet.get_sidedata(ALPHA)) if packet.has_sidedata(ALPHA) else b""
        self._file.write(_HEAD.pack(packet.pts, packet.is_keyframe, len(data), len(alpha)) + data + alpha)

    def close(self) -> None:
        """Complete the file."""
        self._file.close()


def header(path: Path) -> bytes:
    """The codec's own header of a file of packets."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise _damaged(path)
        (size,) = _COUNT.unpack(_exactly(file, _COUNT.size, path))
        return _exactly(file, size, path)


def packets(path: Path) -> "Iterator[Packet[Any]]":
    """The packets of a file in the order of decoding, their times in frames from its beginning."""
    skipped = len(MAGIC) + _COUNT.size + len(header(path))
    with path.open("rb") as file:
        file.seek(skipped)
        while file.peek(1):
            when, key, size, extra = _HEAD.unpack(_exactly(file, _HEAD.size, path))
            packet = Packet(_exactly(file, size, path))
            packet.pts, packet.is_keyframe = when, key
            if extra:
                make: Any = PacketSideData  # whose constructor its stubs do not know
                side = make(packet_sidedata_type_from_literal(ALPHA), extra)
                side.update(_exactly(file, extra, path))
                packet.set_sidedata(side)
            yield packet


def _exactly(file: BinaryIO, size: int, path: Path) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise _damaged(path)
    return data


def _damaged(path: Path) -> DreamscapeError:
    return DreamscapeError(f"{path}: not a whole file of packets; remove it and go on with --resume")
