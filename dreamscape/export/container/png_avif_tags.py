"""Metadata of animated PNG and AVIF, appended to the complete file because FFmpeg writes none for them.

An animated PNG gets `iTXt` chunks, an AVIF an XMP packet in its own box, as part 3 of the XMP specification defines for
all ISO base media files.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from typing import BinaryIO

from dreamscape.export.container.png import chunk
from dreamscape.files import regular

MAX_TEXT = 1 << 20  # bytes of a text that are read: files may come from anybody
MAX_ITEMS = 1 << 21  # chunks or boxes that are read
_PNG, _END = b"\x89PNG\r\n\x1a\n", chunk(b"IEND", b"")
_XMP = bytes.fromhex("BE7ACFCB97A942E89C71999491E3AFAC")  # UUID of the XMP box
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">{}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_LANGUAGE_ALTERNATIVES = '<dc:{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></dc:{0}>'  # languages
_LIST = "<dc:{0}><rdf:Seq><rdf:li>{1}</rdf:li></rdf:Seq></dc:{0}>"
_TAGS = {
    "title": ("title", _LANGUAGE_ALTERNATIVES),
    "comment": ("description", _LANGUAGE_ALTERNATIVES),
    "copyright": ("rights", _LANGUAGE_ALTERNATIVES),
    "artist": ("creator", _LIST),
    "date": ("date", _LIST),
}


def append_to_png(path: Path, metadata: Mapping[str, str]) -> None:
    """Append tags to a complete animated PNG.

    Raises:
        OSError: the file cannot be written.
    """
    texts = b"".join(chunk(b"iTXt", f"{name.capitalize()}\0\0\0\0\0{text}".encode()) for name, text in metadata.items())
    with path.open("r+b") as file:
        file.seek(-len(_END), 2)
        assert file.read() == _END
        file.seek(-len(_END), 2)
        file.write(texts + _END)


def append_to_avif(path: Path, metadata: Mapping[str, str]) -> None:
    """Append tags to a complete AVIF, as an XMP packet.

    Raises:
        OSError: the file cannot be written.
    """
    packet = xmp_packet(metadata)
    with path.open("ab") as file:
        file.write(struct.pack(">I", 8 + len(_XMP) + len(packet)) + b"uuid" + _XMP + packet)


def xmp_packet(metadata: Mapping[str, str]) -> bytes:
    """The tags as an XMP packet."""
    entries = ((*_TAGS[name], text) for name, text in metadata.items() if name in _TAGS)
    return _PACKET.format("".join(template.format(name, escape(text)) for name, template, text in entries)).encode()


def read_comment(path: Path) -> str:
    """The comment of an animated PNG or an AVIF, empty if there is none.

    Raises:
        OSError: the file cannot be read.
    """
    with regular.open_regular(path) as file:
        if file.read(len(_PNG)) == _PNG:
            texts = (text.partition(b"\0\0\0\0\0") for kind, text in _text_chunks(file) if kind == b"iTXt")
            text = next((text for key, _, text in texts if key == b"Comment"), b"")
            return text.decode("utf-8", "replace")
        file.seek(0)
        packet = next((box[len(_XMP) :] for kind, box in _uuid_boxes(file) if box.startswith(_XMP)), b"")
    return xmp_description(packet)


def xmp_description(packet: bytes) -> str:
    """The description in an XMP packet anywhere in these bytes; empty if there is none."""
    match = re.search(r"<dc:description>.*?<rdf:li[^>]*>(.*?)</rdf:li>", packet.decode("utf-8", "replace"), re.DOTALL)
    return unescape(match[1]) if match else ""


def _text_chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The text chunks of a PNG: type and data."""
    for _ in range(MAX_ITEMS):
        head = file.read(8)
        if len(head) < 8:
            return
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"iTXt" and size <= MAX_TEXT:
            yield kind, file.read(size)
            size = 0
        file.seek(size + 4, 1)


def _uuid_boxes(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The top-level `uuid` boxes: type and data."""
    for _ in range(MAX_ITEMS):
        head = file.read(8)
        size, kind = int.from_bytes(head[:4], "big") - 8, head[4:]
        if len(head) < 8 or size < 0:
            return
        if kind == b"uuid" and size <= MAX_TEXT:
            yield kind, file.read(size)
        else:
            file.seek(size, 1)
