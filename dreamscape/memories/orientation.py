"""Which way up a photograph is, as its camera wrote it down.

Source: CIPA DC-008-2019 (EXIF 2.32), 4.6.4 and 4.7.2.
"""

import struct

import numpy as np

from dreamscape.arrays import U8

_FIRST = 1 << 18  # bytes of a file in which EXIF begins
_TAG = 0x0112
_HEADS = b"Exif\0\0", b"eXIf", b"EXIF"  # of JPEG, PNG and WebP


def orientation(data: bytes) -> int:
    """The orientation that a picture's file tells, 1 to 8; 1 if it tells none."""
    starts = [0] if data[:4] in (b"II*\0", b"MM\0*") else []
    for head in _HEADS:
        place = data.find(head, 0, _FIRST)
        if place >= 0:
            starts.append(place + len(head) + (4 if head == b"EXIF" else 0))
    return next((found for start in starts if (found := _told(data[start : start + _FIRST]))), 1)


def upright(picture: U8, told: int) -> U8:
    """A picture `(h, w, ...)` turned and mirrored as its orientation, 1 to 8, tells."""
    if told >= 5:
        picture = picture.swapaxes(0, 1)
    rows, columns = -1 if told in (3, 4, 7, 8) else 1, -1 if told in (2, 3, 6, 7) else 1
    return np.ascontiguousarray(picture[::rows, ::columns])


def _told(block: bytes) -> int:
    """The orientation in a block of TIFF's tags; 0 if there is none."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None or len(block) < 8:
        return 0
    (place,) = struct.unpack(f"{order}I", block[4:8])
    count = block[place : place + 2]
    if len(count) < 2:
        return 0
    for number in range(struct.unpack(f"{order}H", count)[0]):
        entry = block[place + 2 + 12 * number : place + 14 + 12 * number]
        if len(entry) < 12:
            break
        tag, kind, _, value = struct.unpack(f"{order}HHIH", entry[:10])
        if tag == _TAG and kind == 3 and 1 <= value <= 8:
            return int(value)
    return 0
