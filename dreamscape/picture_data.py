"""Pictures decoded from the bytes of a file; how large one may be is checked before anything is decoded."""

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_DECODERS = (
    (_PNG, "png"), (_JPEG, "mjpeg"), (b"RIFF", "webp"), (b"BM", "bmp"), (b"II*\0", "tiff"), (b"MM\0*", "tiff"),
    (b"GIF8", "gif"),
)  # fmt: skip  # how files begin, and FFmpeg's name of what decodes them


def decoder_of(data: bytes) -> str | None:
    """FFmpeg's name of the decoder of a picture, by how its file begins; None for none that is known here."""
    return next((name for head, name in _DECODERS if data.startswith(head)), None)


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


def decode(data: bytes, decoder: str, most: int, form: str = "rgba", halvings: int = 0) -> NDArray[np.uint8]:
    """A picture as `uint8 (h, w, channels)`, sRGB with straight alpha, first row at the top.

    Args:
        data: of the file.
        decoder: FFmpeg's name.
        most: pixels that it may have; more are refused before they are decoded.
        form: FFmpeg's name of the pixel format, `rgba` or `rgb24`.
        halvings: how often a JPEG's sides are halved as it is decoded, 0 to 3.

    Raises:
        ValueError: it cannot be decoded.
    """
    from av.codec.context import CodecContext  # loads FFmpeg, which a window without pictures begins without
    from av.error import FFmpegError
    from av.packet import Packet

    context: Any = CodecContext.create(decoder, "r")
    context.options = {"max_pixels": str(most), **({"lowres": str(halvings)} if halvings else {})}
    try:
        frames = [*context.decode(Packet(data)), *context.decode(None)]
        return np.asarray(frames[0].to_ndarray(format=form))
    except (FFmpegError, IndexError, ValueError):
        raise ValueError("cannot be decoded") from None
