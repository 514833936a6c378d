"""Packet files: an encoder's packets as they are, without a container that would change their times or bytes.

A file holds `dreamscape packets 1`, a line feed, the size of the codec header in bytes and the header; then, for each
packet, its time in frames, whether it is a key frame, the sizes of its data and of its alpha data, and both data.
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
    """Writes a new packet file.

    Args:
        path: the file to write.

    Raises:
        OSError: from any call: the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def begin(self, read_header: bytes) -> None:
        """Write the codec header, before the first packet."""
        self._file.write(MAGIC + _COUNT.pack(len(read_header)) + read_header)

    def write(self, packet: "Packet[Any]") -> None:
        """Append a packet; its time is in frames."""
        data = bytes(packet)
        alpha = bytes(packet.get_sidedata(ALPHA)) if packet.has_sidedata(ALPHA) else b""
        self._file.write(_HEAD.pack(packet.pts, packet.is_keyframe, len(data), len(alpha)) + data + alpha)

    def close(self) -> None:
        """Complete the file."""
        self._file.close()


def read_header(path: Path) -> bytes:
    """The codec header of a packet file.

    Raises:
        OSError: the file cannot be read.
        DreamscapeError: it is no packet file, or cut short.
    """
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise _damaged(path)
        (size,) = _COUNT.unpack(_read_exactly(file, _COUNT.size, path))
        return _read_exactly(file, size, path)


def read_packets(path: Path) -> "Iterator[Packet[Any]]":
    """The packets of a file in decoding order, their times in frames from its beginning; errors as of `read_header`."""
    start = len(MAGIC) + _COUNT.size + len(read_header(path))
    with path.open("rb") as file:
        file.seek(start)
        while file.peek(1):
            pts, is_key, size, alpha_size = _HEAD.unpack(_read_exactly(file, _HEAD.size, path))
            packet, alpha = Packet(_read_exactly(file, size, path)), _read_exactly(file, alpha_size, path)
            packet.pts, packet.is_keyframe = pts, is_key
            if packet.pts is None:  # the number that FFmpeg has for no time
                raise _damaged(path)
            if alpha:
                side_data_type: Any = PacketSideData  # the stubs lack its constructor
                side_data = side_data_type(packet_sidedata_type_from_literal(ALPHA), alpha_size)
                side_data.update(alpha)
                packet.set_sidedata(side_data)
            yield packet


def _read_exactly(file: BinaryIO, size: int, path: Path) -> bytes:
    if size > path.stat().st_size:  # before so much memory is asked for
        raise _damaged(path)
    data = file.read(size)
    if len(data) != size:
        raise _damaged(path)
    return data


def _damaged(path: Path) -> DreamscapeError:
    return DreamscapeError(f"{path}: not a whole packet file; remove it and go on with --resume")
