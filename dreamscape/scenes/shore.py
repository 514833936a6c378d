"""Act 1: a cliff's edge over an endless ocean of liquid sapphire, under a sky split by a seam of light."""

import math

from dreamscape import coast
from dreamscape.camera import Camera, ease
from dreamscape.scene import Scene


class Shore(Scene):
    """Alone at the edge."""

    layers = ("cliff", "sky", "ocean", "moss", "dreamer")

    def camera(self, seconds: float) -> Camera:
        """A slow push out towards the sea, with a breath of sway."""
        sway = math.sin(seconds * 0.21) * 0.5
        bob = 0.12 * math.sin(seconds * 0.33)
        near = 2.2 * ease(seconds / 36.0)
        return Camera((0.4 + sway - 0.4 * near, 10.75 + bob, -27.5 + near), (0.35 + 0.25 * sway, 9.75 + 0.5 * bob, 0.0), 40.0)

    def layer_parameters(self, layer: str) -> dict[str, float]:
        """The dreamer stands where the land says."""
        return dict(zip("xyz", coast.FEET, strict=True)) if layer == "dreamer" else {}
