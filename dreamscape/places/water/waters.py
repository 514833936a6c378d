"""How a seed's sea is seen from within: clear or dim, blue or turquoise, and the colour of the light above it."""

import math
from dataclasses import dataclass

import numpy as np

from dreamscape.colour import linear
from dreamscape.rng import Streams

LIGHTS = {"noon": "#ffffff", "low_sun": "#fff0d0", "leaves": "#e2fff0", "cloud": "#eeeaff", "dusk": "#ffe6e8"}
_LUMINANCE = np.array((0.2126, 0.7152, 0.0722))  # of linear sRGB


@dataclass(frozen=True, slots=True)
class Waters:
    """The water of one seed.

    Attributes:
        light: one of `LIGHTS`, what is above it.
        tint: how bright its blue and its turquoise are, 1 the mean.
        glow: linear RGB that the light above is multiplied with, of luminance 1.
    """

    light: str
    tint: tuple[float, float]
    glow: tuple[float, float, float]

    @property
    def uniforms(self) -> dict[str, tuple[float, ...]]:
        """What layers that show the water hand to their shaders."""
        return {"tint": self.tint, "glow": self.glow}


def waters(streams: Streams) -> Waters:
    """Those of this seed."""
    random = streams.at("sea from within")
    clear, green = float(random.uniform(-0.55, 0.45)), float(random.uniform(-0.8, 0.8))
    light = list(LIGHTS)[int(random.integers(len(LIGHTS)))]
    chosen = linear(LIGHTS[light]).astype(np.float64)
    red, green_part, blue = (float(part) for part in chosen / (chosen @ _LUMINANCE))
    return Waters(light, (math.exp(clear - 0.3 * green), math.exp(clear + 0.7 * green)), (red, green_part, blue))
