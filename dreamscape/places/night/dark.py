"""The dark of the last act: the colours of its clouds and of the light before it, and where loneliness stands in it."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams

ASIDE = 0.36, 0.46  # heights of the picture from its middle, least and most by seed
TALL = 1.16, 1.42  # heights of the picture that its own picture is high


@dataclass(frozen=True, slots=True)
class Veils:
    """The clouds of one seed's dark: factors of red, green and blue, and of the golden breath in them."""

    cold: tuple[float, float, float]
    warmth: float


@dataclass(frozen=True, slots=True)
class Loneliness:
    """Where the shadow of loneliness stands.

    Attributes:
        aside, tall: heights of the picture: from its middle, and its own.
        side: 1 on the right, -1 on the left.
    """

    aside: float
    tall: float
    side: float


def veils(streams: Streams) -> Veils:
    """Those of this seed."""
    deep, lean, rich = streams.at("veils of the dark").uniform(-1.0, 1.0, 3)
    teal, violet = max(lean, 0.0), max(-lean, 0.0)
    red, green, blue = (np.exp(0.75 + 0.95 * deep) * np.array((1.0 + 2.5 * violet, 1.0 + 0.9 * teal, 1.0))).tolist()
    return Veils((red, green, blue), float(np.exp(0.7 * rich)))


def flood_hue(streams: Streams) -> tuple[float, float, float]:
    """How much red, green and blue of the usual the flood of light has."""
    rich, pale = streams.at("flood light").uniform(-1.0, 1.0, 2)
    red, green, blue = (np.exp(0.10 * rich) * np.array((1.0, 1.0 + 0.04 * pale, 1.0 + 0.20 * pale))).tolist()
    return red, green, blue


def loneliness(streams: Streams) -> Loneliness:
    """Where it stands in this seed."""
    aside, tall, side = streams.at("place of loneliness").random(3)
    away, high = (float(np.interp(part, (0.0, 1.0), bounds)) for part, bounds in ((aside, ASIDE), (tall, TALL)))
    return Loneliness(away, high, -1.0 if side < 0.5 else 1.0)
