"""The light above the water: the direction to it in water and in air; it is refracted at the surface (Snell)."""

import numpy as np
from numpy.typing import NDArray

WATER = 1.333  # index of refraction
_STEEP = 1.42  # tangent-like height of the light, for a bearing of 1 ahead: 55 degrees high, within Snell's window


def direction_in_water(azimuth: float) -> NDArray[np.float64]:
    """The unit direction to the light for an eye under water; `azimuth` is the tangent of its bearing."""
    way = np.array([azimuth, _STEEP, 1.0])
    return np.asarray(way / np.linalg.norm(way))


def direction_in_air(azimuth: float) -> NDArray[np.float64]:
    """The same in the air: the horizontal component is larger by the index of refraction."""
    x, _, z = direction_in_water(azimuth) * WATER
    return np.array([x, np.sqrt(max(1.0 - x * x - z * z, 0.0)), z])
