"""Act 1: a cliff's edge over an endless ocean of liquid sapphire, under a sky split by a seam of light."""

import math

from dreamscape.camera import Camera
from dreamscape.scene import Scene


class Shore(Scene):
    """Alone at the edge."""

    layers = ("cliff", "sky", "ocean")

    def camera(self, seconds: float) -> Camera:
        """A slow push out towards the sea, with a breath of sway."""
        sway = math.sin(seconds * 0.21) * 0.5
        return Camera((0.0 + sway, 11.4 + 0.2 * math.sin(seconds * 0.33), -30.0 + 0.03 * seconds), (0.4, 10.2, 0.0), 46.0)
