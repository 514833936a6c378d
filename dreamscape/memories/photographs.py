"""Photographs: read within bounds, upright, cut to the square that shows the most, and made small."""

from pathlib import Path

import numpy as np

from dreamscape import picture_data
from dreamscape.arrays import F32, U8
from dreamscape.easing import smoothstep
from dreamscape.files import regular
from dreamscape.memories import orientation
from dreamscape.memories.painting import blurred, luma

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif")
LARGEST = 1 << 27  # bytes of a file
MOST_PIXELS = 1 << 26  # 64 million: 192 MiB decoded
MOST_OF_JPEG = 1 << 28  # which is made smaller as it is decoded, so that as many bytes come of it
_LEAST = 16  # px, the shorter side
_MIDDLE = 0.45  # how much more the middle counts than the ends where the cut is chosen
_HEADS = -0.5  # where that middle is in a tall picture, -1 the top to 1 the bottom: heads are high
_SKIN = 0.25  # how much skin counts beside edges
HEIF_HINT = "pip install pillow-heif, which reads it"


def read(path: Path, side: int) -> U8:
    """A photograph as a square `(side, side, 3)`, sRGB, first row at the top.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no picture, or one out of bounds; says why.
    """
    return square(whole(path, side), side)


def whole(path: Path, side: int = 1) -> U8:
    """All of a photograph, upright, `(h, w, 3)`, sRGB; of a JPEG, its sides are halved while both stay over `side`.

    Raises:
        OSError, ValueError: as of `read`.
    """
    data = regular.read(path, LARGEST)
    if len(data) > LARGEST:
        raise ValueError(f"a file of more than {LARGEST >> 20} MiB")
    if path.suffix.lower() in (".heic", ".heif"):
        return _heif(data)
    decoder = picture_data.decoder_of(data)
    if decoder is None:
        raise ValueError("not a JPEG, PNG, WebP, BMP or TIFF")
    most = MOST_OF_JPEG if decoder == "mjpeg" else MOST_PIXELS
    size, halvings = picture_data.size_of(data), 0
    if size is not None:
        _check_size(size, most)
        while decoder == "mjpeg" and halvings < 3 and min(size) >> (halvings + 1) >= side:
            halvings += 1
        if decoder == "mjpeg" and (size[0] * size[1]) >> (2 * halvings) > MOST_PIXELS:
            halvings = 1
    pixels = picture_data.decode(data, decoder, most, "rgb24", halvings)
    return orientation.upright(pixels, orientation.orientation(data))


def square(picture: U8, side: int) -> U8:
    """The square of a picture `(h, w, 3)` that shows the most, `(side, side, 3)`.

    Raises:
        ValueError: it is too small.
    """
    return cut_square(picture, cut(picture), side)


def cut_square(picture: U8, start: int, side: int) -> U8:
    """The square that begins at `start` along the longer side; arguments and errors as of `square`."""
    high, wide = picture.shape[:2]
    shorter = min(high, wide)
    if shorter < _LEAST:
        raise ValueError(f"{wide}x{high} pixels, expected at least {_LEAST} each way")
    part = picture[start : start + shorter] if high > wide else picture[:, start : start + shorter]
    return _resized(part, side)


def cut(picture: U8) -> int:
    """Where the square begins along the longer side: where there is most to see, rather in the middle."""
    high, wide = picture.shape[:2]
    shorter, longer = min(high, wide), max(high, wide)
    if shorter == longer:
        return 0
    step = max(shorter // 96, 1)
    small = picture[::step, ::step].astype(np.float32) / 255.0
    bright = blurred(luma(small), 1.0)
    down, across = np.gradient(bright)
    seen = np.minimum(np.hypot(down, across), 0.07) + _SKIN * _skin(small)
    along = seen.sum(axis=1 if high > wide else 0)
    window = min(max(round(shorter / step), 1), len(along))
    sums = np.convolve(along, np.ones(window), "valid")
    place = (np.linspace(-1.0, 1.0, len(sums)) if len(sums) > 1 else np.zeros(1)) - (_HEADS if high > wide else 0.0)
    best = int((sums * (1.0 - _MIDDLE * place * place)).argmax())
    return int(min(best * step, longer - shorter))


def _skin(picture: F32) -> F32:
    """How much each pixel of a picture, 0 to 1, may be skin of any shade, 0 to 1: its hue, neither grey nor gaudy."""
    red, green, blue = (picture[..., n] for n in range(3))
    part = (red - blue) / np.maximum(red, 0.05)
    hue = (green - blue) / np.maximum(red - blue, 0.02)
    grey = smoothstep(part, 0.12, 0.25) * (1.0 - smoothstep(part, 0.62, 0.78))
    return np.asarray(
        grey * smoothstep(hue, 0.2, 0.4) * (1.0 - smoothstep(hue, 0.62, 0.8)) * smoothstep(red, 0.15, 0.3)
    )


def _resized(part: U8, side: int) -> U8:
    """A square picture with another side: means of whole pixels first, then linear in between."""
    whole = max(len(part) // side, 1)
    size = len(part) // whole
    trimmed = part[: size * whole, : size * whole]
    mean = trimmed.reshape(size, whole, size, whole, 3).mean(axis=(1, 3), dtype=np.float32) if whole > 1 else trimmed
    place = ((np.arange(side) + 0.5) * (size / side) - 0.5).clip(0.0, size - 1.0)
    first = np.minimum(place.astype(np.intp), max(size - 2, 0))
    part_of = (place - first).astype(np.float32)
    rows: F32 = mean[first] * (1.0 - part_of)[:, None, None] + mean[first + 1] * part_of[:, None, None]
    columns = rows[:, first] * (1.0 - part_of)[None, :, None] + rows[:, first + 1] * part_of[None, :, None]
    return np.asarray(np.rint(columns), np.uint8)


def _heif(data: bytes) -> U8:
    """A picture of Apple's phones, by a library that need not be there."""
    import io

    try:
        import pillow_heif
    except ImportError:
        raise ValueError(f"HEIC; {HEIF_HINT}") from None
    failures = OSError, RuntimeError, SyntaxError, EOFError, IndexError, ValueError
    try:
        file = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)  # which reads the header alone
    except failures:
        raise ValueError("cannot be decoded") from None
    _check_size(file.size, MOST_PIXELS)
    try:
        return np.ascontiguousarray(np.asarray(file)[..., :3])
    except failures:
        raise ValueError("cannot be decoded") from None


def _check_size(size: tuple[int, int], most: int) -> None:
    """Raise ValueError unless a picture has at most so many pixels."""
    if not 0 < size[0] * size[1] <= most:
        raise ValueError(f"{size[0]}x{size[1]} pixels, expected at most {most >> 20} million")
