"""Pictures that shaders read: PNG or JPEG, whose size is known before anything is decoded."""

import struct
from pathlib import Path

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.errors import InputError
from dreamscape.shaders import files
from dreamscape.text import short

MOST_PIXELS = 1 << 25  # of a picture: 128 MiB decoded
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
EXPECTED = f"expected a PNG or JPEG of at most {MOST_PIXELS >> 20} million pixels"


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height that the header of a PNG or a JPEG tells, pixels; None if it is neither."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    place = 2
    while data.startswith(_JPEG) and place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame's header (ITU-T T.81, B.2.2)
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        step = 0 if marker == 0xFF else struct.unpack(">H", data[place + 2 : place + 4])[0] + 1
        place += step + 1
    return None


def read(path: Path) -> NDArray[np.uint8]:
    """A picture as `uint8 (h, w, 4)`, sRGB with straight alpha, first row at the bottom as textures have it.

    Raises:
        InputError: it is no such picture, or too large.
    """
    from av.codec.context import CodecContext  # loads FFmpeg, which a window without shaders begins without
    from av.error import FFmpegError
    from av.packet import Packet

    data = files.data_of(path, files.LARGEST_PICTURE, "a picture")
    name, size = short(path.name), size_of(data)
    if size is None:
        raise InputError(f"{name}: not such a picture, {EXPECTED}")
    if not 0 < size[0] * size[1] <= MOST_PIXELS:
        raise InputError(f"{name}: {size[0]}x{size[1]} pixels, {EXPECTED}")
    decoder = CodecContext.create("png" if data.startswith(_PNG) else "mjpeg", "r")
    try:
        frames = [*decoder.decode(Packet(data)), *decoder.decode(None)]
        pixels = frames[0].to_ndarray(format="rgba")
    except (FFmpegError, IndexError, ValueError):
        raise InputError(f"{name}: cannot be decoded, {EXPECTED}") from None
    return np.ascontiguousarray(pixels[::-1])


def texture(ctx: moderngl.Context, pixels: NDArray[np.uint8]) -> moderngl.Texture:
    """A picture `uint8 (h, w, 4)`, first row at the bottom, as a texture that does not repeat."""
    made = ctx.texture((pixels.shape[1], pixels.shape[0]), 4, pixels.tobytes())
    made.repeat_x = made.repeat_y = False
    return made
