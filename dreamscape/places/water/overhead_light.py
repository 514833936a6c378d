"""The one light above the water: the way to it from within the water, and above the surface, where it bends (Snell)."""

import numpy as np
from numpy.typing import NDArray

WATER = 1.333  # index of refraction
_STEEP = 1.42  # tangent-like height of the light, for a bearing of 1 ahead: 55 degrees high, within Snell's window


def within(azimuth: float) -> NDArray[np.float64]:
    """The unit direction towards the light for an eye under water, by the tangent of its bearing."""
    way = np.array([azimuth, _STEEP, 1.0])
    return np.asarray(way / np.linalg.norm(way))


def above(azimuth: float) -> NDArray[np.float64]:
    """The same in the air: its level part is longer by the index of refraction."""
    x, _, z = within(azimuth) * WATER
    return np.array([x, np.sqrt(max(1.0 - x * x - z * z, 0.0)), z])
