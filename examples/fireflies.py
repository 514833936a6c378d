# dreamscape play --scene examples/fireflies.py
"""A scene in one file: fireflies rise from a meadow at dusk, and a hand draws them. The ground is dusk.glsl."""

import numpy as np

from dreamscape import Camera, Cast, Cue, Emitter, Layer, Parameter, Scene


class Dusk(Layer):
    """The last light behind hills, and grass before it."""

    blend = "opaque"

    grass = Parameter(1.0, 0.0, 3.0, "x", "how high the grass stands")


class Fireflies(Scene):
    """A meadow; more fireflies come as the dreamer connects."""

    layers = ("dusk", "dust")
    wind_speed = 0.5

    count = Parameter(160.0, 0.0, 1000.0, "a second", "fireflies that rise at the end")

    def camera(self, seconds: float) -> Camera:
        """In the grass."""
        return Camera((0.0, 1.0, -3.0), (0.0, 1.75, 6.0), 46.0)

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """They rise out of the grass, wander and go out."""
        meadow = Emitter(
            rate=int(self.count), points=((0.0, 0.3, 5.0),), extent=(6.0, 0.25, 5.0), velocity=(0.0, 0.12, 0.0),
            spread=(0.05, 0.08, 0.05), life=(4.0, 10.0), size=(0.014, 0.045), colour=(4, 4), lift=0.05, drag=1.2,
            carry=0.45,
        )  # fmt: skip
        cast.emit(meadow, cue.tick, rng, 0.25 + 0.75 * cue.connection)

    def layer_parameters(self, layer: str) -> dict[str, float]:
        """Few are large: it is their glow that is seen."""
        return {"dust": {"brightness": 4.0, "softness": 0.8, "largest": 34.0}}.get(layer, {})

    @classmethod
    def colours(cls) -> dict[str, str]:
        """Gold over blue and rose."""
        return {
            "dominant": "#1b2a55",
            "counter": "#7a4a7c",
            "other": "#e0a070",
            "accent": "#ffd070",
            "light": "#ffd878",
            "shadow": "#03060c",
        }
