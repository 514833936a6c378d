"""A cove in the mist."""

import math

from dreamscape import Camera, Scene


class Cove(Scene):
    """Low over the water, in the mist."""

    layers = ("cliff", "sky", "ocean", "mist")  # in the order they are drawn; the sea needs the coast of the cliff
    subject = (0.35, 0.45, 0.8, 0.9)  # left, bottom, right, top: what the eye is led to; no caption covers it
    caption = (0.5, 0.14)

    def camera(self, seconds: float) -> Camera:
        """A slow drift forward, as a boat's."""
        bob = 0.15 * math.sin(seconds * 0.5)
        return Camera((9.0, 4.0 + bob, -48.0 + 0.3 * seconds), (1.0, 8.0 + 0.5 * bob, 0.0), 44.0)

    def layer_parameters(self, layer: str) -> dict[str, float]:
        """A quiet sea."""
        return {"ocean": {"swell_height": 0.8, "foam": 0.0}, "mist": {"thickness": 0.9}}.get(layer, {})

    @classmethod
    def colours(cls) -> dict[str, str]:
        """One dominant, one counter, one more, one accent; what shines; what the darks lean to."""
        return {
            "dominant": "#1d4d6b",
            "counter": "#54548c",
            "other": "#4f9c98",
            "accent": "#d9a98a",
            "light": "#f2f4ff",
            "shadow": "#04070d",
        }
