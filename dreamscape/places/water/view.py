"""The camera's frame, in which droplets are placed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.camera import Camera


@dataclass(frozen=True, slots=True)
class View:
    """The camera's frame: right, up and forward as rows, and the tangents of half its fields of view at 16:9."""

    eye: NDArray[np.float64]
    axes: NDArray[np.float64]
    wide: float
    high: float

    def seen(self, place: NDArray[np.floating]) -> NDArray[np.float64]:
        """World positions `(3, n)` in the camera's frame, m to the right, up and forward."""
        return self.axes @ (place - self.eye[:, None])

    def place(self, seen: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse of `seen`."""
        return self.axes.T @ seen + self.eye[:, None]


def view_of(camera: Camera) -> View:
    """The frame of a camera, for a picture of 16:9."""
    return View(np.array(camera.position), camera.basis(), *camera.tangents(16.0 / 9.0))
