"""Pictures that shaders read: PNG or JPEG, whose size is known before anything is decoded."""

from pathlib import Path

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import picture_data
from dreamscape.errors import InputError
from dreamscape.shaders import files
from dreamscape.text import short

MOST_PIXELS = 1 << 25  # of a picture: 128 MiB decoded
EXPECTED = f"expected a PNG or JPEG of at most {MOST_PIXELS >> 20} million pixels"


def read(path: Path) -> NDArray[np.uint8]:
    """A picture as `uint8 (h, w, 4)`, sRGB with straight alpha, first row at the bottom as textures have it.

    Raises:
        InputError: it is no such picture, or too large.
    """
    data = files.data_of(path, files.LARGEST_PICTURE, "a picture")
    name, size = short(path.name), picture_data.size_of(data)
    if size is None:
        raise InputError(f"{name}: not such a picture, {EXPECTED}")
    if not 0 < size[0] * size[1] <= MOST_PIXELS:
        raise InputError(f"{name}: {size[0]}x{size[1]} pixels, {EXPECTED}")
    try:
        pixels = picture_data.decode(data, str(picture_data.decoder_of(data)), MOST_PIXELS)
    except ValueError:
        raise InputError(f"{name}: cannot be decoded, {EXPECTED}") from None
    return np.ascontiguousarray(pixels[::-1])


def texture(ctx: moderngl.Context, pixels: NDArray[np.uint8]) -> moderngl.Texture:
    """A picture `uint8 (h, w, 4)`, first row at the bottom, as a texture that does not repeat."""
    made = ctx.texture((pixels.shape[1], pixels.shape[0]), 4, pixels.tobytes())
    made.repeat_x = made.repeat_y = False
    return made
