"""Labels: what pictures of a sequence, GIF and WebP say of themselves, each in the way that its format has for it.

FFmpeg writes none of them. A picture gets them when it is put in its place, a GIF while it is written, a WebP once it
is complete.
"""

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from dreamscape.export.container.png import chunk
from dreamscape.export.container.png_avif_tags import described, xmp
from dreamscape.files import regular

LARGEST = 1 << 20  # bytes of a text that is read
Tags = Mapping[str, str]  # title, comment, and what else was asked for, by FFmpeg's names

_PNG_HEADER = len(b"\x89PNG\r\n\x1a\n") + 4 + 4 + 13 + 4  # bytes of a PNG up to the end of its first chunk
_PNG = {"title": "Title", "comment": "Comment", "artist": "Author", "copyright": "Copyright", "date": "Creation Time"}
_EXR = {"title": "title", "comment": "comments", "artist": "owner", "copyright": "copyright", "date": "date"}
_DESCRIPTION, _ARTIST, _COPYRIGHT = 270, 315, 33_432  # of TIFF 6.0
_TEXT = 2  # its type of texts
_INSIDE = 4  # bytes of a value that stands in its entry
_ENTRY = struct.Struct("<HHII")
_GIF_HEADER, _BLOCK = 13, 255  # bytes of a GIF up to its palette, and of the parts of a comment
_EXTENDED, _XMP_IS_THERE = b"VP8X", 4  # of a WebP: a chunk, and a bit of its flags


def labeller(suffix: str, tags: Tags) -> Callable[[bytes], bytes]:
    """What puts tags into a whole picture of a sequence, of the kind that `suffix` says."""
    label = {".png": _label_png, ".exr": _label_exr}.get(suffix.lower(), _label_tiff)
    return lambda picture: label(picture, tags)


def _label_png(picture: bytes, tags: Tags) -> bytes:
    """With `iTXt` chunks behind the header."""
    texts = [chunk(b"iTXt", f"{_PNG[key]}\0\0\0\0\0{text}".encode()) for key, text in tags.items() if key in _PNG]
    return b"".join((picture[:_PNG_HEADER], *texts, picture[_PNG_HEADER:]))


def _label_tiff(picture: bytes, tags: Tags) -> bytes:
    """With a new directory at the end, of the old entries and the texts; little-endian, as FFmpeg writes it."""
    described = "\n".join(tags[key] for key in ("title", "comment") if key in tags)
    texts = {_DESCRIPTION: described, _ARTIST: tags.get("artist", ""), _COPYRIGHT: tags.get("copyright", "")}
    (at,) = struct.unpack_from("<I", picture, 4)
    (count,) = struct.unpack_from("<H", picture, at)
    entries = {number: rest for number, *rest in _ENTRY.iter_unpack(picture[at + 2 : at + 2 + count * _ENTRY.size])}
    data = picture + bytes(len(picture) % 2)
    for number, text in texts.items():
        if text:
            value = text.encode() + b"\0"
            inside = len(value) <= _INSIDE
            entries[number] = [_TEXT, len(value), int.from_bytes(value, "little") if inside else len(data)]
            data += b"" if inside else value + bytes(len(value) % 2)
    listed = b"".join(_ENTRY.pack(number, *rest) for number, rest in sorted(entries.items()))
    directory = struct.pack("<H", len(entries)) + listed + struct.pack("<I", 0)
    return data[:4] + struct.pack("<I", len(data)) + data[8:] + directory


def _label_exr(picture: bytes, tags: Tags) -> bytes:
    """With text attributes at the end of the header; the places of all chunks, which are told behind it, move."""
    end = 8
    while picture[end]:
        for _ in range(2):  # name, type
            end = picture.index(b"\0", end) + 1
        end += 4 + int.from_bytes(picture[end : end + 4], "little")
    texts = {name: tags[key].encode() for key, name in _EXR.items() if key in tags}
    added = b"".join(f"{name}\0string\0".encode() + struct.pack("<I", len(text)) + text for name, text in texts.items())
    table = end + 1
    (first,) = struct.unpack_from("<Q", picture, table)
    places = struct.unpack_from(f"<{(first - table) // 8}Q", picture, table)
    moved = struct.pack(f"<{len(places)}Q", *(place + len(added) for place in places))
    return picture[:end] + added + b"\0" + moved + picture[first:]


class CommentedGif:
    """A GIF that is written in order, and gets title and comment as a comment extension before its first picture.

    Args:
        file: where it goes.
        tags: what to say.
    """

    def __init__(self, file: BinaryIO, tags: Tags) -> None:
        data = "\n".join(tags[key] for key in ("title", "comment") if key in tags).encode()
        blocks = [data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK)]
        self._file = file
        self._comment = b"!\xfe" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0" if data else b""
        self._begun = b""

    def write(self, data: bytes) -> int:
        """Hand on all of it."""
        if self._comment:
            self._begun += data
            flags = self._begun[10] if len(self._begun) > 10 else 0
            colours = 3 << (flags % 8 + 1) if flags & 128 else 0  # bytes of the palette
            if len(self._begun) < _GIF_HEADER + colours:
                return len(data)
            head, rest = self._begun[: _GIF_HEADER + colours], self._begun[_GIF_HEADER + colours :]
            self._file.write(head + self._comment + rest)
            self._comment = self._begun = b""
        else:
            self._file.write(data)
        return len(data)


def append_to_webp(path: Path, tags: Tags, size: tuple[int, int]) -> None:
    """Put an XMP packet at the end of a complete WebP.

    Args:
        path: of the file.
        tags: what to say.
        size: of the pictures in pixels.

    Raises:
        OSError: it cannot be written.
    """
    packet = xmp(tags)
    with path.open("r+b") as file:
        file.seek(12)
        head = file.read(9)
        if head[:4] != _EXTENDED:  # one picture for the whole film
            file.seek(12)
            rest = file.read()
            sides = b"".join((side - 1).to_bytes(3, "little") for side in size)
            file.seek(12)
            file.write(_EXTENDED + struct.pack("<II", 10, 0) + sides + rest)
            head = _EXTENDED + bytes(5)
        file.seek(20)
        file.write(bytes([head[8] | _XMP_IS_THERE]))
        end = file.seek(0, 2)
        file.write(b"XMP " + struct.pack("<I", len(packet)) + packet + bytes(len(packet) % 2))
        file.seek(4)
        file.write(struct.pack("<I", end + 8 + len(packet) + len(packet) % 2 - 8))


def comment(path: Path) -> str:
    """The comment of a GIF, behind its title, or of a WebP; empty if there is none.

    Raises:
        OSError: it cannot be read.
    """
    with regular.opened(path) as file:
        head = file.read(LARGEST)
        if head[:4] == b"RIFF":
            file.seek(-min(LARGEST, path.stat().st_size), 2)
            return described(file.read(LARGEST))
    at = head.find(b"!\xfe") + 2
    blocks = bytearray()
    while at >= 2 and at < len(head) and head[at]:
        blocks += head[at + 1 : at + 1 + head[at]]
        at += 1 + head[at]
    return blocks.decode("utf-8", "replace")
