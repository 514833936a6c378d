"""Metadata of PNG, TIFF, EXR, GIF and WebP, each in its format's own way, because FFmpeg writes none of it.

Pictures of a sequence get it when they are moved into place, a GIF while it is written, a WebP once it is complete.
"""

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from dreamscape.export.container.png import chunk
from dreamscape.export.container.png_avif_tags import xmp_description, xmp_packet
from dreamscape.files import regular

MAX_SEARCHED = 1 << 20  # bytes of a file that are searched for a comment
Tags = Mapping[str, str]  # title, comment, and other tags that were asked for, by FFmpeg's names

_PNG_HEADER = len(b"\x89PNG\r\n\x1a\n") + 4 + 4 + 13 + 4  # bytes of a PNG up to the end of its first chunk
_PNG = {"title": "Title", "comment": "Comment", "artist": "Author", "copyright": "Copyright", "date": "Creation Time"}
_EXR = {"title": "title", "comment": "comments", "artist": "owner", "copyright": "copyright", "date": "date"}
_DESCRIPTION, _ARTIST, _COPYRIGHT = 270, 315, 33_432  # tags of TIFF 6.0
_ASCII_TYPE = 2  # TIFF's ASCII type
_INLINE_BYTES = 4  # bytes of the largest value that is stored in its TIFF entry
_ENTRY = struct.Struct("<HHII")
_GIF_HEADER, _BLOCK = 13, 255  # bytes of a GIF up to its palette, and of a block of a comment at most
_EXTENDED, _XMP_FLAG = b"VP8X", 4  # WebP's extended header, and its flag for XMP


def tagger(suffix: str, tags: Tags) -> Callable[[bytes], bytes]:
    """A function that puts tags into the bytes of a complete picture, for files with this suffix."""
    label = {".png": _tag_png, ".exr": _tag_exr}.get(suffix.lower(), _tag_tiff)
    return lambda picture: label(picture, tags)


def _tag_png(picture: bytes, tags: Tags) -> bytes:
    """Add `iTXt` chunks behind the header."""
    texts = [chunk(b"iTXt", f"{_PNG[key]}\0\0\0\0\0{text}".encode()) for key, text in tags.items() if key in _PNG]
    return b"".join((picture[:_PNG_HEADER], *texts, picture[_PNG_HEADER:]))


def _tag_tiff(picture: bytes, tags: Tags) -> bytes:
    """Add a new directory at the end, with the old entries and the texts; little-endian, as FFmpeg writes TIFF."""
    description = "\n".join(tags[key] for key in ("title", "comment") if key in tags)
    texts = {_DESCRIPTION: description, _ARTIST: tags.get("artist", ""), _COPYRIGHT: tags.get("copyright", "")}
    (offset,) = struct.unpack_from("<I", picture, 4)
    (count,) = struct.unpack_from("<H", picture, offset)
    entries = {
        number: fields for number, *fields in _ENTRY.iter_unpack(picture[offset + 2 : offset + 2 + count * _ENTRY.size])
    }
    data = picture + bytes(len(picture) % 2)
    for number, text in texts.items():
        if text:
            value = text.encode() + b"\0"
            fits = len(value) <= _INLINE_BYTES
            entries[number] = [_ASCII_TYPE, len(value), int.from_bytes(value, "little") if fits else len(data)]
            data += b"" if fits else value + bytes(len(value) % 2)
    listed = b"".join(_ENTRY.pack(number, *fields) for number, fields in sorted(entries.items()))
    directory = struct.pack("<H", len(entries)) + listed + struct.pack("<I", 0)
    return data[:4] + struct.pack("<I", len(data)) + data[8:] + directory


def _tag_exr(picture: bytes, tags: Tags) -> bytes:
    """Add text attributes at the end of the header, and correct the table of chunk offsets that follows it."""
    end = 8
    while picture[end]:
        for _ in range(2):  # name, type
            end = picture.index(b"\0", end) + 1
        end += 4 + int.from_bytes(picture[end : end + 4], "little")
    texts = {name: tags[key].encode() for key, name in _EXR.items() if key in tags}
    added = b"".join(f"{name}\0string\0".encode() + struct.pack("<I", len(text)) + text for name, text in texts.items())
    table = end + 1
    (first_chunk,) = struct.unpack_from("<Q", picture, table)
    offsets = struct.unpack_from(f"<{(first_chunk - table) // 8}Q", picture, table)
    new_offsets = struct.pack(f"<{len(offsets)}Q", *(offset + len(added) for offset in offsets))
    return picture[:end] + added + b"\0" + new_offsets + picture[first_chunk:]


class GifCommentWriter:
    """A file for a GIF written in order, with title and comment inserted as a comment extension before the first frame.

    Args:
        file: the file to write.
        tags: the GIF's tags.
    """

    def __init__(self, file: BinaryIO, tags: Tags) -> None:
        data = "\n".join(tags[key] for key in ("title", "comment") if key in tags).encode()
        blocks = [data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK)]
        self._file = file
        self._comment = b"!\xfe" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0" if data else b""
        self._header = b""

    def write(self, data: bytes) -> int:
        """Write all of the data, after the comment once the header has passed."""
        if self._comment:
            self._header += data
            flags = self._header[10] if len(self._header) > 10 else 0
            palette_size = 3 << (flags % 8 + 1) if flags & 128 else 0  # bytes of the palette
            if len(self._header) < _GIF_HEADER + palette_size:
                return len(data)
            head, rest = self._header[: _GIF_HEADER + palette_size], self._header[_GIF_HEADER + palette_size :]
            self._file.write(head + self._comment + rest)
            self._comment = self._header = b""
        else:
            self._file.write(data)
        return len(data)


def append_to_webp(path: Path, tags: Tags, size: tuple[int, int]) -> None:
    """Append an XMP packet to a complete WebP.

    Args:
        path: of the file.
        tags: the WebP's tags.
        size: of its frames, pixels.

    Raises:
        OSError: the file cannot be written.
    """
    packet = xmp_packet(tags)
    with path.open("r+b") as file:
        file.seek(12)
        head = file.read(9)
        if head[:4] != _EXTENDED:  # FFmpeg writes the simple format for a single frame
            file.seek(12)
            rest = file.read()
            sides = b"".join((side - 1).to_bytes(3, "little") for side in size)
            file.seek(12)
            file.write(_EXTENDED + struct.pack("<II", 10, 0) + sides + rest)
            head = _EXTENDED + bytes(5)
        file.seek(20)
        file.write(bytes([head[8] | _XMP_FLAG]))
        end = file.seek(0, 2)
        file.write(b"XMP " + struct.pack("<I", len(packet)) + packet + bytes(len(packet) % 2))
        file.seek(4)
        file.write(struct.pack("<I", end + 8 + len(packet) + len(packet) % 2 - 8))


def read_comment(path: Path) -> str:
    """The comment of a GIF, after its title, or of a WebP; empty if there is none.

    Raises:
        OSError: the file cannot be read.
    """
    with regular.open_regular(path) as file:
        head = file.read(MAX_SEARCHED)
        if head[:4] == b"RIFF":
            file.seek(-min(MAX_SEARCHED, path.stat().st_size), 2)
            return xmp_description(file.read(MAX_SEARCHED))
    offset = head.find(b"!\xfe") + 2
    blocks = bytearray()
    while offset >= 2 and offset < len(head) and head[offset]:
        blocks += head[offset + 1 : offset + 1 + head[offset]]
        offset += 1 + head[offset]
    return blocks.decode("utf-8", "replace")
