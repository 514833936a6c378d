# dreamscape still aurora.png --scene examples/aurora.py
"""One layer: curtains of light over a night of stars, and their image in still water. Its shader is aurora.glsl."""

from dreamscape import Camera, Layer, Parameter, Scene


class Aurora(Layer):
    """Three curtains that fold and flicker; brighter as the dreamer connects."""

    blend = "opaque"  # it is all there is to see, from the stars to the shore

    brightness = Parameter(1.0, 0.0, 4.0, "x", "of all curtains")
    height = Parameter(0.5, 0.1, 2.0, "tangent", "how far up a curtain's light reaches")


class North(Scene):
    """A lake under the aurora."""

    layers = ("aurora",)

    def camera(self, seconds: float) -> Camera:
        """At the shore, looking up a little, and turning slowly."""
        return Camera((0.0, 1.7, 0.0), (0.05 * seconds, 4.6, 20.0), 52.0)

    @classmethod
    def colours(cls) -> dict[str, str]:
        """Green and rose over a night of blue."""
        return {
            "dominant": "#123a5c",
            "counter": "#2a2f66",
            "other": "#3fe0a0",
            "accent": "#e070b8",
            "light": "#f4f8ff",
            "shadow": "#02050c",
        }
