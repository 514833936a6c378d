"""Colours: sRGB as people write it, and the linear light that everything is computed in."""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

WRITTEN = re.compile("#[0-9a-fA-F]{6}")


def channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of `#rrggbb`, 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    return red, green, blue


def decoded(code: NDArray[Any]) -> NDArray[Any]:
    """Parts of sRGB, 0 to 1, as linear light (IEC 61966-2-1), of the same shape and dtype."""
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)


def encoded(light: NDArray[Any]) -> NDArray[Any]:
    """The inverse of `decoded`."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def linear(colour: str) -> NDArray[np.float32]:
    """`#rrggbb` in sRGB as linear light, `(3,) float32`."""
    return decoded(np.array(channels(colour))).astype(np.float32)


def linear_channel(part: float) -> float:
    """A part of sRGB, 0 to 1, as linear light, of the precision that a shader has."""
    return float(np.float32(decoded(np.array(part))))
