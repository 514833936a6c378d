"""OKLab and OKLCH: colours by lightness, chroma and hue as eyes have them.

Source: Bjorn Ottosson, A perceptual color space for image processing, 2020.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.colour import channels, decoded, encoded

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LMS, _FROM_LAB = np.linalg.inv(_TO_LMS), np.linalg.inv(_TO_LAB)


def oklab(colour: str) -> NDArray[np.float64]:
    """`#rrggbb` as lightness, a and b, `(3,) float64`."""
    return np.asarray(_TO_LAB @ np.cbrt(_TO_LMS @ decoded(np.array(channels(colour)))))


def oklch(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` as lightness 0 to 1, chroma, and hue in degrees from 0 to 360."""
    lightness, a, b = (float(value) for value in oklab(colour))
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360.0


def shown(lightness: float, chroma: float, hue: float) -> str:
    """A colour of OKLCH as `#rrggbb`; where a screen lacks it, with as much of its chroma as the screen has."""
    for part in np.linspace(1.0, 0.0, 41):
        light = _light(lightness, float(part) * chroma, hue)
        if light.min() >= -1e-4 and light.max() <= 1.0001:
            break
    code = np.rint(encoded(light.clip(0.0, 1.0)) * 255.0).astype(int)
    return "#{:02x}{:02x}{:02x}".format(*code.tolist())


def _light(lightness: float, chroma: float, hue: float) -> NDArray[Any]:
    """A colour of OKLCH as linear light, which may lie outside 0 to 1."""
    angle = math.radians(hue)
    lab = np.array((lightness, chroma * math.cos(angle), chroma * math.sin(angle)))
    return np.asarray(_FROM_LMS @ (_FROM_LAB @ lab) ** 3)
