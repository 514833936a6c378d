"""PNG stills whose metadata says how to make them again."""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dreamscape.export.container import icc
from dreamscape.files.placing import write, write_pieces

SUFFIXES = (".png",)
_KINDS = {3: 2, 4: 6}  # of colour, by samples of a pixel: RGB, and with alpha
_CHUNK = 1 << 20  # bytes of data after which another chunk begins
_UP = 2  # PNG's filter type for the difference from the row above


def save(
    path: Path,
    pixels: NDArray[np.uint8],
    metadata: Mapping[str, str],
    overwrite: bool = False,
    dpi: int | None = None,
) -> None:
    """Write sRGB `pixels (h, w, 3)` to `path`, whole or not at all, with `metadata` as text chunks.

    Replaces an existing file only if `overwrite` is true. `dpi` is as of `encode_png`.

    Raises:
        DreamscapeError: the file cannot be written; nothing is left behind.
    """
    write(path, encode_png(pixels, metadata, dpi), overwrite)


def save_rows(
    path: Path,
    size: tuple[int, int],
    parts: Iterable[NDArray[np.uint8]],
    metadata: Mapping[str, str],
    overwrite: bool,
    dpi: int,
) -> None:
    """Write an sRGB picture of `size` as its rows come, from the top, each part `(rows, w, 3)`; else as `save`."""
    write_pieces(path, _pieces(size, 3, parts, metadata, dpi), overwrite)


def encode_png(pixels: NDArray[np.uint8], metadata: Mapping[str, str], dpi: int | None = None) -> bytes:
    """Encode `pixels (h, w, 3)`, or `(h, w, 4)` with straight alpha, as a PNG (ISO/IEC 15948).

    Each row is stored as the difference from the row above. With `dpi`, dots per inch, it is a picture to be printed:
    it says how large it is, and sRGB is an ICC profile, which printers read, instead of a mere name.
    """
    height, width, samples = pixels.shape
    return b"".join(_pieces((width, height), samples, [pixels], metadata, dpi))


def _pieces(
    size: tuple[int, int],
    samples: int,
    parts: Iterable[NDArray[np.uint8]],
    metadata: Mapping[str, str],
    dpi: int | None,
) -> Iterator[bytes]:
    """The bytes of a PNG one after another, with a chunk of data for each of its parts, from the top."""
    header = struct.pack(">IIBBBBB", *size, 8, _KINDS[samples], 0, 0, 0)
    colour = [chunk(b"sRGB", b"\0")] if dpi is None else [_profile(), _density(dpi)]
    texts = [chunk(b"iTXt", f"{key}\0\0\0\0\0{text}".encode()) for key, text in metadata.items()]
    yield b"".join((b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), *colour, *texts))
    above, packed = np.zeros(size[0] * samples, np.uint8), zlib.compressobj(6)
    data = b""
    for pixels in parts:
        flat = pixels.reshape(len(pixels), -1)
        rows = np.full((len(flat), 1 + flat.shape[1]), _UP, np.uint8)
        np.subtract(flat[0], above, out=rows[0, 1:])
        np.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
        above = flat[-1].copy()
        data += packed.compress(rows.tobytes())
        if len(data) > _CHUNK:
            yield chunk(b"IDAT", data)
            data = b""
    yield chunk(b"IDAT", data + packed.flush()) + chunk(b"IEND", b"")


def _profile() -> bytes:
    return chunk(b"iCCP", f"{icc.NAME}\0\0".encode() + zlib.compress(icc.srgb(), 9))


def _density(dpi: int) -> bytes:
    per_metre = round(dpi / 0.0254)
    return chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))


def chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
