"""Embedded: what animated PNG and AVIF say of themselves; FFmpeg writes neither's texts, and they are put behind.

An animated PNG gets `iTXt` chunks, an AVIF an XMP packet in a box of its own, as part 3 of XMP's specification has it
for all files of boxes.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from typing import BinaryIO

from dreamscape.export.container.png import chunk
from dreamscape.files import regular

LARGEST = 1 << 20  # bytes of a text that is read: files may be anybody's
MOST = 1 << 21  # chunks or boxes that are looked at
_PNG, _END = b"\x89PNG\r\n\x1a\n", chunk(b"IEND", b"")
_XMP = bytes.fromhex("BE7ACFCB97A942E89C71999491E3AFAC")  # the box's own name
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">{}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_ONE_OF_MANY = '<dc:{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></dc:{0}>'  # languages
_LIST = "<dc:{0}><rdf:Seq><rdf:li>{1}</rdf:li></rdf:Seq></dc:{0}>"
_TAGS = {
    "title": ("title", _ONE_OF_MANY),
    "comment": ("description", _ONE_OF_MANY),
    "copyright": ("rights", _ONE_OF_MANY),
    "artist": ("creator", _LIST),
    "date": ("date", _LIST),
}


def append_to_png(path: Path, metadata: Mapping[str, str]) -> None:
    """Put texts at the end of an animated PNG that is complete.

    Raises:
        OSError: it cannot be written.
    """
    texts = b"".join(chunk(b"iTXt", f"{name.capitalize()}\0\0\0\0\0{text}".encode()) for name, text in metadata.items())
    with path.open("r+b") as file:
        file.seek(-len(_END), 2)
        assert file.read() == _END
        file.seek(-len(_END), 2)
        file.write(texts + _END)


def append_to_avif(path: Path, metadata: Mapping[str, str]) -> None:
    """Put an XMP packet at the end of an AVIF that is complete.

    Raises:
        OSError: it cannot be written.
    """
    packet = xmp(metadata)
    with path.open("ab") as file:
        file.write(struct.pack(">I", 8 + len(_XMP) + len(packet)) + b"uuid" + _XMP + packet)


def xmp(metadata: Mapping[str, str]) -> bytes:
    """The tags as an XMP packet."""
    known = ((*_TAGS[name], text) for name, text in metadata.items() if name in _TAGS)
    return _PACKET.format("".join(form.format(name, escape(text)) for name, form, text in known)).encode()


def comment(path: Path) -> str:
    """The comment of an animated PNG or an AVIF, empty if there is none.

    Raises:
        OSError: it cannot be read.
    """
    with regular.opened(path) as file:
        if file.read(len(_PNG)) == _PNG:
            texts = (text.partition(b"\0\0\0\0\0") for kind, text in _chunks(file) if kind == b"iTXt")
            found = next((text for key, _, text in texts if key == b"Comment"), b"")
            return found.decode("utf-8", "replace")
        file.seek(0)
        packet = next((box[len(_XMP) :] for kind, box in _boxes(file) if box.startswith(_XMP)), b"")
    return described(packet)


def described(packet: bytes) -> str:
    """The comment in an XMP packet, wherever it lies in these bytes; empty if there is none."""
    held = re.search(r"<dc:description>.*?<rdf:li[^>]*>(.*?)</rdf:li>", packet.decode("utf-8", "replace"), re.DOTALL)
    return unescape(held[1]) if held else ""


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The texts of a PNG, by the names of their chunks."""
    for _ in range(MOST):
        head = file.read(8)
        if len(head) < 8:
            return
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"iTXt" and size <= LARGEST:
            yield kind, file.read(size)
            size = 0
        file.seek(size + 4, 1)


def _boxes(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The boxes of the outermost level that have names of their own."""
    for _ in range(MOST):
        head = file.read(8)
        size, kind = int.from_bytes(head[:4], "big") - 8, head[4:]
        if len(head) < 8 or size < 0:
            return
        if kind == b"uuid" and size <= LARGEST:
            yield kind, file.read(size)
        else:
            file.seek(size, 1)
