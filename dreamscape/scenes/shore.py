"""Act 1: a cliff's edge over an endless ocean of liquid sapphire, under a sky split by a seam of light."""

import math

from dreamscape.camera import Camera
from dreamscape.scene import Scene


class Shore(Scene):
    """Alone at the edge."""

    layers = ("sky",)

    def camera(self, seconds: float) -> Camera:
        """A slow push out towards the sea, with a breath of sway."""
        sway = math.sin(seconds * 0.21) * 0.5
        return Camera((2.0 + sway, 7.0 + 0.2 * math.sin(seconds * 0.33), -24.0 + 0.05 * seconds), (3.0, 7.5, 10.0), 46.0)
