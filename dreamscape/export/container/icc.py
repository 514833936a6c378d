"""The ICC profile of sRGB, for pictures that are printed: its primaries and curve as ICC.1:2001-04 writes them."""

import struct
from functools import cache

import numpy as np
from numpy.typing import NDArray

D50 = (0.9642, 1.0, 0.8249)  # XYZ of the profile connection space's white
D65 = (0.95047, 1.0, 1.08883)  # XYZ of sRGB's white (IEC 61966-2-1)
PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))  # x and y of red, green and blue (ITU-R BT.709)
NAME = "sRGB"
NOTICE = "No copyright, use freely"
STEPS = 1024  # entries of the curve, which version 2 of the format can only tabulate
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_HEADER = struct.Struct(">I4sI4s4s4s6H4s4sI4s4sQI3i4s44s")
_CREATED = (2026, 1, 1, 0, 0, 0)  # the same for all, so that the same picture is the same file


@cache
def srgb() -> bytes:
    """A display profile of sRGB, version 2.4, about 2.6 kB."""
    curve = _curve()
    red, green, blue = (_xyz(column) for column in _colorants().T)
    tags = {
        b"desc": _description(),
        b"cprt": b"text\0\0\0\0" + NOTICE.encode() + b"\0",
        b"wtpt": _xyz(np.array(D65)),
        b"rXYZ": red,
        b"gXYZ": green,
        b"bXYZ": blue,
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    at = _HEADER.size + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}  # equal data are stored once
    table, body = struct.pack(">I", len(tags)), b""
    for tag, data in tags.items():
        if data not in places:
            places[data] = at + len(body)
            body += data + bytes(-len(data) % 4)
        table += tag + struct.pack(">II", places[data], len(data))
    return _header(at + len(body)) + table + body


def _header(size: int) -> bytes:
    white = [round(part * 65536) for part in D50]
    return _HEADER.pack(
        size, b"\0\0\0\0", 0x02400000, b"mntr", b"RGB ", b"XYZ ", *_CREATED, b"acsp", b"\0\0\0\0", 0,
        b"\0\0\0\0", b"\0\0\0\0", 0, 0, *white, b"\0\0\0\0", bytes(44),
    )  # fmt: skip


def _colorants() -> NDArray[np.float64]:
    """XYZ of the primaries, adapted from D65 to D50 (Bradford), `(3, 3)`, a column each."""
    columns = np.array([[x / y, 1.0, (1.0 - x - y) / y] for x, y in PRIMARIES]).T
    colorants = columns * np.linalg.solve(columns, np.array(D65))
    response = _BRADFORD @ np.array([D65, D50]).T
    adapted = np.linalg.inv(_BRADFORD) @ np.diag(response[:, 1] / response[:, 0]) @ _BRADFORD
    result: NDArray[np.float64] = adapted @ colorants
    return result


def _curve() -> bytes:
    from dreamscape.colour import decoded

    values = np.rint(decoded(np.linspace(0.0, 1.0, STEPS)) * 65535.0).astype(">u2")
    return b"curv\0\0\0\0" + struct.pack(">I", STEPS) + values.tobytes()


def _description() -> bytes:
    text = NAME.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)


def _xyz(value: NDArray[np.float64]) -> bytes:
    return b"XYZ \0\0\0\0" + np.rint(value * 65536.0).astype(">i4").tobytes()
